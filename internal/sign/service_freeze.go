package sign

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// freeze puts in what will be needed to tell that the certificate was not revoked, and then the place of the signature: behind
// a seal nothing is to follow.
func (s *Service) freeze(ctx context.Context, k *Key, a Ask, at time.Time, proof *pades.Proof) (*Request, error) {
	raw, err := s.read(ctx, a.Content)
	if err != nil {
		return nil, err
	}
	if k.Kind == Plugin {
		if _, err := pades.Prepare(raw, pades.Spec{Cert: k.Chain[0], At: at}); err != nil {
			return nil, cannotSign(a, err)
		}
		return &Request{ID: id.New(), Ask: a, State: Asked, frozen: a.Content}, nil
	}
	if proof != nil {
		if raw, err = pades.Preserve(raw, *proof); err != nil {
			return nil, cannotSign(a, err)
		}
	}
	spec := pades.Spec{Cert: k.Chain[0], Chain: k.Chain[1:], At: at, Name: k.Name(), Reason: a.Reason, Brought: places[a.Place].Brought, Followed: !a.Last}
	if spec.Look, err = look(k, a, spec); err != nil {
		return nil, err
	}
	f, err := pades.Prepare(raw, spec)
	if err != nil {
		return nil, cannotSign(a, err)
	}
	r := &Request{ID: id.New(), Ask: a, State: Asked, Digest: f.Digest(), Hash: f.Hash, hole: f.Hole, attributes: f.Attributes}
	r.frozen, err = s.put(ctx, f.File, a.Content.Name)
	return r, err
}

// cannotSign tells whoever wants to sign why a file cannot be.
func cannotSign(a Ask, err error) error {
	key, more := "sign.cannot", []any{"name", a.Content.Name, "title", a.Title}
	var seed pades.SeedError
	switch {
	case errors.As(err, &seed):
		key, more = "sign.field-wants", append(more, "what", seed.Wants)
	case errors.Is(err, pades.ErrCloses):
		key = "sign.field-closes"
	case errors.Is(err, pades.ErrOpen):
		key = "sign.field-open"
	}
	return fault.New(fault.Conflict, key, more...).Because(err)
}

func (s *Service) read(ctx context.Context, c Content) ([]byte, error) {
	r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: c.SHA256, Size: c.Size, Type: blob.PDF})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (s *Service) put(ctx context.Context, raw []byte, name string) (Content, error) {
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), pades.MaxFile)
	return Content{ref.SHA256, ref.Size, name}, err
}
