package dossier

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
)

// aside are actions that say something of a dossier and move it nowhere.
var aside = map[Action]bool{Take: true, Assign: true, HandBack: true, AskExtension: true, Extend: true, FallDue: true,
	Remind: true, Digitise: true, Classify: true, GiveBack: true, MakeCopy: true, Initial: true}

// undoable are the steps that a correction may undo: officers' own, with nothing that counts or that
// others have built on. A number given, a receipt, what an applicant did stand as they are.
var undoable = map[Action]bool{AskFix: true, Refuse: true, HandOver: true, Advance: true, SendBack: true, AskSupplement: true,
	AskPayment: true, Consult: true, SendPart: true, Stop: true, Propose: true, Approve: true, Reject: true, Return: true, Post: true, PostBack: true}

// Replay makes a dossier out of its events alone.
func Replay(events []Event) (*Dossier, error) {
	for i := range events {
		if err := json.Unmarshal([]byte(events[i].Data), &events[i].Facts); err != nil {
			return nil, fmt.Errorf("event %s: %w", events[i].ID, err)
		}
	}
	return fold(events)
}

// fold adds events up. It knows only them: the same events give the same dossier for ever.
func fold(events []Event) (*Dossier, error) {
	d := &Dossier{State: Draft}
	for i := range events {
		if err := d.apply(&events[i], events[:i]); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// apply adds one event to d; past are those before it, which only a correction needs.
func (d *Dossier) apply(e *Event, past []Event) error {
	if e.Seq != d.Version+1 {
		return fmt.Errorf("dossier %s: event %d follows %d", d.ID, e.Seq, d.Version)
	}
	if e.Kind == Correct {
		return d.correct(e, past)
	}
	return d.add(e)
}

func (d *Dossier) add(e *Event) error {
	st, ok := row(d, e.Kind, e.Facts)
	if !ok && !aside[e.Kind] { // what was said aside stays said when the step it followed is undone
		return fmt.Errorf("dossier %s: event %d: no step %s from %s", d.ID, e.Seq, e.Kind, d.State)
	}
	d.Version = e.Seq
	if !aside[e.Kind] {
		d.pass(e, st.to)
		d.Last = Last{e.Kind, e.Seq, e.PersonID, e.PersonName, e.At}
	}
	d.take(e)
	if !aside[e.Kind] {
		d.State = st.to
		d.tick(st.clock, e.At)
	}
	d.Turn = turn(d)
	return nil
}

// correct makes d what it would be without the step that e undoes. Nothing is edited: that step and
// its undoing both stay in the history, and the clock runs as if the step had not been.
func (d *Dossier) correct(e *Event, past []Event) error {
	if d.Last.Seq != e.Facts.Undoes || !undoable[d.Last.Kind] {
		return fmt.Errorf("dossier %s: event %d undoes %d, and the last step is %d", d.ID, e.Seq, e.Facts.Undoes, d.Last.Seq)
	}
	undone := append(slices.Clone(d.Undone), e.Facts.Undoes)
	made := &Dossier{State: Draft, Secret: d.Secret}
	for i := range past {
		if past[i].Kind == Correct || slices.Contains(undone, past[i].Seq) {
			continue
		}
		if err := made.add(&past[i]); err != nil {
			return err
		}
	}
	made.Version, made.Undone, made.StepSince = e.Seq, undone, e.At
	*d = *made
	return nil
}

// pass says whose work the dossier is after a step: it stays the work of whoever asks the applicant or
// an agency and waits, goes back to whoever had the step before, and else waits to be taken.
func (d *Dossier) pass(e *Event, to State) {
	if d.Workers == nil {
		d.Workers = map[int]Assignee{}
	}
	if d.State == Processing && e.PersonID != "" {
		d.Workers[d.Step] = Assignee{e.PersonID, e.PersonName}
	}
	switch {
	case to == Waiting || to == Paying || to == AtAgency || d.State == Waiting || d.State == Paying || d.State == AtAgency:
		if who, ok := d.Workers[d.Step]; ok && d.AssigneeID == "" && !flowStates[to].ended {
			d.AssigneeID, d.Assignee = who.PersonID, who.Name
		}
	case (e.Kind == SendBack || e.Kind == Reject) && e.Facts.Step > 0:
		back := d.Workers[e.Facts.Step]
		d.AssigneeID, d.Assignee = back.PersonID, back.Name
	default:
		d.AssigneeID, d.Assignee = "", ""
	}
	if flowStates[to].ended {
		d.AssigneeID, d.Assignee = "", ""
	}
	d.StepSince = e.At
}

// tick moves the clock.
func (d *Dossier) tick(c effect, at time.Time) {
	n := len(d.Pauses)
	open := n > 0 && d.Pauses[n-1].To.IsZero()
	switch c {
	case pauses:
		d.Pauses = append(d.Pauses, term.Pause{From: at, Cause: term.ForSupplement})
	case mayPause:
		cause := term.ForAgency
		if d.State == Paying {
			cause = term.ForPayment
		}
		if slices.Contains(d.PausesFor, cause) && !open {
			d.Pauses = append(d.Pauses, term.Pause{From: at, Cause: cause})
		}
	case resumes, ends:
		if open { // when it ends, nothing is awaited any more
			d.Pauses[n-1].To = at
		}
		if c == ends {
			d.EndedAt = at
		}
	}
}
