package testkit

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Line is a line to a server that a test can cut, mend and make slow. It listens on an address of its own on this machine.
type Line struct {
	listener net.Listener
	network  string // of the server: "tcp" or "unix"
	server   string

	mu    sync.Mutex
	down  bool
	delay time.Duration // before each packet from the server
	open  map[net.Conn]bool
}

// NewLine lays a line to a server; it is taken up after the test.
func NewLine(t testing.TB, network, server string) *Line {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{listener: ln, network: network, server: server, open: map[net.Conn]bool{}}
	go l.accept()
	t.Cleanup(func() { _ = ln.Close(); l.Cut() })
	return l
}

// PostgresLine is a line to the tests' PostgreSQL, and the address of a database behind it.
func PostgresLine(t testing.TB, address string) (*Line, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	network, server := "tcp", u.Host
	if host := q.Get("host"); host != "" {
		port := q.Get("port")
		if port == "" {
			port = "5432"
		}
		network, server = "unix", host+"/.s.PGSQL."+port
	}
	l := NewLine(t, network, server)
	host, port, _ := net.SplitHostPort(l.Addr())
	q.Set("host", host)
	q.Set("port", port)
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	return l, u.String()
}

// Addr is where the line begins.
func (l *Line) Addr() string { return l.listener.Addr().String() }

// Cut breaks what is under way off, and lets nobody through until Mend.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for c := range l.open {
		_ = c.Close()
	}
	clear(l.open)
}

// Mend lets people through again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}

// Slow holds every packet from the server back.
func (l *Line) Slow(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay = by
}

func (l *Line) accept() {
	for {
		c, err := l.listener.Accept()
		if err != nil {
			return
		}
		go l.carry(c)
	}
}

func (l *Line) carry(c net.Conn) {
	s, err := net.Dial(l.network, l.server)
	if err != nil || !l.take(c, s) {
		_ = c.Close()
		if err == nil {
			_ = s.Close()
		}
		return
	}
	go func() { _, _ = io.Copy(s, c); l.hang(c, s) }()
	_, _ = io.Copy(c, slowly{s, l})
	l.hang(c, s)
}

func (l *Line) take(pair ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down {
		return false
	}
	for _, c := range pair {
		l.open[c] = true
	}
	return true
}

func (l *Line) hang(pair ...net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range pair {
		_ = c.Close()
		delete(l.open, c)
	}
}

// slowly reads from a server as fast as the line carries.
type slowly struct {
	from net.Conn
	line *Line
}

func (s slowly) Read(b []byte) (int, error) {
	n, err := s.from.Read(b)
	s.line.mu.Lock()
	delay := s.line.delay
	s.line.mu.Unlock()
	time.Sleep(delay)
	return n, err
}
