package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// mostTwice bounds how many earlier dossiers an officer is shown.
const mostTwice = 5

func (s store) twice(ctx context.Context, a actor.Actor, procedureID, ownerNo, exceptID string, since time.Time) ([]Item, error) {
	sel := s.q.NewSelect().TableExpr("dossier_record").ColumnExpr(itemColumns).
		Where("owner_no = ? AND procedure_id = ? AND id <> ?", ownerNo, procedureID, exceptID).
		Where("(ended_at IS NULL OR ended_at > ?)", since).Where("state <> ?", Withdrawn).
		WhereGroup(" AND ", reach(a.Scope(CanView)))
	openTo(sel, a)
	return scan(ctx, sel.OrderExpr("submitted_at DESC, id DESC").Limit(mostTwice))
}

// ofOwner are the latest dossiers of a person, wherever they were, but for restricted ones.
func (s store) ofOwner(ctx context.Context, a actor.Actor, ownerNo string) ([]Item, error) {
	sel := s.q.NewSelect().TableExpr("dossier_record").ColumnExpr(itemColumns).Where("owner_no = ? AND state <> ?", ownerNo, Withdrawn)
	openTo(sel, a)
	return scan(ctx, sel.OrderExpr("submitted_at DESC, id DESC").Limit(earlierDossiers))
}
