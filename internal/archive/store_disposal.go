package archive

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type disposalRow struct {
	bun.BaseModel `bun:"table:archive_disposal"`
	ID            string       `bun:"id,pk"`
	State         Decision     `bun:"state"`
	UnitID        string       `bun:"unit_id"`
	UnitPath      string       `bun:"unit_path"`
	UnitName      string       `bun:"unit_name"`
	Year          int          `bun:"year"`
	Ord           int          `bun:"ord"`
	Why           string       `bun:"why"`
	ProposerID    string       `bun:"proposer_id"`
	Proposer      string       `bun:"proposer"`
	ProposedAt    time.Time    `bun:"proposed_at"`
	DeciderID     string       `bun:"decider_id"`
	Decider       string       `bun:"decider"`
	DecidedAt     sql.NullTime `bun:"decided_at"`
	Answer        string       `bun:"answer"`
}

func rowOfDisposal(d *Disposal) *disposalRow {
	return &disposalRow{ID: d.ID, State: d.State, UnitID: d.Office.UnitID, UnitPath: d.Office.Path, UnitName: d.Office.Name, Year: d.Year, Ord: d.Ord, Why: d.Why,
		ProposerID: d.ProposerID, Proposer: d.Proposer, ProposedAt: d.ProposedAt, DeciderID: d.DeciderID, Decider: d.Decider,
		DecidedAt: sql.NullTime{Time: d.DecidedAt, Valid: !d.DecidedAt.IsZero()}, Answer: d.Answer}
}

func (r *disposalRow) disposal() *Disposal {
	d := &Disposal{ID: r.ID, State: r.State, Office: Place{r.UnitID, r.UnitPath, r.UnitName}, Year: r.Year, Ord: r.Ord, Why: r.Why, ProposerID: r.ProposerID,
		Proposer: r.Proposer, ProposedAt: clock.Whole(r.ProposedAt), DeciderID: r.DeciderID, Decider: r.Decider, Answer: r.Answer}
	if r.DecidedAt.Valid {
		d.DecidedAt = clock.Whole(r.DecidedAt.Time)
	}
	return d
}

type itemRow struct {
	bun.BaseModel `bun:"table:archive_disposal_item"`
	DisposalID    string     `bun:"disposal_id,pk"`
	Ord           int        `bun:"ord,pk"`
	PaperID       string     `bun:"paper_id"`
	Waits         bool       `bun:"waits"`
	Title         string     `bun:"title"`
	Number        string     `bun:"number"`
	Code          string     `bun:"code"`
	IssuedOn      clock.Date `bun:"issued_on"`
	KeptUntil     clock.Date `bun:"kept_until"`
	Ground        string     `bun:"ground"`
	Files         int        `bun:"files"`
}

// addDisposal enters a proposal; a paper that waits in another one is a Conflict.
func (s store) addDisposal(ctx context.Context, d *Disposal) error {
	if _, err := s.q.NewInsert().Model(rowOfDisposal(d)).Exec(ctx); err != nil {
		return err
	}
	rows := make([]itemRow, len(d.Items))
	for i, it := range d.Items {
		rows[i] = itemRow{DisposalID: d.ID, Ord: i + 1, PaperID: it.PaperID, Waits: true, Title: it.Title, Number: it.Number, Code: it.Code,
			IssuedOn: it.IssuedOn, KeptUntil: it.KeptUntil, Ground: it.Ground, Files: it.Files}
	}
	_, err := s.q.NewInsert().Model(&rows).Exec(ctx)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "archive.dispose.waits").Because(err)
	}
	return err
}

// decide writes what was decided of a proposal that nobody has decided; somebody faster is a Conflict.
func (s store) decide(ctx context.Context, d *Disposal) error {
	res, err := s.q.NewUpdate().Model(rowOfDisposal(d)).Column("state", "year", "ord", "decider_id", "decider", "decided_at", "answer").
		Where("id = ? AND state = ?", d.ID, Proposed).Exec(ctx)
	if db.IsDuplicate(err) { // two minutes of one office in one moment
		return fault.New(fault.Conflict, "archive.changed").Because(err)
	}
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "archive.dispose.decided").Because(err)
	}
	_, err = s.q.NewRaw("UPDATE archive_disposal_item SET waits = FALSE WHERE disposal_id = ?", d.ID).Exec(ctx)
	return err
}

// nextMinutes is the number that the next minutes of an office in a year get.
func (s store) nextMinutes(ctx context.Context, unitID string, year int) (n int, err error) {
	err = s.q.NewRaw("SELECT coalesce(max(ord), 0) + 1 FROM archive_disposal WHERE unit_id = ? AND year = ?", unitID, year).Scan(ctx, &n)
	return n, err
}

func (s store) disposal(ctx context.Context, id string) (*Disposal, error) {
	var row disposalRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "archive.dispose.not-found")
	}
	if err != nil {
		return nil, err
	}
	d := row.disposal()
	var items []itemRow
	if err := s.q.NewSelect().Model(&items).Where("disposal_id = ?", id).Order("ord").Scan(ctx); err != nil {
		return nil, err
	}
	for _, r := range items {
		d.Items = append(d.Items, DisposalItem{r.PaperID, r.Title, r.Number, r.Code, r.IssuedOn, r.KeptUntil, r.Ground, r.Files})
	}
	return d, nil
}

// disposals are proposals of offices under the paths, the newest first, without their papers.
func (s store) disposals(ctx context.Context, paths []string, limit int) ([]*Disposal, error) {
	var rows []disposalRow
	err := s.q.NewSelect().Model(&rows).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		return sel.WhereOr("1 = 0")
	}).Order("id DESC").Limit(int64(limit)).Scan(ctx)
	out := make([]*Disposal, len(rows))
	for i := range rows {
		out[i] = rows[i].disposal()
	}
	return out, err
}

// waiting are which of the papers wait in a proposal.
func (s store) waiting(ctx context.Context, paperIDs []string) (map[string]bool, error) {
	var ids []string
	out := map[string]bool{}
	if len(paperIDs) == 0 {
		return out, nil
	}
	err := s.q.NewSelect().Model((*itemRow)(nil)).Column("paper_id").Where("waits").Where("paper_id IN (?)", bun.List(paperIDs)).Scan(ctx, &ids)
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}
