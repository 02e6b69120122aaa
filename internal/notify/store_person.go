package notify

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

type choiceRow struct {
	bun.BaseModel `bun:"table:notify_choice"`
	Who           string    `bun:"who,pk"`
	Kind          string    `bun:"kind,pk"`
	Channel       string    `bun:"channel,pk"`
	Wants         bool      `bun:"wants"`
	ChangedAt     time.Time `bun:"changed_at"`
}

// choice is what somebody wants over which channel; what is not in it was never chosen.
type choice map[Kind]map[string]bool

// wants tells whether notices of the kind go out over the channel: yes, unless it was chosen away.
func (c choice) wants(k Kind, channel string) bool {
	yes, chosen := c[k][channel]
	return yes || !chosen
}

func (s store) choice(ctx context.Context, who Who) (choice, error) {
	var rows []choiceRow
	if err := s.q.NewSelect().Model(&rows).Where("who = ?", string(who)).Scan(ctx); err != nil {
		return nil, err
	}
	out := choice{}
	for _, r := range rows {
		if out[Kind(r.Kind)] == nil {
			out[Kind(r.Kind)] = map[string]bool{}
		}
		out[Kind(r.Kind)][r.Channel] = r.Wants
	}
	return out, nil
}

func (s store) choose(ctx context.Context, who Who, k Kind, channel string, wants bool, now time.Time) error {
	_, err := s.q.NewInsert().Model(&choiceRow{Who: string(who), Kind: string(k), Channel: channel, Wants: wants, ChangedAt: now}).
		On("CONFLICT (who, kind, channel) DO UPDATE SET wants = EXCLUDED.wants, changed_at = EXCLUDED.changed_at").Exec(ctx)
	return err
}

type addressRow struct {
	bun.BaseModel `bun:"table:notify_address"`
	Who           string    `bun:"who,pk"`
	Channel       string    `bun:"channel,pk"`
	Address       string    `bun:"address"`
	CodeHash      string    `bun:"code_hash"`
	AskedAt       time.Time `bun:"asked_at"`
	ConfirmedAt   time.Time `bun:"confirmed_at,nullzero"`
}

// address is one that somebody gave us; the zero value is none.
func (s store) address(ctx context.Context, who Who, channel string) (addressRow, error) {
	var row addressRow
	err := s.q.NewSelect().Model(&row).Where("who = ? AND channel = ?", string(who), channel).Scan(ctx)
	if db.IsNone(err) {
		return addressRow{}, nil
	}
	return row, err
}

func (s store) setAddress(ctx context.Context, r addressRow) error {
	_, err := s.q.NewInsert().Model(&r).On(`CONFLICT (who, channel) DO UPDATE SET address = EXCLUDED.address,
		code_hash = EXCLUDED.code_hash, asked_at = EXCLUDED.asked_at, confirmed_at = EXCLUDED.confirmed_at`).Exec(ctx)
	return err
}

func (s store) dropAddress(ctx context.Context, who Who, channel string) error {
	_, err := s.q.NewDelete().Model((*addressRow)(nil)).Where("who = ? AND channel = ?", string(who), channel).Exec(ctx)
	return err
}

type readerRow struct {
	bun.BaseModel `bun:"table:notify_reader"`
	Who           string    `bun:"who,pk"`
	Lang          string    `bun:"lang"`
	ChangedAt     time.Time `bun:"changed_at"`
}

// lang is the language that somebody wants letters in; "" when never chosen.
func (s store) lang(ctx context.Context, who Who) (text.Lang, error) {
	var row readerRow
	err := s.q.NewSelect().Model(&row).Where("who = ?", string(who)).Scan(ctx)
	if db.IsNone(err) {
		return "", nil
	}
	return text.Lang(row.Lang), err
}

func (s store) setLang(ctx context.Context, who Who, lang text.Lang, now time.Time) error {
	_, err := s.q.NewInsert().Model(&readerRow{Who: string(who), Lang: string(lang), ChangedAt: now}).
		On("CONFLICT (who) DO UPDATE SET lang = EXCLUDED.lang, changed_at = EXCLUDED.changed_at").Exec(ctx)
	return err
}
