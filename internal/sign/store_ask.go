package sign

import (
	"context"
	"crypto"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type batchRow struct {
	bun.BaseModel `bun:"table:sign_batch"`
	ID            string    `bun:"id,pk"`
	PersonID      string    `bun:"person_id"`
	KeyID         string    `bun:"key_id"`
	Purpose       string    `bun:"purpose"`
	At            time.Time `bun:"at"`
}

type requestRow struct {
	bun.BaseModel `bun:"table:sign_request"`
	ID            string       `bun:"id,pk"`
	BatchID       string       `bun:"batch_id"`
	Ord           int          `bun:"ord"`
	Subject       string       `bun:"subject"`
	Seen          int          `bun:"seen"`
	State         State        `bun:"state"`
	Body          string       `bun:"body"`
	SignedSHA256  string       `bun:"signed_sha256"`
	CheckedAt     bun.NullTime `bun:"checked_at"`
	Verdict       string       `bun:"verdict"`
}

// requestBody is what of a request nobody asks the database for.
type requestBody struct {
	Title      string      `json:"title"`
	Content    Content     `json:"content"`
	Reason     string      `json:"reason,omitempty"`
	Place      string      `json:"place,omitempty"`
	Seal       *Stamp      `json:"seal,omitempty"`
	Carried    []byte      `json:"carried,omitempty"`
	Last       bool        `json:"last,omitempty"`
	Digest     []byte      `json:"digest"`
	Hash       crypto.Hash `json:"hash"`
	Frozen     Content     `json:"frozen"`
	Hole       [2]int      `json:"hole"`
	Attributes []byte      `json:"attributes"`
	Signed     Content     `json:"signed,omitzero"`
	Why        string      `json:"why,omitempty"`
}

func (r *Request) body() (string, error) {
	raw, err := json.Marshal(requestBody{r.Title, r.Content, r.Reason, r.Place, r.Seal, r.Carried, r.Last, r.Digest, r.Hash, r.frozen, r.hole, r.attributes, r.Signed, r.Why})
	return string(raw), err
}

func (r *requestRow) request() (*Request, error) {
	var b requestBody
	err := json.Unmarshal([]byte(r.Body), &b)
	return &Request{ID: r.ID, Ask: Ask{r.Subject, r.Seen, b.Title, b.Content, b.Reason, b.Place, b.Seal, b.Carried, b.Last}, State: r.State, Digest: b.Digest, Hash: b.Hash,
		Signed: b.Signed, Why: b.Why, frozen: b.Frozen, hole: b.Hole, attributes: b.Attributes}, err
}

func (s store) addBatch(ctx context.Context, b *Batch) error {
	if _, err := s.q.NewInsert().Model(&batchRow{ID: b.ID, PersonID: b.PersonID, KeyID: b.KeyID, Purpose: b.Purpose, At: b.At}).Exec(ctx); err != nil {
		return err
	}
	var rows []requestRow
	for i, r := range b.Requests {
		body, err := r.body()
		if err != nil {
			return err
		}
		rows = append(rows, requestRow{ID: r.ID, BatchID: b.ID, Ord: i, Subject: r.Subject, Seen: r.Seen, State: r.State, Body: body})
	}
	_, err := s.q.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func (s store) batch(ctx context.Context, id string) (*Batch, error) {
	var row batchRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "sign.batch-not-found")
	}
	if err != nil {
		return nil, err
	}
	b := &Batch{ID: row.ID, PersonID: row.PersonID, KeyID: row.KeyID, Purpose: row.Purpose, At: clock.Whole(row.At)}
	b.Requests, err = requests(ctx, s.q.NewSelect().Model((*requestRow)(nil)).Where("batch_id = ?", id).Order("ord"))
	return b, err
}

func requests(ctx context.Context, sel *bun.SelectQuery) ([]*Request, error) {
	var rows []requestRow
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]*Request, len(rows))
	for i := range rows {
		var err error
		if out[i], err = rows[i].request(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// expired are requests that were asked before an instant and never signed, a few at a time.
func (s store) expired(ctx context.Context, before time.Time) ([]*Request, error) {
	return requests(ctx, s.q.NewSelect().Model((*requestRow)(nil)).
		Where("state = ? AND batch_id IN (SELECT id FROM sign_batch WHERE at < ?)", Asked, before).Limit(100))
}

// move brings a request from one state into another; somebody faster is a Conflict.
func (s store) move(ctx context.Context, r *Request, from, to State) error {
	was := r.State
	r.State = to
	body, err := r.body()
	if err == nil {
		var res interface{ RowsAffected() (int64, error) }
		res, err = s.q.NewUpdate().Model((*requestRow)(nil)).Set("state = ?", to).Set("body = ?", body).Set("signed_sha256 = ?", r.Signed.SHA256).
			Where("id = ? AND state = ?", r.ID, from).Exec(ctx)
		err = one(res, err, fault.New(fault.Conflict, "sign.changed"))
	}
	if err != nil {
		r.State = was
	}
	return err
}

// signedAfter are requests whose files were signed, in the order of their keys.
func (s store) signedAfter(ctx context.Context, id string, limit int) ([]*Request, error) {
	return requests(ctx, s.q.NewSelect().Model((*requestRow)(nil)).Where("id > ? AND state IN (?, ?)", id, Signed, Used).Order("id").Limit(int64(limit)))
}

func (s store) note(ctx context.Context, id, verdict string, at time.Time) error {
	_, err := s.q.NewUpdate().Model((*requestRow)(nil)).Set("verdict = ?", verdict).Set("checked_at = ?", at).Where("id = ?", id).Exec(ctx)
	return err
}

// lasts notes until when a signed file lasts, where it is to.
func (s store) lasts(ctx context.Context, r *Request) error {
	if r.lastsUntil.IsZero() {
		return nil
	}
	_, err := s.q.NewUpdate().Model((*requestRow)(nil)).Set("lasts_until = ?", r.lastsUntil.UTC()).Where("id = ?", r.ID).Exec(ctx)
	return err
}

// ending counts files that were used and last no longer than an instant.
func (s store) ending(ctx context.Context, before time.Time) (int64, error) {
	return s.q.NewSelect().Model((*requestRow)(nil)).Where("lasts_until < ? AND state = ?", before, Used).Count(ctx)
}

func (s store) unsound(ctx context.Context) (int64, error) {
	return s.q.NewSelect().Model((*requestRow)(nil)).Where("verdict LIKE 'invalid%'").Count(ctx)
}
