package catalog

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Publication is what puts a version into force.
type Publication struct {
	From       clock.Date // first day
	DecisionNo string
	Why        string
}

// Publish puts a draft into force from a day on; the version before ends the day before. Once the day
// has come it cannot be undone: dossiers may stand on it. Days that other versions had are past.
func (s *Service) Publish(ctx context.Context, versionID string, p Publication) error {
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		v, was, err := s.toPublish(ctx, st, versionID, p)
		if err != nil {
			return err
		}
		v.From, v.DecisionNo = p.From, text.Clean(p.DecisionNo)
		if err := succeed(ctx, st, was, *v, s.Clock.Now()); err != nil {
			return err
		}
		if err := st.publish(ctx, v); err != nil {
			return err
		}
		if err := s.seal(ctx, tx); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.published", Subject: subject(v.ProcedureID), Why: text.Clean(p.Why),
			Data: map[string]any{"version": v.ID, "number": v.Number, "from": v.From, "decision": v.DecisionNo}})
	})
}

// RehearsePublish tells whether publishing would do, and returns the version that would be replaced;
// none when there is none.
func (s *Service) RehearsePublish(ctx context.Context, versionID string, p Publication) (*Version, error) {
	v, _, err := s.toPublish(ctx, s.read(), versionID, p)
	if err != nil {
		return nil, err
	}
	was, err := s.Current(ctx, v.ProcedureID, p.From)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return was, err
}

// toPublish finds a draft that can hold from the day, and what held last.
func (s *Service) toPublish(ctx context.Context, st store, versionID string, p Publication) (*Version, *last, error) {
	if err := may(ctx, CanPublish); err != nil {
		return nil, nil, err
	}
	v, err := st.version(ctx, versionID)
	if err != nil {
		return nil, nil, err
	}
	was, err := st.lastOf(ctx, v.ProcedureID)
	if err != nil {
		return nil, nil, err
	}
	if err := s.mayKeep(ctx, CanPublish, was.Level); err != nil {
		return nil, nil, err
	}
	if err := p.check(); err != nil {
		return nil, nil, err
	}
	if err := knownChildren(ctx, st, v.Children, func(n int) fault.Field {
		return fault.Field{Name: "from", Key: "catalog.edit.no-such-procedure", Args: fault.Args("name", v.Children[n-1].Name)}
	}); err != nil {
		return nil, nil, err
	}
	switch troubles := v.Troubles(); {
	case v.Status != StatusDraft:
		return nil, nil, fault.New(fault.Conflict, "catalog.not-a-draft")
	case len(troubles) > 0:
		return nil, nil, fault.New(fault.Conflict, "catalog.not-ready", "n", len(troubles))
	case p.From < was.free():
		return nil, nil, fault.OnFields([]fault.Field{{Name: "from", Key: "catalog.from-too-early", Args: fault.Args("free", text.Date(was.free()))}})
	}
	return v, was, nil
}

func (p Publication) check() error {
	if err := dateOnly(p.From); err != nil {
		return err
	}
	return reasonOnly(p.Why)
}

func reasonOnly(why string) error {
	if text.Clean(why) == "" {
		return fault.OnFields([]fault.Field{{Name: "why", Key: "catalog.reason-missing"}})
	}
	return nil
}

// Abolish ends a procedure: p.From is the last day on which it holds.
func (s *Service) Abolish(ctx context.Context, procedureID string, p Publication) error {
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		if _, err := s.toAbolish(ctx, st, procedureID, p); err != nil {
			return err
		}
		if err := st.end(ctx, procedureID, p.From, StatusAbolished, text.Clean(p.DecisionNo)); err != nil {
			return err
		}
		if err := s.seal(ctx, tx); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.abolished", Subject: subject(procedureID), Why: text.Clean(p.Why),
			Data: map[string]any{"last": p.From, "decision": text.Clean(p.DecisionNo)}})
	})
}

// RehearseAbolish tells whether abolishing would do, and returns the version that would end.
func (s *Service) RehearseAbolish(ctx context.Context, procedureID string, p Publication) (*Version, error) {
	return s.toAbolish(ctx, s.read(), procedureID, p)
}

// toAbolish finds the version without end of a procedure that may end on the day.
func (s *Service) toAbolish(ctx context.Context, st store, procedureID string, p Publication) (*Version, error) {
	if err := may(ctx, CanPublish); err != nil {
		return nil, err
	}
	was, err := st.lastOf(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	if err := s.mayKeep(ctx, CanPublish, was.Level); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	switch {
	case !was.open():
		return nil, fault.New(fault.Conflict, "catalog.not-in-force")
	case p.From < was.From:
		return nil, fault.OnFields([]fault.Field{{Name: "from", Key: "catalog.from-too-early", Args: fault.Args("free", text.Date(was.From))}})
	}
	return st.current(ctx, procedureID, p.From)
}

// Undo takes back what has not begun: a publication becomes a draft again, and the version before it goes
// on; a procedure that is to end goes on. What has begun stays, since dossiers may stand on it.
func (s *Service) Undo(ctx context.Context, versionID, why string) error {
	if err := may(ctx, CanPublish); err != nil {
		return err
	}
	if err := reasonOnly(why); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		v, err := st.version(ctx, versionID)
		if err != nil {
			return err
		}
		p, err := st.procedure(ctx, "id", v.ProcedureID)
		if err != nil {
			return err
		}
		if err := s.mayKeep(ctx, CanPublish, p.Level); err != nil {
			return err
		}
		action, undo := "catalog.unpublished", s.unpublish
		if v.Status == StatusAbolished {
			action, undo = "catalog.reinstated", s.reinstate
		}
		if err := undo(ctx, st, v); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: action, Subject: subject(p.ID), Why: text.Clean(why),
			Data: map[string]any{"version": v.ID, "number": v.Number, "from": v.From, "until": v.Until, "decision": v.DecisionNo}})
	})
}

// unpublish makes a draft again of a version that has not begun and that no other follows.
func (s *Service) unpublish(ctx context.Context, st store, v *Version) error {
	if !v.Ahead(s.today()) {
		return fault.New(fault.Conflict, "catalog.begun-already")
	}
	if err := st.unpublish(ctx, v); err != nil {
		return err
	}
	if err := st.unsetCompetence(ctx, v.ProcedureID, v.From); err != nil {
		return err
	}
	return st.reopen(ctx, v.ProcedureID, v.From.AddDays(-1))
}

// reinstate lets a procedure go on whose last day has not passed.
func (s *Service) reinstate(ctx context.Context, st store, v *Version) error {
	if v.Until < s.today() {
		return fault.New(fault.Conflict, "catalog.begun-already")
	}
	return st.reopen(ctx, v.ProcedureID, v.Until)
}

// change is a transaction that counts as a change of the catalogue.
func (s *Service) change(ctx context.Context, do func(context.Context, *db.Tx, store) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.changed(ctx); err != nil {
			return err
		}
		return do(ctx, tx, st)
	})
}

func subject(procedureID string) string { return "catalog/" + procedureID }
