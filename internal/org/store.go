package org

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// store is the SQL of units; store_people.go and store_calendar.go hold the rest.
type store struct{ q bun.IDB }

type unitRow struct {
	bun.BaseModel `bun:"table:org_unit"`
	ID            string    `bun:"id,pk"`
	Origin        string    `bun:"origin"`
	CreatedAt     time.Time `bun:"created_at"`
}

type versionRow struct {
	bun.BaseModel  `bun:"table:org_unit_version,alias:v"`
	ID             string     `bun:"id,pk"`
	UnitID         string     `bun:"unit_id"`
	ParentID       string     `bun:"parent_id,nullzero"`
	Path           string     `bun:"path"`
	Kind           string     `bun:"kind"`
	Type           string     `bun:"type"`
	Code           string     `bun:"code"`
	Key            string     `bun:"key"`
	Name           string     `bun:"name"`
	FullName       string     `bun:"full_name"`
	NameEn         string     `bun:"name_en"`
	IdentifierCode string     `bun:"identifier_code"`
	CodePrefix     string     `bun:"code_prefix"`
	FromOn         clock.Date `bun:"from_on"`
	UntilOn        clock.Date `bun:"until_on"`
	LegalBasis     string     `bun:"legal_basis"`
	Details        string     `bun:"details"`
	Search         string     `bun:"search"`
}

type lineageRow struct {
	bun.BaseModel `bun:"table:org_unit_lineage"`
	ID            string     `bun:"id,pk"`
	FromUnitID    string     `bun:"from_unit_id"`
	ToUnitID      string     `bun:"to_unit_id"`
	Kind          string     `bun:"kind"`
	SharePercent  int        `bun:"share_percent"`
	SinceOn       clock.Date `bun:"since_on"`
	LegalBasis    string     `bun:"legal_basis"`
}

func (r versionRow) unit() (Unit, error) {
	u := Unit{ID: r.UnitID, ParentID: r.ParentID, Path: r.Path, Kind: Kind(r.Kind), Type: r.Type, Code: r.Code, Key: r.Key,
		Name: r.Name, FullName: r.FullName, NameEn: r.NameEn, IdentifierCode: r.IdentifierCode, CodePrefix: r.CodePrefix,
		From: r.FromOn, Until: r.UntilOn, LegalBasis: r.LegalBasis}
	if err := json.Unmarshal([]byte(r.Details), &u.Details); err != nil {
		return Unit{}, fmt.Errorf("details of unit %s: %w", r.UnitID, err)
	}
	return u, nil
}

func versionOf(u Unit) versionRow {
	details, err := json.Marshal(u.Details)
	if err != nil {
		panic(err) // strings only
	}
	return versionRow{UnitID: u.ID, ParentID: u.ParentID, Path: u.Path, Kind: string(u.Kind), Type: u.Type, Code: u.Code, Key: u.Key,
		Name: u.Name, FullName: u.FullName, NameEn: u.NameEn, IdentifierCode: u.IdentifierCode, CodePrefix: u.CodePrefix,
		FromOn: u.From, UntilOn: u.Until, LegalBasis: u.LegalBasis, Details: string(details),
		Search: text.Fold(strings.Join([]string{u.FullName, u.NameEn, u.Code, u.Key}, " "))}
}

func unitsOf(rows []versionRow) ([]Unit, error) {
	units := make([]Unit, len(rows))
	for i, r := range rows {
		u, err := r.unit()
		if err != nil {
			return nil, err
		}
		units[i] = u
	}
	return units, nil
}

// versions returns all versions of the units, the oldest first.
func (s store) versions(ctx context.Context, ids ...string) ([]Unit, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []versionRow
	err := s.q.NewSelect().Model(&rows).Where("v.unit_id IN (?)", bun.List(ids)).Order("v.unit_id", "v.from_on").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return unitsOf(rows)
}

// filter narrows a list of the units in force on a day; empty fields do not narrow.
type filter struct {
	On     clock.Date
	Kind   Kind
	Code   string
	Key    string
	Parent string
	Top    bool   // only those without a parent
	Under  string // path
	Text   string // folded
	Limit  int
}

