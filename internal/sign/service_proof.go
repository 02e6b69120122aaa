package sign

import (
	"context"
	"crypto/x509"
	"errors"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// moment is how long somebody who wants to sign waits for an authority.
const moment = 4 * time.Second

// freshFor is how long before it is replaced an answer is fetched anew.
const freshFor = 12 * time.Hour

// Ask asks the authorities about the certificates of all keys, those out of use too: what they signed is still looked at.
// An authority that is away is asked again the next time; what it said before stays.
func (s *Service) Ask(ctx context.Context) error {
	if s.Authorities == nil {
		return nil
	}
	keys, err := store{s.DB.Read()}.keys(ctx)
	if err != nil {
		return err
	}
	var away error
	for _, k := range keys {
		away = errors.Join(away, s.askAbout(ctx, k))
	}
	return away
}

// askAbout fetches what is not known freshly about a key's chain.
func (s *Service) askAbout(ctx context.Context, k *Key) error {
	chain, err := s.chainOf(ctx, k.Chain)
	if err != nil {
		return err
	}
	return s.askAboutChain(ctx, chain)
}

func (s *Service) askAboutChain(ctx context.Context, chain []*x509.Certificate) error {
	if s.Authorities == nil || chain == nil {
		return nil
	}
	known, err := store{s.DB.Read()}.proofs(ctx)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	for i := range len(chain) - 1 {
		if p, ok := known[sumOf(chain[i].Raw)]; ok && p.NextAt.After(now.Add(freshFor)) {
			continue
		}
		p, err := s.Authorities.About(ctx, chain[i], chain[i+1])
		if errors.Is(err, ErrNobodyToAsk) {
			continue
		}
		if err != nil {
			return err
		}
		if p.NextAt.IsZero() { // a new one may come any time
			p.NextAt = p.MadeAt.Add(freshFor)
		}
		if err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.keepProof(ctx, p) }); err != nil {
			return err
		}
	}
	return nil
}

// chainOf leads the first of some certificates, with the help of the others, to a root that is trusted; nil when there is none (any more).
func (s *Service) chainOf(ctx context.Context, certs []*x509.Certificate) ([]*x509.Certificate, error) {
	trust, err := s.Trust(ctx)
	if err != nil {
		return nil, err
	}
	between := x509.NewCertPool()
	for _, c := range certs[1:] {
		between.AddCert(c)
	}
	chains, err := certs[0].Verify(x509.VerifyOptions{Roots: trust.Roots, Intermediates: between, CurrentTime: s.Clock.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return nil, nil // expired, or not trusted any more: its signatures will say so
	}
	return chains[0], nil
}

// notRevoked refuses a key of whose certificate an authority has said that it is revoked. The authority is asked first, and
// not waited for longer than a moment: one that is away stops nobody's work.
func (s *Service) notRevoked(ctx context.Context, k *Key) error {
	soon, cancel := context.WithTimeout(ctx, moment)
	_ = s.askAbout(soon, k) // away: what is known already counts, and the next round asks again
	cancel()
	chain, err := s.chainOf(ctx, k.Chain)
	if err != nil || chain == nil {
		return err
	}
	trust, err := s.Trust(ctx)
	if err != nil {
		return err
	}
	if trust.Known.About(chain, trust.Now, trust.Now) == pades.WasRevoked {
		return fault.New(fault.Conflict, "sign.revoked", "name", k.Name())
	}
	return nil
}

// mostInFile is how large an answer may be to travel in each signed file, in bytes; the list of a large authority stays here.
const mostInFile = 200 << 10

// proofOf is what authorities have said about a key's chain, to be carried in the files that it signs; nil when it would not
// tell everything.
func (s *Service) proofOf(ctx context.Context, k *Key) (*pades.Proof, error) {
	chain, err := s.chainOf(ctx, k.Chain)
	if err != nil || len(chain) < 2 {
		return nil, err
	}
	return s.proofOfChain(ctx, chain)
}

func (s *Service) proofOfChain(ctx context.Context, chain []*x509.Certificate) (*pades.Proof, error) {
	known, err := store{s.DB.Read()}.proofs(ctx)
	if err != nil {
		return nil, err
	}
	out := &pades.Proof{Certs: chain}
	for _, c := range chain[:len(chain)-1] {
		p, ok := known[sumOf(c.Raw)]
		switch {
		case !ok || len(p.Raw) > mostInFile:
			return nil, nil
		case p.Kind == "ocsp":
			out.OCSP = append(out.OCSP, p.Raw)
		default:
			out.CRLs = append(out.CRLs, p.Raw)
		}
	}
	return out, nil
}
