package sign

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// MostAsks bounds the files of one batch.
const MostAsks = 100

// Prepare freezes files for whoever acts to sign with their key. Whoever calls has asked for the right to decide what
// the signatures will say. A file that cannot be signed is a fault.Conflict that names it.
func (s *Service) Prepare(ctx context.Context, purpose string, asks []Ask) (*Batch, error) {
	k, err := s.MyKey(ctx)
	if err != nil {
		return nil, err
	}
	return s.prepare(ctx, purpose, k, asks)
}

// PrepareSeal is Prepare for the seal of a unit's agency, by whoever may number what is sealed.
func (s *Service) PrepareSeal(ctx context.Context, purpose, unitID string, asks []Ask) (*Batch, error) {
	k, err := s.SealOf(ctx, unitID)
	if err != nil {
		return nil, err
	}
	return s.prepare(ctx, purpose, k, asks)
}

func (s *Service) prepare(ctx context.Context, purpose string, k *Key, asks []Ask) (*Batch, error) {
	switch {
	case k == nil:
		return nil, fault.New(fault.Conflict, "sign.no-key")
	case len(asks) == 0:
		return nil, fault.New(fault.Conflict, "sign.nothing")
	case len(asks) > MostAsks:
		return nil, fault.New(fault.Invalid, "sign.too-many", "n", MostAsks)
	}
	if err := s.notRevoked(ctx, k); err != nil {
		return nil, err
	}
	proof, err := s.proofOf(ctx, k)
	if err != nil {
		return nil, err
	}
	b := &Batch{ID: id.New(), PersonID: actor.Of(ctx).PersonID, KeyID: k.ID, Purpose: purpose, At: s.Clock.Now()}
	for _, a := range asks {
		r, err := s.freeze(ctx, k, a, b.At, proof)
		if err != nil {
			return nil, err
		}
		b.Requests = append(b.Requests, r)
	}
	return b, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.addBatch(ctx, b) })
}

// Batch returns a batch of whoever acts, with what came of it so far.
func (s *Service) Batch(ctx context.Context, batchID string) (*Batch, error) {
	b, err := store{s.DB.Read()}.batch(ctx, batchID)
	if err != nil {
		return nil, err
	}
	if b.PersonID != actor.Of(ctx).PersonID || s.Clock.Now().After(b.ExpiresAt()) && b.Open() {
		return nil, fault.New(fault.NotFound, "sign.batch-not-found")
	}
	return b, nil
}

// After so many wrong passwords within that time nobody may try a key again. A card counts for itself, and locks for good.
const (
	mostMisses = 5
	missWindow = 15 * time.Minute
)

// SignWith signs everything that a batch still asks for, with the key in a file or at a provider and what opens it: a password, a PIN
// or a code. One that is wrong is a fault on the field and is tried once.
func (s *Service) SignWith(ctx context.Context, b *Batch, secret string) error {
	k, err := store{s.DB.Read()}.key(ctx, b.KeyID)
	if err != nil {
		return err
	}
	if k.Kind == Card || !k.EndedAt.IsZero() {
		return fault.New(fault.Conflict, "sign.key-ended")
	}
	if k.Kind == Plugin {
		return fault.New(fault.Conflict, "sign.plugin.left")
	}
	if k.ByCode() {
		return fault.New(fault.Conflict, "sign.by-code")
	}
	if secret == "" { // forgotten is not wrong: it is not counted
		return fault.OnFields([]fault.Field{{Name: "password", Key: "sign.password-missing"}})
	}
	n, err := store{s.DB.Read()}.misses(ctx, k.ID, s.Clock.Now().Add(-missWindow))
	if err != nil {
		return err
	}
	if n >= mostMisses {
		return fault.New(fault.Unavailable, "sign.too-many-misses", "minutes", int(missWindow/time.Minute))
	}
	values, err := s.values(ctx, k, b, secret)
	switch {
	case errors.Is(err, key.ErrPIN):
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.addMiss(ctx, k.ID, s.Clock.Now()) })
		if err == nil {
			err = fault.OnFields([]fault.Field{{Name: "password", Key: "sign.password-wrong"}})
		}
	case err != nil:
		err = providerFault(err)
	}
	if err != nil {
		return err
	}
	return s.Complete(ctx, b, values)
}

// values are signatures of everything that a batch still asks for, by the keys of the requests.
func (s *Service) values(ctx context.Context, k *Key, b *Batch, secret string) (map[string][]byte, error) {
	open := b.open()
	if len(open) == 0 {
		return nil, nil
	}
	all, err := s.signAll(ctx, k, open[0].Hash, digestsOf(open), secret)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for i, r := range open {
		out[r.ID] = all[i]
	}
	return out, nil
}

