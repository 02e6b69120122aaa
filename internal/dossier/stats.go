package dossier

import (
	"context"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Stat is what statistics need to know of a dossier. It comes from the events alone and names nobody but
// the officers who had a step.
type Stat struct {
	ID        string
	Seq       int // of the last event that it counts
	Code      string
	Procedure string
	VersionID string
	Name      string // of the procedure
	Channel   catalog.ChannelKind
	Receiving Place // as they were when it was handed in
	Competent Place
	State     State
	Level     string // of confidentiality
	Declared  bool   // brought in from another system, which says so

	SubmittedAt time.Time
	ReceivedAt  time.Time // zero: not received
	DueAt       time.Time // zero: the law sets no term
	FirstDueAt  time.Time
	WarnAt      time.Time
	EndedAt     time.Time // zero: open
	ReturnedAt  time.Time
	Outcome     Standing // at the end, "" while open
	Paused      bool
	Asked       int           // requests for supplements after reception
	SentBack    int           // how often a step gave it back to one before, or the decision was refused
	Took        time.Duration // working time from reception to the end, that of waiting outside left out
	Term        term.Term
	Steps       []StatStep
	Flags       Flags    // what is electronic, as it was said when it happened
	Proofs      []string // keys of the requests by which the files of the result were signed last
}

// Wait is for whom a dossier lay still; "" while the office had it.
type Wait string

// The waits.
const (
	ForApplicant Wait = "supplement"
	ForMoney     Wait = "payment"
	ForOthers    Wait = "agency"
)

// StatStep is a stretch in which one side had the dossier.
type StatStep struct {
	No       int    // from 1
	Role     string // of the post whose turn it was, "applicant" or "agency"
	UnitPath string // "" for the applicant and agencies
	Unit     string // in words
	Name     string // of the internal step
	PersonID string // who ended it, "" for nobody in the office
	Person   string
	Since    time.Time
	TakenAt  time.Time // when somebody made it their own; zero where nobody said so
	Until    time.Time // zero: it still lasts
	Waits    Wait
	Working  time.Duration // working time between Since and Until
	Queued   time.Duration // of that, until it was taken
}

// Stats tells what statistics need of the dossiers, in the order of their keys. Dossiers that do not
// exist are left out. It is for rooms of the house: no right is asked.
func (s *Service) Stats(ctx context.Context, ids []string) ([]Stat, error) {
	all, err := store{s.DB.Read()}.eventsOfAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	cals := calendars{s: s, kept: map[string]*term.Calendar{}}
	out := make([]Stat, 0, len(all))
	for _, events := range all {
		st, err := s.stat(ctx, events, cals)
		if err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}

func (s *Service) stat(ctx context.Context, events []Event, cals calendars) (Stat, error) {
	d := &Dossier{State: Draft}
	var w walkSteps
	for i := range events {
		w.before(d)
		if err := d.apply(&events[i], events[:i]); err != nil {
			return Stat{}, err
		}
		w.after(d, &events[i])
	}
	cal, err := cals.of(ctx, d)
	if err != nil {
		return Stat{}, err
	}
	if d.Due, err = deriveDue(d, cal, keptAsOf(d, s.Clock.Now())); err != nil {
		return Stat{}, fmt.Errorf("due date of %s: %w", d.Code, err)
	}
	w.finish(d)
	st := statOf(d, cal, w)
	st.Flags = flagged(events, d.Undone)
	st.Proofs = d.proofs(st.Flags)
	st.Declared = len(events) > 0 && events[0].Kind == "import"
	return st, nil
}

func statOf(d *Dossier, cal *term.Calendar, w walkSteps) Stat {
	st := Stat{ID: d.ID, Seq: d.Version, Code: d.Code, Procedure: d.Procedure, VersionID: d.VersionID, Name: d.Name, Channel: d.Channel,
		Receiving: d.Receiving, Competent: d.Competent, State: d.State, Level: d.Level, SubmittedAt: clock.Whole(d.SubmittedAt),
		ReceivedAt: d.ReceivedAt, DueAt: d.Due.At, FirstDueAt: d.Due.FirstAt, WarnAt: d.Due.WarnAt, EndedAt: d.EndedAt, ReturnedAt: d.ReturnedAt,
		Outcome: d.Outcome(), Paused: d.Due.Paused && d.EndedAt.IsZero(), Asked: d.SupplementsAfter(), SentBack: w.back, Term: d.Term, Steps: w.steps}
	for i := range st.Steps {
		x := &st.Steps[i]
		if x.Until.IsZero() {
			continue
		}
		x.Working = term.WorkingTime(cal, x.Since, x.Until)
		if !x.TakenAt.IsZero() {
			x.Queued = term.WorkingTime(cal, x.Since, x.TakenAt)
		}
	}
	if !d.ReceivedAt.IsZero() && !d.EndedAt.IsZero() {
		st.Took = term.WorkingTime(cal, d.ReceivedAt, d.EndedAt)
		for _, p := range d.Pauses {
			st.Took -= term.WorkingTime(cal, p.From, p.To)
		}
	}
	return st
}

// walkSteps cuts the life of a dossier into stretches.
type walkSteps struct {
	steps []StatStep
	open  *StatStep
	was   string // whose work it was before the event
	back  int
}

func (w *walkSteps) before(d *Dossier) { w.was = d.AssigneeID }

func (w *walkSteps) after(d *Dossier, e *Event) {
	if aside[e.Kind] {
		if w.open != nil && w.open.TakenAt.IsZero() && w.was == "" && d.AssigneeID != "" {
			w.open.TakenAt = e.At
		}
		return
	}
	if e.Kind == SendBack || e.Kind == Reject {
		w.back++
	}
	w.close(e)
	if !d.Ended() {
		w.begin(d, e.At)
	}
}

// close ends the stretch that lasted until e, and says whose it was.
func (w *walkSteps) close(e *Event) {
	if w.open == nil {
		return
	}
	w.open.Until = e.At
	if w.open.Waits == "" && e.ActorKind == "officer" {
		w.open.PersonID, w.open.Person = e.PersonID, e.PersonName
	}
	w.steps, w.open = append(w.steps, *w.open), nil
}

func (w *walkSteps) begin(d *Dossier, at time.Time) {
	w.open = &StatStep{No: len(w.steps) + 1, Role: d.Turn.Role, UnitPath: d.Turn.Path, Unit: d.Turn.Name, Since: at}
	switch d.State {
	case Fixing, Waiting:
		w.open.Waits = ForApplicant
	case Paying:
		w.open.Waits = ForMoney
	case AtAgency:
		w.open.Waits = ForOthers
	case Processing, Proposed:
		if d.Step < len(d.Plan) {
			w.open.Name = d.Plan[d.Step].Name
		}
	}
	if d.AssigneeID != "" {
		w.open.TakenAt = at
	}
}

// finish adds the stretch that still lasts.
func (w *walkSteps) finish(d *Dossier) {
	if w.open != nil {
		w.open.PersonID, w.open.Person = d.AssigneeID, d.Assignee
		w.steps, w.open = append(w.steps, *w.open), nil
	}
}

// calendars remembers calendars while many dossiers are read.
type calendars struct {
	s    *Service
	kept map[string]*term.Calendar
}

func (c calendars) of(ctx context.Context, d *Dossier) (*term.Calendar, error) {
	key := d.Calendar + " " + d.Receiving.UnitID
	if cal := c.kept[key]; cal != nil {
		return cal, nil
	}
	cal, err := c.s.calendar(ctx, d)
	c.kept[key] = cal
	return cal, err
}

// KeysAfter walks all dossiers, or those that have not ended, by key: at most limit behind after. It is
// for rooms of the house that count everything anew.
func (s *Service) KeysAfter(ctx context.Context, after string, limit int, openOnly bool) ([]string, error) {
	return store{s.DB.Read()}.keysAfter(ctx, after, limit, openOnly)
}
