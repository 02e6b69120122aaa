package archive

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type termRow struct {
	bun.BaseModel `bun:"table:archive_term"`
	UnitPath      string    `bun:"unit_path,pk"`
	Procedure     string    `bun:"procedure,pk"`
	Title         string    `bun:"title"`
	Years         int       `bun:"years"`
	Counted       Counted   `bun:"counted"`
	Ground        string    `bun:"ground"`
	SetBy         string    `bun:"set_by"`
	SetAt         time.Time `bun:"set_at"`
}

// setTerm writes a term over the one that its unit has set for the kind.
func (s store) setTerm(ctx context.Context, t Term) error {
	row := &termRow{UnitPath: t.UnitPath, Procedure: t.Procedure, Title: t.Title, Years: t.Years, Counted: t.Counted, Ground: t.Ground, SetBy: t.SetBy, SetAt: t.SetAt}
	_, err := s.q.NewInsert().Model(row).On("CONFLICT (unit_path, procedure) DO UPDATE SET title = EXCLUDED.title, years = EXCLUDED.years, " +
		"counted = EXCLUDED.counted, ground = EXCLUDED.ground, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at").Exec(ctx)
	return err
}

// terms are all that were ever set; there are as many as kinds of papers.
func (s store) terms(ctx context.Context) ([]Term, error) {
	var rows []termRow
	if err := s.q.NewSelect().Model(&rows).Order("title", "procedure", "unit_path").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Term, len(rows))
	for i, r := range rows {
		out[i] = Term{UnitPath: r.UnitPath, Procedure: r.Procedure, Title: r.Title, Years: r.Years, Counted: r.Counted, Ground: r.Ground, SetBy: r.SetBy,
			SetAt: clock.Whole(r.SetAt)}
	}
	return out, nil
}

// after is where a list of papers goes on.
type after struct {
	on clock.Date
	id string
}

// issuedUnder are papers of offices under the paths, issued on days from..until, "" unbounded, the oldest first. Of
// kinds only those named; none named is all.
func (s store) issuedUnder(ctx context.Context, paths []string, kinds []string, from, until clock.Date, a after, limit int) ([]*Paper, error) {
	sel := s.q.NewSelect().Model((*paperRow)(nil)).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		return sel.WhereOr("1 = 0")
	})
	if len(kinds) > 0 {
		sel.WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			for _, k := range kinds { // quotes inside values are written otherwise, so this finds the field and nothing else
				sel.WhereOr("body LIKE ? ESCAPE '!'", `%"Procedure":"`+db.Like(k)+`"%`)
			}
			return sel
		})
	}
	if from != "" {
		sel.Where("issued_on >= ?", from)
	}
	if until != "" {
		sel.Where("issued_on <= ?", until)
	}
	if a.id != "" {
		sel.Where("(issued_on > ? OR issued_on = ? AND id > ?)", a.on, a.on, a.id)
	}
	return list(ctx, sel.Order("issued_on", "id").Limit(int64(limit)))
}

// holds tells whether a paper still has a file.
func (s store) holds(ctx context.Context, sha256 string) (bool, error) {
	var n int
	err := s.q.NewRaw("SELECT count(*) FROM archive_file WHERE sha256 = ? AND held", sha256).Scan(ctx, &n)
	return n > 0, err
}

// letGo notes that a paper has its files no longer.
func (s store) letGo(ctx context.Context, paperID string, files []File, at time.Time) error {
	if _, err := s.q.NewRaw("UPDATE archive_file SET held = FALSE WHERE paper_id = ?", paperID).Exec(ctx); err != nil {
		return err
	}
	for _, f := range files {
		_, err := s.q.NewRaw("INSERT INTO archive_loose (sha256, at) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET at = EXCLUDED.at", f.SHA256, at).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// loose are files let go of before an instant, a few at a time.
func (s store) loose(ctx context.Context, before time.Time) (out []string, err error) {
	err = s.q.NewRaw("SELECT sha256 FROM archive_loose WHERE at < ? ORDER BY at, sha256 LIMIT 20", before).Scan(ctx, &out)
	return out, err
}

func (s store) dropLoose(ctx context.Context, sha256 string) error {
	_, err := s.q.NewRaw("DELETE FROM archive_loose WHERE sha256 = ?", sha256).Exec(ctx)
	return err
}

// offices are those under the paths that have issued papers, as they were called last.
func (s store) offices(ctx context.Context, paths []string) ([]Place, error) {
	var rows []struct {
		UnitID   string `bun:"unit_id"`
		UnitPath string `bun:"unit_path"`
		UnitName string `bun:"unit_name"`
	}
	err := s.q.NewSelect().Model((*paperRow)(nil)).Column("unit_id", "unit_path").ColumnExpr("max(unit_name) AS unit_name").
		WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			for _, p := range paths {
				sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
			}
			return sel.WhereOr("1 = 0")
		}).Group("unit_id", "unit_path").OrderExpr("3, 2").Scan(ctx, &rows)
	out := make([]Place, len(rows))
	for i, r := range rows {
		out[i] = Place{r.UnitID, r.UnitPath, r.UnitName}
	}
	return out, err
}
