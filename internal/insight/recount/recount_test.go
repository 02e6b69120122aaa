package recount_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/insight/recount"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// told is a ledger written by hand: a procedure of two working days in a commune that works from Monday
// to Friday.
type told struct {
	t    *testing.T
	book *recount.Book
	n    int64
	seq  int
	cal  *term.Calendar
}

func newTold(t *testing.T) *told {
	t.Helper()
	cal, err := term.NewCalendar([]term.Period{term.OfficeHours()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	x := &told{t: t, book: recount.NewBook(nil), cal: cal}
	rules, _ := term.RulesOf("2022")
	x.entry("rules", "rules/2022", "2023-01-02 08:00", rules)
	x.calendar("2023-01-02 08:00", cal)
	x.entry("unit", "u", "2023-01-02 08:00", map[string]any{"unit": "u", "kind": "commune", "name": "Xã"})
	x.entry("procedure", "p", "2023-01-02 08:00", map[string]any{"procedure": "p", "version": "v", "name": "Thủ tục",
		"terms": []any{map[string]any{"case": "k", "channel": "online", "term": term.Term{Amount: 2, Unit: term.WorkingDay}}}})
	return x
}

func (x *told) calendar(at string, c *term.Calendar) {
	x.entry("calendar", "org/calendar", at, map[string]any{"version": c.Version(), "content": c})
}

func (x *told) entry(kind, of, at string, data any) {
	x.t.Helper()
	raw, err := json.Marshal(map[string]any{"kind": kind, "at": when(x.t, at), "of": of, "data": data})
	if err != nil {
		x.t.Fatal(err)
	}
	x.book.Take(x.n, raw, recount.Read(raw))
	x.n++
}

func when(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// happens adds an event of the one dossier.
func (x *told) happens(do, to, at string, more map[string]any) {
	x.t.Helper()
	x.seq++
	data := map[string]any{"seq": x.seq, "do": do, "to": to}
	for k, v := range more {
		data[k] = v
	}
	x.entry("dossier", "d", at, data)
}

// received is a dossier sent and received on Monday morning: due on Wednesday at 17:00.
func (x *told) received() {
	x.happens("submit", "submitted", "2023-08-07 08:00", map[string]any{"opening": map[string]any{"channel": "online", "procedure": "p", "version": "v", "receiving": "u", "competent": "u"}})
	x.happens("receive", "received", "2023-08-07 09:00", map[string]any{"receipt": map[string]any{"era": "2022", "term": term.Term{Amount: 2, Unit: term.WorkingDay},
		"calendar": x.cal.Version(), "due_at": when(x.t, "2023-08-09 17:00"), "pauses_for": []string{"payment"}}})
	x.happens("hand-over", "processing", "2023-08-07 10:00", nil)
}

func (x *told) ends(do, to, at string) {
	x.happens(do, to, at, map[string]any{"calendar": x.cal.Version()})
}

func (x *told) says(standing count.Standing, due string) {
	x.t.Helper()
	for _, f := range x.book.Findings() {
		x.t.Errorf("entry %d: %s: %s", f.Index, f.Kind, f.Says)
	}
	n := 0
	err := x.book.Each(when(x.t, "2023-08-31 08:00"), func(_ string, d *count.Dossier) {
		n++
		if d.Standing != standing || (due != "" && !d.DueAt.Equal(when(x.t, due))) {
			x.t.Errorf("stands %q, due %s; want %q, %s", d.Standing, d.DueAt.In(clock.Zone), standing, due)
		}
	})
	if err != nil || n != 1 {
		x.t.Errorf("%d dossiers, %v", n, err)
	}
}

func TestADossierIsFoldedFromWhatStrangersRead(t *testing.T) {
	for name, c := range map[string]struct {
		play     func(*told)
		standing count.Standing
		due      string
	}{
		"early":           {func(x *told) { x.ends("number", "done", "2023-08-08 10:00") }, count.Early, "2023-08-09 17:00"},
		"on the day":      {func(x *told) { x.ends("number", "done", "2023-08-09 16:00") }, count.OnTime, "2023-08-09 17:00"},
		"late":            {func(x *told) { x.ends("number", "done", "2023-08-10 08:00") }, count.Late, "2023-08-09 17:00"},
		"open":            {func(*told) {}, "", "2023-08-09 17:00"},
		"stopped in time": {func(x *told) { x.ends("stop", "stopped", "2023-08-08 10:00") }, count.Early, ""},
		"waits a week": {func(x *told) {
			x.happens("ask-supplement", "waiting", "2023-08-08 08:00", nil)
			x.happens("supplement", "processing", "2023-08-15 08:00", nil)
			x.ends("number", "done", "2023-08-16 10:00")
		}, count.OnTime, "2023-08-16 17:00"},
		"asked twice": {func(x *told) {
			for _, day := range []string{"08", "10"} {
				x.happens("ask-supplement", "waiting", "2023-08-"+day+" 08:00", nil)
				x.happens("supplement", "processing", "2023-08-"+day+" 09:00", nil)
			}
			x.ends("number", "done", "2023-08-10 10:00")
		}, count.Late, ""},
		"pays, where that stops the clock": {func(x *told) {
			x.happens("ask-payment", "paying", "2023-08-08 08:00", nil)
			x.happens("paid", "processing", "2023-08-15 08:00", nil)
			x.ends("number", "done", "2023-08-15 10:00")
		}, count.Early, ""},
		"consults, which stops nothing here": {func(x *told) {
			x.happens("consult", "agency", "2023-08-08 08:00", nil)
			x.happens("answer", "processing", "2023-08-15 08:00", nil)
			x.ends("number", "done", "2023-08-15 10:00")
		}, count.Late, "2023-08-09 17:00"},
		"given more time, which counts against the first date": {func(x *told) {
			x.happens("extend", "processing", "2023-08-09 08:00", map[string]any{"by": term.Term{Amount: 3, Unit: term.WorkingDay}})
			x.ends("number", "done", "2023-08-11 10:00")
		}, count.Late, "2023-08-14 17:00"},
		"stopped by mistake": {func(x *told) {
			x.ends("stop", "stopped", "2023-08-08 10:00")
			x.happens("correct", "processing", "2023-08-08 11:00", map[string]any{"undoes": 4})
			x.ends("number", "done", "2023-08-09 16:00")
		}, count.OnTime, "2023-08-09 17:00"},
	} {
		t.Run(name, func(t *testing.T) {
			x := newTold(t)
			x.received()
			c.play(x)
			x.says(c.standing, c.due)
		})
	}
}

func TestWhatDoesNotHoldIsSaid(t *testing.T) {
	free, err := term.NewCalendar([]term.Period{term.OfficeHours()}, []term.SpecialDay{{Date: "2023-08-08", Kind: term.Off}})
	if err != nil {
		t.Fatal(err)
	}
	for kind, play := range map[reader.Kind]func(*told){
		recount.Backdated:     func(x *told) { x.ends("number", "done", "2023-08-07 09:30") },
		recount.OutOfOrder:    func(x *told) { x.seq++; x.ends("number", "done", "2023-08-08 09:30") },
		recount.CalendarMoved: func(x *told) { x.calendar("2023-08-10 08:00", free) },
		recount.CalendarWrong: func(x *told) {
			x.happens("number", "done", "2023-08-08 09:30", map[string]any{"calendar": "0123456789abcdef"})
		},
		recount.RulesChanged: func(x *told) {
			rules, _ := term.RulesOf("2022")
			rules.MaxSupplements = 9
			x.entry("rules", "rules/2022", "2023-08-10 08:00", rules)
		},
		reader.Unreadable: func(x *told) { x.book.Take(x.n, []byte("{"), recount.Read([]byte("{"))) },
	} {
		x := newTold(t)
		x.received()
		play(x)
		found := x.book.Findings()
		if len(found) == 0 || found[0].Kind != kind || found[0].Index < 7 {
			t.Errorf("wanted %s of an entry after the first seven, found %v", kind, found)
		}
	}
	x := newTold(t)
	x.happens("take-in", "received", "2023-08-07 09:00", map[string]any{
		"opening": map[string]any{"channel": "online", "procedure": "p", "version": "v", "receiving": "u", "competent": "u"},
		"receipt": map[string]any{"era": "2022", "term": term.Term{Amount: 9, Unit: term.WorkingDay}, "calendar": x.cal.Version(), "due_at": when(t, "2023-08-09 17:00")}})
	if found := x.book.Findings(); len(found) != 2 || fmt.Sprint(found[0].Kind, found[1].Kind) != fmt.Sprint(recount.TermWrong, recount.DueWrong) {
		t.Errorf("of a term and a date that do not follow was found %v", found)
	}
}

// FuzzRead feeds anything to the reader of entries: it says what it cannot read and goes on.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"kind":"dossier","at":"2023-08-07T02:00:00Z","of":"d","data":{"seq":1,"do":"take-in","receipt":{"term":{"amount":1e308,"unit":"month"}}}}`))
	f.Add([]byte(`{"kind":"calendar","data":{"content":{"periods":[]}}}`))
	f.Add([]byte(`{"kind":"dossier",`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b := recount.NewBook(nil)
		b.Take(0, raw, recount.Read(raw))
		b.Findings()
		_ = b.Each(time.Unix(1691400000, 0), func(string, *count.Dossier) {})
	})
}
