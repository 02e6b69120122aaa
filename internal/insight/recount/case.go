package recount

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// file is a dossier as its entries tell of it. It keeps them: a correction takes one back.
type file struct {
	events  []happened
	opening *opening
	receipt *receipt
	told    *declared

	plain    time.Time // due by the calendar of the receipt, nothing having come between
	computed bool
}

type happened struct {
	do, to   string
	at       time.Time
	index    int64
	by       *term.Term
	calendar string
	undoes   int
	flags    *flags
}

// clockwork is the time of a dossier, folded from its events.
type clockwork struct {
	submitted, received, ended time.Time
	end                        count.End
	calendar                   string // of the end
	pauses                     []term.Pause
	extensions                 []term.Extension
	asked                      int
}

// fold adds a dossier's events up, without those that were taken back. Only what moves the clock
// counts: what starts, stops, resumes and ends it.
func (f *file) fold() clockwork {
	var c clockwork
	var undone []int
	for _, e := range f.events {
		if e.do == "correct" {
			undone = append(undone, e.undoes)
		}
	}
	for i, e := range f.events {
		if e.do == "correct" || slices.Contains(undone, i+1) {
			continue
		}
		c.step(e, f.receipt)
	}
	return c
}

func (c *clockwork) step(e happened, r *receipt) {
	switch e.do {
	case "submit":
		c.submitted = e.at
	case "take-in":
		c.submitted, c.received = e.at, e.at
	case "receive":
		c.received = e.at
	case "ask-supplement":
		c.asked++
		c.pauses = append(c.pauses, term.Pause{From: e.at, Cause: term.ForSupplement})
	case "extend":
		if e.by != nil {
			c.extensions = append(c.extensions, term.Extension{By: *e.by})
		}
	case "supplement", "paid":
		c.resume(e.at)
	case "ask-payment":
		c.mayPause(e.at, term.ForPayment, r)
	case "consult", "send-part":
		c.mayPause(e.at, term.ForAgency, r)
	case "number", "answer", "recall":
		c.hearsFrom(e, r)
	case "refuse":
		c.finish(e, "")
	case "stop":
		c.finish(e, count.Stopped)
	case "withdraw":
		c.finish(e, count.Withdrawn)
	}
}

// hearsFrom is of steps that may lead to the end, back to work, or on to other agencies.
func (c *clockwork) hearsFrom(e happened, r *receipt) {
	switch {
	case e.to == "done":
		c.finish(e, count.Done)
	case e.to == "agency" && e.do == "number":
		c.mayPause(e.at, term.ForAgency, r)
	case e.to == "processing":
		c.resume(e.at)
	}
}

func (c *clockwork) open() bool {
	return len(c.pauses) > 0 && c.pauses[len(c.pauses)-1].To.IsZero()
}

func (c *clockwork) mayPause(at time.Time, why term.Cause, r *receipt) {
	if r != nil && slices.Contains(r.PausesFor, why) && !c.open() {
		c.pauses = append(c.pauses, term.Pause{From: at, Cause: why})
	}
}

func (c *clockwork) resume(at time.Time) {
	if c.open() {
		c.pauses[len(c.pauses)-1].To = at
	}
}

func (c *clockwork) finish(e happened, how count.End) {
	c.resume(e.at)
	c.ended, c.end, c.calendar = e.at, how, e.calendar
}

// summary is what counting needs to know of the dossier, as of an instant.
func (b *Book) summary(f *file, asOf time.Time) (count.Dossier, error) {
	d := count.Dossier{}
	o := f.opening
	if o == nil {
		return d, nil // nobody's: that was said when it came
	}
	d.Receiving, d.Competent, d.Procedure, d.Version, d.Channel = o.Receiving, o.Competent, o.Procedure, o.Version, count.Channel(o.Channel)
	c := f.fold()
	d.Asked, d.Flags = c.asked, f.flags()
	if f.told != nil {
		return b.toldOf(f, d, c, asOf)
	}
	d.ReceivedAt, d.EndedAt, d.End, d.Paused = c.received, c.ended, c.end, c.open()
	if f.receipt == nil || c.received.IsZero() {
		return d, nil
	}
	res, rules, err := b.due(f, c, asOf)
	if err != nil {
		return d, err
	}
	d.DueAt = clock.Whole(res.Due)
	if res.Due.IsZero() {
		d.DueAt = time.Time{}
	}
	d.Standing = standing(res, rules, c)
	return d, nil
}

