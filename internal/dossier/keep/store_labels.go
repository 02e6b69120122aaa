package keep

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func (s store) labels(ctx context.Context, personID string, units []string) ([]Label, error) {
	var rows []labelRow
	err := s.q.NewSelect().Model(&rows).WhereGroup(" AND ", seen("l", personID, units)).
		OrderExpr("owner_id = '', name, id").Limit(2 * most).Scan(ctx)
	out := make([]Label, len(rows))
	for i, r := range rows {
		out[i] = r.label()
	}
	return out, err
}

func (s store) label(ctx context.Context, labelID string) (Label, place, error) {
	var row labelRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", labelID).Scan(ctx)
	if db.IsNone(err) {
		return Label{}, place{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return row.label(), place{row.OwnerID, row.UnitPath}, err
}

func (s store) insertLabel(ctx context.Context, l Label, at place, now time.Time) error {
	row := &labelRow{ID: l.ID, OwnerID: at.OwnerID, UnitPath: at.UnitPath, Name: l.Name, Colour: l.Colour, At: now}
	_, err := s.q.NewInsert().Model(row).Exec(ctx)
	if db.IsDuplicate(err) {
		return taken(err)
	}
	return err
}

func (s store) dropLabel(ctx context.Context, labelID string) error {
	if _, err := s.q.NewDelete().Model((*labelledRow)(nil)).Where("label_id = ?", labelID).Exec(ctx); err != nil {
		return err
	}
	_, err := s.q.NewDelete().Model((*labelRow)(nil)).Where("id = ?", labelID).Exec(ctx)
	return err
}

func (s store) putLabel(ctx context.Context, dossierID, labelID, byID string, now time.Time) error {
	row := &labelledRow{DossierID: dossierID, LabelID: labelID, ByID: byID, At: now}
	_, err := s.q.NewInsert().Model(row).On("CONFLICT (dossier_id, label_id) DO NOTHING").Exec(ctx)
	return err
}

func (s store) takeLabel(ctx context.Context, dossierID, labelID string) error {
	_, err := s.q.NewDelete().Model((*labelledRow)(nil)).Where("dossier_id = ? AND label_id = ?", dossierID, labelID).Exec(ctx)
	return err
}

func (s store) labelsOn(ctx context.Context, dossierIDs []string, personID string, units []string) (map[string][]Label, error) {
	var rows []struct {
		DossierID string `bun:"dossier_id"`
		ID        string `bun:"id"`
		OwnerID   string `bun:"owner_id"`
		Name      string `bun:"name"`
		Colour    string `bun:"colour"`
	}
	err := s.q.NewSelect().TableExpr("dossier_labelled AS d").Join("JOIN dossier_label AS l ON l.id = d.label_id").
		ColumnExpr("d.dossier_id, l.id, l.owner_id, l.name, l.colour").Where("d.dossier_id IN (?)", bun.List(dossierIDs)).
		WhereGroup(" AND ", seen("l", personID, units)).OrderExpr("l.name, l.id").Scan(ctx, &rows)
	out := map[string][]Label{}
	for _, r := range rows {
		out[r.DossierID] = append(out[r.DossierID], Label{ID: r.ID, Name: r.Name, Colour: r.Colour, Units: r.OwnerID == ""})
	}
	return out, err
}
