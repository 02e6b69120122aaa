package sign

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"time"

	"github.com/nha-san/nhasan/internal/sign/cms"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// A file that is to be checked for decades gets, behind its last signature, what authorities say about signer and time stamps,
// and a time stamp over all of it (baseline B-LTA). It is done in the moment of signing, before anybody takes the file's digest down: an
// issued file is not changed any more.

// errNotWhole says that something would be missing to check a file by: a time stamp over it would promise too much.
var errNotWhole = errors.New("not everything is known that the file would have to carry")

// last is a signed file as it is kept; until when it lasts stands in the request, zero when nobody wanted it to. Where the time-stamp service
// or an authority is away the file stays as it was signed, and is counted: nobody signs again for that. The rest of the
// batch does not wait for them once more.
func (s *Service) last(ctx context.Context, b *Batch, k *Key, r *Request, signed []byte) []byte {
	if !r.Last || !s.Lasting || s.Stamper == nil {
		return signed
	}
	r.lastsUntil = s.Clock.Now()
	if b.notLasting != nil {
		return signed
	}
	out, until, err := s.archived(ctx, k, signed)
	if err != nil {
		b.notLasting = err
		return signed
	}
	r.lastsUntil = until
	return out
}

func (s *Service) archived(ctx context.Context, k *Key, signed []byte) ([]byte, time.Time, error) {
	var none time.Time
	proof, err := s.proofOf(ctx, k)
	if err != nil || proof == nil {
		return nil, none, errors.Join(errNotWhole, err)
	}
	stampers, err := s.stampers(ctx, signed)
	if err != nil {
		return nil, none, err
	}
	for _, certs := range stampers {
		more, err := s.proofAbout(ctx, certs)
		if err != nil || more == nil {
			return nil, none, errors.Join(errNotWhole, err)
		}
		proof.Certs, proof.OCSP, proof.CRLs = append(proof.Certs, more.Certs...), append(proof.OCSP, more.OCSP...), append(proof.CRLs, more.CRLs...)
	}
	whole, err := pades.Preserve(signed, *proof)
	if err != nil {
		return nil, none, err
	}
	f, err := pades.PrepareStamp(whole)
	if err != nil {
		return nil, none, err
	}
	token, err := s.Stamper.Stamp(ctx, f.Hash, f.Covered())
	if err != nil {
		return nil, none, err
	}
	t, err := cms.ParseToken(token)
	if err != nil {
		return nil, none, err
	}
	out, err := pades.CompleteStamp(f, token)
	if err != nil {
		return nil, none, err
	}
	return out, t.Cert.NotAfter, s.worthIt(ctx, out)
}

// worthIt holds what came of it against the house's own validation: a file that is worth less than before is not kept.
func (s *Service) worthIt(ctx context.Context, file []byte) error {
	trust, err := s.Trust(ctx)
	if err != nil {
		return err
	}
	trust.Known = nil // of what the file carries alone
	trust.Now = trust.Now.Add(clockSlack)
	if got := pades.Validate(file, trust); got.Reason != pades.Good {
		return errNotWhole
	}
	return nil
}

// stampers are the certificates of those who stamped the times in a file, and of whoever would stamp now.
func (s *Service) stampers(ctx context.Context, file []byte) ([][]*x509.Certificate, error) {
	out := pades.Stampers(file)
	if len(out) > 0 { // the same service stamps the whole; if it does not, worthIt says so
		return out, nil
	}
	h := crypto.SHA256.New()
	h.Write(file)
	token, err := s.Stamper.Stamp(ctx, crypto.SHA256, h.Sum(nil))
	if err != nil {
		return nil, err
	}
	t, err := cms.ParseToken(token)
	if err != nil {
		return nil, err
	}
	return [][]*x509.Certificate{append([]*x509.Certificate{t.Cert}, t.Certs...)}, nil
}

// proofAbout is what authorities say about a certificate and those above it, asked anew where it is not known freshly; nil when it
// would not tell everything.
func (s *Service) proofAbout(ctx context.Context, certs []*x509.Certificate) (*pades.Proof, error) {
	chain, err := s.chainOf(ctx, certs)
	if err != nil || chain == nil {
		return nil, err
	}
	soon, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	_ = s.askAboutChain(soon, chain) // away: what is known already may do
	return s.proofOfChain(ctx, chain)
}

// renewWithin is how long before its time stamp ends a file should get another over it.
const renewWithin = 180 * 24 * time.Hour

// Ending counts the files signed here whose time stamp over the whole ends within half a year, or could not be had.
func (s *Service) Ending(ctx context.Context) (int64, error) {
	return store{s.DB.Read()}.ending(ctx, s.Clock.Now().Add(renewWithin))
}
