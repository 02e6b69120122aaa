package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/trace"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// contentSecurityPolicy allows nothing but the house's own files: no inline script or style.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// PolicyWithFrames is the policy of a page that shows files of the house in a frame of its own.
const PolicyWithFrames = contentSecurityPolicy + "; frame-src 'self'"

// PolicyWithConnect is the policy of a page whose scripts may speak to other addresses, with spaces between, beside the house.
func PolicyWithConnect(addresses string) string {
	return strings.Replace(contentSecurityPolicy, "connect-src 'self'", "connect-src 'self' "+addresses, 1)
}

// Handler returns the site with all its layers, the innermost first.
func (s *Site) Handler() http.Handler {
	s.mux.Handle("GET /ngon-ngu", http.HandlerFunc(s.chooseLanguage))
	s.mux.Handle("GET /ban-nhe", http.HandlerFunc(s.chooseWeight))
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, fault.New(fault.NotFound, "fault.not-found"))
	})
	var h http.Handler = s.measured(s.knownPrograms(s.mux))
	if s.cfg.Who != nil {
		h = s.cfg.Who(h)
	}
	h = s.limited(s.readable(h))
	h = s.sameOrigin(h)
	h = lidded(s.sessions.LoadAndSave(h))
	h = inSite(s, h)
	h = language(h)
	h = compressed(h)
	h = secured(s.cfg.Secure, h)
	return identified(s.cfg.Proxies, s.recovered(h))
}

func inSite(s *Site, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), siteKey{}, s)))
	})
}

// identified gives the request its number and the actor the address it came from.
func identified(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := id.New()
		w.Header().Set("X-Request-Id", number)
		ctx := actor.With(r.Context(), actor.Actor{Kind: actor.Anonymous, From: cameFrom(r, proxies), RequestID: number})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p) // the server breaks the answer off; it must not look whole
			default:
				s.cfg.Log.ErrorContext(r.Context(), "panic", "request_id", actor.Of(r.Context()).RequestID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				http.Error(w, text.In(text.Vi, "fault.title.defect"), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func secured(tls bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store") // what may be kept says so itself
		if tls {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses forms that another site makes a browser send.
func (s *Site) sameOrigin(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, fault.New(fault.Forbidden, "fault.cross-origin"))
	}))
	return p.Handler(next)
}

// readable refuses addresses with bytes that are no text: no page is called so, and a database that
// is asked for one says it is broken.
func (s *Site) readable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := url.QueryUnescape(r.URL.RawQuery)
		if err != nil || !isText(r.URL.Path) || !isText(query) {
			s.refuse(w, r, fault.New(fault.NotFound, "fault.not-found"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// knownPrograms refuses nobody's changes through the API before a byte of them is read.
func (s *Site) knownPrograms(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		changes := r.Method != http.MethodGet && r.Method != http.MethodHead
		if changes && strings.HasPrefix(r.URL.Path, APIPrefix+"/") && !actor.Of(r.Context()).SignedIn() {
			s.refuse(w, r, fault.New(fault.SignIn, "fault.sign-in"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limited bounds the body of every request.
func (s *Site) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > s.cfg.Limit {
			s.refuse(w, r, fault.New(fault.Invalid, "fault.too-large", "mb", int(s.cfg.Limit>>20)))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.Limit)
		next.ServeHTTP(w, r)
	})
}

// measured counts and logs what was answered; addresses with secrets are logged by route only.
func (s *Site) measured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elapsed := clock.Stopwatch()
		rec := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		ctx, span := trace.Begin(r.Context(), "HTTP", "request_id", actor.Of(r.Context()).RequestID)
		r = r.WithContext(ctx)
		defer dropFiles(r)
		next.ServeHTTP(rec, r)
		span.Name(cmp.Or(r.Pattern, r.Method), "http.route", r.Pattern, "http.response.status_code", strconv.Itoa(rec.status))
		span.End(rec.status >= http.StatusInternalServerError)
		ms := elapsed()
		if s.cfg.Metrics != nil {
			s.cfg.Metrics(r.Method, r.Pattern, rec.status, ms)
		}
		s.cfg.Log.DebugContext(r.Context(), "answered", "route", r.Pattern, "status", rec.status, "ms", ms,
			"request_id", actor.Of(r.Context()).RequestID)
	})
}

// dropFiles removes what an upload left on disk: the server removes only what it read itself, and the
// layers have handed it copies of the request.
func dropFiles(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// language reads the reader's choice: the cookie, else ?lang=en, else Vietnamese.
func language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(text.WithLang(r.Context(), chosen(r))))
	})
}

func chosen(r *http.Request) text.Lang {
	if c, err := r.Cookie("ngon-ngu"); err == nil && text.Lang(c.Value) == text.En {
		return text.En
	}
	if q := r.URL.Query().Get("lang"); text.Lang(q) == text.En {
		return text.En
	}
	return text.Vi
}

func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	lang := text.Vi
	if text.Lang(r.FormValue("to")) == text.En {
		lang = text.En
	}
	http.SetCookie(w, &http.Cookie{Name: "ngon-ngu", Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.cfg.Secure})
	http.Redirect(w, r, LocalPath(r.FormValue("ve"), "/"), http.StatusSeeOther)
}

// light tells whether the reader wants pages as words alone: the choice kept in a cookie, else what the
// browser says of the line.
func light(r *http.Request) bool {
	if c, err := r.Cookie("ban-nhe"); err == nil {
		return c.Value == "1"
	}
	return strings.EqualFold(r.Header.Get("Save-Data"), "on")
}

func (s *Site) chooseWeight(w http.ResponseWriter, r *http.Request) {
	to := "0"
	if r.FormValue("to") == "1" {
		to = "1"
	}
	http.SetCookie(w, &http.Cookie{Name: "ban-nhe", Value: to, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.cfg.Secure})
	http.Redirect(w, r, LocalPath(r.FormValue("ve"), "/"), http.StatusSeeOther)
}

// withChrome is the request's context with what the layout shows around a page.
func withChrome(r *http.Request) context.Context {
	s := siteOf(r.Context())
	if s == nil {
		return r.Context()
	}
	c := ui.Chrome{Path: r.URL.RequestURI(), Light: light(r), Notices: takeNotices(s, r)}
	if strings.HasPrefix(c.Path, "/ngon-ngu") || strings.HasPrefix(c.Path, "/ban-nhe") {
		c.Path = "/"
	}
	if s.cfg.Chrome != nil {
		c = s.cfg.Chrome(r, c)
	}
	return ui.WithChrome(r.Context(), c)
}
