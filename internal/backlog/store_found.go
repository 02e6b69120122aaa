package backlog

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type foundRow struct {
	bun.BaseModel `bun:"table:backlog_found"`
	ID            string     `bun:"id,pk"`
	UnitID        string     `bun:"unit_id"`
	UnitPath      string     `bun:"unit_path"`
	Digest        string     `bun:"digest"`
	Name          string     `bun:"name"`
	SHA256        string     `bun:"sha256"`
	Size          int64      `bun:"size"`
	Type          string     `bun:"type"`
	State         FoundState `bun:"state"`
	Why           string     `bun:"why"`
	At            time.Time  `bun:"at"`
}

func (r foundRow) found() Found {
	return Found{r.ID, r.UnitID, r.UnitPath, r.Digest, LoadFile{r.SHA256, r.Size, r.Type, r.Name}, r.State, r.Why, r.At}
}

// addFound notes a file; false when the same content was there before.
func (s store) addFound(ctx context.Context, f Found) (bool, error) {
	row := &foundRow{ID: f.ID, UnitID: f.UnitID, UnitPath: f.UnitPath, Digest: f.Digest, Name: f.File.Name, SHA256: f.File.SHA256, Size: f.File.Size, Type: f.File.Type,
		State: f.State, Why: f.Why, At: f.At}
	res, err := s.q.NewInsert().Model(row).On("CONFLICT (unit_id, digest) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// foundBefore is how it went with the same content, "" when it is new.
func (s store) foundBefore(ctx context.Context, unitID, digest string) (state FoundState, err error) {
	err = s.q.NewRaw("SELECT state FROM backlog_found WHERE unit_id = ? AND digest = ?", unitID, digest).Scan(ctx, &state)
	if db.IsNone(err) {
		err = nil
	}
	return state, err
}

// found are files of an office in a state, in the order in which they came; after an instant, and no more than so many.
func (s store) found(ctx context.Context, unitID string, state FoundState, after time.Time, most int) ([]Found, error) {
	var rows []foundRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id = ? AND state = ? AND at > ?", unitID, state, after).Order("id").Limit(int64(most)).Scan(ctx)
	out := make([]Found, len(rows))
	for i, r := range rows {
		out[i] = r.found()
	}
	return out, err
}

// newestFound are waiting files of an office, the newest first.
func (s store) newestFound(ctx context.Context, unitID string, most int) ([]Found, error) {
	var rows []foundRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id = ? AND state = ?", unitID, FoundWaits).Order("id DESC").Limit(int64(most)).Scan(ctx)
	out := make([]Found, len(rows))
	for i, r := range rows {
		out[i] = r.found()
	}
	return out, err
}

// waitingFound is a waiting file of an office.
func (s store) waitingFound(ctx context.Context, unitID, id string) (Found, error) {
	var row foundRow
	err := s.q.NewSelect().Model(&row).Where("id = ? AND unit_id = ? AND state = ?", id, unitID, FoundWaits).Scan(ctx)
	if db.IsNone(err) {
		err = fault.New(fault.NotFound, "backlog.found-gone")
	}
	return row.found(), err
}

// useFound takes a waiting file of an office, to bring it or to drop it; one that somebody else used is a Conflict.
func (s store) useFound(ctx context.Context, unitID, id string, to FoundState) (f Found, err error) {
	var row foundRow
	err = s.q.NewRaw("UPDATE backlog_found SET state = ? WHERE id = ? AND unit_id = ? AND state = 'waiting' RETURNING *", to, id, unitID).Scan(ctx, &row)
	if db.IsNone(err) {
		return Found{}, fault.New(fault.Conflict, "backlog.found-gone")
	}
	return row.found(), err
}
