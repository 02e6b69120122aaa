package dossier

import (
	"context"
	"fmt"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Basis is what dossiers of one procedure, unit and channel have in common when they are brought in.
// It holds between two days on which units, competence, versions or rules change.
type Basis struct {
	opening Opening
	receipt Receipt
}

// HasTerm tells whether the version sets a term: then a date should have been declared.
func (b *Basis) HasTerm() bool { return !b.receipt.Term.None() || b.receipt.SameDay }

// Basis finds who decides what a unit took in on a day under a version, and by which rules.
func (s *Service) Basis(ctx context.Context, v *catalog.Version, name string, receiving org.Unit, kind catalog.ChannelKind, on clock.Date) (*Basis, error) {
	competent, err := s.Catalog.Competent(ctx, v.ProcedureID, receiving, later(on, v.From))
	if err != nil {
		return nil, err
	}
	office := competent
	if competent.Kind == org.Department {
		if office, err = s.Org.UnitOn(ctx, competent.ParentID, later(on, competent.From)); err != nil {
			return nil, err
		}
	}
	b := &Basis{opening: Opening{Channel: kind, Procedure: v.ProcedureID, VersionID: v.ID, Name: name, Receiving: place(receiving),
		Competent: place(competent), Office: place(office), Values: catalog.Values{}, Papers: []Paper{}},
		receipt: Receipt{Era: term.RulesOn(on).Era, Term: termOf(v, "", kind), Plan: plan(v.Steps)}}
	return b, s.conditions(ctx, &Dossier{Receiving: b.opening.Receiving}, v, &b.receipt)
}

func later(a, b clock.Date) clock.Date {
	if a > b {
		return a
	}
	return b
}

// MovedIn is a dossier of another system as it is to stand here.
type MovedIn struct {
	Basis     *Basis
	Declared  Declared
	Owner     Party
	Submitter Party
	ID        string // filled in by Import
}

// Import brings dossiers in from another system, in the caller's transaction: one event each, nothing
// told to anybody, no slip, one entry of the trail for all of them; each is sealed into the ledger as declared. What happened elsewhere is declared:
// the event itself happens now. Codes that stand here already make the whole batch fail.
func (s *Service) Import(ctx context.Context, tx *db.Tx, run string, all []MovedIn) error {
	if len(all) == 0 {
		return nil
	}
	events, made := make([]*Event, len(all)), make([]*Dossier, len(all))
	cals := map[string]*term.Calendar{}
	for i := range all {
		var err error
		if made[i], events[i], err = s.movedIn(ctx, &all[i], cals); err != nil {
			return fmt.Errorf("line %d: %w", all[i].Declared.Line, err)
		}
	}
	st := store{tx}
	if err := st.addAll(ctx, events); err != nil {
		return err
	}
	if err := st.insertAll(ctx, made); err != nil {
		return err
	}
	leaves := make([]audit.Leaf, len(all))
	for i, d := range made {
		var err error
		if leaves[i], err = leafOf(d, events[i]); err != nil {
			return err
		}
	}
	if err := s.Trail.Seal(ctx, tx, leaves...); err != nil {
		return err
	}
	if err := st.passCodes(ctx, made, s.Clock.Now()); err != nil {
		return err
	}
	c := all[0].Declared
	return s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.import", Subject: "legacy/" + run,
		Data: map[string]any{"source": c.Source, "dossiers": len(all), "from_line": c.Line, "to_line": all[len(all)-1].Declared.Line}})
}

// movedIn makes the dossier and its one event.
func (s *Service) movedIn(ctx context.Context, m *MovedIn, cals map[string]*term.Calendar) (*Dossier, *Event, error) {
	opening, receipt, c := m.Basis.opening, m.Basis.receipt, m.Declared
	opening.Code, opening.Owner, opening.Submitter = c.Code, m.Owner, m.Submitter
	receipt.DueAt = c.DueAt
	if err := actor.Need(ctx, CanImport, opening.Receiving.Path); err != nil {
		return nil, nil, err
	}
	d := &Dossier{ID: id.New(), State: Draft, Secret: newSecret()}
	m.ID = d.ID
	facts := Facts{Opening: &opening, Receipt: &receipt, Declared: &c}
	if c.State == Processing {
		facts.Step = 1
	}
	e, err := s.event(ctx, d, Import, facts)
	if err != nil {
		return nil, nil, err
	}
	if err := d.apply(e, nil); err != nil {
		return nil, nil, err
	}
	var cal *term.Calendar
	if d.EndedAt.IsZero() { // what has ended is not measured any more
		if cal, err = s.calendarOnce(ctx, d, cals); err != nil {
			return nil, nil, err
		}
	}
	d.Due, err = deriveDue(d, cal, e.At)
	return d, e, err
}

func (s *Service) calendarOnce(ctx context.Context, d *Dossier, cals map[string]*term.Calendar) (*term.Calendar, error) {
	if cal := cals[d.Receiving.UnitID]; cal != nil {
		return cal, nil
	}
	cal, err := s.calendar(ctx, d)
	cals[d.Receiving.UnitID] = cal
	return cal, err
}

// Taken tells which of the codes stand here already.
func (s *Service) Taken(ctx context.Context, codes []string) (map[string]bool, error) {
	return store{s.DB.Read()}.codes(ctx, codes)
}
