package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestFiguresAreForTheMachineItself(t *testing.T) {
	h := laid(t).house
	for _, c := range []struct {
		name, peer, forwarded string
		want                  int
	}{
		{"the machine", "127.0.0.1:1", "", http.StatusOK},
		{"somebody else", "203.0.113.9:1", "", http.StatusForbidden},
		{"somebody through a proxy on the machine", "127.0.0.1:1", "203.0.113.9", http.StatusForbidden},
	} {
		r := httptest.NewRequest("GET", "http://nhasan.test/metrics", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		w := httptest.NewRecorder()
		if h.handler.ServeHTTP(w, r); w.Code != c.want {
			t.Errorf("%s reads the figures: %d, want %d", c.name, w.Code, c.want)
		}
	}
}
