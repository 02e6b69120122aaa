package smtp_test

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/nha-san/nhasan/internal/notify/channeltest"
	"github.com/nha-san/nhasan/internal/notify/smtp"
)

func TestLettersReachTheServer(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.Side {
		s := serve(t)
		host, port := s.address()
		m, err := smtp.New(smtp.Settings{Host: host, Port: port, From: "Một cửa <mot-cua@example.vn>", TLS: "none"})
		if err != nil {
			t.Fatal(err)
		}
		return channeltest.Side{Channel: m, To: "lan@example.vn", NoSuch: "nobody@example.vn", Headings: true, Arrived: s.arrived,
			Down: func() { _ = s.line.Close() }}
	})
}

func TestASenderMustBeAnAddress(t *testing.T) {
	if _, err := smtp.New(smtp.Settings{Host: "localhost", Port: 25, From: "một cửa"}); err == nil {
		t.Error("a sender without an address was taken")
	}
}

// server is as much of a mail server as the letters need: it takes mail for everybody but nobody@.
type server struct {
	line net.Listener
	mu   sync.Mutex
	got  []string
}

func serve(t *testing.T) *server {
	t.Helper()
	line, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{line: line}
	t.Cleanup(func() { _ = line.Close() })
	go func() {
		for {
			conn, err := line.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *server) address() (string, int) {
	a := s.line.Addr().(*net.TCPAddr)
	return a.IP.String(), a.Port
}

func (s *server) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = io.WriteString(conn, line+"\r\n") }
	say("220 test ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		switch {
		case verb == "EHLO":
			say("250-test\r\n250 8BITMIME")
		case verb == "RCPT" && strings.Contains(line, "nobody@"):
			say("550 5.1.1 no such person")
		case verb == "DATA":
			say("354 go on")
			s.take(in)
			say("250 2.0.0 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 2.0.0 fine")
		}
	}
}

func (s *server) take(in *bufio.Reader) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, b.String())
}

func (s *server) arrived(t *testing.T) []channeltest.Got {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []channeltest.Got
	for _, raw := range s.got {
		m, err := mail.ReadMessage(bytes.NewBufferString(raw))
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = m.Body
		if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, channeltest.Got{To: m.Header.Get("To"), Subject: subject, Text: string(text), ID: m.Header.Get("Message-Id")})
	}
	return out
}