func (s *Service) signAll(ctx context.Context, k *Key, hash crypto.Hash, digests [][]byte, secret string) ([][]byte, error) {
	if k.Kind == Remote {
		if s.Provider == nil {
			return nil, key.ErrAway
		}
		r, err := s.Provider.Credential(ctx, k.credential().ID)
		if err != nil {
			return nil, err
		}
		r.Unlock(secret)
		return r.SignAll(ctx, hash, digests)
	}
	f, err := key.OpenFile(k.secret, secret)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, d := range digests {
		value, err := f.Sign(ctx, hash, d)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	return out, nil
}

// Complete puts signatures into the files of a batch, by the keys of the requests. Each is checked first: made by the
// certificate that was asked, over the bytes that were frozen. One that is not leaves its request as it was and is told
// by the error, after the others are done.
func (s *Service) Complete(ctx context.Context, b *Batch, values map[string][]byte) error {
	k, err := store{s.DB.Read()}.key(ctx, b.KeyID)
	if err != nil {
		return err
	}
	if !k.EndedAt.IsZero() {
		return fault.New(fault.Conflict, "sign.key-ended")
	}
	var wrong error
	for _, r := range b.Requests {
		value := values[r.ID]
		if r.State != Asked || r.Whole() || len(value) == 0 {
			continue
		}
		if err := s.complete(ctx, b, k, r, value); err != nil {
			if fault.As(err) == nil {
				return err
			}
			wrong = errors.Join(wrong, err)
		}
	}
	return wrong
}

func (s *Service) complete(ctx context.Context, b *Batch, k *Key, r *Request, value []byte) error {
	raw, err := s.read(ctx, r.frozen)
	if err != nil {
		return err
	}
	f := &pades.Frozen{File: raw, Hole: r.hole, Hash: r.Hash, Attributes: r.attributes}
	for _, c := range k.Chain {
		f.Chain = append(f.Chain, c.Raw)
	}
	var token []byte
	if s.Stamper != nil {
		if token, err = s.stamp(ctx, value); err != nil { // no transaction is open: it may take its time
			return err
		}
	}
	signed, err := pades.Complete(f, value, token)
	if err != nil {
		return fault.New(fault.Conflict, "sign.not-yours", "title", r.Title).Because(err)
	}
	return s.settle(ctx, b, k, r, signed)
}

// settle keeps a signed file, and what was frozen for it no longer.
func (s *Service) settle(ctx context.Context, b *Batch, k *Key, r *Request, signed []byte) (err error) {
	signed = s.last(ctx, b, k, r, signed) // no transaction is open: it may take its time
	if r.Signed, err = s.put(ctx, signed, r.Content.Name); err != nil {
		return err
	}
	r.Why = ""
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).move(ctx, r, Asked, Signed); err != nil {
			return err
		}
		if err := (store{tx}).lasts(ctx, r); err != nil {
			return err
		}
		data := map[string]any{"request": r.ID, "key": k.ID, "file": r.Content.SHA256, "signed": r.Signed.SHA256}
		if b.notLasting != nil {
			data["not-lasting"] = b.notLasting.Error()
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.sign", Subject: r.Subject, Data: data})
	})
	if err != nil {
		return err
	}
	return s.thaw(ctx, r)
}

// thaw throws away what was frozen; the file as it lies belongs to its subject.
func (s *Service) thaw(ctx context.Context, r *Request) error {
	if r.Whole() {
		return nil
	}
	return s.Blobs.Drop(ctx, blob.Ref{SHA256: r.frozen.SHA256, Size: r.frozen.Size, Type: blob.PDF})
}

// stamp asks for the time of a signature's value.
func (s *Service) stamp(ctx context.Context, value []byte) ([]byte, error) {
	h := crypto.SHA256.New()
	h.Write(value)
	token, err := s.Stamper.Stamp(ctx, crypto.SHA256, h.Sum(nil))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "sign.stamper-away").Because(err)
	}
	return token, nil
}

// Use takes up signed files in the transaction in which their subject moves by them.
func (s *Service) Use(ctx context.Context, tx *db.Tx, rs ...*Request) error {
	for _, r := range rs {
		if err := (store{tx}).move(ctx, r, Signed, Used); err != nil {
			return err
		}
	}
	return nil
}

// Refuse notes that nothing came of signed or asked files, and why.
func (s *Service) Refuse(ctx context.Context, why string, rs ...*Request) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, r := range rs {
			r.Why = why
			if err := (store{tx}).move(ctx, r, r.State, Refused); err != nil {
				return err
			}
		}
		return nil
	})
}

// Sweep throws away what was frozen and never signed, and tickets that let nobody in any more.
func (s *Service) Sweep(ctx context.Context) error {
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropTickets(ctx, s.Clock.Now()) })
	if err != nil {
		return fmt.Errorf("sweeping tickets: %w", err)
	}
	for {
		old, err := store{s.DB.Read()}.expired(ctx, s.Clock.Now().Add(-kept))
		if err != nil || len(old) == 0 {
			return err
		}
		for _, r := range old {
			if err := s.thaw(ctx, r); err != nil {
				return fmt.Errorf("sweeping signatures: %w", err)
			}
		}
		if err := s.Refuse(ctx, "", old...); err != nil {
			return err
		}
	}
}
