package sign

import (
	"context"
	"errors"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Tickets are the texts of two tickets of whoever acts for one request of their batch: to fetch its file, and to bring it
// back signed. Each asking makes new ones.
func (s *Service) Tickets(ctx context.Context, batchID, requestID string) (toFetch, toBring string, err error) {
	b, r, err := s.open(ctx, batchID, requestID)
	if err != nil {
		return "", "", err
	}
	return toFetch, toBring, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for p, words := range map[purpose]*string{fetch: &toFetch, bring: &toBring} {
			var t ticket
			t, *words = newTicket(p, b, r, actor.Of(ctx), s.Clock.Now())
			if err := (store{tx}).addTicket(ctx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// open is a request that waits for a whole file, of a batch of whoever acts.
func (s *Service) open(ctx context.Context, batchID, requestID string) (*Batch, *Request, error) {
	b, err := s.Batch(ctx, batchID)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range b.Requests {
		if r.ID == requestID && r.State == Asked && r.Whole() {
			return b, r, nil
		}
	}
	return nil, nil, fault.New(fault.NotFound, "sign.batch-not-found")
}

// admit uses a ticket up, and has the person act for whom it was made.
func (s *Service) admit(ctx context.Context, words string, p purpose) (context.Context, *Batch, *Request, error) {
	var t ticket
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		t, err = store{tx}.spend(ctx, sumOf([]byte(words)), p, s.Clock.Now())
		return err
	})
	if err != nil {
		return ctx, nil, nil, err
	}
	from := actor.Of(ctx)
	t.who.From, t.who.RequestID = from.From, from.RequestID
	ctx = actor.With(ctx, t.who)
	b, r, err := s.open(ctx, t.batchID, t.requestID)
	return ctx, b, r, err
}

// Fetch is the file for which a ticket was made, as it was frozen.
func (s *Service) Fetch(ctx context.Context, ticket string) (name string, file []byte, err error) {
	ctx, _, r, err := s.admit(ctx, ticket, fetch)
	if err != nil {
		return "", nil, err
	}
	file, err = s.read(ctx, r.frozen)
	return r.frozen.Name, file, err
}

// Bring completes the request for which a ticket was made with a signed file, which is read after the ticket was found good.
// Why a file was not taken stays beside the request: the program may not tell.
func (s *Service) Bring(ctx context.Context, ticket string, read func() ([]byte, error)) (*Request, error) {
	ctx, b, r, err := s.admit(ctx, ticket, bring)
	if err != nil {
		return nil, err
	}
	signed, err := read()
	if err == nil {
		err = s.CompleteWhole(ctx, b, r, signed)
	}
	f := fault.As(err)
	if f == nil {
		return r, err
	}
	why := text.TMap(ctx, f.Key, f.Args)
	return r, errors.Join(err, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		r.Why = why
		return store{tx}.move(ctx, r, Asked, Asked)
	}))
}

// CompleteWhole takes a whole signed file for a request of a batch. It is the file that was frozen with one signature
// more and nothing else, by the certificate that was asked, worth something today and made just now; else it is a
// fault.Conflict and the request stays as it was.
func (s *Service) CompleteWhole(ctx context.Context, b *Batch, r *Request, signed []byte) error {
	k, err := store{s.DB.Read()}.key(ctx, b.KeyID)
	if err != nil {
		return err
	}
	if !k.EndedAt.IsZero() {
		return fault.New(fault.Conflict, "sign.key-ended")
	}
	if r.State != Asked || !r.Whole() {
		return fault.New(fault.Conflict, "sign.changed")
	}
	frozen, err := s.read(ctx, r.frozen)
	if err != nil {
		return err
	}
	trust, err := s.Trust(ctx)
	if err != nil {
		return err
	}
	if err := wholeOf(ctx, k, b, frozen, signed, trust); err != nil {
		return err
	}
	return s.settle(ctx, b, k, r, signed)
}

// clockSlack is how far the clock of a PC may be off.
const clockSlack = 10 * time.Minute

// wholeOf refuses a file that is not what somebody was asked to sign.
func wholeOf(ctx context.Context, k *Key, b *Batch, frozen, signed []byte, trust pades.Trust) error {
	sig, cert, err := pades.Added(frozen, signed, trust)
	switch {
	case errors.Is(err, pades.ErrNotBehind):
		return fault.New(fault.Conflict, "sign.plugin.other-file").Because(err)
	case err != nil:
		return fault.New(fault.Conflict, "sign.plugin.beside").Because(err)
	case cert != nil && !cert.Equal(k.Chain[0]):
		return fault.New(fault.Conflict, "sign.plugin.other-key", "name", cert.Subject.CommonName, "serial", cert.SerialNumber.Text(16), "yours", k.Name())
	case sig.Reason != pades.Good && sig.Reason != pades.RevocationUnknown:
		return fault.New(fault.Conflict, "sign.plugin.worthless", "why", text.T(ctx, "sign.reason."+string(sig.Reason)))
	case sig.SignedAt == nil || sig.SignedAt.Before(b.At.Add(-clockSlack)) || sig.SignedAt.After(trust.Now.Add(clockSlack)):
		return fault.New(fault.Conflict, "sign.plugin.clock")
	}
	return nil
}
