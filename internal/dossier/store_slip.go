package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type slipRow struct {
	bun.BaseModel `bun:"table:dossier_slip"`
	ID            string    `bun:"id,pk"`
	DossierID     string    `bun:"dossier_id"`
	Seq           int       `bun:"seq"`
	Form          string    `bun:"form"`
	Era           string    `bun:"era"`
	Number        string    `bun:"number"`
	At            time.Time `bun:"at"`
	Data          string    `bun:"data"`
}

func (r slipRow) slip() Slip {
	return Slip{ID: r.ID, DossierID: r.DossierID, Seq: r.Seq, Form: r.Form, Era: r.Era, Number: r.Number,
		At: clock.Whole(r.At), Data: r.Data}
}

func (s store) insertSlip(ctx context.Context, sl *Slip) error {
	_, err := s.q.NewInsert().Model(&slipRow{ID: sl.ID, DossierID: sl.DossierID, Seq: sl.Seq, Form: sl.Form,
		Era: sl.Era, Number: sl.Number, At: sl.At, Data: sl.Data}).Exec(ctx)
	return err
}

func (s store) slip(ctx context.Context, id string) (Slip, error) {
	var row slipRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return Slip{}, fault.New(fault.NotFound, "dossier.slip-not-found")
	}
	return row.slip(), err
}

func (s store) slips(ctx context.Context, dossierID string) ([]Slip, error) {
	var rows []slipRow
	err := s.q.NewSelect().Model(&rows).Where("dossier_id = ?", dossierID).Order("seq").Scan(ctx)
	out := make([]Slip, len(rows))
	for i, r := range rows {
		out[i] = r.slip()
	}
	return out, err
}
