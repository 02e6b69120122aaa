package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type looseRow struct {
	bun.BaseModel `bun:"table:dossier_loose"`
	SHA256        string    `bun:"sha256,pk"`
	At            time.Time `bun:"at"`
}

// loosen notes files that a draft no longer names.
func (s store) loosen(ctx context.Context, papers []Paper, at time.Time) error {
	for _, p := range papers {
		for _, f := range p.Files {
			if err := s.letGo(ctx, f.SHA256, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s store) letGo(ctx context.Context, sha256 string, at time.Time) error {
	_, err := s.q.NewInsert().Model(&looseRow{SHA256: sha256, At: at}).On("CONFLICT (sha256) DO UPDATE SET at = EXCLUDED.at").Exec(ctx)
	return err
}

// loose are files let go of before the instant, a few at a time.
func (s store) loose(ctx context.Context, before time.Time) ([]string, error) {
	var out []string
	err := s.q.NewSelect().Model((*looseRow)(nil)).Column("sha256").Where("at < ?", before).Order("at").Limit(20).Scan(ctx, &out)
	return out, err
}

func (s store) dropLoose(ctx context.Context, sha256 string) error {
	_, err := s.q.NewDelete().Model((*looseRow)(nil)).Where("sha256 = ?", sha256).Exec(ctx)
	return err
}

// names tells whether anything of this room still names a file: what happened, a draft, a message, a file sent
// ahead.
func (s store) names(ctx context.Context, sha256 string) (bool, error) {
	for _, in := range []struct {
		model  any
		column string
	}{{(*draftRow)(nil), "body"}, {(*uploadRow)(nil), "file"}, {(*messageRow)(nil), "files"}, {(*eventRow)(nil), "data"}} {
		found, err := s.q.NewSelect().Model(in.model).Where("? LIKE ?", bun.Ident(in.column), "%"+sha256+"%").Exists(ctx)
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}
