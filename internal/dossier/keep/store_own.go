package keep

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func (s store) note(ctx context.Context, dossierID, personID string) (Note, error) {
	var row noteRow
	err := s.q.NewSelect().Model(&row).Where("dossier_id = ? AND person_id = ?", dossierID, personID).Scan(ctx)
	if db.IsNone(err) {
		return Note{}, nil
	}
	return Note{Text: row.Body, At: clock.Whole(row.At)}, err
}

func (s store) putNote(ctx context.Context, dossierID, personID, note string, now time.Time) error {
	_, err := s.q.NewInsert().Model(&noteRow{DossierID: dossierID, PersonID: personID, Body: note, At: now}).
		On("CONFLICT (dossier_id, person_id) DO UPDATE SET body = EXCLUDED.body, at = EXCLUDED.at").Exec(ctx)
	return err
}

func (s store) dropNote(ctx context.Context, dossierID, personID string) error {
	_, err := s.q.NewDelete().Model((*noteRow)(nil)).Where("dossier_id = ? AND person_id = ?", dossierID, personID).Exec(ctx)
	return err
}

func (s store) follows(ctx context.Context, dossierID, personID string) (bool, error) {
	return s.q.NewSelect().Model((*followRow)(nil)).Where("person_id = ? AND dossier_id = ?", personID, dossierID).Exists(ctx)
}

func (s store) follow(ctx context.Context, dossierID, personID string, now time.Time) error {
	_, err := s.q.NewInsert().Model(&followRow{PersonID: personID, DossierID: dossierID, At: now}).
		On("CONFLICT (person_id, dossier_id) DO NOTHING").Exec(ctx)
	return err
}

func (s store) unfollow(ctx context.Context, dossierID, personID string) error {
	_, err := s.q.NewDelete().Model((*followRow)(nil)).Where("person_id = ? AND dossier_id = ?", personID, dossierID).Exec(ctx)
	return err
}

func (s store) followers(ctx context.Context, dossierID string) ([]string, error) {
	var out []string
	err := s.q.NewSelect().Model((*followRow)(nil)).Column("person_id").Where("dossier_id = ?", dossierID).Order("at").Scan(ctx, &out)
	return out, err
}

func (s store) views(ctx context.Context, personID string, units []string) ([]View, error) {
	var rows []viewRow
	err := s.q.NewSelect().Model(&rows).WhereGroup(" AND ", seen("v", personID, units)).
		OrderExpr("owner_id = '', name, id").Limit(2 * most).Scan(ctx)
	out := make([]View, len(rows))
	for i, r := range rows {
		out[i] = View{ID: r.ID, Name: r.Name, Query: r.Query, Units: r.OwnerID == ""}
	}
	return out, err
}

func (s store) view(ctx context.Context, viewID string) (View, place, error) {
	var row viewRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", viewID).Scan(ctx)
	if db.IsNone(err) {
		return View{}, place{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return View{ID: row.ID, Name: row.Name, Query: row.Query, Units: row.OwnerID == ""}, place{row.OwnerID, row.UnitPath}, err
}

func (s store) putView(ctx context.Context, v View, at place, now time.Time) error {
	row := &viewRow{ID: v.ID, OwnerID: at.OwnerID, UnitPath: at.UnitPath, Name: v.Name, Query: v.Query, At: now}
	_, err := s.q.NewInsert().Model(row).
		On("CONFLICT (owner_id, unit_path, name) DO UPDATE SET query = EXCLUDED.query, at = EXCLUDED.at").Exec(ctx)
	return err
}

func (s store) dropView(ctx context.Context, viewID string) error {
	_, err := s.q.NewDelete().Model((*viewRow)(nil)).Where("id = ?", viewID).Exec(ctx)
	return err
}

func (s store) columns(ctx context.Context, personID string) (string, error) {
	var row columnsRow
	err := s.q.NewSelect().Model(&row).Where("person_id = ?", personID).Scan(ctx)
	if db.IsNone(err) {
		return "", nil
	}
	return row.Columns, err
}

func (s store) putColumns(ctx context.Context, personID, columns string, now time.Time) error {
	_, err := s.q.NewInsert().Model(&columnsRow{PersonID: personID, Columns: columns, At: now}).
		On("CONFLICT (person_id) DO UPDATE SET columns = EXCLUDED.columns, at = EXCLUDED.at").Exec(ctx)
	return err
}
