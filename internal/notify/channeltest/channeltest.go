// Package channeltest is what every way out of the house has to hold to. A new driver runs it against
// the other side, or against a small one of its own.
package channeltest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Got is a letter as it arrived on the other side.
type Got struct{ To, Subject, Text, ID string }

// Side is a channel with its other side.
type Side struct {
	Channel  notify.Channel
	To       string                   // an address that exists there
	Arrived  func(t *testing.T) []Got // all that arrived so far
	NoSuch   string                   // an address that does not; "" when that side takes any
	Down     func()                   // takes the other side away; nil when it is never away
	Headings bool                     // the channel carries a subject
}

// Run opens a side for each promise and holds the channel to it.
func Run(t *testing.T, open func(t *testing.T) Side) {
	for _, c := range []struct {
		name string
		do   func(t *testing.T, s Side)
	}{
		{"a letter arrives as it was written", arrives},
		{"the same letter twice carries the same id", twice},
		{"a letter without an address is refused for good", addressless},
		{"an address that does not exist is refused for good", unknown},
		{"when the other side is away the letter is worth another try", away},
		{"nobody writes headers through a title or an address", injected},
	} {
		t.Run(c.name, func(t *testing.T) { c.do(t, open(t)) })
	}
}

func letter(to string) notify.Letter {
	return notify.Letter{ID: id.New(), To: to, Lang: text.Vi, At: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC),
		Subject: "Hồ sơ 000.16.25.H28-230810-0001 đã được tiếp nhận", Short: "Ho so da duoc tiep nhan, hen tra 15/08/2023.",
		Text: "Kính gửi Ông/Bà,\n\nHồ sơ đã được tiếp nhận.\n.\nDòng sau dấu chấm.\n", Link: "https://motcua.example.vn/thong-bao"}
}

func arrives(t *testing.T, s Side) {
	l := letter(s.To)
	ref, err := s.Channel.Send(context.Background(), l)
	if err != nil || ref == "" {
		t.Fatalf("sending: %q, %v; want a reference", ref, err)
	}
	got := s.Arrived(t)
	if len(got) != 1 {
		t.Fatalf("%d letters arrived, want 1", len(got))
	}
	want := l.Text
	if !s.Headings {
		want = l.Short
	} else if got[0].Subject != l.Subject {
		t.Errorf("the subject came as %q, want %q", got[0].Subject, l.Subject)
	}
	if plain(got[0].Text) != plain(want) {
		t.Errorf("the text came as %q, want %q", got[0].Text, want)
	}
	if !strings.Contains(got[0].To, l.To) || !strings.Contains(got[0].ID, l.ID) {
		t.Errorf("came to %q as %q, want %q as %q", got[0].To, got[0].ID, l.To, l.ID)
	}
}

func plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func twice(t *testing.T, s Side) {
	l := letter(s.To)
	for range 2 {
		if _, err := s.Channel.Send(context.Background(), l); err != nil {
			t.Fatal(err)
		}
	}
	for _, g := range s.Arrived(t) {
		if !strings.Contains(g.ID, l.ID) {
			t.Errorf("a try came as %q, want %q", g.ID, l.ID)
		}
	}
}

func addressless(t *testing.T, s Side) { refused(t, s, "") }

func unknown(t *testing.T, s Side) {
	if s.NoSuch != "" {
		refused(t, s, s.NoSuch)
	}
}

func refused(t *testing.T, s Side, to string) {
	t.Helper()
	if _, err := s.Channel.Send(context.Background(), letter(to)); !notify.IsRefused(err) {
		t.Errorf("sending to %q came back with %v, want a refusal for good", to, err)
	}
}

func away(t *testing.T, s Side) {
	if s.Down == nil {
		return
	}
	s.Down()
	if _, err := s.Channel.Send(context.Background(), letter(s.To)); err == nil || notify.IsRefused(err) {
		t.Errorf("sending to nobody there came back with %v, want an error worth another try", err)
	}
}

func injected(t *testing.T, s Side) {
	l := letter(s.To)
	l.Subject = "một\r\nBcc: ai-do@example.vn\r\n\r\nhai"
	if _, err := s.Channel.Send(context.Background(), l); err != nil && !notify.IsRefused(err) {
		t.Errorf("a title of two lines: %v", err)
	}
	if _, err := s.Channel.Send(context.Background(), letter(s.To+"\r\nBcc: ai-do@example.vn")); !notify.IsRefused(err) {
		t.Errorf("an address of two lines: %v, want a refusal for good", err)
	}
	for _, g := range s.Arrived(t) {
		if strings.Contains(g.To, "ai-do") || strings.HasPrefix(g.Text, "hai") {
			t.Errorf("a letter came to %q with the text %q", g.To, g.Text)
		}
	}
}
