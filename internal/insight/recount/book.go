package recount

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// What does not hold among entries that the tree itself has no quarrel with.
const (
	Backdated     reader.Kind = "backdated"      // says it happened before what was sealed before it
	Postdated     reader.Kind = "postdated"      // says it happened after a witness had seen it
	OutOfOrder    reader.Kind = "out-of-order"   // the events of a dossier are not 1, 2, 3 …
	CalendarMoved reader.Kind = "calendar-moved" // days were made free or worked after they had passed
	CalendarWrong reader.Kind = "calendar-wrong" // an event counts with a calendar that was not in force
	DueWrong      reader.Kind = "due-wrong"      // the date on the receipt is not what follows
	TermWrong     reader.Kind = "term-wrong"     // the term is none that the procedure gives
	RulesChanged  reader.Kind = "rules-changed"  // a rule set was replaced by another of the same name
	Unreadable    reader.Kind = reader.Unreadable
)

var errNoCalendar = errors.New("the ledger does not know the calendar")

// slack is by how much the clocks of a house's computers may differ, and how long an event may wait for
// the end of its transaction.
const slack = 10 * time.Minute

// Book is a ledger's entries, added in order.
type Book struct {
	places   *places
	rules    map[string]term.Rules
	versions map[string]*version
	files    map[string]*file
	order    []string // of dossiers, by their first entry
	findings []reader.Finding
	latest   time.Time
	late     int
	told     int
	seen     []reader.Cosign // by witnesses
	receipts []dueCheck      // dates to be computed again
	same     map[string]string
}

// NewBook returns an empty book. What witnesses saw bounds when entries can have come into being.
func NewBook(seen []reader.Cosign) *Book {
	return &Book{places: newPlaces(), rules: map[string]term.Rules{}, versions: map[string]*version{}, files: map[string]*file{}, seen: seen, same: map[string]string{}}
}

// Take adds the next entry, as Read prepared it. It is a reader.Take.
func (b *Book) Take(index int64, _ []byte, prepared any) {
	e := prepared.(*entry)
	if e.err != nil {
		b.find(Unreadable, index, "the entry cannot be read: %v", e.err)
		return
	}
	b.time(index, e)
	switch {
	case e.event != nil:
		b.event(index, e)
	case e.unit != nil:
		b.places.addUnit(e.unit)
	case e.calendar != nil:
		b.calendar(index, e)
	case e.procedure != nil:
		b.versions[e.procedure.Version] = e.procedure
	case e.rules != nil:
		b.rule(index, e.rules)
	}
}

// time holds the instant of an entry against those before it and against witnesses.
func (b *Book) time(index int64, e *entry) {
	if e.Late {
		b.late++
		return
	}
	if e.At.Before(b.latest.Add(-slack)) {
		b.find(Backdated, index, "%s of %s says %s, and stands after what happened %s", e.name(), e.Of, show(e.At), show(b.latest))
	}
	if e.At.After(b.latest) {
		b.latest = e.At
	}
	for _, c := range b.seen {
		if index < c.Size && e.At.After(c.At.Add(slack)) {
			b.find(Postdated, index, "%s of %s says %s, and %s had seen it %s", e.name(), e.Of, show(e.At), c.Witness, show(c.At))
		}
	}
}

func (e *entry) name() string {
	if e.event != nil {
		return "the event " + e.event.Do
	}
	return "the " + e.Kind
}

func show(t time.Time) string { return t.In(clock.Zone).Format("02/01/2006 15:04:05") }

func (b *Book) find(kind reader.Kind, index int64, says string, args ...any) {
	b.findings = append(b.findings, reader.Finding{Kind: kind, Index: index, Says: fmt.Sprintf(says, args...)})
}

// one returns the one copy that is kept of a word that stands in many entries.
func (b *Book) one(s string) string {
	if kept, ok := b.same[s]; ok {
		return kept
	}
	b.same[s] = s
	return s
}

// Findings are what does not hold among the entries, in their order.
func (b *Book) Findings() []reader.Finding {
	for _, found := range each(b.receipts, func(c *dueCheck) *reader.Finding { return c.find() }) {
		if found != nil {
			b.findings = append(b.findings, *found)
		}
	}
	b.receipts = nil
	slices.SortStableFunc(b.findings, func(x, y reader.Finding) int { return cmp.Compare(x.Index, y.Index) })
	return b.findings
}

// Latest is when the last thing happened that the ledger tells of.
func (b *Book) Latest() time.Time { return b.latest }

// Late is how many entries were sealed long after they say they happened, which they admit.
func (b *Book) Late() int { return b.late }

// Dossiers is how many dossiers the ledger tells of, and of how many another system told it.
func (b *Book) Dossiers() (all, declared int) { return len(b.files), b.told }

// event adds an event to its dossier.
func (b *Book) event(index int64, e *entry) {
	f := b.files[e.Of]
	if f == nil {
		f = &file{}
		b.files[e.Of] = f
		b.order = append(b.order, e.Of)
	}
	v := e.event
	if v.Seq != len(f.events)+1 {
		b.find(OutOfOrder, index, "event %d of dossier %s comes after its event %d", v.Seq, e.Of, len(f.events))
	}
	if n := len(f.events); n > 0 && !e.Late && e.At.Before(f.events[n-1].at.Add(-slack)) {
		b.find(Backdated, index, "%s of dossier %s says %s, and the event before it %s", e.name(), e.Of, show(e.At), show(f.events[n-1].at))
	}
	f.events = append(f.events, happened{b.one(v.Do), b.one(v.To), e.At, index, v.By, b.one(v.Calendar), v.Undoes, v.Flags})
	if o := v.Opening; o != nil {
		f.opening = &opening{b.one(o.Channel), b.one(o.Procedure), b.one(o.Version), b.one(o.Case), b.one(o.Receiving), b.one(o.Competent)}
	}
	if v.Receipt != nil {
		f.receipt = v.Receipt
		f.receipt.Era, f.receipt.Calendar = b.one(v.Receipt.Era), b.one(v.Receipt.Calendar)
	}
	if v.Declared != nil {
		f.told = v.Declared
		b.told++
	}
	b.check(index, e, f)
}

// calendar puts a calendar into force.
func (b *Book) calendar(index int64, e *entry) {
	c := e.calendar
	if c.Content == nil || c.Content.Version() != c.Version {
		b.find(CalendarWrong, index, "the calendar %s is not what its name says", c.Version)
		return
	}
	if was := b.places.byVer[b.places.calendarFor(c.Unit, e.At)]; was != nil && !e.Late {
		b.moved(index, e, was)
	}
	b.places.byVer[c.Version], b.places.inUse[c.Unit] = c.Content, c.Version
}

// rule takes a rule set; one that replaces another of its name changes what was promised.
func (b *Book) rule(index int64, r *term.Rules) {
	if _, there := b.rules[r.Era]; there {
		b.find(RulesChanged, index, "the rule set %s was replaced", r.Era)
	}
	b.rules[r.Era] = *r
}
