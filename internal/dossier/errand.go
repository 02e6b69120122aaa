package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// ErrandKind is what another agency is asked for.
type ErrandKind string

// An opinion, or its part of a joined-up procedure. law: onestop/consult joined-up/parts
const (
	ForOpinion ErrandKind = "opinion"
	ForPart    ErrandKind = "part"
)

// Errand is what another agency, or an expert, was asked to do for a dossier. It has its own term
// and its own clock, beside that of the dossier.
type Errand struct {
	Key      string     `json:"key"` // within the dossier: "1", "2" … of opinions, the plan's key of parts
	Kind     ErrandKind `json:"kind"`
	Name     string     `json:"name"` // what is asked: the question, or the part's name
	Agency   Place      `json:"agency"`
	PersonID string     `json:"person,omitempty"` // the expert asked; "" for the agency's own choice
	Person   string     `json:"person_name,omitempty"`
	Term     term.Term  `json:"term"`
	AskedBy  string     `json:"asked_by,omitempty"`
	AskedAt  time.Time  `json:"asked_at,omitzero"`
	DueAt    time.Time  `json:"due_at,omitzero"` // derived, never typed

	AnsweredAt time.Time `json:"answered_at,omitzero"`
	AnsweredBy string    `json:"answered_by,omitempty"`
	Outcome    Outcome   `json:"outcome,omitempty"`
	Text       string    `json:"text,omitempty"`
	Number     string    `json:"number,omitempty"` // of the letter, or of the part's result
	Files      []File    `json:"files,omitempty"`
}

// Outcome is how an errand ended.
type Outcome string

// The outcomes. A recalled errand is one for which the dossier waits no longer.
const (
	Agreed    Outcome = "agreed" // opinion for, or part done
	Against   Outcome = "against"
	Otherwise Outcome = "otherwise" // an opinion that is neither
	Recalled  Outcome = "recalled"
)

func (e Errand) open() bool { return e.AnsweredAt.IsZero() }

// Outside tells whether the agency has no desk here: what it answers comes on paper or by another system.
func (e Errand) Outside() bool { return e.Agency.UnitID == "" }

// mayAnswer tells whether a answers for the agency: by right there, or as the expert who was asked.
func (e Errand) mayAnswer(a actor.Actor, right string) bool {
	if e.Outside() {
		return false
	}
	if e.PersonID != "" && e.PersonID != a.PersonID {
		return false
	}
	return a.Has(right, e.Agency.Path)
}

// PartPlan is one part of a joined-up procedure as it stood in the version received.
type PartPlan struct {
	Key    string    `json:"key"`
	Name   string    `json:"name"`
	Agency Place     `json:"agency"`
	Term   term.Term `json:"term"`
	After  bool      `json:"after,omitempty"` // only when the dossier's own result has its number
	Needs  []string  `json:"needs,omitempty"` // parts that must be done before
}

// OpenErrands are the errands the dossier waits for, in the order in which they were sent.
func (d *Dossier) OpenErrands() []Errand {
	var out []Errand
	for _, e := range d.Errands {
		if e.open() {
			out = append(out, e)
		}
	}
	return out
}

func (d *Dossier) errand(key string) *Errand {
	i := slices.IndexFunc(d.Errands, func(e Errand) bool { return e.Key == key })
	if i < 0 {
		return nil
	}
	return &d.Errands[i]
}

// partsToSend are the parts that may be sent now: not sent yet, what they need done, and the
// dossier's own result out where they come after it.
func (d *Dossier) partsToSend() []PartPlan {
	var out []PartPlan
	for _, p := range d.Parts {
		if d.errand(p.Key) == nil && (!p.After || undecided(d) != nil) && !slices.ContainsFunc(p.Needs, d.undone) {
			out = append(out, p)
		}
	}
	return out
}

// undone tells whether a part is still to be done.
func (d *Dossier) undone(key string) bool {
	e := d.errand(key)
	return e == nil || e.open() || e.Outcome != Agreed
}

// waitsOn names the agencies that are waited for: "Công an huyện Lạc Thủy; Bảo hiểm xã hội huyện".
func (d *Dossier) waitsOn() string {
	var names string
	for _, e := range d.OpenErrands() {
		if names != "" {
			names += "; "
		}
		names += e.Agency.Name
	}
	return names
}

// Waited is the time a dossier lay with somebody else than the units that answer for it.
type Waited struct {
	For   string // name of the agency, "" for the applicant
	Cause term.Cause
	From  time.Time
	To    time.Time // zero while it still waits
	DueAt time.Time // zero where nothing was promised
}

// Waits lists for whom the dossier has waited, as its events tell: the clock of each agency beside
// the dossier's own, so that nobody is blamed for another's time and nobody hides behind it.
func (d *Dossier) Waits() []Waited {
	var out []Waited
	for _, s := range d.Supplements {
		if !s.Before {
			out = append(out, Waited{Cause: term.ForSupplement, From: s.AskedAt, To: s.AnsweredAt})
		}
	}
	for _, p := range d.Payments {
		out = append(out, Waited{Cause: term.ForPayment, From: p.AskedAt, To: p.PaidAt})
	}
	for _, e := range d.Errands {
		out = append(out, Waited{For: e.Agency.Name, Cause: term.ForAgency, From: e.AskedAt, To: e.AnsweredAt, DueAt: e.DueAt})
	}
	for i := range out {
		if out[i].To.IsZero() && d.Ended() {
			out[i].To = d.EndedAt
		}
	}
	slices.SortStableFunc(out, func(a, b Waited) int { return a.From.Compare(b.From) })
	return out
}

// mayBeAnswered tells whether whoever acts may answer this very errand: for the agency, or, where it
// has no desk here, for the competent unit that writes its answer down.
func (e Errand) mayBeAnswered(ctx context.Context, d *Dossier) bool {
	a := actor.Of(ctx)
	if e.Outside() {
		return a.Has(CanProcess, d.Competent.Path)
	}
	return e.mayAnswer(a, CanAdvise)
}
