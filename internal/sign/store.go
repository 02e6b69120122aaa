package sign

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type store struct{ q bun.IDB }

type keyRow struct {
	bun.BaseModel `bun:"table:sign_key"`
	ID            string       `bun:"id,pk"`
	Holder        string       `bun:"holder"`
	Kind          Kind         `bun:"kind"`
	Chain         string       `bun:"chain"`
	Secret        string       `bun:"secret"`
	Picture       string       `bun:"picture"`
	AddedAt       time.Time    `bun:"added_at"`
	EndedAt       bun.NullTime `bun:"ended_at"`
}

func (r *keyRow) key() (*Key, error) {
	k := &Key{ID: r.ID, Holder: r.Holder, Kind: r.Kind, AddedAt: clock.Whole(r.AddedAt)}
	if !r.EndedAt.IsZero() {
		k.EndedAt = clock.Whole(r.EndedAt.Time)
	}
	var err error
	if k.Chain, err = certificates([]byte(r.Chain)); err != nil {
		return nil, err
	}
	if k.Picture, err = base64.StdEncoding.DecodeString(r.Picture); err != nil {
		return nil, err
	}
	k.secret, err = base64.StdEncoding.DecodeString(r.Secret)
	return k, err
}

func pemOf(chain ...*x509.Certificate) string {
	var out strings.Builder
	for _, c := range chain {
		_ = pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}) // a Builder takes all
	}
	return out.String()
}

func (s store) addKey(ctx context.Context, k *Key) error {
	_, err := s.q.NewInsert().Model(&keyRow{ID: k.ID, Holder: k.Holder, Kind: k.Kind, Chain: pemOf(k.Chain...), AddedAt: k.AddedAt,
		Secret: base64.StdEncoding.EncodeToString(k.secret), Picture: base64.StdEncoding.EncodeToString(k.Picture)}).Exec(ctx)
	return err
}

// endKey takes the key of a holder out of use, and its secret with it; false when there was none.
func (s store) endKey(ctx context.Context, holder string, at time.Time) (bool, error) {
	res, err := s.q.NewUpdate().Model((*keyRow)(nil)).Set("ended_at = ?", at).Set("secret = ''").
		Where("holder = ? AND ended_at IS NULL", holder).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// keyOf is the key of a holder; nil when there is none.
func (s store) keyOf(ctx context.Context, holder string) (*Key, error) {
	var row keyRow
	err := s.q.NewSelect().Model(&row).Where("holder = ? AND ended_at IS NULL", holder).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return row.key()
}

func (s store) key(ctx context.Context, id string) (*Key, error) {
	var row keyRow
	if err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, err
	}
	return row.key()
}

type missRow struct {
	bun.BaseModel `bun:"table:sign_miss"`
	KeyID         string    `bun:"key_id"`
	At            time.Time `bun:"at"`
}

func (s store) addMiss(ctx context.Context, keyID string, at time.Time) error {
	_, err := s.q.NewInsert().Model(&missRow{KeyID: keyID, At: at}).Exec(ctx)
	return err
}

func (s store) misses(ctx context.Context, keyID string, since time.Time) (int64, error) {
	return s.q.NewSelect().Model((*missRow)(nil)).Where("key_id = ? AND at > ?", keyID, since).Count(ctx)
}

type rootRow struct {
	bun.BaseModel `bun:"table:sign_root"`
	ID            string       `bun:"id,pk"`
	SHA256        string       `bun:"sha256"`
	PEM           string       `bun:"pem"`
	AddedAt       time.Time    `bun:"added_at"`
	AddedBy       string       `bun:"added_by"`
	EndedAt       bun.NullTime `bun:"ended_at"`
}

func (s store) roots(ctx context.Context) ([]Root, error) {
	var rows []rootRow
	if err := s.q.NewSelect().Model(&rows).Where("ended_at IS NULL").Order("added_at", "id").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Root, len(rows))
	for i, r := range rows {
		certs, err := certificates([]byte(r.PEM))
		if err != nil {
			return nil, err
		}
		out[i] = Root{r.ID, certs[0], clock.Whole(r.AddedAt), r.AddedBy}
	}
	return out, nil
}

