package insight

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type paceRow struct {
	bun.BaseModel `bun:"table:insight_pace"`
	Path          string `bun:"path,pk"`
	Waits         string `bun:"waits,pk"`
	Role          string `bun:"role,pk"`
	HalfOn        string `bun:"half_on,pk"`
	Band          int64  `bun:"band,pk"`
	N             int64  `bun:"n"`
	Minutes       int64  `bun:"minutes"`
	Queued        int64  `bun:"queued"`
}

func (s store) addPaces(ctx context.Context, paces map[paceKey]paceSum) error {
	rows := make([]paceRow, 0, len(paces))
	for k, p := range paces {
		if p != (paceSum{}) {
			rows = append(rows, paceRow{Path: k.path, Waits: k.waits, Role: k.role, HalfOn: k.half, Band: k.band, N: p.n, Minutes: p.minutes, Queued: p.queued})
		}
	}
	return insertAll(ctx, s.q, rows, func(q *bun.InsertQuery) *bun.InsertQuery {
		q.On("CONFLICT (path, waits, role, half_on, band) DO UPDATE")
		for _, m := range []string{"n", "minutes", "queued"} {
			q.Set("? = ? + ?", bun.Ident(m), bun.Ident("pace_row."+m), bun.Ident("excluded."+m))
		}
		return q
	})
}

func (s store) dropPaces(ctx context.Context) error {
	_, err := s.q.NewDelete().Model((*paceRow)(nil)).Where("1 = 1").Exec(ctx)
	return err
}

// paces are the stretches that ended in the half months from one until before another, at a unit and below.
func (s store) paces(ctx context.Context, path string, from, until clock.Date) ([]Pace, error) {
	var rows []paceRow
	err := s.q.NewSelect().Model(&rows).ColumnExpr("waits, role, band, sum(n) AS n, sum(minutes) AS minutes, sum(queued) AS queued").
		Where("path = ? AND half_on >= ? AND half_on < ?", path, from, until).Group("waits", "role", "band").OrderExpr("waits, role, band").Scan(ctx)
	var out []Pace
	for _, r := range rows {
		if r.N == 0 {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Waits != r.Waits || out[n-1].Role != r.Role {
			out = append(out, Pace{Waits: r.Waits, Role: r.Role, Bands: map[int64]int64{}})
		}
		p := &out[len(out)-1]
		p.N, p.Minutes, p.Queued = p.N+r.N, p.Minutes+r.Minutes, p.Queued+r.Queued
		p.Bands[r.Band] += r.N
	}
	return out, err
}
