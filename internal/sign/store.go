package sign

import (
	"context"
	"crypto/x509"
	"encoding/base64"
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
