package archive

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

type store struct{ q bun.IDB }

type paperRow struct {
	bun.BaseModel `bun:"table:archive_paper"`
	ID            string     `bun:"id,pk"`
	Code          string     `bun:"code"`
	Version       int        `bun:"version"`
	State         State      `bun:"state"`
	Subject       string     `bun:"subject"`
	AccountID     string     `bun:"account_id"`
	UnitID        string     `bun:"unit_id"`
	UnitPath      string     `bun:"unit_path"`
	UnitName      string     `bun:"unit_name"`
	Title         string     `bun:"title"`
	Number        string     `bun:"number"`
	IssuedOn      clock.Date `bun:"issued_on"`
	Search        string     `bun:"search"`
	Until         clock.Date `bun:"until"`
	Body          string     `bun:"body"`
}

// rowOf is a paper as its table has it: what is asked for in columns, all of it in the body.
func rowOf(p *Paper) (*paperRow, error) {
	body, err := json.Marshal(p)
	return &paperRow{ID: p.ID, Code: p.Code, Version: p.Version, State: p.State, Subject: p.Subject, AccountID: p.AccountID,
		UnitID: p.Office.UnitID, UnitPath: p.Office.Path, UnitName: p.Office.Name, Title: p.Title, Number: p.Number, IssuedOn: p.IssuedOn, Until: p.Until,
		Search: text.Indexed(p.Number, p.Code, p.From, p.HolderNames(), p.Title), Body: string(body)}, err
}

func (r *paperRow) paper() (*Paper, error) {
	p := &Paper{}
	return p, json.Unmarshal([]byte(r.Body), p)
}

func (s store) add(ctx context.Context, p *Paper) error {
	row, err := rowOf(p)
	if err != nil {
		return err
	}
	if _, err := s.q.NewInsert().Model(row).Exec(ctx); err != nil {
		return err
	}
	for i, h := range p.Holders {
		if _, err := s.q.NewRaw("INSERT INTO archive_holder (paper_id, ord, personal_no) VALUES (?, ?, ?)", p.ID, i, h.PersonalNo).Exec(ctx); err != nil {
			return err
		}
	}
	return s.hold(ctx, p)
}

// hold notes the files of a paper; those that it had before stay known as its own.
func (s store) hold(ctx context.Context, p *Paper) error {
	for _, f := range p.Files {
		_, err := s.q.NewRaw("INSERT INTO archive_file (sha256, paper_id) VALUES (?, ?) ON CONFLICT DO NOTHING", f.SHA256, p.ID).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// ofSubject are the papers that still hold of what a paper came from, the newest first.
func (s store) ofSubject(ctx context.Context, subject string) ([]*Paper, error) {
	return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).Where("subject = ? AND state = ?", subject, Valid).Order("id DESC"))
}

// save writes a paper whose last version was was; somebody faster is a Conflict.
func (s store) save(ctx context.Context, p *Paper, was int) error {
	row, err := rowOf(p)
	if err != nil {
		return err
	}
	res, err := s.q.NewUpdate().Model(row).Column("version", "state", "body").Where("id = ? AND version = ?", p.ID, was).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "archive.changed").Because(err)
	}
	return nil
}

func (s store) byID(ctx context.Context, id string) (*Paper, error) {
	return s.one(ctx, "archive.not-found", "id = ?", id)
}

func (s store) byCode(ctx context.Context, code string) (*Paper, error) {
	return s.one(ctx, "archive.check.no-code", "code = ?", code)
}

func (s store) one(ctx context.Context, missing, where, arg string) (*Paper, error) {
	var row paperRow
	err := s.q.NewSelect().Model(&row).Where(where, arg).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, missing)
	}
	if err != nil {
		return nil, err
	}
	return row.paper()
}

// list scans the papers of a query.
func list(ctx context.Context, sel *bun.SelectQuery) ([]*Paper, error) {
	var rows []paperRow
	if err := sel.Scan(ctx, &rows); err != nil {
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

// withFile are the papers with a file, the newest first.
func (s store) withFile(ctx context.Context, sha256 string) ([]*Paper, error) {
	return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).
		Where("id IN (SELECT paper_id FROM archive_file WHERE sha256 = ?)", sha256).Order("id DESC").Limit(20))
}

// revokedCodes are the codes of all papers that no longer hold.
func (s store) revokedCodes(ctx context.Context) (codes []string, err error) {
	err = s.q.NewSelect().Model((*paperRow)(nil)).Column("code").Where("state <> ?", Valid).Order("id").Scan(ctx, &codes)
	return codes, err
}

func (s store) idsAfter(ctx context.Context, id string, limit int) (ids []string, err error) {
	err = s.q.NewSelect().Model((*paperRow)(nil)).Column("id").Where("id > ?", id).Order("id").Limit(int64(limit)).Scan(ctx, &ids)
	return ids, err
}

type eventRow struct {
	bun.BaseModel `bun:"table:archive_event"`
	ID            string    `bun:"id,pk"`
	PaperID       string    `bun:"paper_id"`
	Seq           int       `bun:"seq"`
	Kind          string    `bun:"kind"`
	At            time.Time `bun:"at"`
	PersonID      string    `bun:"person_id"`
	PersonName    string    `bun:"person_name"`
	UnitName      string    `bun:"unit_name"`
	Data          string    `bun:"data"`
}

func (s store) addEvent(ctx context.Context, e *Event) error {
	_, err := s.q.NewInsert().Model(&eventRow{ID: e.ID, PaperID: e.PaperID, Seq: e.Seq, Kind: e.Do, At: e.At,
		PersonID: e.PersonID, PersonName: e.PersonName, UnitName: e.UnitName, Data: e.Data}).Exec(ctx)
	return err
}

func (s store) events(ctx context.Context, paperID string) ([]Event, error) {
	var rows []eventRow
	err := s.q.NewSelect().Model(&rows).Where("paper_id = ?", paperID).Order("seq").Scan(ctx)
	return slices.Collect(func(yield func(Event) bool) {
		for _, r := range rows {
			if !yield(Event{ID: r.ID, PaperID: r.PaperID, Seq: r.Seq, Do: r.Kind, At: clock.Whole(r.At), PersonID: r.PersonID,
				PersonName: r.PersonName, UnitName: r.UnitName, Data: r.Data}) {
				return
			}
		}
	}), err
}