// on returns the units in force on the day, by kind and code, then name.
func (s store) on(ctx context.Context, f filter) ([]Unit, error) {
	var rows []versionRow
	q := inForce(s.q.NewSelect().Model(&rows), "v", f.On).OrderExpr("v.kind, v.code, v.search, v.unit_id")
	for column, value := range map[string]string{"v.kind": string(f.Kind), "v.code": f.Code, "v.key": f.Key, "v.parent_id": f.Parent} {
		if value != "" {
			q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if f.Top {
		q.Where("v.parent_id IS NULL")
	}
	if f.Under != "" {
		q.Where("v.path LIKE ? ESCAPE '!'", db.Like(f.Under)+"%")
	}
	for _, word := range strings.Fields(f.Text) {
		q.Where("v.search LIKE ? ESCAPE '!'", "%"+db.Like(word)+"%")
	}
	if f.Limit > 0 {
		q.Limit(int64(f.Limit))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	return unitsOf(rows)
}

// inForce keeps rows of the alias whose period holds the day.
func inForce(q *bun.SelectQuery, alias string, on clock.Date) *bun.SelectQuery {
	from, until := bun.Ident(alias+".from_on"), bun.Ident(alias+".until_on")
	return q.Where("? <= ? AND (? = '' OR ? >= ?)", from, on, until, until, on)
}

// lineage returns what came out of the unit and what it came out of.
func (s store) lineage(ctx context.Context, unitID string) ([]Lineage, error) {
	var rows []lineageRow
	err := s.q.NewSelect().Model(&rows).Where("from_unit_id = ? OR to_unit_id = ?", unitID, unitID).Order("since_on", "id").Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Lineage, len(rows))
	for i, r := range rows {
		out[i] = Lineage{r.FromUnitID, r.ToUnitID, r.Kind, r.SharePercent, r.SinceOn, r.LegalBasis}
	}
	return out, nil
}

// origins returns the key of each unit by its origin.
func (s store) origins(ctx context.Context) (map[string]string, error) {
	var rows []unitRow
	if err := s.q.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(rows))
	for _, r := range rows {
		ids[r.Origin] = r.ID
	}
	return ids, nil
}

func (s store) addUnits(ctx context.Context, rows []unitRow) error {
	return insertAll(ctx, s.q, rows)
}

// allVersions returns every version by unit and first day.
func (s store) allVersions(ctx context.Context) (map[string]versionRow, error) {
	var rows []versionRow
	if err := s.q.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	out := make(map[string]versionRow, len(rows))
	for _, r := range rows {
		out[r.place()] = r
	}
	return out, nil
}

func (r versionRow) place() string { return r.UnitID + " " + string(r.FromOn) }

func (s store) addVersions(ctx context.Context, rows []versionRow) error {
	for i := range rows {
		rows[i].ID = id.New()
	}
	return insertAll(ctx, s.q, rows)
}

func (s store) updateVersion(ctx context.Context, r versionRow) error {
	_, err := s.q.NewUpdate().Model(&r).WherePK().Exec(ctx)
	return err
}

// setPrefix sets the prefix of dossier codes in the version that is in force.
func (s store) setPrefix(ctx context.Context, u Unit, prefix string) error {
	res, err := s.q.NewUpdate().Model((*versionRow)(nil)).Set("code_prefix = ?", prefix).
		Where("unit_id = ? AND from_on = ?", u.ID, u.From).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("prefix of unit %s: %d rows changed, %w", u.ID, n, err)
	}
	return nil
}

// addLineage adds what is not there yet and says how much that was.
func (s store) addLineage(ctx context.Context, all []Lineage) (int, error) {
	added := 0
	for _, l := range all {
		r := &lineageRow{ID: id.New(), FromUnitID: l.FromID, ToUnitID: l.ToID, Kind: l.Kind, SharePercent: l.SharePercent, SinceOn: l.Since, LegalBasis: l.LegalBasis}
		res, err := s.q.NewInsert().Model(r).On("CONFLICT (from_unit_id, to_unit_id, kind) DO NOTHING").Exec(ctx)
		if err != nil {
			return added, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

// insertAll writes rows a hundred at a time: both engines limit what a statement holds.
func insertAll[T any](ctx context.Context, q bun.IDB, rows []T) error {
	for len(rows) > 0 {
		n := min(100, len(rows))
		part := rows[:n]
		if _, err := q.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// one is the row of a query that must find one.
func one(err error, key string) error {
	if db.IsNone(err) {
		return fault.New(fault.NotFound, key)
	}
	return err
}
