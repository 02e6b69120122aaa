package web

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sort"
	"strings"

	"github.com/alexedwards/scs/v2"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the table of sessions.
var Schema = db.Schema{Room: "web", Files: schemaFiles}

// Handler answers a request or says why not; the site turns the error into an answer.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Need is who may enter a route. The service behind it still asks for the right at the place.
type Need struct {
	name string
	ok   func(actor.Actor) bool
}

// Needs without a right.
var (
	Public   = Need{"public", func(actor.Actor) bool { return true }}
	SignedIn = Need{"signed-in", func(a actor.Actor) bool { return a.SignedIn() }}
	Citizens = Need{"citizen", func(a actor.Actor) bool { return a.Kind == actor.Citizen }}
	Officers = Need{"officer", func(a actor.Actor) bool { return a.Kind == actor.Officer || a.Kind == actor.Token }}
)

// Right asks that the right is held at some unit.
func Right(name string) Need {
	return Need{"right " + name, func(a actor.Actor) bool { return a.HasAnywhere(name) }}
}

// String names the need, for the golden list of routes.
func (n Need) String() string { return n.name }

// Allows tells whether a may enter.
func (n Need) Allows(a actor.Actor) bool { return n.ok != nil && n.ok(a) }

// Route is one address of the house.
type Route struct {
	Method string // "GET", "POST"
	Path   string // net/http pattern
	Need   Need   // the zero Need lets nobody in
	Do     Handler
}

// Config is what a site needs to run.
type Config struct {
	DB      *db.DB
	Clock   clock.Clock
	Log     *slog.Logger
	Secure  bool                                                 // served over TLS: cookies say so
	Who     func(http.Handler) http.Handler                      // puts the actor into the context
	Chrome  func(r *http.Request, c ui.Chrome) ui.Chrome         // fills what the layout shows
	Limit   int64                                                // bytes of a request body, uploads included
	Proxies []netip.Prefix                                       // our own, believed when they say for whom they ask
	Metrics func(method, pattern string, status int, ms float64) // may be nil
}

// Site is the house's mux with its layers.
type Site struct {
	cfg      Config
	mux      *http.ServeMux
	sessions *scs.SessionManager
	routes   []Route
}

// New returns a site without routes.
func New(cfg Config) *Site {
	s := &Site{cfg: cfg, mux: http.NewServeMux(), sessions: newSessions(cfg)}
	s.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		cfg.Log.ErrorContext(r.Context(), "session", "err", err, "request_id", actor.Of(r.Context()).RequestID)
		f, _ := faultOf(err, actor.Of(r.Context()).RequestID)
		s.bare(w, r, f)
	}
	return s
}

// Add registers routes.
func (s *Site) Add(routes ...Route) {
	for _, rt := range routes {
		s.routes = append(s.routes, rt)
		s.mux.Handle(rt.Method+" "+rt.Path, s.handle(rt))
	}
}

// Mount hands everything below pattern to h, outside the fault and right handling of routes.
func (s *Site) Mount(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// Mux is the bare mux, for libraries that register on one.
func (s *Site) Mux() *http.ServeMux { return s.mux }

// Routes lists all registered routes by path, for tests that walk them.
func (s *Site) Routes() []Route {
	out := append([]Route(nil), s.routes...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Path+out[i].Method < out[j].Path+out[j].Method })
	return out
}

// handle asks the route's need, runs it and answers its error.
func (s *Site) handle(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.enter(rt, r); err != nil {
			s.refuse(w, r, err)
			return
		}
		if err := rt.Do(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

func (s *Site) enter(rt Route, r *http.Request) error {
	a := actor.Of(r.Context())
	switch {
	case rt.Need.Allows(a):
		return nil
	case !a.SignedIn():
		return fault.New(fault.SignIn, "fault.sign-in")
	}
	return fault.New(fault.Forbidden, "fault.forbidden", "right", rt.Need.String())
}

// LocalPath returns p when it is an address of this house and fallback otherwise, so that nobody
// is sent elsewhere by a link.
func LocalPath(p, fallback string) string {
	u, err := url.Parse(p)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(p, "/") ||
		strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n") {
		return fallback
	}
	return p
}

type siteKey struct{}

func siteOf(ctx context.Context) *Site {
	s, _ := ctx.Value(siteKey{}).(*Site)
	return s
}
