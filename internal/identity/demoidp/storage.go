package demoidp

import (
	"context"
	"crypto/ecdsa"
	"crypto/subtle"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/id"
)

const (
	requestFor = 10 * time.Minute // to sign in and come back
	tokenFor   = 5 * time.Minute
	keyName    = "trinh-dien"
)

var (
	errUnknown     = errors.New("unknown or too old")
	errUnsupported = errors.New("the demonstration's provider does not do that")
)

// storage is what the library asks of a provider, in memory.
type storage struct {
	needs Needs
	key   *ecdsa.PrivateKey

	mu       sync.Mutex
	requests map[string]*request
	codes    map[string]string // code → request
}

var _ op.Storage = (*storage)(nil)

func newStorage(n Needs, key *ecdsa.PrivateKey) *storage {
	return &storage{needs: n, key: key, requests: map[string]*request{}, codes: map[string]string{}}
}

// CreateAuthRequest begins a sign-in.
func (s *storage) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.needs.Clock.Now()
	for key, r := range s.requests {
		if !now.Before(r.until) {
			delete(s.requests, key)
		}
	}
	r := &request{id: id.New(), asked: *asked, until: now.Add(requestFor)}
	s.requests[r.id] = r
	return r, nil
}

// AuthRequestByID finds a sign-in under way.
func (s *storage) AuthRequestByID(_ context.Context, key string) (op.AuthRequest, error) {
	r, err := s.request(key)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (s *storage) request(key string) (*request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.requests[key]; ok && s.needs.Clock.Now().Before(r.until) {
		copied := *r
		return &copied, nil
	}
	return nil, errUnknown
}

// done notes who has signed in.
func (s *storage) done(key, subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.requests[key]; ok {
		r.who, r.at = subject, s.needs.Clock.Now()
	}
}

// SaveAuthCode keeps the code with which the relying party fetches the tokens.
func (s *storage) SaveAuthCode(_ context.Context, key, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = key
	return nil
}

// AuthRequestByCode uses the code up, whatever comes of it: nobody tries verifiers on it.
func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	key, ok := s.codes[code]
	delete(s.codes, code)
	s.mu.Unlock()
	if !ok {
		return nil, errUnknown
	}
	return s.AuthRequestByID(ctx, key)
}

// DeleteAuthRequest ends a sign-in.
func (s *storage) DeleteAuthRequest(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, key)
	return nil
}

// CreateAccessToken makes a token that only fetches user info; it holds its subject itself.
func (s *storage) CreateAccessToken(context.Context, op.TokenRequest) (string, time.Time, error) {
	return id.New(), clock.System{}.Now().Add(tokenFor), nil // the library counts from the machine's clock
}

// GetClientByClientID knows the one relying party.
func (s *storage) GetClientByClientID(_ context.Context, clientID string) (op.Client, error) {
	if clientID != s.needs.ClientID {
		return nil, errUnknown
	}
	return client{s.needs}, nil
}

// AuthorizeClientIDSecret checks the relying party's secret.
func (s *storage) AuthorizeClientIDSecret(_ context.Context, clientID, secret string) error {
	if clientID != s.needs.ClientID || subtle.ConstantTimeCompare([]byte(secret), []byte(s.needs.ClientSecret)) != 1 {
		return errUnknown
	}
	return nil
}

// SetUserinfoFromScopes puts the citizen's facts into the identity token.
func (s *storage) SetUserinfoFromScopes(_ context.Context, info *oidc.UserInfo, subject, _ string, _ []string) error {
	return s.tell(info, subject)
}

// SetUserinfoFromToken answers at the user-info address.
func (s *storage) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, _, subject, _ string) error {
	return s.tell(info, subject)
}

// tell says about a citizen what the national provider does, in its words, and the phone besides.
func (s *storage) tell(info *oidc.UserInfo, subject string) error {
	for _, c := range s.needs.Citizens {
		if Subject(c.Number) != subject {
			continue
		}
		info.Subject = subject
		info.PhoneNumber = c.Phone
		for claim, v := range map[string]any{
			"HoVaTen": c.Name, "SoDinhDanh": c.Number, "NgayThangNamSinh": compact(string(c.BornOn)),
			"LoaiTaiKhoan": "1", "TechID": subject, "loginIdp": "TRINH-DIEN",
		} {
			info.AppendClaims(claim, v)
		}
		return nil
	}
	return errUnknown
}

// SigningKey, SignatureAlgorithms and KeySet are the one key of this process.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return signing{s.key}, nil }

// SignatureAlgorithms is the one algorithm.
func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.ES256}, nil
}

// KeySet is the public half.
func (s *storage) KeySet(context.Context) ([]op.Key, error) { return []op.Key{public{s.key}}, nil }

type signing struct{ key *ecdsa.PrivateKey }

func (k signing) ID() string                                  { return keyName }
func (k signing) Key() any                                    { return k.key }
func (k signing) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }

type public struct{ key *ecdsa.PrivateKey }

func (k public) ID() string                         { return keyName }
func (k public) Key() any                           { return &k.key.PublicKey }
func (k public) Algorithm() jose.SignatureAlgorithm { return jose.ES256 }
func (k public) Use() string                        { return "sig" }
