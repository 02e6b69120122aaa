package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"image/png"
	"slices"
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
	if a := actor.Of(ctx); a.Kind == actor.Officer && a.PersonID != "" {
		return s.keyOf(ctx, ofPerson(a.PersonID))
	}
	return nil, nil
}

func ofPerson(id string) string { return "person/" + id }
func ofUnit(id string) string   { return "unit/" + id }

func (s *Service) keyOf(ctx context.Context, holder string) (*Key, error) {
	k, err := store{s.DB.Read()}.keyOf(ctx, holder)
	if err != nil || k == nil || s.Clock.Now().After(k.Until()) {
		return nil, err
	}
	return k, nil
}

// AddFile enters the key of a PKCS#12 file for whoever acts. The password opens the file once, to look at its
// certificates, and is not kept; picture is a PNG or empty.
func (s *Service) AddFile(ctx context.Context, raw []byte, password string, picture []byte) (*Key, error) {
	holder, err := me(ctx)
	if err != nil {
		return nil, err
	}
	k, err := fileKey(ctx, raw, password)
	if err != nil {
		return nil, err
	}
	k.Holder, k.Picture = holder, picture
	return k, s.add(ctx, k, "file", actor.Of(ctx).Name)
}

// AddCard enters a key on a card by its certificates, in PEM or one in DER, its own first.
func (s *Service) AddCard(ctx context.Context, raw, picture []byte) (*Key, error) {
	return s.addMine(ctx, &Key{Kind: Card, Picture: picture}, raw, "chain")
}

// AddPlugin enters a key with which the signing program on the PC signs, by its certificates as with AddCard. The program has
// a picture of its own.
func (s *Service) AddPlugin(ctx context.Context, raw []byte) (*Key, error) {
	return s.addMine(ctx, &Key{Kind: Plugin}, raw, "plugin-chain")
}

func (s *Service) addMine(ctx context.Context, k *Key, raw []byte, field string) (*Key, error) {
	var err error
	if k.Holder, err = me(ctx); err != nil {
		return nil, err
	}
	return s.addCertificate(ctx, k, raw, field, actor.Of(ctx).Name)
}

// addCertificate enters a key that lies elsewhere, by its certificates.
func (s *Service) addCertificate(ctx context.Context, k *Key, raw []byte, field string, names ...string) (*Key, error) {
	var err error
	if k.Chain, err = certificates(raw); err != nil {
		return nil, fault.OnFields([]fault.Field{{Name: field, Key: "sign.no-certificate"}})
	}
	return k, s.add(ctx, k, field, names...)
}

// AddRemote enters a key that the house's provider of remote signing keeps for a user of theirs: the one in the name of whoever acts.
func (s *Service) AddRemote(ctx context.Context, user string, picture []byte) (*Key, error) {
	holder, err := me(ctx)
	if err != nil {
		return nil, err
	}
	return s.addRemote(ctx, &Key{Holder: holder, Picture: picture}, user, actor.Of(ctx).Name)
}

// addRemote enters the key that the provider keeps for a user of theirs in one of the names.
func (s *Service) addRemote(ctx context.Context, k *Key, user string, names ...string) (*Key, error) {
	if s.Provider == nil {
		return nil, fault.New(fault.NotFound, "fault.not-found")
	}
	all, err := s.Provider.List(ctx, text.Clean(user))
	if errors.Is(err, key.ErrAway) {
		return nil, fault.New(fault.Unavailable, "sign.provider-away").Because(err)
	}
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.OnFields([]fault.Field{{Name: "user", Key: "sign.no-credential"}})
	}
	found := all[0] // another's name is told by add
	for _, r := range all {
		if chain, _ := r.Chain(ctx); named(chain[0], names...) {
			found = r
			break
		}
	}
	if k.Chain, err = found.Chain(ctx); err != nil {
		return nil, err
	}
	k.Kind, k.secret = Remote, credential{found.ID, found.ByCode()}.secret()
	return k, s.add(ctx, k, "user", names...)
}

// named tells whether a certificate carries one of the names.
func named(c *x509.Certificate, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return text.Fold(text.Clean(c.Subject.CommonName)) == text.Fold(text.Clean(name))
	})
}

func fileKey(ctx context.Context, raw []byte, password string) (*Key, error) {
	f, err := key.OpenFile(raw, password)
	if errors.Is(err, key.ErrPIN) {
		return nil, fault.OnFields([]fault.Field{{Name: "password", Key: "sign.password-wrong"}})
	}
	if err != nil {
		return nil, fault.OnFields([]fault.Field{{Name: "file", Key: "sign.file-unreadable"}})
	}
	chain, err := f.Chain(ctx)
	return &Key{Kind: File, Chain: chain, secret: raw}, err
}

// me is whoever acts as the holder of a key.
func me(ctx context.Context) (string, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Officer || a.PersonID == "" {
		return "", fault.New(fault.Forbidden, "fault.forbidden")
	}
	return ofPerson(a.PersonID), nil
}

// add puts a key in the place of its holder's before. The certificate must carry one of the names.
func (s *Service) add(ctx context.Context, k *Key, field string, names ...string) error {
	trust, err := s.Trust(ctx)
	if err != nil {
		return err
	}
	if key := wrongWith(k.Chain, trust.Roots, names, s.Clock.Now()); key != "" {
		return fault.OnFields([]fault.Field{{Name: field, Key: key, Args: fault.Args("name", k.Name(), "you", names[0], "issuer", k.Issuer())}})
	}
	if len(k.Picture) > 0 {
		if head, err := png.DecodeConfig(bytes.NewReader(k.Picture)); err != nil || head.Width*head.Height > 4_000_000 {
			return fault.OnFields([]fault.Field{{Name: "picture", Key: "sign.picture-unreadable"}})
		}
	}
	k.ID, k.AddedAt = id.New(), s.Clock.Now()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := (store{tx}).endKey(ctx, k.Holder, k.AddedAt); err != nil {
			return err
		}
		if err := (store{tx}).addKey(ctx, k); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.add-key", Subject: k.Holder,
			Data: map[string]any{"key": k.ID, "kind": k.Kind, "name": k.Name(), "serial": k.Chain[0].SerialNumber.Text(16)}})
	})
}

// EndKey takes the key of whoever acts out of use: it was lost, or belongs to an office they left.
func (s *Service) EndKey(ctx context.Context) error {
	holder, err := me(ctx)
	if err != nil {
		return err
	}
	return s.end(ctx, holder)
}

func (s *Service) end(ctx context.Context, holder string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		ended, err := store{tx}.endKey(ctx, holder, s.Clock.Now())
		if err != nil || !ended {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "sign.end-key", Subject: holder})
	})
}

// wrongWith tells why a certificate cannot be whose signature is meant: it is another's, ended, not for signing, or from
// an authority that is not trusted. "" when nothing is.
func wrongWith(chain []*x509.Certificate, roots *x509.CertPool, names []string, now time.Time) string {
	cert, above := chain[0], x509.NewCertPool()
	for _, c := range chain[1:] {
		above.AddCert(c)
	}
	switch u := cert.KeyUsage; {
	case !named(cert, names...):
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

// Key returns a key by its key, in use or not.
func (s *Service) Key(ctx context.Context, keyID string) (*Key, error) {
	return store{s.DB.Read()}.key(ctx, keyID)
}
