package key

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Provider keeps people's keys and signs for them (API of the Cloud Signature Consortium, version 2).
type Provider struct {
	URL          string // of the API, with its version: https://rsp.example.vn/csc/v2
	ClientID     string
	ClientSecret string
	Back         string // where the provider sends people back who confirmed at a page of its own
	Client       *http.Client
	Clock        clock.Clock

	mu    sync.Mutex
	token string
	until time.Time
}

// providerWithin is how long a provider is waited for: a person may have to confirm on a phone meanwhile.
const providerWithin = 2 * time.Minute

// Remote is one key kept by a provider.
type Remote struct {
	ID       string // of the credential
	provider *Provider
	chain    []*x509.Certificate
	most     int      // signatures with one authorisation
	asks     []string // what the person is asked: "PIN", "OTP"
	byCode   bool     // the person confirms at a page of the provider (OAuth 2.0 code)

	mu  sync.Mutex
	pin string
}

// List returns the keys of a person at the provider that can sign now.
func (p *Provider) List(ctx context.Context, user string) ([]*Remote, error) {
	var said struct {
		IDs []string `json:"credentialIDs"`
	}
	if err := p.call(ctx, "credentials/list", map[string]any{"userID": user}, &said); err != nil {
		return nil, err
	}
	var out []*Remote
	for _, id := range said.IDs {
		r, err := p.Credential(ctx, id)
		if errors.Is(err, ErrAway) {
			continue // not in use
		}
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Credential returns a key by its name at the provider. One that is switched off is ErrAway.
func (p *Provider) Credential(ctx context.Context, id string) (*Remote, error) {
	var said struct {
		Key struct {
			Status string `json:"status"`
		} `json:"key"`
		Cert struct {
			Status       string   `json:"status"`
			Certificates [][]byte `json:"certificates"`
		} `json:"cert"`
		Auth struct {
			Mode    string `json:"mode"`
			Objects []struct {
				ID string `json:"id"`
			} `json:"objects"`
		} `json:"auth"`
		Multisign int `json:"multisign"`
	}
	err := p.call(ctx, "credentials/info", map[string]any{"credentialID": id, "certificates": "chain", "certInfo": true, "authInfo": true}, &said)
	if err != nil {
		return nil, err
	}
	if said.Key.Status != "enabled" || said.Cert.Status != "" && said.Cert.Status != "valid" {
		return nil, fmt.Errorf("%w: the credential is %s, its certificate %s", ErrAway, said.Key.Status, said.Cert.Status)
	}
	if !slices.Contains([]string{"explicit", "implicit", modeCode}, said.Auth.Mode) {
		return nil, fmt.Errorf("%w: the provider wants %q of the person, which is not known here", ErrAway, said.Auth.Mode)
	}
	r := &Remote{ID: id, provider: p, most: max(1, said.Multisign), byCode: said.Auth.Mode == modeCode}
	for _, o := range said.Auth.Objects {
		r.asks = append(r.asks, o.ID)
	}
	for _, raw := range said.Cert.Certificates {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fmt.Errorf("certificate of the provider: %w", err)
		}
		r.chain = append(r.chain, c)
	}
	if len(r.chain) == 0 {
		return nil, errors.New("the provider tells no certificate")
	}
	return r, nil
}

// Unlock gives the PIN, or the code from the person's phone, with which the next signatures are made; empty forgets it.
func (r *Remote) Unlock(pin string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pin = pin
}

// Chain returns the certificates of the key.
func (r *Remote) Chain(context.Context) ([]*x509.Certificate, error) { return r.chain, nil }

// Sign signs a digest.
func (r *Remote) Sign(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	all, err := r.SignAll(ctx, hash, [][]byte{digest})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

var (
	hashOIDs = map[crypto.Hash]string{crypto.SHA256: "2.16.840.1.101.3.4.2.1", crypto.SHA384: "2.16.840.1.101.3.4.2.2", crypto.SHA512: "2.16.840.1.101.3.4.2.3"}
	rsaOIDs  = map[crypto.Hash]string{crypto.SHA256: "1.2.840.113549.1.1.11", crypto.SHA384: "1.2.840.113549.1.1.12", crypto.SHA512: "1.2.840.113549.1.1.13"}
	ecOIDs   = map[crypto.Hash]string{crypto.SHA256: "1.2.840.10045.4.3.2", crypto.SHA384: "1.2.840.10045.4.3.3", crypto.SHA512: "1.2.840.10045.4.3.4"}
)

// SignAll signs digests with as few authorisations as the provider allows. What a person typed opens one authorisation where it
// is a code that holds once; a PIN opens all.
func (r *Remote) SignAll(ctx context.Context, hash crypto.Hash, digests [][]byte) ([][]byte, error) {
	var out [][]byte
	for len(out) < len(digests) {
		some := digests[len(out):min(len(digests), len(out)+r.most)]
		values, err := r.signSome(ctx, hash, some)
		if err != nil {
			return nil, err
		}
		out = append(out, values...)
	}
	return out, nil
}

func (r *Remote) signSome(ctx context.Context, hash crypto.Hash, digests [][]byte) ([][]byte, error) {
	if r.byCode {
		return nil, ErrPIN // nothing typed here opens it
	}
	ask := map[string]any{"credentialID": r.ID, "numSignatures": len(digests), "hashes": encoded(base64.StdEncoding, digests), "hashAlgorithmOID": hashOIDs[hash]}
	r.mu.Lock()
	pin := r.pin
	r.mu.Unlock()
	if len(r.asks) > 0 {
		if pin == "" {
			return nil, ErrPIN
		}
		ask["authData"] = []map[string]string{{"id": r.asks[0], "value": pin}}
	}
	var granted struct {
		SAD string `json:"SAD"`
	}
	if err := r.provider.call(ctx, "credentials/authorize", ask, &granted); err != nil {
		return nil, err
	}
	return r.signWith(ctx, granted.SAD, hash, digests)
}

func encoded(as *base64.Encoding, digests [][]byte) (out []string) {
	for _, d := range digests {
		out = append(out, as.EncodeToString(d))
	}
	return out
}

// signWith signs the digests for which an authorisation was given.
func (r *Remote) signWith(ctx context.Context, authorisation string, hash crypto.Hash, digests [][]byte) ([][]byte, error) {
	algorithm := ""
	switch r.chain[0].PublicKey.(type) {
	case *rsa.PublicKey:
		algorithm = rsaOIDs[hash]
	case *ecdsa.PublicKey:
		algorithm = ecOIDs[hash]
	}
	if algorithm == "" {
		return nil, fmt.Errorf("a provider's key of %T with %v", r.chain[0].PublicKey, hash)
	}
	var said struct {
		Signatures [][]byte `json:"signatures"`
	}
	err := r.provider.call(ctx, "signatures/signHash", map[string]any{"credentialID": r.ID, "SAD": authorisation, "hashes": encoded(base64.StdEncoding, digests),
		"hashAlgorithmOID": hashOIDs[hash], "signAlgo": algorithm}, &said)
	if err == nil && len(said.Signatures) != len(digests) {
		err = fmt.Errorf("the provider gave %d signatures for %d digests", len(said.Signatures), len(digests))
	}
	return said.Signatures, err
}

// call asks the API; an access token that has run out is fetched anew.
func (p *Provider) call(ctx context.Context, method string, ask, into any) error {
	ctx, cancel := context.WithTimeout(ctx, providerWithin)
	defer cancel()
	token, err := p.access(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.at(method), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	return p.do(r, into)
}

// access is the token of this house at the provider (OAuth 2.0, client credentials).
func (p *Provider) access(ctx context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.token != "" && p.Clock.Now().Before(p.until) {
		return p.token, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {p.ClientID}, "client_secret": {p.ClientSecret}}
	said, err := p.grant(ctx, form)
	if err != nil {
		return "", err
	}
	p.token, p.until = said.Token, p.Clock.Now().Add(time.Duration(said.For)*time.Second-time.Minute)
	return p.token, nil
}

// granted is what the token endpoint gives.
type granted struct {
	Token string `json:"access_token"`
	For   int    `json:"expires_in"` // seconds
}

func (p *Provider) grant(ctx context.Context, form url.Values) (said granted, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.at("oauth2/token"), strings.NewReader(form.Encode()))
	if err != nil {
		return said, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	err = p.do(r, &said)
	return said, err
}

func (p *Provider) at(method string) string { return strings.TrimSuffix(p.URL, "/") + "/" + method }

// mostSaid bounds what a provider answers, in bytes.
const mostSaid = 1 << 20

func (p *Provider) do(r *http.Request, into any) error {
	a, err := p.Client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(a.Body, mostSaid))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	if a.StatusCode == http.StatusOK {
		return json.Unmarshal(raw, into)
	}
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	_ = json.Unmarshal(raw, &said) // what cannot be read is told by its status
	switch said.Error {
	case "invalid_pin", "invalid_otp":
		return ErrPIN
	case "access_denied", "invalid_grant":
		return ErrRefused
	}
	if a.StatusCode >= 500 || a.StatusCode == http.StatusTooManyRequests {
		return fmt.Errorf("%w: the provider says %s", ErrAway, a.Status)
	}
	return fmt.Errorf("the provider: %s %s %s", a.Status, said.Error, said.Description)
}
