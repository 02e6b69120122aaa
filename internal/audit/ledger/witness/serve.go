package witness

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// Path is where a witness takes checkpoints.
const Path = "/add-checkpoint"

// ServeHTTP answers as C2SP tlog-witness says.
func (w *Witness) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != Path {
		http.NotFound(out, r)
		return
	}
	request, err := io.ReadAll(http.MaxBytesReader(out, r.Body, 64<<10))
	if err != nil {
		http.Error(out, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	line, err := w.Sign(request)
	var behind Behind
	switch {
	case err == nil:
		out.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(out, line)
	case errors.As(err, &behind):
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintf(out, "%d\n", behind.Size)
	case errors.Is(err, ErrUnknown):
		http.Error(out, err.Error(), http.StatusNotFound)
	case errors.Is(err, ErrSignature):
		http.Error(out, err.Error(), http.StatusForbidden)
	case errors.Is(err, ErrInconsistent):
		slog.WarnContext(r.Context(), "a ledger shows what does not continue what was signed", "from", r.RemoteAddr)
		http.Error(out, err.Error(), http.StatusUnprocessableEntity)
	case errors.Is(err, ErrAsked):
		http.Error(out, err.Error(), http.StatusBadRequest)
	default:
		slog.ErrorContext(r.Context(), "witness", "err", err)
		http.Error(out, "not now", http.StatusInternalServerError)
	}
}
