package sign

import (
	"context"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// The seal of an agency is a key in the agency's name. It may lie in a file, on a card at the clerk's PC, or at the provider.

// SealOf is the seal of an agency; nil when it has none, or its certificate has ended.
func (s *Service) SealOf(ctx context.Context, unitID string) (*Key, error) {
	return s.keyOf(ctx, ofUnit(unitID))
}

// AddSeal enters the seal of a unit's agency, from a PKCS#12 file in the agency's name.
func (s *Service) AddSeal(ctx context.Context, u org.Unit, raw []byte, password string, picture []byte) (*Key, error) {
	if err := actor.Need(ctx, CanKeepSeal, u.Path); err != nil {
		return nil, err
	}
	k, err := fileKey(ctx, raw, password)
	if err != nil {
		return nil, err
	}
	k.Holder, k.Picture = ofUnit(u.ID), picture
	return k, s.add(ctx, k, "file", u.Authority(), u.FullName)
}

// AddSealCard enters a seal on a card by its certificates, in PEM or one in DER, its own first.
func (s *Service) AddSealCard(ctx context.Context, u org.Unit, raw, picture []byte) (*Key, error) {
	if err := actor.Need(ctx, CanKeepSeal, u.Path); err != nil {
		return nil, err
	}
	return s.addCertificate(ctx, &Key{Holder: ofUnit(u.ID), Kind: Card, Picture: picture}, raw, "chain", u.Authority(), u.FullName)
}

// AddSealRemote enters a seal that the house's provider keeps for a user of theirs.
func (s *Service) AddSealRemote(ctx context.Context, u org.Unit, user string, picture []byte) (*Key, error) {
	if err := actor.Need(ctx, CanKeepSeal, u.Path); err != nil {
		return nil, err
	}
	return s.addRemote(ctx, &Key{Holder: ofUnit(u.ID), Picture: picture}, user, u.Authority(), u.FullName)
}

// EndSeal takes the seal of a unit's agency out of use.
func (s *Service) EndSeal(ctx context.Context, u org.Unit) error {
	if err := actor.Need(ctx, CanKeepSeal, u.Path); err != nil {
		return err
	}
	return s.end(ctx, ofUnit(u.ID))
}
