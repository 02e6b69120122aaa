package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// layer writes a ledger as files: entries and hash tiles, as the house would publish them.
type layer struct {
	folder  string
	bundle  []byte
	inside  int
	size    int64
	tiles   [][]tlog.Hash // by level: those of the tile being filled
	written []int64
	stack   []tlog.Hash
	err     error
}

func (l *layer) add(entry []byte) {
	l.bundle = binary.BigEndian.AppendUint16(l.bundle, uint16(len(entry)))
	l.bundle = append(l.bundle, entry...)
	l.inside++
	h := tlog.RecordHash(entry)
	l.stack = append(l.stack, h)
	for n := l.size; n&1 == 1; n >>= 1 {
		k := len(l.stack) - 1
		l.stack[k-1] = tlog.NodeHash(l.stack[k-1], l.stack[k])
		l.stack = l.stack[:k]
	}
	l.size++
	l.hash(0, h)
	if l.inside == ledger.Width {
		l.flush()
	}
}

func (l *layer) flush() {
	if l.inside > 0 {
		l.put("tile/entries/"+reader.TilePath((l.size-1)/ledger.Width, l.inside), l.bundle)
	}
	l.bundle, l.inside = l.bundle[:0], 0
}

func (l *layer) hash(level int, h tlog.Hash) {
	if level == len(l.tiles) {
		l.tiles, l.written = append(l.tiles, nil), append(l.written, 0)
	}
	if l.tiles[level] = append(l.tiles[level], h); len(l.tiles[level]) < ledger.Width {
		return
	}
	row := append([]tlog.Hash(nil), l.tiles[level]...)
	l.tile(level)
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	l.hash(level+1, row[0])
}

func (l *layer) tile(level int) {
	var b []byte
	for _, h := range l.tiles[level] {
		b = append(b, h[:]...)
	}
	l.put(fmt.Sprintf("tile/%d/%s", level, reader.TilePath(l.written[level], len(l.tiles[level]))), b)
	l.written[level]++
	l.tiles[level] = nil
}

func (l *layer) put(name string, body []byte) {
	file := filepath.Join(l.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		l.err = err
	} else if err := os.WriteFile(file, body, 0o644); err != nil {
		l.err = err
	}
}

// sign ends the ledger with its checkpoint and key.
func (l *layer) sign() error {
	l.flush()
	for level := range l.tiles {
		if len(l.tiles[level]) > 0 {
			l.tile(level)
		}
	}
	root := l.stack[len(l.stack)-1]
	for i := len(l.stack) - 2; i >= 0; i-- {
		root = tlog.NodeHash(l.stack[i], root)
	}
	skey, vkey, err := ledger.KeyPair(bytes.Repeat([]byte{3}, 32), "bench.example")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("bench.example\n%d\n%s\n", l.size, root)}, signer)
	if err != nil {
		return err
	}
	l.put("checkpoint", signed)
	l.put("key", []byte(vkey))
	return l.err
}

const units, terms = 150, 30 // communes, and procedures with a term of that many days

// lay writes the ledger of a year in which so many dossiers come, each with the events it usually has.
func lay(folder string, dossiers int) (int64, error) {
	l := &layer{folder: folder}
	cal, err := term.NewCalendar([]term.Period{term.OfficeHours()}, nil)
	if err != nil {
		return 0, err
	}
	began := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	public := func(kind, of string, data any) {
		raw, err := json.Marshal(map[string]any{"kind": kind, "at": began, "of": of, "data": data})
		if err != nil {
			l.err = err
		}
		l.add(raw)
	}
	rules, _ := term.RulesOf("2022")
	public("rules", "rules/2022", rules)
	public("calendar", "org/calendar", map[string]any{"version": cal.Version(), "content": cal})
	for u := range units {
		public("unit", fmt.Sprint(u), map[string]any{"unit": fmt.Sprint("unit-", u), "kind": "commune", "name": fmt.Sprint("Xã ", u), "full_name": fmt.Sprint("Xã ", u)})
	}
	for p := range terms {
		public("procedure", fmt.Sprint(p), map[string]any{"procedure": fmt.Sprint("p-", p), "version": fmt.Sprint("v-", p), "name": fmt.Sprint("Thủ tục ", p),
			"terms": []any{map[string]any{"channel": "direct", "term": map[string]any{"amount": p + 1, "unit": "working_day"}}}})
	}
	y := &year{layer: l, cal: cal, rules: rules, rnd: rand.New(rand.NewPCG(1, 2)), due: map[string]time.Time{}}
	if err := y.play(dossiers); err != nil {
		return 0, err
	}
	return l.size, l.sign()
}

