package backlog

import (
	"context"
	"embed"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "backlog", Files: schemaFiles}

type store struct{ q bun.IDB }

type batchRow struct {
	bun.BaseModel `bun:"table:backlog_batch"`
	ID            string    `bun:"id,pk"`
	UnitID        string    `bun:"unit_id"`
	UnitPath      string    `bun:"unit_path"`
	UnitName      string    `bun:"unit_name"`
	ProcedureID   string    `bun:"procedure_id"`
	Kind          string    `bun:"kind"`
	Name          string    `bun:"name"`
	Expected      int       `bun:"expected"`
	Sample        int       `bun:"sample"`
	MadeBy        string    `bun:"made_by"`
	MadeAt        time.Time `bun:"made_at"`
}

func (r *batchRow) batch() *Batch {
	return &Batch{r.ID, r.UnitID, r.UnitPath, r.UnitName, r.ProcedureID, r.Kind, r.Name, r.Expected, r.Sample, r.MadeBy, clock.Whole(r.MadeAt)}
}

func (s store) addBatch(ctx context.Context, b *Batch) error {
	_, err := s.q.NewInsert().Model(&batchRow{ID: b.ID, UnitID: b.UnitID, UnitPath: b.UnitPath, UnitName: b.UnitName, ProcedureID: b.ProcedureID,
		Kind: b.Kind, Name: b.Name, Expected: b.Expected, Sample: b.Sample, MadeBy: b.MadeBy, MadeAt: b.MadeAt}).Exec(ctx)
	return err
}

func (s store) batch(ctx context.Context, id string) (*Batch, error) {
	var row batchRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "backlog.not-found")
	}
	return row.batch(), err
}

// batches are those of units under the paths, the newest first.
func (s store) batches(ctx context.Context, paths []string) ([]*Batch, error) {
	var rows []batchRow
	sel := s.q.NewSelect().Model(&rows).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			where, args := db.Begins(sel, "unit_path", p)
			sel.WhereOr(where, args...)
		}
		return sel.WhereOr("1 = 0")
	})
	err := sel.Order("id DESC").Limit(500).Scan(ctx)
	out := make([]*Batch, len(rows))
	for i := range rows {
		out[i] = rows[i].batch()
	}
	return out, err
}

type paperRow struct {
	bun.BaseModel `bun:"table:backlog_paper"`
	ID            string     `bun:"id,pk"`
	BatchID       string     `bun:"batch_id"`
	Ord           int        `bun:"ord"`
	Version       int        `bun:"version"`
	State         State      `bun:"state"`
	Draw          Draw       `bun:"draw"`
	EnteredBy     string     `bun:"entered_by"`
	CheckedBy     string     `bun:"checked_by"`
	Number        string     `bun:"number"`
	IssuedOn      clock.Date `bun:"issued_on"`
	Search        string     `bun:"search"`
	HeldBy        string     `bun:"held_by"`
	HeldUntil     *time.Time `bun:"held_until"`
	Body          string     `bun:"body"`
}

func paperRowOf(p *Paper) (*paperRow, error) {
	body, err := json.Marshal(p)
	f := p.Fields
	return &paperRow{ID: p.ID, BatchID: p.BatchID, Ord: p.Ord, Version: p.Version, State: p.State, Draw: p.Draw, EnteredBy: p.EnteredBy, CheckedBy: p.CheckedBy,
		Number: f.value(FieldNumber), IssuedOn: f.IssuedOn, Search: text.Fold(strings.Join([]string{f.Number, f.Holder, f.PersonalNo}, " ")), Body: string(body)}, err
}

func (r *paperRow) paper() (*Paper, error) {
	p := &Paper{}
	return p, json.Unmarshal([]byte(r.Body), p)
}

func (s store) addPaper(ctx context.Context, p *Paper) error {
	row, err := paperRowOf(p)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(row).Exec(ctx)
	return err
}

// save writes a paper over the version before and lets go of it; somebody faster is a Conflict.
func (s store) save(ctx context.Context, p *Paper) error {
	was := p.Version
	p.Version++
	row, err := paperRowOf(p)
	if err != nil {
		return err
	}
	res, err := s.q.NewUpdate().Model(row).ExcludeColumn("id", "batch_id", "ord").Where("id = ? AND version = ?", p.ID, was).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "backlog.changed").Because(err)
	}
	return nil
}

