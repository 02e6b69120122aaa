package dossier

import (
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Due is the appointment as it follows from the events so far.
type Due struct {
	At      time.Time     `json:"at,omitzero"`       // zero: not received yet, or the law sets no term
	FirstAt time.Time     `json:"first_at,omitzero"` // as printed on the receipt
	WarnAt  time.Time     `json:"warn_at,omitzero"`  // from here on it is near due
	Paused  bool          `json:"paused,omitempty"`  // the clock stands; At would move with every hour
	Left    time.Duration `json:"left,omitempty"`    // working time left while paused
	Days    []term.Day    `json:"-"`                 // each date, counted or not, and why
}

// deriveDue computes the due date from what the events say, under the rules of the era in which
// the dossier was received. law: onestop/term
func deriveDue(d *Dossier, cal *term.Calendar, asOf time.Time) (Due, error) {
	if d.ReceivedAt.IsZero() || (d.Term.None() && !d.SameDay && d.Declared == nil) {
		return Due{}, nil
	}
	if d.Declared != nil {
		return declaredDue(d, cal, asOf)
	}
	if !d.EndedAt.IsZero() {
		asOf = d.EndedAt
	}
	res, err := term.Due(cal, rulesOf(d), term.Case{Received: d.ReceivedAt, Submitted: d.SubmittedAt,
		Term: d.Term, SameDay: d.SameDay, Pauses: d.Pauses, Extensions: d.Extensions, AsOf: asOf})
	if err != nil {
		return Due{}, err
	}
	due := Due{At: clock.Whole(res.Due), FirstAt: clock.Whole(res.FirstDue), WarnAt: clock.Whole(res.WarnAt),
		Paused: res.Paused, Days: res.Days}
	if due.Paused {
		due.Left = res.Left
	}
	return due, nil
}

// deriveErrands computes when each agency that was asked is to answer: its own term, from the day it
// was asked, whatever the dossier's own clock does meanwhile. law: onestop/consult
func deriveErrands(d *Dossier, cal *term.Calendar) error {
	for i := range d.Errands {
		e := &d.Errands[i]
		if e.Term.None() {
			continue
		}
		res, err := term.Due(cal, rulesOf(d), term.Case{Received: e.AskedAt, Term: e.Term, AsOf: e.AskedAt})
		if err != nil {
			return err
		}
		e.DueAt = clock.Whole(res.Due)
	}
	return nil
}

// keptAsOf is the instant as of which a record says when the dossier is due: that of its last event
// while the clock stands, because At then moves with every hour; at other times any instant does.
func keptAsOf(d *Dossier, now time.Time) time.Time {
	if n := len(d.Pauses); n > 0 && d.Pauses[n-1].To.IsZero() {
		return d.Pauses[n-1].From
	}
	return now
}

func rulesOf(d *Dossier) term.Rules {
	if r, ok := term.RulesOf(d.Era); ok {
		return r
	}
	return term.RulesOn(clock.DateOf(d.ReceivedAt))
}

// Standing is how a dossier stands to its due date.
type Standing string

// The standings. While open: on track, near, overdue, paused; ended: early, on time, late.
const (
	NoDue   Standing = "none"
	OnTrack Standing = "on-track"
	Near    Standing = "near"
	Overdue Standing = "overdue"
	Paused  Standing = "paused"
	Early   Standing = "early"
	OnTime  Standing = "on-time"
	Late    Standing = "late"
)

// standing is how the dossier stands at now.
func (d *Dossier) standing(now time.Time) Standing {
	due := d.Due
	if !d.EndedAt.IsZero() && rulesOf(d).ExtendedIsOverdue {
		due.At = d.Due.FirstAt
	}
	if !due.At.IsZero() && !d.EndedAt.IsZero() && d.Overrun() {
		return Late
	}
	return standing(due, d.EndedAt, now)
}

// Outcome is the standing at the end, "" while the dossier is open.
func (d *Dossier) Outcome() Standing {
	if d.EndedAt.IsZero() {
		return ""
	}
	return d.standing(d.EndedAt)
}

// standing compares the due instant with now, or with the end when there is one.
// law: index-766/2.1, DOMAIN §2.7
func standing(due Due, ended, now time.Time) Standing {
	switch {
	case due.At.IsZero():
		return NoDue
	case !ended.IsZero() && ended.After(due.At):
		return Late
	case !ended.IsZero() && clock.DateOf(ended) < clock.DateOf(due.At):
		return Early
	case !ended.IsZero():
		return OnTime
	case due.Paused:
		return Paused
	case now.After(due.At):
		return Overdue
	case !now.Before(due.WarnAt):
		return Near
	}
	return OnTrack
}
