package notify

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Version is one state of an event's texts. Version 0 is the program's own and not kept.
type Version struct {
	Event     string
	Number    int
	Texts     map[text.Lang]Texts
	IsDefault bool // the program's own texts were taken again
	ByAccount string
	ByName    string
	At        time.Time
}

type templateRow struct {
	bun.BaseModel `bun:"table:notify_template"`
	Event         string    `bun:"event,pk"`
	Version       int       `bun:"version,pk"`
	TitleVi       string    `bun:"title_vi"`
	TitleEn       string    `bun:"title_en"`
	ShortVi       string    `bun:"short_vi"`
	ShortEn       string    `bun:"short_en"`
	BodyVi        string    `bun:"body_vi"`
	BodyEn        string    `bun:"body_en"`
	IsDefault     bool      `bun:"is_default"`
	ByAccount     string    `bun:"by_account"`
	ByName        string    `bun:"by_name"`
	MadeAt        time.Time `bun:"made_at"`
}

func (r templateRow) version() Version {
	return Version{Event: r.Event, Number: r.Version, IsDefault: r.IsDefault, ByAccount: r.ByAccount, ByName: r.ByName, At: r.MadeAt,
		Texts: map[text.Lang]Texts{text.Vi: {r.TitleVi, r.ShortVi, r.BodyVi}, text.En: {r.TitleEn, r.ShortEn, r.BodyEn}}}
}

// versions returns the states of an event's texts, the newest first.
func (s store) versions(ctx context.Context, event string, limit int) ([]Version, error) {
	var rows []templateRow
	if err := s.q.NewSelect().Model(&rows).Where("event = ?", event).Order("version DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Version, len(rows))
	for i, r := range rows {
		out[i] = r.version()
	}
	return out, nil
}

// latest is the newest state, nil when nobody ever changed the texts.
func (s store) latest(ctx context.Context, event string) (*Version, error) {
	all, err := s.versions(ctx, event, 1)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// addVersion adds a state; two administrators at once break the key, and the second is told.
func (s store) addVersion(ctx context.Context, v Version) error {
	vi, en := v.Texts[text.Vi], v.Texts[text.En]
	_, err := s.q.NewInsert().Model(&templateRow{Event: v.Event, Version: v.Number, TitleVi: vi.Title, TitleEn: en.Title,
		ShortVi: vi.Short, ShortEn: en.Short, BodyVi: vi.Body, BodyEn: en.Body, IsDefault: v.IsDefault,
		ByAccount: v.ByAccount, ByName: v.ByName, MadeAt: v.At}).Exec(ctx)
	return err
}

// changed lists the events whose newest texts are not the program's own.
func (s store) changed(ctx context.Context) (map[string]bool, error) {
	var keys []string
	err := s.q.NewRaw(`SELECT event FROM notify_template AS t WHERE is_default = ? AND version =
		(SELECT max(version) FROM notify_template AS newest WHERE newest.event = t.event)`, false).Scan(ctx, &keys)
	out := map[string]bool{}
	for _, k := range keys {
		out[k] = true
	}
	return out, err
}