// toldOf is of a dossier that another system tells of: what it says is counted, and marked. One that was
// open then goes on here, with the date that was told.
func (b *Book) toldOf(f *file, d count.Dossier, c clockwork, asOf time.Time) (count.Dossier, error) {
	t := f.told
	d.Declared, d.ReceivedAt, d.EndedAt, d.End, d.Asked = true, t.ReceivedAt, t.EndedAt, count.End(t.End), d.Asked+t.Asked
	if d.End == "returned" {
		d.End = count.Done
	}
	if t.EndedAt.IsZero() {
		d.EndedAt, d.End, d.Paused = c.ended, c.end, c.open()
	}
	first, last, rules, err := b.toldDue(f, c, asOf)
	if err != nil {
		return d, err
	}
	d.DueAt = last
	switch {
	case d.EndedAt.IsZero():
	case !last.IsZero() && rules.SupplementsMakeOverdue && d.Asked > rules.MaxSupplements:
		d.Standing = count.Late
	case rules.ExtendedIsOverdue:
		d.Standing = against(first, d.EndedAt)
	default:
		d.Standing = against(last, d.EndedAt)
	}
	return d, nil
}

// toldDue is the date that was told, moved by what was waited for and granted since: the working time left
// when the clock stopped runs on from when it goes on. First is without what was granted.
func (b *Book) toldDue(f *file, c clockwork, asOf time.Time) (first, last time.Time, rules term.Rules, err error) {
	first = clock.Whole(f.told.DueAt)
	if f.told.DueAt.IsZero() {
		first = time.Time{}
	}
	rules = term.RulesOn(clock.DateOf(f.told.ReceivedAt))
	if f.receipt != nil && b.rules[f.receipt.Era].Era != "" {
		rules = b.rules[f.receipt.Era]
	}
	if first.IsZero() || len(c.pauses)+len(c.extensions) == 0 {
		return first, first, rules, nil
	}
	ver := c.calendar
	if c.ended.IsZero() {
		ver = b.places.calendarFor(f.opening.Receiving, asOf)
	}
	cal := b.places.byVer[ver]
	if cal == nil {
		return first, first, rules, errNoCalendar
	}
	for _, p := range c.pauses {
		to := p.To
		if to.IsZero() {
			to = asOf
		}
		left := term.WorkingTime(cal, p.From, first)
		if left <= 0 || !to.After(p.From) {
			continue
		}
		if first, err = term.Add(cal, to, left.Hours()); err != nil {
			return first, first, rules, err
		}
		first = clock.Whole(first)
	}
	last = first
	for _, x := range c.extensions {
		from, err := cal.NextOpen(clock.DateOf(last).At(0))
		if err != nil {
			return first, last, rules, err
		}
		res, err := term.Due(cal, rules, term.Case{Received: from, Term: x.By, AsOf: from})
		if err != nil {
			return first, last, rules, err
		}
		if due := clock.Whole(res.Due); due.After(last) {
			last = due
		}
	}
	return first, last, rules, nil
}

// due computes when a dossier is due: with the calendar of its end, or the one in force now.
func (b *Book) due(f *file, c clockwork, asOf time.Time) (term.Result, term.Rules, error) {
	rules, ok := b.rules[f.receipt.Era]
	if !ok {
		rules = term.RulesOn(clock.DateOf(c.received))
	}
	ver := c.calendar
	if c.ended.IsZero() {
		ver = b.places.calendarFor(f.opening.Receiving, asOf)
	} else {
		asOf = c.ended
	}
	cal := b.places.byVer[ver]
	if cal == nil {
		return term.Result{}, rules, errNoCalendar
	}
	if f.computed && ver == f.receipt.Calendar && len(c.pauses)+len(c.extensions) == 0 {
		return term.Result{Due: f.plain, FirstDue: f.plain}, rules, nil
	}
	res, err := term.Due(cal, rules, term.Case{Received: c.received, Submitted: c.submitted, Term: f.receipt.Term,
		SameDay: f.receipt.SameDay, Pauses: c.pauses, Extensions: c.extensions, AsOf: asOf})
	return res, rules, err
}

// standing is how the dossier stands at its end; "" while it is open. law: index-766/2.1
func standing(res term.Result, rules term.Rules, c clockwork) count.Standing {
	switch {
	case c.ended.IsZero():
		return ""
	case res.Due.IsZero():
		return count.NoTerm
	case rules.SupplementsMakeOverdue && c.asked > rules.MaxSupplements:
		return count.Late
	case rules.ExtendedIsOverdue:
		return against(res.FirstDue, c.ended)
	}
	return against(res.Due, c.ended)
}

func against(due, ended time.Time) count.Standing {
	due, ended = clock.Whole(due), clock.Whole(ended)
	switch {
	case due.IsZero():
		return count.NoTerm
	case ended.After(due):
		return count.Late
	case clock.DateOf(ended) < clock.DateOf(due):
		return count.Early
	}
	return count.OnTime
}
