package catalog

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// mayKeep refuses unless the right is held over all units that procedures of the level bind here: whoever
// keeps the catalogue of one commune changes neither what the district decides nor what holds for other
// communes. Units that receive nothing are bound by nothing yet; where none of a level does, all of it count.
func (s *Service) mayKeep(ctx context.Context, right string, level Level) error {
	if err := may(ctx, right); err != nil {
		return err
	}
	a := actor.Of(ctx)
	if a.Has(right, "/") {
		return nil
	}
	units, err := s.Org.OfKind(ctx, org.Kind(level), s.today())
	if err != nil {
		return err
	}
	if len(units) == 0 { // a level that has ended is kept by whoever stands above all that is left
		if units, err = s.Org.OfKind(ctx, org.Province, s.today()); err != nil {
			return err
		}
	}
	if bound := slices.DeleteFunc(slices.Clone(units), func(u org.Unit) bool { return !u.Receives() }); len(bound) > 0 {
		units = bound
	}
	foreign := func(u org.Unit) bool { return !a.Has(right, u.Path) }
	if len(units) > 0 && !slices.ContainsFunc(units, foreign) {
		return nil
	}
	return fault.New(fault.Forbidden, "catalog.not-your-level")
}

// Keeps tells whether whoever acts may do that with procedures of the level.
func (s *Service) Keeps(ctx context.Context, right string, level Level) bool {
	return s.mayKeep(ctx, right, level) == nil
}

// Begin opens a draft with the content of a version, and returns it. Where a draft is open already,
// that one comes back: two drafts of one procedure would be published over each other.
func (s *Service) Begin(ctx context.Context, procedureID string, number int) (*Version, error) {
	var draft *Version
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		p, err := st.procedure(ctx, "id", procedureID)
		if err != nil {
			return err
		}
		if err := s.mayKeep(ctx, CanEdit, p.Level); err != nil {
			return err
		}
		versions, err := st.versions(ctx, p.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(versions, func(v *Version) bool { return v.Number == number })
		switch {
		case at < 0:
			return fault.New(fault.NotFound, "catalog.version-not-found")
		case slices.ContainsFunc(versions, func(v *Version) bool { return v.Status == StatusDraft }):
			draft = versions[slices.IndexFunc(versions, func(v *Version) bool { return v.Status == StatusDraft })]
			return nil
		}
		draft = &Version{ID: id.New(), ProcedureID: p.ID, Number: versions[0].Number + 1, Status: StatusDraft, Content: versions[at].Content}
		if err := st.insertVersions(ctx, []Version{*draft}, s.Clock.Now()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.draft-begun", Subject: subject(p.ID),
			Data: map[string]any{"version": draft.ID, "number": draft.Number, "after": number}})
	})
	return draft, err
}

// Edit changes a part of a draft. Edition is what the editor saw: where somebody else changed the draft
// meanwhile, nothing is written and the fault says who it was.
func (s *Service) Edit(ctx context.Context, versionID string, edition int, part string, change func(*Content) error) error {
	return s.onDraft(ctx, versionID, edition, func(ctx context.Context, tx *db.Tx, st store, v *Version) error {
		before := v.digest()
		if err := change(&v.Content); err != nil {
			return err
		}
		v.Detailed = true
		if v.digest() == before {
			return nil
		}
		if part == partChildren {
			if err := knownChildren(ctx, st, v.Children, func(n int) fault.Field {
				return fault.Field{Name: "procedure", Key: "catalog.edit.no-such-procedure", Args: fault.Args("name", v.Children[n-1].Name)}
			}); err != nil {
				return err
			}
		}
		v.EditedBy, v.EditedAt = actor.Of(ctx).Name, s.Clock.Now()
		if err := st.saveDraft(ctx, v); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.draft-edited", Subject: subject(v.ProcedureID),
			Data: map[string]any{"version": v.ID, "number": v.Number, "part": part, "was": before, "is": v.digest()}})
	})
}

// knownChildren refuses parts that name a procedure which the catalogue does not have; n counts from 1.
func knownChildren(ctx context.Context, st store, children []Child, wrong func(n int) fault.Field) error {
	there, err := st.procedures(ctx)
	if err != nil {
		return err
	}
	var found []fault.Field
	for i, c := range children {
		known := func(p *Procedure) bool { return p.Key() == c.Procedure }
		if c.Procedure != "" && !slices.ContainsFunc(there, known) {
			found = append(found, wrong(i+1))
		}
	}
	return fault.OnFields(found)
}

