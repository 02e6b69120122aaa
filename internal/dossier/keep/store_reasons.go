package keep

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func (r reasonRow) reason() Reason {
	return Reason{ID: r.ID, ProcedureID: r.ProcedureID, Kind: r.Kind, Name: r.Name, Text: r.Body, By: r.ByName, At: clock.Whole(r.At)}
}

func (s store) reasons(ctx context.Context, units []string, kind string, procedures []string) ([]Reason, error) {
	var rows []reasonRow
	sel := s.q.NewSelect().Model(&rows).Where("unit_path IN (?)", bun.List(units)).Order("kind", "name", "id").Limit(4 * most)
	if kind != "" {
		sel.Where("kind = ?", kind)
	}
	if len(procedures) > 0 {
		sel.Where("procedure_id IN (?)", bun.List(procedures))
	}
	err := sel.Scan(ctx)
	out := make([]Reason, len(rows))
	for i, r := range rows {
		out[i] = r.reason()
	}
	return out, err
}

func (s store) reason(ctx context.Context, reasonID string) (Reason, place, error) {
	var row reasonRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", reasonID).Scan(ctx)
	if db.IsNone(err) {
		return Reason{}, place{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return row.reason(), place{UnitPath: row.UnitPath}, err
}

func (s store) insertReason(ctx context.Context, r Reason, at place) error {
	_, err := s.q.NewInsert().Model(&reasonRow{ID: r.ID, UnitPath: at.UnitPath, ProcedureID: r.ProcedureID, Kind: r.Kind,
		Name: r.Name, Body: r.Text, ByName: r.By, At: r.At}).Exec(ctx)
	return err
}

func (s store) dropReason(ctx context.Context, reasonID string) error {
	_, err := s.q.NewDelete().Model((*reasonRow)(nil)).Where("id = ?", reasonID).Exec(ctx)
	return err
}

func (s store) checks(ctx context.Context, dossierID string) (map[string]Checked, error) {
	var rows []checkedRow
	err := s.q.NewSelect().Model(&rows).Where("dossier_id = ?", dossierID).Scan(ctx)
	out := map[string]Checked{}
	for _, r := range rows {
		out[r.SHA256] = Checked{SHA256: r.SHA256, ByID: r.ByID, By: r.ByName, At: clock.Whole(r.At)}
	}
	return out, err
}

func (s store) check(ctx context.Context, dossierID string, c Checked) error {
	_, err := s.q.NewInsert().Model(&checkedRow{DossierID: dossierID, SHA256: c.SHA256, ByID: c.ByID, ByName: c.By, At: c.At}).
		On("CONFLICT (dossier_id, sha256) DO NOTHING").Exec(ctx)
	return err
}

func (s store) uncheck(ctx context.Context, dossierID, sha256 string) error {
	_, err := s.q.NewDelete().Model((*checkedRow)(nil)).Where("dossier_id = ? AND sha256 = ?", dossierID, sha256).Exec(ctx)
	return err
}
