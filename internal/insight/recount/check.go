package recount

import (
	"fmt"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// check holds an event against the calendar, the procedure and the arithmetic.
func (b *Book) check(index int64, e *entry, f *file) {
	v := e.event
	if f.opening == nil {
		b.find(OutOfOrder, index, "dossier %s does not begin with its opening", e.Of)
		return
	}
	if v.Declared != nil || e.Late { // the one is not computed here, the other was computed with what held then
		return
	}
	if v.Calendar != "" {
		b.checkCalendar(index, e, f, v.Calendar)
	}
	if v.Receipt != nil {
		b.checkCalendar(index, e, f, v.Receipt.Calendar)
		b.checkTerm(index, e, f)
		b.checkDue(index, e, f)
	}
}

func (b *Book) checkCalendar(index int64, e *entry, f *file, ver string) {
	switch want := b.places.calendarFor(f.opening.Receiving, e.At); {
	case b.places.byVer[ver] == nil:
		b.find(CalendarWrong, index, "%s of dossier %s counts with the calendar %s, which the ledger does not know", e.name(), e.Of, ver)
	case ver != want:
		b.find(CalendarWrong, index, "%s of dossier %s counts with the calendar %s; %s was in force", e.name(), e.Of, ver, want)
	}
}

// checkTerm wants the term to be one of those that the version of the procedure gives.
func (b *Book) checkTerm(index int64, e *entry, f *file) {
	ver := b.versions[f.opening.Version]
	if ver == nil {
		b.find(TermWrong, index, "dossier %s is of a version of a procedure that the ledger does not know", e.Of)
		return
	}
	if !ver.gives(f.opening.Case, f.opening.Channel, f.receipt.Term) {
		b.find(TermWrong, index, "dossier %s has a term of %v %s, which %s does not give", e.Of, f.receipt.Term.Amount, f.receipt.Term.Unit, ver.Name)
	}
}

// gives tells whether a version gives a term. Where no case is named it is the first; a channel that it
// does not name has the term of the counter.
func (v *version) gives(kase, channel string, t term.Term) bool {
	if kase == "" && len(v.Terms) > 0 {
		kase = v.Terms[0].Case
	}
	named := false
	for _, way := range []string{channel, "direct"} {
		for _, given := range v.Terms {
			if given.Channel != way || given.Case != kase {
				continue
			}
			if named = true; given.Term == t {
				return true
			}
		}
		if named {
			return false
		}
	}
	return false
}

// checkDue puts down what the date on the receipt is to be computed from.
func (b *Book) checkDue(index int64, e *entry, f *file) {
	cal, rules := b.places.byVer[f.receipt.Calendar], b.rules[f.receipt.Era]
	if cal == nil {
		return // said already
	}
	if rules.Era == "" {
		b.find(RulesChanged, index, "dossier %s is under the rule set %s, which the ledger does not know", e.Of, f.receipt.Era)
		return
	}
	c := f.fold()
	b.receipts = append(b.receipts, dueCheck{index, e.Of, cal, rules, c.received, c.submitted, f})
}

// dueCheck is a date on a receipt, and all that it follows from. It needs no order.
type dueCheck struct {
	index               int64
	of                  string
	cal                 *term.Calendar
	rules               term.Rules
	received, submitted time.Time
	file                *file
}

// find computes the date again.
func (c *dueCheck) find() *reader.Finding {
	said := c.file.receipt
	res, err := term.Due(c.cal, c.rules, term.Case{Received: c.received, Submitted: c.submitted, Term: said.Term,
		SameDay: said.SameDay, AsOf: c.received})
	if err != nil {
		return &reader.Finding{Kind: DueWrong, Index: c.index, Says: fmt.Sprintf("the date of dossier %s cannot be computed: %v", c.of, err)}
	}
	c.file.plain, c.file.computed = res.Due, true
	due := clock.Whole(res.Due)
	if res.Due.IsZero() || due.Equal(said.DueAt) {
		return nil
	}
	return &reader.Finding{Kind: DueWrong, Index: c.index,
		Says: fmt.Sprintf("the receipt of dossier %s says %s; what follows is %s", c.of, show(said.DueAt), show(due))}
}

// moved tells of a calendar that changes days which had passed, when dossiers ran on them: it moves
// deadlines after the fact. Not said of calendars that come before any dossier.
func (b *Book) moved(index int64, e *entry, was *term.Calendar) {
	first := b.firstReceived()
	if first.IsZero() {
		return
	}
	var days []string
	today := clock.DateOf(e.At)
	for d := clock.DateOf(first); d < today; d = d.AddDays(1) {
		if was.IsWorking(d) != e.calendar.Content.IsWorking(d) {
			days = append(days, string(d))
		}
	}
	if len(days) > 0 {
		b.find(CalendarMoved, index, "the calendar sealed %s changes days that had passed: %s", show(e.At), strings.Join(days, ", "))
	}
}

// firstReceived is when the first dossier was taken in that this house saw itself.
func (b *Book) firstReceived() time.Time {
	for _, of := range b.order {
		f := b.files[of]
		if f.told != nil {
			continue
		}
		if c := f.fold(); !c.received.IsZero() {
			return c.received
		}
	}
	return time.Time{}
}