// Discard forgets a draft.
func (s *Service) Discard(ctx context.Context, versionID string, edition int, why string) error {
	if err := reasonOnly(why); err != nil {
		return err
	}
	return s.onDraft(ctx, versionID, edition, func(ctx context.Context, tx *db.Tx, st store, v *Version) error {
		if err := st.dropDraft(ctx, v); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.draft-discarded", Subject: subject(v.ProcedureID), Why: text.Clean(why),
			Data: map[string]any{"version": v.ID, "number": v.Number, "digest": v.digest()}})
	})
}

// onDraft does something with a draft, for whoever may edit it and has seen its newest edition.
func (s *Service) onDraft(ctx context.Context, versionID string, edition int, do func(context.Context, *db.Tx, store, *Version) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		v, err := st.version(ctx, versionID)
		if err != nil {
			return err
		}
		p, err := st.procedure(ctx, "id", v.ProcedureID)
		if err != nil {
			return err
		}
		if err := s.mayKeep(ctx, CanEdit, p.Level); err != nil {
			return err
		}
		if v.Status != StatusDraft {
			return fault.New(fault.Conflict, "catalog.not-a-draft")
		}
		if v.Edition != edition {
			return fault.New(fault.Conflict, "catalog.draft-changed", "who", v.EditedBy, "when", text.DateTime(ctx, v.EditedAt))
		}
		return do(ctx, tx, st, v)
	})
}

// Create adds a procedure with a plain first draft.
func (s *Service) Create(ctx context.Context, p Procedure, handlingUnit string) (*Version, error) {
	p, wrong := p.tidy()
	handlingUnit = text.Clean(handlingUnit)
	if handlingUnit == "" {
		wrong = append(wrong, fault.Field{Name: "handling_unit", Key: "catalog.edit.missing"})
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	if err := s.mayKeep(ctx, CanEdit, p.Level); err != nil {
		return nil, err
	}
	v := &Version{ID: id.New(), Number: 1, Status: StatusDraft, Content: Content{ServiceLevel: Partial, HandlingUnit: handlingUnit, Handling: handlingOf(p.Field)}}
	v.Cases = []Case{{Key: generalCase, Channels: plainChannels(Partial, noTerm, nil)}}
	v.Steps, v.Fields = plainSteps(p.Level, handlingUnit, noTerm), plainFields()
	err := s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		if err := s.free(ctx, st, p); err != nil {
			return err
		}
		c := carrier{now: s.Clock.Now(), slugs: map[string]bool{}}
		if err := c.know(ctx, st); err != nil {
			return err
		}
		v.ProcedureID = c.add(Draft{Procedure: p, Content: v.Content})
		c.versions[0].ID = v.ID
		if err := c.write(ctx, st); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.created", Subject: subject(v.ProcedureID), Data: map[string]any{"name": p.Name, "version": v.ID}})
	})
	return v, err
}

// Rename changes the general data of a procedure, which belong to all its versions. was is what the
// editor saw.
func (s *Service) Rename(ctx context.Context, was, p Procedure, why string) error {
	p.ID, p.Level, p.Slug = was.ID, was.Level, was.Slug
	p, wrong := p.tidy()
	if text.Clean(why) == "" {
		wrong = append(wrong, fault.Field{Name: "why", Key: "catalog.reason-missing"})
	}
	if err := fault.OnFields(wrong); err != nil {
		return err
	}
	if err := s.mayKeep(ctx, CanEdit, p.Level); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		if err := s.free(ctx, st, p); err != nil {
			return err
		}
		if err := st.rewrite(ctx, was, p); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.renamed", Subject: subject(p.ID), Why: text.Clean(why),
			Data: map[string]any{"was": was.attributes(), "is": p.attributes()}})
	})
}

// free wants name and code for this procedure alone in its level.
func (s *Service) free(ctx context.Context, st store, p Procedure) error {
	name, code, err := st.named(ctx, p)
	var wrong []fault.Field
	if name {
		wrong = append(wrong, fault.Field{Name: "name", Key: "catalog.edit.name-taken"})
	}
	if code {
		wrong = append(wrong, fault.Field{Name: "code", Key: "catalog.edit.code-taken"})
	}
	if err != nil {
		return err
	}
	return fault.OnFields(wrong)
}
