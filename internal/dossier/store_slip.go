package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/sign"
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

// unsigned are slips of the desk's forms given out since, at units under the paths, that have no signed file.
func (s store) unsigned(ctx context.Context, paths []string, since time.Time, limit int) ([]Slip, error) {
	var rows []slipRow
	err := s.q.NewSelect().Model(&rows).Where("form IN (?) AND at >= ?", bun.List(deskForms), since).
		Where("NOT EXISTS (SELECT 1 FROM dossier_slip_signed AS done WHERE done.slip_id = slip_row.id)").
		Where("dossier_id IN (?)", s.q.NewSelect().TableExpr("dossier_record").Column("id").WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			for _, p := range paths {
				where, args := db.Begins(sel, "receiving_path", p)
				sel.WhereOr(where, args...)
			}
			return sel.WhereOr("1 = 0")
		})).Order("at", "id").Limit(int64(limit)).Scan(ctx)
	out := make([]Slip, len(rows))
	for i, r := range rows {
		out[i] = r.slip()
	}
	return out, err
}

// signSlip keeps a signed slip; false when there was one.
func (s store) signSlip(ctx context.Context, slipID string, r *sign.Request, signer string, at time.Time) (bool, error) {
	res, err := s.q.NewRaw("INSERT INTO dossier_slip_signed (slip_id, sha256, size, signer, request, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (slip_id) DO NOTHING",
		slipID, r.Signed.SHA256, r.Signed.Size, signer, r.ID, at).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func (s store) signedSlip(ctx context.Context, slipID string) (*File, error) {
	var f File
	err := s.q.NewRaw("SELECT sha256, size FROM dossier_slip_signed WHERE slip_id = ?", slipID).Scan(ctx, &f.SHA256, &f.Size)
	if db.IsNone(err) {
		return nil, nil
	}
	return &f, err
}
