package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
)

type recognisedRow struct {
	bun.BaseModel `bun:"table:dossier_recognised"`
	SHA256        string    `bun:"sha256,pk"`
	Size          int64     `bun:"size"`
	State         Reading   `bun:"state"`
	Pages         int       `bun:"pages"`
	Words         string    `bun:"words"` // JSON: the text of each page
	At            time.Time `bun:"at"`
}

// toRecognise notes a file whose pages wait to be read; one that is known already stays as it is.
func (s store) toRecognise(ctx context.Context, f File, at time.Time) error {
	row := &recognisedRow{SHA256: f.SHA256, Size: f.Size, State: Waits, Words: "[]", At: at}
	_, err := s.q.NewInsert().Model(row).On("CONFLICT (sha256) DO NOTHING").Exec(ctx)
	return err
}

// recognised is what is known of a file's text, nil when nobody meant to read it.
func (s store) recognised(ctx context.Context, sha256 string) (*recognisedRow, error) {
	var row recognisedRow
	err := s.q.NewSelect().Model(&row).Where("sha256 = ?", sha256).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	return &row, err
}

// readings tell how far the reading of files is, by their digests. The words stay where they are.
func (s store) readings(ctx context.Context, sha256 []string) (map[string]Recognised, error) {
	if len(sha256) == 0 {
		return nil, nil
	}
	var rows []recognisedRow
	err := s.q.NewSelect().Model(&rows).Column("sha256", "state", "pages").Where("sha256 IN (?)", bun.List(sha256)).Scan(ctx)
	out := map[string]Recognised{}
	for _, r := range rows {
		out[r.SHA256] = Recognised{State: r.State, Pages: r.Pages}
	}
	return out, err
}

// setReading says how the reading of a file went on; words are those of each page once it was read.
func (s store) setReading(ctx context.Context, sha256 string, to Reading, words []string, at time.Time) error {
	raw, err := json.Marshal(append([]string{}, words...))
	if err != nil {
		return err
	}
	_, err = s.q.NewUpdate().Model((*recognisedRow)(nil)).Set("state = ?, pages = ?, words = ?, at = ?", to, len(words), string(raw), at).Where("sha256 = ?", sha256).Exec(ctx)
	return err
}

// unread are files that came while nobody here could read, the oldest first.
func (s store) unread(ctx context.Context, most int) (out []string, err error) {
	err = s.q.NewSelect().Model((*recognisedRow)(nil)).Column("sha256").Where("state = 'unread'").Order("at").Limit(int64(most)).Scan(ctx, &out)
	return out, err
}

// forgetWords takes the text of a file away with its bytes.
func (s store) forgetWords(ctx context.Context, sha256 string) error {
	_, err := s.q.NewDelete().Model((*recognisedRow)(nil)).Where("sha256 = ?", sha256).Exec(ctx)
	return err
}
