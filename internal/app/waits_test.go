package app

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// Who sends a request drop by drop does not keep a connection, and who sends it whole is answered.
func TestNobodyKeepsAConnectionByBeingSlow(t *testing.T) {
	w := usual
	w.Header, w.Body, w.Idle = 2*time.Second, 3*time.Second, time.Second
	base := serving(t, place(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db")), w)
	var all sync.WaitGroup
	for name, sent := range map[string]string{
		"half a head":         "GET / HTTP/1.1\r\nHost: x\r\nX-A",
		"half a form":         "POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nten-dang",
		"a whole one, and on": "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
		"nothing":             "",
	} {
		all.Go(func() {
			c, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = c.Close() }()
			if _, err := io.WriteString(c, sent); err != nil {
				t.Error(err)
			}
			answer, err := io.ReadAll(c) // until the house hangs up
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if whole := strings.Contains(name, "whole"); whole != strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
				t.Errorf("%s is answered %.100q", name, answer)
			}
		})
	}
	all.Wait()
	c, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	go func() {
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nX-A: "+strings.Repeat("a", 100<<10)+"\r\n\r\n")
	}()
	a, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || a.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a head of 100 KB: %+v, %v", a, err)
	}
}

// The demonstration, which has no such flags, waits as long as their defaults say; nonsense is refused.
func TestWaitsAreAsTheFlagsSay(t *testing.T) {
	var flags struct {
		Waits waits `embed:""`
	}
	p, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse(nil); err != nil || !reflect.DeepEqual(flags.Waits, usual) {
		t.Errorf("flags %+v, usual %+v: %v", flags.Waits, usual, err)
	}
	if status, _, said := call("serve", "--wait-idle", "0s", "--db", "sqlite:"+filepath.Join(t.TempDir(), "x.db")); status != 2 || !strings.Contains(said, "--wait-idle") {
		t.Errorf("%d %s", status, said)
	}
}
