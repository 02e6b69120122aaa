package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func (s store) returnedFrom(ctx context.Context, since time.Time, limit int) ([]HandedOut, error) {
	var rows []struct {
		At   time.Time `bun:"at"`
		Body string    `bun:"body"`
	}
	err := s.q.NewSelect().TableExpr("dossier_event AS e").ColumnExpr("e.at, r.body").
		Join("JOIN dossier_record AS r ON r.id = e.dossier_id").
		Where("e.kind IN ('return', 'fetch') AND e.at >= ?", since).OrderExpr("e.at, e.id").Limit(int64(limit)).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	out := make([]HandedOut, len(rows))
	for i, r := range rows {
		out[i] = HandedOut{Dossier: &Dossier{}, At: clock.Whole(r.At)}
		if err := json.Unmarshal([]byte(r.Body), out[i].Dossier); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// proceduresOf tells the procedure of each dossier of an account.
func (s store) proceduresOf(ctx context.Context, accountID string) (map[string]string, error) {
	var rows []struct {
		ID          string `bun:"id"`
		ProcedureID string `bun:"procedure_id"`
	}
	err := s.q.NewSelect().TableExpr("dossier_record").Column("id", "procedure_id").
		Where("account_id = ? AND account_id <> ''", accountID).Scan(ctx, &rows)
	out := map[string]string{}
	for _, r := range rows {
		out[r.ID] = r.ProcedureID
	}
	return out, err
}
