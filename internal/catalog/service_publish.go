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

// Publish puts a draft into force from a day on; the version before ends the day before. It cannot
// be undone: dossiers may stand on it from that day. Days that other versions had are past.
func (s *Service) Publish(ctx context.Context, versionID string, p Publication) error {
	if err := may(ctx, CanPublish); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		v, err := st.version(ctx, versionID)
		if err != nil {
			return err
		}
		if v.Status != StatusDraft {
			return fault.New(fault.Conflict, "catalog.not-a-draft")
		}
		was, err := st.lastOf(ctx, v.ProcedureID)
		if err != nil {
			return err
		}
		if p.From < was.free() {
			return fault.OnFields([]fault.Field{{Name: "from", Key: "catalog.from-too-early", Args: fault.Args("free", text.Date(was.free()))}})
		}
		v.From, v.DecisionNo = p.From, text.Clean(p.DecisionNo)
		if err := succeed(ctx, st, was, *v, s.Clock.Now()); err != nil {
			return err
		}
		if err := st.publish(ctx, v); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.published", Subject: subject(v.ProcedureID), Why: text.Clean(p.Why),
			Data: map[string]any{"version": v.ID, "number": v.Number, "from": v.From, "decision": v.DecisionNo}})
	})
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

// Abolish ends a procedure: last is the last day on which it holds.
func (s *Service) Abolish(ctx context.Context, procedureID string, last clock.Date, why string) error {
	if err := may(ctx, CanPublish); err != nil {
		return err
	}
	if err := (Publication{From: last, Why: why}).check(); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		was, err := st.lastOf(ctx, procedureID)
		if err != nil {
			return err
		}
		if !was.open() {
			return fault.New(fault.Conflict, "catalog.not-in-force")
		}
		if last < was.From {
			return fault.OnFields([]fault.Field{{Name: "from", Key: "catalog.from-too-early", Args: fault.Args("free", text.Date(was.From))}})
		}
		if err := st.end(ctx, procedureID, last, StatusAbolished); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.abolished", Subject: subject(procedureID), Why: text.Clean(why),
			Data: map[string]any{"last": last}})
	})
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
