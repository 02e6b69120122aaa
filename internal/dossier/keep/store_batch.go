package keep

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type batchRow struct {
	bun.BaseModel `bun:"table:dossier_batch,alias:b"`
	ID            string    `bun:"id,pk"`
	PersonID      string    `bun:"person_id"`
	Verb          string    `bun:"verb"`
	Args          string    `bun:"args"`
	Started       bool      `bun:"started"`
	CreatedAt     time.Time `bun:"created_at"`
}

type itemRow struct {
	bun.BaseModel `bun:"table:dossier_batch_item,alias:i"`
	BatchID       string `bun:"batch_id,pk"`
	Seq           int    `bun:"seq,pk"`
	DossierID     string `bun:"dossier_id"`
	Code          string `bun:"code"`
	Version       int    `bun:"version"`
	Outcome       string `bun:"outcome"`
	Why           string `bun:"why"`
}

func (s store) insertBatch(ctx context.Context, b *Batch) error {
	args, err := json.Marshal(b.Args)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&batchRow{ID: b.ID, PersonID: b.PersonID, Verb: b.Verb, Args: string(args), CreatedAt: b.At}).Exec(ctx)
	if err != nil {
		return err
	}
	rows := make([]itemRow, len(b.Items))
	for i, it := range b.Items {
		rows[i] = itemRow{BatchID: b.ID, Seq: i + 1, DossierID: it.DossierID, Code: it.Code, Version: it.Version}
	}
	_, err = s.q.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func (s store) batch(ctx context.Context, batchID string) (*Batch, error) {
	var row batchRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", batchID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "fault.not-found")
	}
	if err != nil {
		return nil, err
	}
	b := &Batch{ID: row.ID, PersonID: row.PersonID, Verb: row.Verb, Started: row.Started, At: clock.Whole(row.CreatedAt), Args: map[string]string{}}
	if err := json.Unmarshal([]byte(row.Args), &b.Args); err != nil {
		return nil, err
	}
	var items []itemRow
	err = s.q.NewSelect().Model(&items).Where("batch_id = ?", batchID).Order("seq").Scan(ctx)
	for _, i := range items {
		b.Items = append(b.Items, Item{Seq: i.Seq, DossierID: i.DossierID, Code: i.Code, Version: i.Version, Outcome: i.Outcome, Why: i.Why})
	}
	return b, err
}

func (s store) begun(ctx context.Context, b *Batch) error {
	args, err := json.Marshal(b.Args)
	if err != nil {
		return err
	}
	_, err = s.q.NewUpdate().Model((*batchRow)(nil)).Set("args = ?", string(args)).Set("started = ?", true).
		Where("id = ? AND started = ?", b.ID, false).Exec(ctx)
	return err
}

func (s store) settle(ctx context.Context, batchID string, seq int, outcome, why string) error {
	_, err := s.q.NewUpdate().Model((*itemRow)(nil)).Set("outcome = ?", outcome).Set("why = ?", why).
		Where("batch_id = ? AND seq = ? AND outcome = ''", batchID, seq).Exec(ctx)
	return err
}
