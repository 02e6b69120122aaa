package web

import (
	"encoding/gob"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// What of a refused form is carried to the next page, in bytes: little for nobody, who could have any
// number of sessions.
const (
	keptLimit    = 256 << 10
	keptOfNobody = 8 << 10
)

func init() { gob.Register(map[string]string{}) }

func newSessions(cfg Config) *scs.SessionManager {
	m := scs.New()
	m.Store = &sessionStore{cfg.DB, cfg.Clock}
	m.HashTokenInStore = true
	m.Lifetime = 24 * time.Hour // sign-ins have shorter limits of their own, in identity
	m.Cookie.Name = "nhasan"
	if cfg.Secure {
		m.Cookie.Name = "__Host-nhasan"
	}
	m.Cookie.Secure = cfg.Secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	return m
}

// Put keeps a short value for the browser's session.
func Put(r *http.Request, key, value string) {
	siteOf(r.Context()).sessions.Put(r.Context(), key, value)
}

// Get returns a value of the browser's session, "" when there is none.
func Get(r *http.Request, key string) string {
	if s := siteOf(r.Context()); s != nil {
		return s.sessions.GetString(r.Context(), key)
	}
	return ""
}

// Drop forgets a value of the session.
func Drop(r *http.Request, key string) { siteOf(r.Context()).sessions.Remove(r.Context(), key) }

// Renew gives the session a new token; call it when somebody signs in.
func Renew(r *http.Request) error { return siteOf(r.Context()).sessions.RenewToken(r.Context()) }

// Destroy ends the session.
func Destroy(r *http.Request) error { return siteOf(r.Context()).sessions.Destroy(r.Context()) }

// Held is what a refused form left behind for the page that shows it again.
type Held struct {
	Err    *fault.Error
	Values url.Values // nil when nothing was refused
}

// Was tells whether a form was refused just before this page.
func (h Held) Was() bool { return h.Err != nil }

// Value returns what was typed into the field, or saved when no form was refused.
func (h Held) Value(name, saved string) string {
	if h.Values == nil {
		return saved
	}
	return h.Values.Get(name)
}

// FieldError returns the sentence for what is wrong with the field, "" when nothing is.
func (h Held) FieldError(r *http.Request, name string) string {
	if h.Err == nil {
		return ""
	}
	for _, f := range h.Err.Fields {
		if f.Name == name {
			return text.TMap(r.Context(), f.Key, f.Args)
		}
	}
	return ""
}

type kept struct {
	Err    *keptFault
	Values url.Values
}

type keptFault struct {
	Kind   fault.Kind
	Key    string
	Args   map[string]any
	Fields []fault.Field
}

// Keep stores a fault and what was typed until the next page; secrets must be taken out of values
// first. It returns err itself when err is not a fault, so that a defect is not hidden.
func Keep(r *http.Request, err error, values url.Values) error {
	f := fault.As(err)
	if f == nil || f.Kind == fault.SignIn {
		return err
	}
	raw, jerr := json.Marshal(kept{&keptFault{f.Kind, f.Key, f.Args, f.Fields}, values})
	limit := keptLimit
	if !actor.Of(r.Context()).SignedIn() {
		limit = keptOfNobody
	}
	if jerr != nil || len(raw) > limit {
		raw, _ = json.Marshal(kept{Err: &keptFault{f.Kind, f.Key, f.Args, f.Fields}})
	}
	Put(r, "kept", string(raw))
	return nil
}

// KeepTyped stores what was typed until the next page although nothing is wrong with it: for a button
// that fills in a form instead of sending it.
func KeepTyped(r *http.Request, values url.Values) error {
	raw, err := json.Marshal(kept{Values: values})
	if err == nil && len(raw) <= keptLimit {
		Put(r, "kept", string(raw))
	}
	return err
}

// Kept takes out what Keep stored.
func Kept(r *http.Request) Held {
	s := siteOf(r.Context())
	if s == nil || Glance(r) {
		return Held{}
	}
	var k kept
	raw := s.sessions.PopString(r.Context(), "kept")
	if raw == "" || json.Unmarshal([]byte(raw), &k) != nil {
		return Held{}
	}
	if k.Err == nil {
		return Held{Values: k.Values}
	}
	return Held{Err: &fault.Error{Kind: k.Err.Kind, Key: k.Err.Key, Args: whole(k.Err.Args), Fields: wholeFields(k.Err.Fields)}, Values: k.Values}
}

// whole turns the numbers that JSON made of integers back into integers.
func whole(args map[string]any) map[string]any {
	for name, v := range args {
		if f, ok := v.(float64); ok && f == float64(int64(f)) {
			args[name] = int64(f)
		}
	}
	return args
}

func wholeFields(fields []fault.Field) []fault.Field {
	for _, f := range fields {
		whole(f.Args)
	}
	return fields
}

// Say shows a success notice on the next page.
func Say(r *http.Request, key string, args ...any) {
	Put(r, "notice", text.T(r.Context(), key, args...))
}

// glanceHeader marks a look that an open page takes by itself, to see whether something has changed.
const glanceHeader = "X-Live"

// Glance tells whether a page looks by itself, with nobody having pressed anything. Such a look uses up
// nothing that is meant for the next page a person opens, and is no sign that anybody is there.
func Glance(r *http.Request) bool { return r.Header.Get(glanceHeader) != "" || r.URL.Path == "/live" }

func takeNotices(s *Site, r *http.Request) []ui.Notice {
	if Glance(r) {
		return nil
	}
	said := s.sessions.PopString(r.Context(), "notice")
	if said == "" {
		return nil
	}
	return []ui.Notice{{Kind: "success", Text: said}}
}
