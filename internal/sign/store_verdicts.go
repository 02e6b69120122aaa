package sign

import (
	"context"

	"github.com/uptrace/bun"
)

// verdicts are what was noted of requests, as it was noted.
func (s store) verdicts(ctx context.Context, ids []string) (map[string]string, error) {
	var rows []struct {
		ID      string `bun:"id"`
		Verdict string `bun:"verdict"`
	}
	err := s.q.NewSelect().TableExpr("sign_request").Column("id", "verdict").Where("id IN (?) AND verdict <> ''", bun.List(ids)).Scan(ctx, &rows)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Verdict
	}
	return out, err
}
