package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"syscall"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// askAgainAfter is when a program may ask again what a machine in trouble could not answer, in seconds.
const askAgainAfter = "30"

// faultOf is what a person is told of an error: itself when it is a fault; that the machine is in trouble and what was
// sent may be sent again; else that there is a defect, by the number of the request.
func faultOf(err error, requestID string) (f *fault.Error, known bool) {
	if f := fault.As(err); f != nil {
		return f, true
	}
	switch {
	case db.CannotWrite(err), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EROFS):
		return fault.New(fault.Unavailable, "fault.cannot-write").Because(err), false
	case db.IsAway(err), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, new(*url.Error)): // the store of files is asked by HTTP
		return fault.New(fault.Unavailable, "fault.away").Because(err), false
	}
	return fault.New(fault.Kind("defect"), "fault.defect", "id", requestID).Because(err), false
}

// mayAskAgain says when, to programs.
func mayAskAgain(h http.Header, f *fault.Error) {
	if f.Kind == fault.Unavailable {
		h.Set("Retry-After", askAgainAfter)
	}
}

// bare answers a fault when not even the session could be read or kept: with a page that asks for nothing. Whatever a
// route still writes is thrown away.
func (s *Site) bare(w http.ResponseWriter, r *http.Request, f *fault.Error) {
	if l, ok := w.(*lid); ok {
		defer func() { l.shut = true }()
	}
	if !wantsPage(r) {
		problem(w, r, f)
		return
	}
	title := text.T(r.Context(), "fault.title."+string(f.Kind))
	ctx := ui.WithChrome(r.Context(), ui.Chrome{Path: "/", Light: light(r)})
	var b bytes.Buffer
	if err := ui.ErrorPage(Status(f.Kind), title, text.TMap(ctx, f.Key, f.Args), back(r)).Render(ctx, &b); err != nil {
		http.Error(w, title, Status(f.Kind))
		return
	}
	mayAskAgain(w.Header(), f)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Del("Location")
	w.WriteHeader(Status(f.Kind))
	_, _ = w.Write(b.Bytes())
}

// lid lets an answer be closed: the session is kept when the first byte leaves, and when that fails the route, which
// knows nothing of it, goes on writing.
type lid struct {
	http.ResponseWriter
	shut bool
}

func lidded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(&lid{ResponseWriter: w}, r) })
}

func (l *lid) WriteHeader(status int) {
	if !l.shut {
		l.ResponseWriter.WriteHeader(status)
	}
}

func (l *lid) Write(b []byte) (int, error) {
	if l.shut {
		return len(b), nil
	}
	return l.ResponseWriter.Write(b)
}

func (l *lid) Unwrap() http.ResponseWriter { return l.ResponseWriter }
