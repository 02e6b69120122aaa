package sign

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Roots lists the authorities that are trusted, the oldest first.
func (s *Service) Roots(ctx context.Context) ([]Root, error) { return store{s.DB.Read()}.roots(ctx) }

// Trust is what signatures are held against now.
func (s *Service) Trust(ctx context.Context) (pades.Trust, error) {
	all, err := s.Roots(ctx)
	t := pades.Trust{Roots: x509.NewCertPool(), Now: s.Clock.Now()}
	for _, r := range all {
		t.Roots.AddCert(r.Cert)
	}
	if err != nil {
		return t, err
	}
	t.Known, err = s.known(ctx)
	return t, err
}

// known is what authorities have said so far.
func (s *Service) known(ctx context.Context) (*pades.Evidence, error) {
	all, err := store{s.DB.Read()}.proofs(ctx)
	var p pades.Proof
	for _, one := range all {
		switch one.Kind {
		case "ocsp":
			p.OCSP = append(p.OCSP, one.Raw)
		case "crl":
			p.CRLs = append(p.CRLs, one.Raw)
		}
	}
	return pades.Read(p), err
}

// AddRoot trusts the authorities of a PEM or DER file from now on. A certificate that issues nothing, or was not issued by
// itself, is a fault.Invalid; one that is trusted already is left alone.
func (s *Service) AddRoot(ctx context.Context, raw []byte) error {
	if err := mayTrust(ctx); err != nil {
		return err
	}
	certs, err := certificates(raw)
	if err != nil {
		return err
	}
	for _, c := range certs {
		if !c.IsCA || c.CheckSignatureFrom(c) != nil {
			return fault.OnFields([]fault.Field{{Name: "root", Key: "sign.not-root", Args: fault.Args("name", c.Subject.CommonName)}})
		}
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range certs {
			r := Root{ID: id.New(), Cert: c, AddedAt: s.Clock.Now(), AddedBy: actor.Of(ctx).Name}
			added, err := store{tx}.addRoot(ctx, r, sumOf(c.Raw))
			if err != nil || !added {
				return err
			}
			if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.trust", Subject: "sign-root/" + r.ID,
				Data: map[string]any{"name": c.Subject.CommonName, "sha256": sumOf(c.Raw)}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// EndRoot trusts an authority no longer: what it vouched for becomes "cannot tell" at the next look.
func (s *Service) EndRoot(ctx context.Context, rootID string) error {
	if err := mayTrust(ctx); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).endRoot(ctx, rootID, s.Clock.Now()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.distrust", Subject: "sign-root/" + rootID})
	})
}

// mayTrust refuses whoever may not decide for the house; trust has no unit.
func mayTrust(ctx context.Context) error {
	if !actor.Of(ctx).HasAnywhere(CanTrust) {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", CanTrust)
	}
	return nil
}

// certificates reads a file of certificates in PEM, or one in DER.
func certificates(raw []byte) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for rest := raw; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		if c, err := x509.ParseCertificate(raw); err == nil {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fault.OnFields([]fault.Field{{Name: "root", Key: "sign.no-certificate"}})
	}
	return out, nil
}

func sumOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