// year plays day by day, so that entries stand in the order of time.
type year struct {
	*layer
	cal   *term.Calendar
	rules term.Rules
	rnd   *rand.Rand
	due   map[string]time.Time
	ahead [700][]running // what goes on, by day of the year
	n     int
}

type running struct{ dossier, seq, step int }

func (y *year) play(dossiers int) error {
	first := clock.Date("2023-01-02")
	worked := 0
	for d := range 365 {
		if y.cal.IsWorking(first.AddDays(d)) {
			worked++
		}
	}
	each := (dossiers + worked - 1) / worked
	for d := range 365 {
		day := first.AddDays(d)
		if !y.cal.IsWorking(day) {
			y.ahead[d+1] = append(y.ahead[d+1], y.ahead[d]...)
			continue
		}
		var today []running
		for range min(each, dossiers-y.n) {
			today = append(today, running{y.n, 1, 0})
			y.n++
		}
		today = append(today, y.ahead[d]...)
		for i, r := range today {
			at := day.At(7*time.Hour + 30*time.Minute).Add(time.Duration(i) * 4 * time.Hour / time.Duration(len(today))).UTC().Truncate(time.Millisecond)
			if err := y.step(d, at, r); err != nil {
				return err
			}
		}
		y.ahead[d] = nil
	}
	return y.err
}

// steps are what happens to a dossier after it was taken in, and on which day after that.
var steps = []struct {
	do, to string
	days   int
}{{"take-in", "received", 0}, {"hand-over", "processing", 0}, {"take", "processing", 1}, {"propose", "proposed", 1}, {"approve", "approved", 1}, {"number", "done", 0}, {"return", "returned", 2}}

func (y *year) step(d int, at time.Time, r running) error {
	st := steps[r.step]
	p := r.dossier % terms
	head := fmt.Sprintf(`{"kind":"dossier","at":"%s","of":"d%019d","commit":"CxeWfZ3-yju-Bhb3cMNkUFJaLr-FQ3I_Xfja-NFNgHo","data":{"seq":%d,"do":"%s","to":"%s"`,
		at.Format("2006-01-02T15:04:05.000Z"), r.dossier, r.seq, st.do, st.to)
	switch st.do {
	case "take-in":
		due, err := y.dueOf(at, p+1)
		if err != nil {
			return err
		}
		head += fmt.Sprintf(`,"opening":{"channel":"direct","procedure":"p-%d","version":"v-%d","receiving":"unit-%d","competent":"unit-%d"},"receipt":{"era":"2022","term":{"amount":%d,"unit":"working_day"},"calendar":"%s","due_at":"%s"}`,
			p, p, r.dossier%units, r.dossier%units, p+1, y.cal.Version(), due.Format("2006-01-02T15:04:05.000Z"))
	case "number":
		head += `,"calendar":"` + y.cal.Version() + `"`
	}
	y.add([]byte(head + "}}"))
	if r.step+1 < len(steps) {
		next := d + steps[r.step+1].days
		if next == d {
			return y.step(d, at, running{r.dossier, r.seq + 1, r.step + 1})
		}
		if y.rnd.IntN(4) == 0 {
			next += y.rnd.IntN(12)
		}
		y.ahead[next] = append(y.ahead[next], running{r.dossier, r.seq + 1, r.step + 1})
	}
	return nil
}

// dueOf is remembered by day: what is received on one day in office hours is due at one instant.
func (y *year) dueOf(at time.Time, days int) (time.Time, error) {
	key := fmt.Sprint(clock.DateOf(at), days)
	if due, ok := y.due[key]; ok {
		return due, nil
	}
	res, err := term.Due(y.cal, y.rules, term.Case{Received: at, Term: term.Term{Amount: float64(days), Unit: term.WorkingDay}, AsOf: at})
	y.due[key] = clock.Whole(res.Due)
	return y.due[key], err
}
