package dossier

import (
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// declaredDue is the date that another system declared, moved by what was waited for since the dossier
// is here: the working time that was left when the clock stopped runs on from when it goes on. Neither
// the term nor the calendar can move what was declared. law: onestop/term
func declaredDue(d *Dossier, cal *term.Calendar, asOf time.Time) (Due, error) {
	due := Due{At: clock.Whole(d.Declared.DueAt), FirstAt: clock.Whole(d.Declared.DueAt)}
	if due.At.IsZero() {
		return Due{}, nil
	}
	if err := due.wait(d.Pauses, cal, asOf); err != nil {
		return Due{}, err
	}
	for _, x := range d.Extensions {
		if err := due.extend(x, cal, rulesOf(d)); err != nil {
			return Due{}, err
		}
	}
	if !d.EndedAt.IsZero() {
		return due, nil
	}
	due.WarnAt = due.At
	if warn, err := term.Sub(cal, due.At, rulesOf(d).NearDueHours); err == nil && warn.Before(due.At) {
		due.WarnAt = clock.Whole(warn)
	}
	return due, nil
}

// wait moves the date by pauses; an open one ends at asOf. What was late already stays so.
func (due *Due) wait(pauses []term.Pause, cal *term.Calendar, asOf time.Time) error {
	for _, p := range pauses {
		to, left := p.To, term.WorkingTime(cal, p.From, due.At)
		if to.IsZero() {
			to, due.Paused, due.Left = asOf, true, left
		}
		if left <= 0 || !to.After(p.From) {
			continue
		}
		at, err := term.Add(cal, to, left.Hours())
		if err != nil {
			return err
		}
		due.At = clock.Whole(at)
		due.FirstAt = due.At
	}
	return nil
}

// extend adds more time: it is counted from the day on which the dossier was due.
func (due *Due) extend(x term.Extension, cal *term.Calendar, rules term.Rules) error {
	from, err := cal.NextOpen(clock.DateOf(due.At).At(0))
	if err != nil {
		return err
	}
	res, err := term.Due(cal, rules, term.Case{Received: from, Term: x.By, AsOf: from})
	if err == nil && res.Due.After(due.At) {
		due.At = clock.Whole(res.Due)
	}
	return err
}