// addRoot is false when the authority is trusted already.
func (s store) addRoot(ctx context.Context, r Root, sum string) (bool, error) {
	n, err := s.q.NewSelect().Model((*rootRow)(nil)).Where("sha256 = ? AND ended_at IS NULL", sum).Count(ctx)
	if err != nil || n > 0 {
		return false, err
	}
	_, err = s.q.NewInsert().Model(&rootRow{ID: r.ID, SHA256: sum, PEM: pemOf(r.Cert), AddedAt: r.AddedAt, AddedBy: r.AddedBy}).Exec(ctx)
	return err == nil, err
}

func (s store) endRoot(ctx context.Context, id string, at time.Time) error {
	res, err := s.q.NewUpdate().Model((*rootRow)(nil)).Set("ended_at = ?", at).Where("id = ? AND ended_at IS NULL", id).Exec(ctx)
	return one(res, err, fault.New(fault.NotFound, "sign.root-not-found"))
}

func one(res interface{ RowsAffected() (int64, error) }, err error, none *fault.Error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return none.Because(err)
	}
	return nil
}

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
	Digest     []byte      `json:"digest"`
	Hash       crypto.Hash `json:"hash"`
	Frozen     Content     `json:"frozen"`
	Hole       [2]int      `json:"hole"`
	Attributes []byte      `json:"attributes"`
	Signed     Content     `json:"signed,omitzero"`
	Why        string      `json:"why,omitempty"`
}

func (r *Request) body() (string, error) {
	raw, err := json.Marshal(requestBody{r.Title, r.Content, r.Reason, r.Place, r.Seal, r.Digest, r.Hash, r.frozen, r.hole, r.attributes, r.Signed, r.Why})
	return string(raw), err
}

func (r *requestRow) request() (*Request, error) {
	var b requestBody
	err := json.Unmarshal([]byte(r.Body), &b)
	return &Request{ID: r.ID, Ask: Ask{r.Subject, r.Seen, b.Title, b.Content, b.Reason, b.Place, b.Seal}, State: r.State, Digest: b.Digest, Hash: b.Hash,
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

func (s store) unsound(ctx context.Context) (int64, error) {
	return s.q.NewSelect().Model((*requestRow)(nil)).Where("verdict LIKE 'invalid%'").Count(ctx)
}

// sealed are the seals in use, by their holders.
func (s store) sealed(ctx context.Context) (map[string]*Key, error) {
	var rows []keyRow
	if err := s.q.NewSelect().Model(&rows).Where("holder LIKE 'unit/%' AND ended_at IS NULL").Scan(ctx); err != nil {
		return nil, err
	}
	out := map[string]*Key{}
	for i := range rows {
		k, err := rows[i].key()
		if err != nil {
			return nil, err
		}
		out[k.Holder] = k
	}
	return out, nil
}

// keys are all keys, those out of use too.
func (s store) keys(ctx context.Context) ([]*Key, error) {
	var rows []keyRow
	if err := s.q.NewSelect().Model(&rows).Order("id").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]*Key, len(rows))
	for i := range rows {
		var err error
		if out[i], err = rows[i].key(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type proofRow struct {
	bun.BaseModel `bun:"table:sign_proof,alias:p"`
	Certificate   string    `bun:"certificate,pk"`
	Kind          string    `bun:"kind"`
	Raw           string    `bun:"raw"`
	MadeAt        time.Time `bun:"made_at"`
	NextAt        time.Time `bun:"next_at"`
}

// keepProof puts what an authority says in the place of what it said before, unless that is newer.
func (s store) keepProof(ctx context.Context, p Proof) error {
	_, err := s.q.NewInsert().Model(&proofRow{Certificate: p.Certificate, Kind: p.Kind, Raw: base64.StdEncoding.EncodeToString(p.Raw), MadeAt: p.MadeAt, NextAt: p.NextAt}).
		On("CONFLICT (certificate) DO UPDATE").Set("kind = EXCLUDED.kind, raw = EXCLUDED.raw, made_at = EXCLUDED.made_at, next_at = EXCLUDED.next_at").
		Where("EXCLUDED.made_at >= p.made_at").Exec(ctx)
	return err
}

// proofs are what authorities have said, by certificate.
func (s store) proofs(ctx context.Context) (map[string]Proof, error) {
	var rows []proofRow
	if err := s.q.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	out := make(map[string]Proof, len(rows))
	for _, r := range rows {
		raw, err := base64.StdEncoding.DecodeString(r.Raw)
		if err != nil {
			return nil, err
		}
		out[r.Certificate] = Proof{r.Certificate, r.Kind, raw, clock.Whole(r.MadeAt), clock.Whole(r.NextAt)}
	}
	return out, nil
}
