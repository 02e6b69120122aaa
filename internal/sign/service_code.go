package sign

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/sign/key"
)

// A provider may have people confirm at a page of its own. They leave for it with what is to be signed, and come back with a code.
// Nothing is kept meanwhile: the state that travels with them says which batch it is and where to go on, and is sealed.

// credential is what is kept of a key at a provider: its name there, or JSON where its person confirms at the provider's page.
type credential struct {
	ID     string `json:"id"`
	ByCode bool   `json:"by_code"`
}

func (c credential) secret() []byte {
	if !c.ByCode {
		return []byte(c.ID)
	}
	raw, _ := json.Marshal(c) // always becomes JSON
	return raw
}

func (k *Key) credential() (c credential) {
	if json.Unmarshal(k.secret, &c) != nil || !c.ByCode {
		return credential{ID: string(k.secret)}
	}
	return c
}

// ByCode tells whether the key's person confirms at a page of the provider.
func (k *Key) ByCode() bool { return k.Kind == Remote && k.credential().ByCode }

// OnPageOfItsOwn tells whether signing with the key takes a page for itself: a card at the PC, or a page of the provider.
func (k *Key) OnPageOfItsOwn() bool { return k.Kind == Card || k.ByCode() }

// travelling is the state that goes to the provider and comes back.
type travelling struct {
	Batch string `json:"b"`
	To    string `json:"t"` // page of the house to go on at
}

func (s *Service) mac(what, payload string) string {
	h := hmac.New(sha256.New, s.Secret)
	h.Write([]byte("sign " + what + " " + payload))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// Confirm is the provider's page on which whoever acts confirms the next files of a batch of theirs; afterwards they go on at to.
func (s *Service) Confirm(ctx context.Context, batchID, to string) (string, error) {
	b, r, open, err := s.confirmable(ctx, batchID)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(travelling{b.ID, to})
	if err != nil {
		return "", err
	}
	payload := base64.RawURLEncoding.EncodeToString(raw)
	return r.ConfirmAt(payload+"."+s.mac("state", payload), s.mac("verifier", b.ID), open[0].Hash, digestsOf(open)), nil
}

// confirmable are a batch with a key by code, the key, and as many of its open requests as one confirmation covers.
func (s *Service) confirmable(ctx context.Context, batchID string) (*Batch, *key.Remote, []*Request, error) {
	b, err := s.Batch(ctx, batchID)
	if err != nil {
		return nil, nil, nil, err
	}
	k, err := s.Key(ctx, b.KeyID)
	if err != nil {
		return nil, nil, nil, err
	}
	if s.Provider == nil || len(s.Secret) == 0 || !k.ByCode() || !k.EndedAt.IsZero() || !b.Open() {
		return nil, nil, nil, fault.New(fault.Conflict, "sign.key-ended")
	}
	r, err := s.Provider.Credential(ctx, k.credential().ID)
	if err != nil {
		return nil, nil, nil, providerFault(err)
	}
	open := b.open()
	return b, r, open[:min(len(open), r.Most())], nil
}

// Confirmed signs what whoever acts confirmed at the provider, and returns the page to go on at. A code of somebody else, or for
// other files, signs nothing. When the provider says no, code is empty.
func (s *Service) Confirmed(ctx context.Context, state, code string) (to string, err error) {
	payload, mac, _ := strings.Cut(state, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	var t travelling
	if err != nil || !hmac.Equal([]byte(mac), []byte(s.mac("state", payload))) || json.Unmarshal(raw, &t) != nil {
		return "", fault.New(fault.NotFound, "fault.not-found")
	}
	if code == "" {
		return t.To, fault.New(fault.Conflict, "sign.refused")
	}
	b, r, open, err := s.confirmable(ctx, t.Batch)
	if err != nil {
		return t.To, err
	}
	values, err := r.SignConfirmed(ctx, code, s.mac("verifier", b.ID), open[0].Hash, digestsOf(open))
	if err != nil {
		return t.To, providerFault(err)
	}
	byID := map[string][]byte{}
	for i, q := range open {
		byID[q.ID] = values[i]
	}
	return t.To, s.Complete(ctx, b, byID)
}

// open are the requests of a batch that still wait for a key's signature.
func (b *Batch) open() (out []*Request) {
	for _, r := range b.Requests {
		if r.State == Asked {
			out = append(out, r)
		}
	}
	return out
}

func digestsOf(rs []*Request) (out [][]byte) {
	for _, r := range rs {
		out = append(out, r.Digest)
	}
	return out
}

// providerFault is what a provider said, for people.
func providerFault(err error) error {
	switch {
	case errors.Is(err, key.ErrRefused):
		return fault.New(fault.Conflict, "sign.refused").Because(err)
	case errors.Is(err, key.ErrAway):
		return fault.New(fault.Unavailable, "sign.provider-away").Because(err)
	}
	return err
}
