package dossier

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Event is something that happened to a dossier. It is never edited; a mistake is corrected by a
// further event.
type Event struct {
	ID         string
	DossierID  string
	Seq        int // from 1, without gaps
	Kind       Action
	At         time.Time
	ActorKind  string
	AccountID  string
	PersonID   string
	PersonName string
	Position   string
	UnitID     string
	UnitName   string
	OnBehalfOf string
	FromAddr   string
	Facts      Facts
	Data       string // Facts as they were written; this text is what hashes are taken of
}

// Facts are what an event says beyond who and when. Each kind fills its own.
type Facts struct {
	Opening *Opening `json:"opening,omitempty"` // submit, take-in
	Receipt *Receipt `json:"receipt,omitempty"` // receive, take-in

	Values    catalog.Values `json:"values,omitzero"` // resubmit, supplement: the form as it now is, an empty one too
	Papers    []Paper        `json:"papers,omitzero"` // the same for papers
	Asks      []Ask          `json:"asks,omitempty"`  // ask-fix, ask-supplement
	Complete  bool           `json:"complete,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Step      int            `json:"step,omitempty"`     // index of the step now at work
	Assignee  *Assignee      `json:"assignee,omitempty"` // take
	Result    *Result        `json:"result,omitempty"`   // propose
	Number    string         `json:"number,omitempty"`   // number
	IssuedOn  clock.Date     `json:"issued_on,omitempty"`
	Files     []File         `json:"files,omitempty"` // number: the signed result
	Method    string         `json:"method,omitempty"`
	Recipient string         `json:"recipient,omitempty"` // return: who took it, and on what paper
	Slip      string         `json:"slip,omitempty"`      // number of the slip that went with it
	Calendar  string         `json:"calendar,omitempty"`  // version in force, of an event that ends the clock
}

// Opening is how a dossier began.
type Opening struct {
	Code      string              `json:"code"`
	Channel   catalog.ChannelKind `json:"channel"`
	Procedure string              `json:"procedure"`
	VersionID string              `json:"version"`
	CaseKey   string              `json:"case"`
	Name      string              `json:"name"`
	Receiving Place               `json:"receiving"`
	Competent Place               `json:"competent"`
	Office    Place               `json:"office"`
	Owner     Party               `json:"owner"`
	Submitter Party               `json:"submitter"`
	AccountID string              `json:"account,omitempty"`
	Values    catalog.Values      `json:"values"`
	Papers    []Paper             `json:"papers"`
}

// Receipt is what reception fixed: from here the clock runs.
type Receipt struct {
	Era      string     `json:"era"`
	Term     term.Term  `json:"term"`
	Plan     []StepPlan `json:"plan"`
	Calendar string     `json:"calendar"` // version of the calendar that gave the printed date
	DueAt    time.Time  `json:"due_at,omitzero"`
}

// Assignee is the person who made the dossier their work.
type Assignee struct {
	PersonID string `json:"person"`
	Name     string `json:"name"`
}

// say writes the facts down. From then on the event holds what was written and nothing else, so that
// whoever reads it later folds the same.
func (e *Event) say(f Facts) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	e.Data, e.Facts = string(raw), Facts{}
	return json.Unmarshal(raw, &e.Facts)
}

// apply adds one event to d. It knows only the event: the same events give the same dossier for ever.
func (d *Dossier) apply(e *Event) error {
	if e.Seq != d.Version+1 {
		return fmt.Errorf("dossier %s: event %d follows %d", d.ID, e.Seq, d.Version)
	}
	st, ok := row(d.State, e.Kind, e.Facts, d)
	if !ok {
		return fmt.Errorf("dossier %s: event %d: no step %s from %s", d.ID, e.Seq, e.Kind, d.State)
	}
	d.Version = e.Seq
	d.take(e)
	d.State = st.to
	d.tick(st.clock, e.At)
	if e.Kind != Take {
		d.AssigneeID, d.Assignee = "", ""
		d.StepSince = e.At
	}
	d.Turn = turn(d)
	return nil
}

// row finds the flow's row for an event that happened; two rows may differ in who did it or, for
// send-back, in where it leads.
func row(from State, do Action, f Facts, d *Dossier) (step, bool) {
	if from == "" {
		from = Draft
	}
	for _, st := range flow {
		if st.from == from && st.do == do && (do != SendBack || (st.to == Received) == (f.Step == 0)) {
			return st, true
		}
	}
	return step{}, false
}

// take copies the event's facts.
func (d *Dossier) take(e *Event) {
	f := e.Facts
	if f.Opening != nil {
		d.open(e, f.Opening)
	}
	if f.Receipt != nil {
		d.Era, d.Term, d.Plan, d.ReceivedAt = f.Receipt.Era, f.Receipt.Term, f.Receipt.Plan, e.At
	}
	if f.Values != nil {
		d.Values = f.Values
	}
	if f.Papers != nil {
		d.Papers = f.Papers
	}
	if f.Calendar != "" {
		d.Calendar = f.Calendar
	}
	switch e.Kind {
	case AskFix, AskSupplement:
		d.Supplements = append(d.Supplements, Supplement{AskedAt: e.At, AskedBy: e.PersonName,
			Asks: f.Asks, Reason: f.Reason, Before: e.Kind == AskFix})
	case Resubmit, AddSupplement:
		d.Supplements[len(d.Supplements)-1].AnsweredAt = e.At
	case HandOver, Advance, SendBack, Reject:
		d.Step, d.Reason = f.Step, f.Reason
	case Take:
		d.AssigneeID, d.Assignee = f.Assignee.PersonID, f.Assignee.Name
	case Propose:
		d.Step = f.Step
		d.Result = &Result{Text: f.Result.Text, Files: f.Result.Files, ProposedBy: e.PersonName}
	case Approve:
		d.Result.ApprovedBy, d.Result.ApprovedAt = e.PersonName, e.At
	case Number:
		d.Result.Number, d.Result.IssuedOn = f.Number, f.IssuedOn
		if len(f.Files) > 0 {
			d.Result.Files = f.Files
		}
	case Refuse, Withdraw:
		d.Reason = f.Reason
	case Return, Fetch:
		d.ReturnedAt, d.ReturnedTo = e.At, f.Recipient
	}
}

func (d *Dossier) open(e *Event, o *Opening) {
	d.ID, d.SubmittedAt = e.DossierID, e.At
	d.Code, d.Channel, d.Procedure, d.VersionID, d.CaseKey, d.Name = o.Code, o.Channel, o.Procedure, o.VersionID, o.CaseKey, o.Name
	d.Receiving, d.Competent, d.Office = o.Receiving, o.Competent, o.Office
	d.Owner, d.Submitter, d.AccountID, d.Values, d.Papers = o.Owner, o.Submitter, o.AccountID, o.Values, o.Papers
}

// tick moves the clock.
func (d *Dossier) tick(c effect, at time.Time) {
	switch c {
	case pauses:
		d.Pauses = append(d.Pauses, term.Pause{From: at, Cause: term.ForSupplement})
	case resumes:
		d.Pauses[len(d.Pauses)-1].To = at
	case ends:
		if n := len(d.Pauses); n > 0 && d.Pauses[n-1].To.IsZero() { // nothing is awaited any more
			d.Pauses[n-1].To = at
		}
		d.EndedAt = at
	}
}

// Replay makes a dossier out of its events alone.
func Replay(events []Event) (*Dossier, error) {
	d := &Dossier{State: Draft}
	for i := range events {
		if err := json.Unmarshal([]byte(events[i].Data), &events[i].Facts); err != nil {
			return nil, fmt.Errorf("event %s: %w", events[i].ID, err)
		}
		if err := d.apply(&events[i]); err != nil {
			return nil, err
		}
	}
	return d, nil
}
