package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type messageRow struct {
	bun.BaseModel `bun:"table:dossier_message"`
	ID            string       `bun:"id,pk"`
	DossierID     string       `bun:"dossier_id"`
	Side          Side         `bun:"side"`
	At            time.Time    `bun:"at"`
	AccountID     string       `bun:"account_id"`
	PersonName    string       `bun:"person_name"`
	Position      string       `bun:"position"`
	UnitName      string       `bun:"unit_name"`
	Words         string       `bun:"words"`
	Files         string       `bun:"files"`
	Wants         bool         `bun:"wants"`
	BackAt        bun.NullTime `bun:"back_at,scanonly"`
}

type talkRow struct {
	bun.BaseModel   `bun:"table:dossier_talk"`
	DossierID       string       `bun:"dossier_id,pk"`
	AccountID       string       `bun:"account_id"`
	Waits           Side         `bun:"waits"`
	Since           bun.NullTime `bun:"since"`
	LastAt          time.Time    `bun:"last_at"`
	ForApplicant    int          `bun:"for_applicant"`
	ForOffice       int          `bun:"for_office"`
	ApplicantReadAt bun.NullTime `bun:"applicant_read_at"`
	OfficeReadAt    bun.NullTime `bun:"office_read_at"`
	SettledAt       bun.NullTime `bun:"settled_at"`
}

func (r *talkRow) talk() Talk {
	return Talk{DossierID: r.DossierID, Waits: r.Waits, Since: whole(r.Since), LastAt: clock.Whole(r.LastAt),
		ForApplicant: r.ForApplicant, ForOffice: r.ForOffice, ApplicantReadAt: whole(r.ApplicantReadAt),
		OfficeReadAt: whole(r.OfficeReadAt), SettledAt: whole(r.SettledAt)}
}

// whole is a time as it was written; none stays none.
func whole(t bun.NullTime) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return clock.Whole(t.Time)
}

func (s store) addMessage(ctx context.Context, m *Message) error {
	files, err := json.Marshal(m.Files)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&messageRow{ID: m.ID, DossierID: m.DossierID, Side: m.Side, At: m.At, AccountID: m.AccountID,
		PersonName: m.Name, Position: m.Position, UnitName: m.Unit, Words: m.Words, Files: string(files), Wants: m.Wants}).Exec(ctx)
	return err
}

// takeBack notes that a message was taken back; the message itself stays as it was written.
func (s store) takeBack(ctx context.Context, m *Message, at time.Time) error {
	_, err := s.q.NewRaw(`INSERT INTO dossier_message_back (message_id, dossier_id, at) VALUES (?, ?, ?)
		ON CONFLICT (message_id) DO NOTHING`, m.ID, m.DossierID, at).Exec(ctx)
	return err
}

// messages are those of a dossier, the oldest first. Of one taken back nothing but that is told.
func (s store) messages(ctx context.Context, dossierID string) ([]Message, error) {
	var rows []messageRow
	err := s.q.NewSelect().TableExpr("dossier_message AS m").
		ColumnExpr("m.id, m.dossier_id, m.side, m.at, m.account_id, m.person_name, m.position, m.unit_name, m.words, m.files, m.wants, b.at AS back_at").
		Join("LEFT JOIN dossier_message_back AS b ON b.message_id = m.id").
		Where("m.dossier_id = ?", dossierID).OrderExpr("m.at, m.id").Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	out := make([]Message, len(rows))
	for i, r := range rows {
		out[i] = Message{ID: r.ID, DossierID: r.DossierID, Side: r.Side, At: clock.Whole(r.At), AccountID: r.AccountID,
			Name: r.PersonName, Position: r.Position, Unit: r.UnitName, Words: r.Words, Wants: r.Wants, BackAt: whole(r.BackAt)}
		if err := json.Unmarshal([]byte(r.Files), &out[i].Files); err != nil {
			return nil, err
		}
		if !out[i].BackAt.IsZero() {
			out[i].Words, out[i].Files = "", nil
		}
	}
	return out, nil
}

// holdTalk makes sure of the row and holds it until the transaction ends, so that two who write at
// once are counted one after the other.
func (s store) holdTalk(ctx context.Context, d *Dossier, now time.Time) (Talk, error) {
	var row talkRow
	err := s.q.NewRaw(`INSERT INTO dossier_talk (dossier_id, account_id, waits, last_at, for_applicant, for_office)
		VALUES (?, ?, '', ?, 0, 0) ON CONFLICT (dossier_id) DO UPDATE SET account_id = EXCLUDED.account_id
		RETURNING *`, d.ID, d.AccountID, now).Scan(ctx, &row)
	return row.talk(), err
}

func (s store) saveTalk(ctx context.Context, t Talk) error {
	_, err := s.q.NewUpdate().Model(&talkRow{DossierID: t.DossierID, Waits: t.Waits, Since: bun.NullTime{Time: t.Since},
		LastAt: t.LastAt, ForApplicant: t.ForApplicant, ForOffice: t.ForOffice,
		ApplicantReadAt: bun.NullTime{Time: t.ApplicantReadAt}, OfficeReadAt: bun.NullTime{Time: t.OfficeReadAt},
		SettledAt: bun.NullTime{Time: t.SettledAt}}).ExcludeColumn("account_id").WherePK().Exec(ctx)
	return err
}

// talk is how the exchange on a dossier stands; the zero Talk when there is none.
func (s store) talk(ctx context.Context, dossierID string) (Talk, error) {
	var row talkRow
	err := s.q.NewSelect().Model(&row).Where("dossier_id = ?", dossierID).Scan(ctx)
	if db.IsNone(err) {
		return Talk{DossierID: dossierID}, nil
	}
	return row.talk(), err
}

func (s store) talks(ctx context.Context, ids []string) ([]Talk, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.scanTalks(ctx, s.q.NewSelect().Model((*talkRow)(nil)).Where("dossier_id IN (?)", bun.List(ids)))
}

func (s store) talksOf(ctx context.Context, accountID string) ([]Talk, error) {
	return s.scanTalks(ctx, s.q.NewSelect().Model((*talkRow)(nil)).Where("account_id = ? AND account_id <> ''", accountID))
}

func (s store) scanTalks(ctx context.Context, sel *bun.SelectQuery) ([]Talk, error) {
	var rows []talkRow
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Talk, len(rows))
	for i := range rows {
		out[i] = rows[i].talk()
	}
	return out, nil
}

// unanswered are dossiers whose applicants wait for an answer, of those that whoever acts may answer:
// received where they receive, or waiting for a post of theirs. The longest wait comes first.
func (s store) unanswered(ctx context.Context, a actor.Actor, limit int) ([]Item, error) {
	return scan(ctx, s.q.NewSelect().TableExpr("dossier_record").ColumnExpr(itemColumns).
		Join("JOIN dossier_talk AS t ON t.dossier_id = dossier_record.id").Where("t.waits = ?", FromOffice).
		WhereGroup(" AND ", answerable(a)).OrderExpr("t.since, id").Limit(int64(limit)))
}

func answerable(a actor.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		sel.WhereGroup(" OR ", posts(a))
		if a.PersonID != "" {
			sel.WhereOr("assignee_id = ?", a.PersonID)
		}
		for _, p := range a.Scope(CanReceive) {
			sel.WhereOr("receiving_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		return sel
	}
}