func (s store) paper(ctx context.Context, id string) (*Paper, error) {
	var row paperRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "backlog.not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.paper()
}

func papers(ctx context.Context, sel *bun.SelectQuery) ([]*Paper, error) {
	var rows []paperRow
	if err := sel.Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]*Paper, len(rows))
	for i := range rows {
		var err error
		if out[i], err = rows[i].paper(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s store) lastOrd(ctx context.Context, batchID string) (n int, err error) {
	err = s.q.NewRaw("SELECT COALESCE(MAX(ord), 0) FROM backlog_paper WHERE batch_id = ?", batchID).Scan(ctx, &n)
	return n, err
}

// next is the first paper of a batch for a task that nobody else has in hand; nil when there is none.
func (s store) next(ctx context.Context, batchID string, t Task, personID string, now time.Time) (*Paper, error) {
	sel := s.q.NewSelect().Where("batch_id = ? AND state = ?", batchID, t.of()).Where("(held_by = '' OR held_by = ? OR held_until < ?)", personID, now)
	switch t {
	case ToCheck:
		sel.Where("entered_by <> ?", personID)
	case ToRetype:
		sel.Where("draw = ? AND checked_by <> ?", Drawn, personID)
	}
	found, err := papers(ctx, sel.Order("ord").Limit(1))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// hold takes a paper into somebody's hand; false when somebody else was faster.
func (s store) hold(ctx context.Context, p *Paper, personID string, now, until time.Time) (bool, error) {
	res, err := s.q.NewRaw("UPDATE backlog_paper SET held_by = ?, held_until = ? WHERE id = ? AND version = ? AND (held_by = '' OR held_by = ? OR held_until < ?)",
		personID, until, p.ID, p.Version, personID, now).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// readyToSign are checked papers of a batch that need no further look.
func (s store) readyToSign(ctx context.Context, batchID string, limit int) ([]*Paper, error) {
	return papers(ctx, s.q.NewSelect().Where("batch_id = ? AND state = ? AND draw <> ?", batchID, Checked, Drawn).Order("ord").Limit(int64(limit)))
}

func (s store) signed(ctx context.Context, batchID string, limit int) ([]*Paper, error) {
	return papers(ctx, s.q.NewSelect().Where("batch_id = ? AND state = ?", batchID, Signed).Order("ord").Limit(int64(limit)))
}

// like are other papers of the same kind and office with the same number and day: the same paper scanned twice.
func (s store) like(ctx context.Context, b *Batch, p *Paper) ([]*Paper, error) {
	return papers(ctx, s.q.NewSelect().Where("number = ? AND issued_on = ? AND id <> ? AND number <> ''", p.Fields.value(FieldNumber), p.Fields.IssuedOn, p.ID).
		Where("batch_id IN (SELECT id FROM backlog_batch WHERE unit_id = ? AND kind = ?)", b.UnitID, b.Kind).Limit(5))
}

func (s store) putWords(ctx context.Context, paperID string, words [][]scan.Word) error {
	raw, err := json.Marshal(words)
	if err != nil {
		return err
	}
	_, err = s.q.NewRaw("INSERT INTO backlog_words (paper_id, words) VALUES (?, ?) ON CONFLICT (paper_id) DO UPDATE SET words = excluded.words", paperID, string(raw)).Exec(ctx)
	return err
}

// words are those of each page, nil where nothing was recognised.
func (s store) words(ctx context.Context, paperID string) (out [][]scan.Word, err error) {
	var raw string
	err = s.q.NewRaw("SELECT words FROM backlog_words WHERE paper_id = ?", paperID).Scan(ctx, &raw)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal([]byte(raw), &out)
}

func (s store) addLook(ctx context.Context, id string, p *Paper, t Task, personID string, wrong int, at time.Time) error {
	_, err := s.q.NewRaw("INSERT INTO backlog_look (id, paper_id, batch_id, task, person_id, fields, wrong, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, p.ID, p.BatchID, t, personID, len(Counted), wrong, at).Exec(ctx)
	return err
}
