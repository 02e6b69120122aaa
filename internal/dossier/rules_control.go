package dossier

import (
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Hop is one hand-over of a dossier, as its events tell it. law: circular-01-2018/forms
// circular-03-2025/forms
type Hop struct {
	From, To Turn
	At       time.Time
	Giver    string   // who handed it over
	Receiver string   // the next to act on it there; empty until somebody has
	Standing Standing // of the work before the hand-over to its own term: Early, OnTime, Late, or NoDue
	Done     bool     // it has gone on from there
}

// hops reads the hand-overs out of the events: each that changed whose move it is. The next event by
// somebody in the new place tells who took it.
func hops(events []Event, cal *term.Calendar) ([]Hop, error) {
	d := &Dossier{State: Draft}
	var out []Hop
	for i := range events {
		e := &events[i]
		from, was, due := d.Turn, d.State, stepDueOf(d, cal)
		var err error
		if d, err = Replay(events[:i+1]); err != nil { // a correction needs all that went before
			return nil, err
		}
		if n := len(out); n > 0 && out[n-1].Receiver == "" && was != Draft {
			out[n-1].Receiver = e.PersonName
		}
		if was != Draft && sameTurn(from, d.Turn) {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].Done = true
		}
		out = append(out, hopOf(d, e, from, was, due))
	}
	if n := len(out); n > 0 && d.Ended() {
		out[n-1].Done = true
	}
	return out, nil
}

func sameTurn(a, b Turn) bool { return a.Role == b.Role && a.Path == b.Path }

func hopOf(d *Dossier, e *Event, from Turn, was State, due time.Time) Hop {
	h := Hop{From: from, To: d.Turn, At: e.At, Giver: e.PersonName, Standing: NoDue}
	switch {
	case was == Draft:
		h.From, h.Giver = Turn{Role: roleApplicant}, d.Submitter.Name
		if e.Kind == TakeIn {
			h.Receiver = e.PersonName
		}
	case !due.IsZero():
		h.Standing = standing(Due{At: due}, e.At, e.At)
	}
	if h.To.Role == "" { // nobody's move any more: it went to the applicant
		h.To = Turn{Role: roleApplicant}
	}
	if h.To.Role == roleApplicant && e.Facts.Recipient != "" {
		h.Receiver = e.Facts.Recipient
	}
	return h
}

// stepDueOf is when the step at work should be done, zero when it has no time of its own.
func stepDueOf(d *Dossier, cal *term.Calendar) time.Time {
	i := planStep(d)
	if i < 0 || i >= len(d.Plan) || d.Plan[i].Hours == 0 || d.StepSince.IsZero() {
		return time.Time{}
	}
	due, err := term.Add(cal, d.StepSince, d.Plan[i].Hours)
	if err != nil {
		return time.Time{}
	}
	return clock.Whole(due)
}

// planStep is the index of the step at work in the plan, -1 while there is none.
func planStep(d *Dossier) int {
	switch d.State {
	case Received, Processing, Proposed:
		return d.Step
	case Approved:
		return min(approvalStep(d.Plan)+1, len(d.Plan)-1)
	}
	return -1
}
