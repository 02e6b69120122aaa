package live

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Path is the address of the stream.
const Path = "/live"

const (
	beat     = 20 * time.Second // a line that nobody reads keeps the connection open
	longLife = 10 * time.Minute // then the browser comes again, and its rights are asked anew
	most     = 200              // topics of one connection
)

// Serve streams to a browser which of the topics it asked for have changed. What it may not listen to
// is left out; when nothing is left, the answer is empty and the browser does not ask again. What changed
// since the instant that the browser names is told at once.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) error {
	topics := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(r.URL.Query()["topic"]))),
		func(t string) bool { return strings.ContainsAny(t, "\r\n") || !h.may(r.Context(), t) })
	if len(topics) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	e := h.join(topics[:min(len(topics), most)], cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("since")))
	defer h.leave(e)
	head := w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no") // a proxy passes each line on
	h.stream(w, r, e)
	return nil
}

// stream writes until the browser leaves, the house stops, or it is time to ask for rights again.
func (h *Hub) stream(w http.ResponseWriter, r *http.Request, e *ear) {
	line := http.NewResponseController(w)
	write := func(s string) bool {
		_ = line.SetWriteDeadline(clock.System{}.Now().Add(beat))
		_, err := fmt.Fprint(w, s)
		return err == nil && line.Flush() == nil
	}
	if !write("retry: 3000\nid: " + h.Now() + "\nevent: hello\ndata: 1\n\n") {
		return
	}
	beats, end := time.NewTicker(beat), time.NewTimer(longLife)
	defer beats.Stop()
	defer end.Stop()
	for ok := true; ok; {
		select {
		case <-e.wake:
			now := h.Now()
			for _, t := range e.take() {
				ok = ok && write("id: "+now+"\nevent: change\ndata: "+t+"\n\n")
			}
		case <-beats.C:
			ok = write(": ping\n\n")
		case <-end.C:
			return
		case <-h.closed:
			return
		case <-r.Context().Done():
			return
		}
	}
}
