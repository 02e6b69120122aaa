package insight

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type checkRow struct {
	bun.BaseModel `bun:"table:insight_check"`
	ID            string    `bun:"id,pk"`
	At            time.Time `bun:"at"`
	Compared      int       `bun:"compared"`
	Differ        int       `bun:"differ"`
	Report        string    `bun:"report"`
}

func (s store) addCheck(ctx context.Context, row *checkRow) error {
	_, err := s.q.NewInsert().Model(row).Exec(ctx)
	return err
}

func (s store) checks(ctx context.Context, limit int) ([]Check, error) {
	var rows []checkRow
	if err := s.q.NewSelect().Model(&rows).OrderExpr("at DESC, id DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Check, len(rows))
	for i, r := range rows {
		out[i] = Check{At: clock.Whole(r.At), Compared: r.Compared, Differ: r.Differ}
		if err := json.Unmarshal([]byte(r.Report), &out[i].Report); err != nil {
			return nil, err
		}
	}
	return out, nil
}
