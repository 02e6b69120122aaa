package notify

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// store is the room's SQL.
type store struct{ q bun.IDB }

type noticeRow struct {
	bun.BaseModel `bun:"table:notify_notice"`
	ID            string    `bun:"id,pk"`
	Who           string    `bun:"who"`
	Event         string    `bun:"event"`
	Subject       string    `bun:"subject"`
	Link          string    `bun:"link"`
	Version       int       `bun:"version"`
	TitleVi       string    `bun:"title_vi"`
	TitleEn       string    `bun:"title_en"`
	ShortVi       string    `bun:"short_vi"`
	ShortEn       string    `bun:"short_en"`
	BodyVi        string    `bun:"body_vi"`
	BodyEn        string    `bun:"body_en"`
	GivenEmail    string    `bun:"given_email"`
	GivenPhone    string    `bun:"given_phone"`
	GivenLang     string    `bun:"given_lang"`
	ToldAt        time.Time `bun:"told_at"`
	ReadAt        time.Time `bun:"read_at,nullzero"`
	ForgottenAt   time.Time `bun:"forgotten_at,nullzero"`
}

func (r noticeRow) told() told {
	return told{ID: r.ID, Who: Who(r.Who), Event: r.Event, Subject: r.Subject, Link: r.Link, Version: r.Version,
		Texts: map[text.Lang]Texts{text.Vi: {r.TitleVi, r.ShortVi, r.BodyVi}, text.En: {r.TitleEn, r.ShortEn, r.BodyEn}},
		Given: To{Email: r.GivenEmail, Phone: r.GivenPhone, Lang: text.Lang(r.GivenLang)}, At: r.ToldAt, ReadAt: r.ReadAt}
}

func (s store) addNotice(ctx context.Context, t told) error {
	vi, en := t.Texts[text.Vi], t.Texts[text.En]
	_, err := s.q.NewInsert().Model(&noticeRow{ID: t.ID, Who: string(t.Who), Event: t.Event, Subject: t.Subject, Link: t.Link,
		Version: t.Version, TitleVi: vi.Title, TitleEn: en.Title, ShortVi: vi.Short, ShortEn: en.Short, BodyVi: vi.Body, BodyEn: en.Body,
		GivenEmail: t.Given.Email, GivenPhone: t.Given.Phone, GivenLang: string(t.Given.Lang), ToldAt: t.At}).Exec(ctx)
	return err
}

func (s store) noticeByID(ctx context.Context, key string) (told, error) {
	var row noticeRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", key).Scan(ctx)
	if db.IsNone(err) {
		return told{}, fault.New(fault.NotFound, "notify.no-such-notice")
	}
	return row.told(), err
}

// list returns a page of w's notices, the newest first, and one more if there are more.
func (s store) list(ctx context.Context, w Who, unread bool, before string, limit int) ([]told, error) {
	var rows []noticeRow
	q := s.q.NewSelect().Model(&rows).Where("who = ?", string(w)).Order("id DESC").Limit(int64(limit + 1))
	if unread {
		q.Where("read_at IS NULL")
	}
	if before != "" {
		q.Where("id < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]told, len(rows))
	for i, r := range rows {
		out[i] = r.told()
	}
	return out, nil
}

func (s store) unread(ctx context.Context, w Who) (int, error) {
	n, err := s.q.NewSelect().Model((*noticeRow)(nil)).Where("who = ? AND read_at IS NULL", string(w)).Count(ctx)
	return int(n), err
}

// markRead marks one notice of w, or all when key is empty; it returns how many were unread.
func (s store) markRead(ctx context.Context, w Who, key string, now time.Time) (int64, error) {
	q := s.q.NewUpdate().Model((*noticeRow)(nil)).Set("read_at = ?", now).Where("who = ? AND read_at IS NULL", string(w))
	if key != "" {
		q.Where("id = ?", key)
	}
	r, err := q.Exec(ctx)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// forget empties what was sent before then: addresses and letters go, the lines of the inbox stay.
func (s store) forget(ctx context.Context, before, now time.Time) error {
	_, err := s.q.NewRaw(`UPDATE notify_delivery SET address = '', why = '' WHERE made_at < ? AND address <> ''`, before).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.q.NewRaw(`UPDATE notify_notice SET given_email = '', given_phone = '', body_vi = '', body_en = '', forgotten_at = ?
		WHERE told_at < ? AND forgotten_at IS NULL`, now, before).Exec(ctx)
	return err
}

// drop deletes what is older than then.
func (s store) drop(ctx context.Context, before time.Time) error {
	_, err := s.q.NewRaw(`DELETE FROM notify_delivery WHERE notice_id IN (SELECT id FROM notify_notice WHERE told_at < ?)`, before).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.q.NewRaw(`DELETE FROM notify_notice WHERE told_at < ?`, before).Exec(ctx)
	return err
}
