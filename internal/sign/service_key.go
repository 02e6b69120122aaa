package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"image/png"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/key"
)

// What a person brings with a key at the most, in bytes.
const (
	MostKeyFile = 100 << 10
	MostPicture = 300 << 10
	MostChain   = 100 << 10
)

// MyKey is the key with which whoever acts signs; nil when they have none, or its certificate has ended.
func (s *Service) MyKey(ctx context.Context) (*Key, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Officer || a.PersonID == "" {
		return nil, nil
	}
	k, err := store{s.DB.Read()}.keyOf(ctx, a.PersonID)
	if err != nil || k == nil || s.Clock.Now().After(k.Until()) {
		return nil, err
	}
	return k, nil
}

// AddFile enters the key of a PKCS#12 file for whoever acts. The password opens the file once, to look at its
// certificates, and is not kept; picture is a PNG or empty.
func (s *Service) AddFile(ctx context.Context, raw []byte, password string, picture []byte) (*Key, error) {
	f, err := key.OpenFile(raw, password)
	if errors.Is(err, key.ErrPIN) {
		return nil, fault.OnFields([]fault.Field{{Name: "password", Key: "sign.password-wrong"}})
	}
	if err != nil {
		return nil, fault.OnFields([]fault.Field{{Name: "file", Key: "sign.file-unreadable"}})
	}
	chain, err := f.Chain(ctx)
	if err != nil {
		return nil, err
	}
	return s.add(ctx, &Key{Kind: File, Chain: chain, Picture: picture, secret: raw}, "file")
}

// AddCard enters a key on a card by its certificates, in PEM or one in DER, its own first.
func (s *Service) AddCard(ctx context.Context, raw, picture []byte) (*Key, error) {
	chain, err := certificates(raw)
	if err != nil {
		return nil, fault.OnFields([]fault.Field{{Name: "chain", Key: "sign.no-certificate"}})
	}
	return s.add(ctx, &Key{Kind: Card, Chain: chain, Picture: picture}, "chain")
}

// add puts a key in the place of the one before.
func (s *Service) add(ctx context.Context, k *Key, field string) (*Key, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Officer || a.PersonID == "" {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	trust, err := s.Trust(ctx)
	if err != nil {
		return nil, err
	}
	if key := wrongWith(k.Chain, trust.Roots, a.Name, s.Clock.Now()); key != "" {
		return nil, fault.OnFields([]fault.Field{{Name: field, Key: key, Args: fault.Args("name", k.Name(), "you", a.Name, "issuer", k.Issuer())}})
	}
	if len(k.Picture) > 0 {
		if head, err := png.DecodeConfig(bytes.NewReader(k.Picture)); err != nil || head.Width*head.Height > 4_000_000 {
			return nil, fault.OnFields([]fault.Field{{Name: "picture", Key: "sign.picture-unreadable"}})
		}
	}
	k.ID, k.PersonID, k.AddedAt = id.New(), a.PersonID, s.Clock.Now()
	return k, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := (store{tx}).endKey(ctx, a.PersonID, k.AddedAt); err != nil {
			return err
		}
		if err := (store{tx}).addKey(ctx, k); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.add-key", Subject: "person/" + a.PersonID,
			Data: map[string]any{"key": k.ID, "kind": k.Kind, "name": k.Name(), "serial": k.Chain[0].SerialNumber.Text(16)}})
	})
}

// EndKey takes the key of whoever acts out of use: it was lost, or belongs to an office they left.
func (s *Service) EndKey(ctx context.Context) error {
	a := actor.Of(ctx)
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		ended, err := store{tx}.endKey(ctx, a.PersonID, s.Clock.Now())
		if err != nil || !ended {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.end-key", Subject: "person/" + a.PersonID})
	})
}

// wrongWith tells why a certificate cannot be whose signature is meant: it is another's, ended, not for signing, or from
// an authority that is not trusted. "" when nothing is.
func wrongWith(chain []*x509.Certificate, roots *x509.CertPool, name string, now time.Time) string {
	cert, above := chain[0], x509.NewCertPool()
	for _, c := range chain[1:] {
		above.AddCert(c)
	}
	switch u := cert.KeyUsage; {
	case text.Fold(text.Clean(cert.Subject.CommonName)) != text.Fold(text.Clean(name)):
		return "sign.other-name"
	case now.Before(cert.NotBefore) || now.After(cert.NotAfter):
		return "sign.not-valid-now"
	case cert.IsCA || u != 0 && u&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return "sign.not-for-signing"
	}
	if _, err := cert.Verify(x509.VerifyOptions{Roots: roots, Intermediates: above, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		return "sign.not-trusted"
	}
	return ""
}
