package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestFiguresTellHowTheHouseStands(t *testing.T) {
	h := laid(t).house
	r := httptest.NewRequest("GET", "http://nhasan.test/metrics", nil)
	r.RemoteAddr = "127.0.0.1:1"
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	for _, want := range []string{"nhasan_up 1", `nhasan_queue_messages{state="waiting"}`, "nhasan_queue_oldest_seconds", "nhasan_ledger_leaves",
		"nhasan_ledger_oldest_seconds", `nhasan_disk_free_bytes{place="`, "nhasan_clock_skew_seconds 0", `nhasan_database_connections{pool="write",state="idle"}`,
		`database="sqlite"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the figures do not tell %q:\n%.2000s", want, w.Body.String())
		}
	}
}

func TestTheOperatorSeesHowTheHouseStands(t *testing.T) {
	w := httptest.NewRecorder()
	laid(t).house.as(everybody()["admin"]).ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test"+machinePath, nil))
	got := w.Body.String()
	for _, want := range []string{"Máy chủ và việc nền", "Cơ sở dữ liệu", "Hàng đợi việc nền", "Ổ đĩa", "nhasan doctor"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
