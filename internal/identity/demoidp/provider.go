package demoidp

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Path is where the provider is mounted.
const Path = "/demo/dinh-danh"

// Citizen is somebody made up who can sign in.
type Citizen struct {
	Number   string // personal number; also the login
	Name     string
	BornOn   clock.Date
	Phone    string // +84…
	Password string
	About    string // a line for the list: who this is in the demonstration's story
}

// Subject is the provider's key of the citizen with the personal number; it stays the same over
// restarts and addresses.
func Subject(number string) string { return "trinh-dien-" + number }

// Needs is what the provider stands on.
type Needs struct {
	BaseURL      string // public address of the server, "http://127.0.0.1:8080"
	Citizens     []Citizen
	ClientID     string // of the one relying party
	ClientSecret string
	RedirectURL  string
	Clock        clock.Clock
}

// Provider is the identity provider.
type Provider struct {
	needs   Needs
	store   *storage
	handler http.Handler
}

// New returns the provider.
func New(n Needs) (*Provider, error) {
	n.BaseURL = strings.TrimSuffix(n.BaseURL, "/")
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	p := &Provider{needs: n, store: newStorage(n, key)}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, SupportedScopes: []string{"openid"}}
	_, _ = rand.Read(config.CryptoKey[:])
	protocol, err := op.NewProvider(config, p.store, op.StaticIssuer(p.Issuer()),
		op.WithAllowInsecure(), op.WithCORSOptions(nil)) // plain HTTP on a laptop is fine for a show
	if err != nil {
		return nil, fmt.Errorf("demonstration provider: %w", err)
	}
	p.handler = p.routes(protocol)
	return p, nil
}

// Issuer is the provider's address, which it calls itself in its tokens.
func (p *Provider) Issuer() string { return p.needs.BaseURL + Path }

// Handler answers everything below Path + "/".
func (p *Provider) Handler() http.Handler { return p.handler }

func (p *Provider) routes(protocol http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+pathSignIn, p.showSignIn)
	mux.HandleFunc("POST "+pathSignIn, p.signIn)
	mux.Handle(Path+"/", http.StripPrefix(Path, protocol))
	return mux
}

// Client reaches the provider without a network, and nothing else: so that nobody must start first.
func (p *Provider) Client() *http.Client { return &http.Client{Transport: inside{p}} }

type inside struct{ p *Provider }

// RoundTrip hands the request to the provider.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	base, err := url.Parse(i.p.needs.BaseURL)
	if err != nil || r.URL.Host != base.Host || !strings.HasPrefix(r.URL.Path, Path+"/") {
		return nil, fmt.Errorf("the demonstration's provider is not at %s", r.URL)
	}
	a := &answer{header: http.Header{}, status: http.StatusOK}
	i.p.handler.ServeHTTP(a, r)
	return a.response(r), nil
}
