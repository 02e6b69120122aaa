// Package smtp carries letters to a mail server.
package smtp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/nha-san/nhasan/internal/notify"
)

// Settings say which server takes our letters.
type Settings struct {
	Host     string
	Port     int
	User     string // "" signs in nowhere
	Password string
	From     string // "Một cửa xã Phú Nghĩa <mot-cua@example.vn>"
	TLS      string // "starttls" (the default), "tls" from the first byte, "none" for a server on the same machine
	Timeout  time.Duration
}

// Mailer is the channel e-mail over SMTP.
type Mailer struct{ s Settings }

// New returns the channel. It opens a connection for each letter.
func New(s Settings) (*Mailer, error) {
	if s.Timeout == 0 {
		s.Timeout = 30 * time.Second
	}
	if err := mail.NewMsg().From(s.From); err != nil {
		return nil, fmt.Errorf("the sender %q: %w", s.From, err)
	}
	m := &Mailer{s}
	_, err := m.client()
	return m, err
}

// Name is "email".
func (m *Mailer) Name() string { return notify.Email }

// Send hands a letter to the server. What the server refuses for good (a 5xx answer to an address or a
// letter) is final; everything else is worth another try.
func (m *Mailer) Send(ctx context.Context, l notify.Letter) (string, error) {
	msg, err := m.message(l)
	if err != nil {
		return "", notify.Refused(err)
	}
	client, err := m.client()
	if err != nil {
		return "", err
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return "", final(err)
	}
	return msg.GetMessageID(), nil
}

func (m *Mailer) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithPort(m.s.Port), mail.WithTimeout(m.s.Timeout)}
	switch m.s.TLS {
	case "", "starttls":
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	case "tls":
		opts = append(opts, mail.WithSSL())
	case "none":
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: no such kind of TLS: %q", m.s.TLS)
	}
	if m.s.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.s.User), mail.WithPassword(m.s.Password))
	}
	return mail.NewClient(m.s.Host, opts...)
}

func (m *Mailer) message(l notify.Letter) (*mail.Msg, error) {
	if strings.ContainsAny(l.To, "\r\n") {
		return nil, errors.New("an address of two lines")
	}
	msg := mail.NewMsg()
	if err := msg.From(m.s.From); err != nil {
		return nil, err
	}
	if err := msg.To(l.To); err != nil {
		return nil, err
	}
	msg.Subject(strings.Join(strings.Fields(l.Subject), " "))
	msg.SetDateWithValue(l.At)
	msg.SetMessageIDWithValue(l.ID + "@" + domain(m.s.From))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Content-Language", string(l.Lang))
	msg.SetBodyString(mail.TypeTextPlain, l.Text)
	return msg, nil
}

func domain(from string) string {
	_, d, _ := strings.Cut(strings.TrimRight(from, ">"), "@")
	return d
}

// final marks what the server refused for good.
func final(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() {
		switch refused.Reason {
		case mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose, mail.ErrSMTPMailFrom:
			if code := refused.ErrorCode(); code >= 500 && code < 600 {
				return notify.Refused(err)
			}
		}
	}
	return err
}
