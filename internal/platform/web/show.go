package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// Show answers with a page.
func Show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	return ShowStatus(w, r, http.StatusOK, page)
}

// ShowStatus answers with a page and a status. The page is made whole before a byte leaves, so
// that a fault in it becomes an error page and not half a page.
func ShowStatus(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(withChrome(r), &b); err != nil {
		return fmt.Errorf("page %s: %w", r.URL.Path, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
	return nil
}

// SeeOther sends the browser to another page of the house after a form.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// JSON answers with v.
func JSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n'))
	return nil
}

// Status is the HTTP status of a kind of fault.
func Status(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.SignIn:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// refuse turns an error into an answer. It is the one place that does, and the one that logs it.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	a := actor.Of(r.Context())
	f, known := faultOf(err, a.RequestID)
	switch {
	case !known && r.Context().Err() != nil: // whoever asked has gone; that a query was broken off is no news
		s.cfg.Log.InfoContext(r.Context(), "request broken off", "method", r.Method, "route", r.Pattern, "err", err, "request_id", a.RequestID)
	case !known:
		s.cfg.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "err", err, "request_id", a.RequestID)
	case f.Cause != nil || f.Kind == fault.Forbidden:
		s.cfg.Log.WarnContext(r.Context(), "request refused", "method", r.Method, "route", r.Pattern, "err", f.Error(), "account", a.AccountID, "request_id", a.RequestID)
	}
	if f.Kind == fault.SignIn && r.Method == http.MethodGet && wantsPage(r) {
		http.Redirect(w, r, "/dang-nhap?ve="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	if !wantsPage(r) {
		problem(w, r, f)
		return
	}
	title := text.T(r.Context(), "fault.title."+string(f.Kind))
	mayAskAgain(w.Header(), f)
	page := ui.ErrorPage(Status(f.Kind), title, text.TMap(r.Context(), f.Key, f.Args), back(r))
	if err := ShowStatus(w, r, Status(f.Kind), page); err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "error page failed", "err", err)
		http.Error(w, title, Status(f.Kind))
	}
}

// Refuse answers an error of a layer around the routes, as if a route had returned it.
func Refuse(w http.ResponseWriter, r *http.Request, err error) { siteOf(r.Context()).refuse(w, r, err) }

// problem answers a fault as RFC 9457 problem details.
func problem(w http.ResponseWriter, r *http.Request, f *fault.Error) {
	w.Header().Set("Content-Type", "application/problem+json")
	mayAskAgain(w.Header(), f)
	w.WriteHeader(Status(f.Kind))
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "about:blank", "status": Status(f.Kind),
		"title":  text.T(r.Context(), "fault.title."+string(f.Kind)),
		"detail": text.TMap(r.Context(), f.Key, f.Args), "code": f.Key,
	})
}

// wantsPage tells whether a person's browser asks, rather than a program.
func wantsPage(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		return false
	}
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "text/html") || !strings.Contains(accept, "json")
}

// back is the page of this house the browser came from, else the first page.
func back(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return "/"
	}
	return LocalPath(u.RequestURI(), "/")
}
