package org

import (
	"context"
	"regexp"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// prefixLook is that of identifiers of agencies: what begins a dossier code must look like one.
var prefixLook = regexp.MustCompile(`^[A-Z]\d{2}(\.\d{1,3}){0,3}$`)

// SetCodePrefix sets what dossier codes of a unit begin with while it has no official identifier. An
// empty prefix takes it away: the unit then receives no dossiers.
func (s *Service) SetCodePrefix(ctx context.Context, unitID, prefix, reason string) error {
	prefix, reason = text.Clean(prefix), text.Clean(reason)
	if prefix != "" && !prefixLook.MatchString(prefix) {
		return fault.OnFields([]fault.Field{{Name: "ma", Key: "org.prefix-form", Args: fault.Args("prefix", prefix)}})
	}
	if reason == "" {
		return fault.OnFields([]fault.Field{{Name: "ly-do", Key: "org.field.reason"}})
	}
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := s.mayEdit(ctx, st, unitID); err != nil {
			return err
		}
		u, err := unitOn(ctx, st, unitID, s.today())
		if err != nil {
			return err
		}
		if err := st.setPrefix(ctx, u, prefix); err != nil {
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.prefix-set", Subject: "org/unit/" + unitID, Why: reason,
			Data: map[string]string{"was": u.CodePrefix, "is": prefix}})
	})
}
