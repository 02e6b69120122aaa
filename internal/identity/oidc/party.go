package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// A round trip to the provider takes at most this long: finding the phone is part of it.
const flowFor = 15 * time.Minute

// Party is us, as the provider sees us.
type Party struct {
	settings Settings
	client   *http.Client
	clock    clock.Clock

	mu       sync.Mutex
	provider *oidc.Provider // nil until the provider was reached once
}

// New returns the relying party. The provider need not be up yet: it is asked at the first sign-in.
func New(s Settings, client *http.Client, c clock.Clock) (*Party, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return &Party{settings: s, client: client, clock: c}, nil
}

// Name is our short name of the provider, Label what people call it.
func (p *Party) Name() string { return p.settings.Name }

// Label is what the button calls the provider.
func (p *Party) Label() string { return p.settings.Label }

// Flow is what must be remembered while somebody is away at the provider. It is secret: it belongs
// into the browser's session and is used once.
type Flow struct {
	State    string
	Nonce    string
	Verifier string // of PKCE
	Back     string // page of this house to return to
	Until    time.Time
}

// Begin returns the provider's address to send the browser to, and the flow to keep meanwhile.
func (p *Party) Begin(ctx context.Context, back string) (string, Flow, error) {
	provider, err := p.discover(ctx)
	if err != nil {
		return "", Flow{}, err
	}
	f := Flow{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier(),
		Back: back, Until: p.clock.Now().Add(flowFor)}
	opts := []oauth2.AuthCodeOption{oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)}
	if p.settings.ACR != "" {
		opts = append(opts, oauth2.SetAuthURLParam("acr_values", p.settings.ACR))
	}
	return p.oauth(provider).AuthCodeURL(f.State, opts...), f, nil
}

// Finish reads the provider's answer, the query the browser came back with, and returns who it is.
func (p *Party) Finish(ctx context.Context, f Flow, answer url.Values) (Person, error) {
	if err := p.checkAnswer(f, answer); err != nil {
		return Person{}, err
	}
	provider, err := p.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	tokens, err := p.oauth(provider).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return Person{}, failed(fmt.Errorf("exchanging the code: %w", err))
	}
	id, err := p.verify(ctx, provider, tokens, f.Nonce)
	if err != nil {
		return Person{}, failed(err)
	}
	return p.person(ctx, provider, tokens, id)
}

// checkAnswer refuses an answer to a question nobody asked, and reads the provider's refusals.
func (p *Party) checkAnswer(f Flow, answer url.Values) error {
	switch {
	case f.State == "", !same(f.State, answer.Get("state")), !p.clock.Now().Before(f.Until):
		return fault.New(fault.Conflict, "identity.provider.stale")
	case answer.Has("iss") && answer.Get("iss") != p.settings.Issuer:
		return failed(fmt.Errorf("the answer is of the issuer %q", answer.Get("iss")))
	case answer.Get("error") == "access_denied":
		return fault.New(fault.Forbidden, "identity.provider.denied", "label", p.settings.Label)
	case answer.Has("error"):
		return failed(fmt.Errorf("the provider says %q: %q", answer.Get("error"), answer.Get("error_description")))
	case answer.Get("code") == "":
		return failed(fmt.Errorf("the answer holds no code"))
	}
	return nil
}

// verify checks the identity token: signature, issuer, audience, expiry, nonce, and the access token
// that came with it.
func (p *Party) verify(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, nonce string) (*oidc.IDToken, error) {
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return nil, fmt.Errorf("the answer holds no identity token")
	}
	id, err := provider.Verifier(&oidc.Config{ClientID: p.settings.ClientID, Now: p.clock.Now}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("the identity token: %w", err)
	}
	if !same(id.Nonce, nonce) {
		return nil, fmt.Errorf("the identity token answers another question: its nonce differs")
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(tokens.AccessToken); err != nil {
			return nil, fmt.Errorf("the access token: %w", err)
		}
	}
	return id, nil
}

// person maps the claims of the identity token; what is missing there is asked for at the provider's
// user-info address.
func (p *Party) person(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, id *oidc.IDToken) (Person, error) {
	said := map[string]json.RawMessage{}
	if err := id.Claims(&said); err != nil {
		return Person{}, failed(err)
	}
	if p.settings.Claims.incomplete(said) && provider.UserInfoEndpoint() != "" {
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
		if err != nil {
			return Person{}, failed(fmt.Errorf("user info: %w", err))
		}
		if info.Subject != id.Subject {
			return Person{}, failed(fmt.Errorf("user info is of another person"))
		}
		if err := info.Claims(&said); err != nil {
			return Person{}, failed(err)
		}
	}
	return p.settings.Claims.person(id.Subject, said)
}

// discover asks the provider for its addresses, until it has answered once.
func (p *Party) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.provider != nil {
		return p.provider, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.settings.Issuer)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "identity.provider.away", "label", p.settings.Label).Because(err)
	}
	p.provider = found
	return found, nil
}

func (p *Party) oauth(provider *oidc.Provider) *oauth2.Config {
	scopes := append([]string{oidc.ScopeOpenID}, p.settings.Scopes...)
	return &oauth2.Config{ClientID: p.settings.ClientID, ClientSecret: p.settings.ClientSecret,
		Endpoint: provider.Endpoint(), RedirectURL: p.settings.RedirectURL, Scopes: scopes}
}

func failed(err error) error {
	return fault.New(fault.Conflict, "identity.provider.failed").Because(err)
}

func same(a, b string) bool { return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
