package notify

import (
	"context"
	"errors"
	"time"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Channel carries letters out of the house. E-mail over SMTP (notify/smtp) and a folder
// (notify/folder, any channel, for demonstrations) are built in; a gateway for short messages, Zalo
// or web push is one more implementation, and passes the suite of notify/channeltest.
type Channel interface {
	// Name is "email", "sms", "zalo" or "push".
	Name() string
	// Send hands the letter over and returns how the other side calls it. An error is worth another
	// try unless it is Refused. The same ID may come twice.
	Send(ctx context.Context, l Letter) (ref string, err error)
}

// Letter is what leaves.
type Letter struct {
	ID      string // the same at each try
	To      string // address or number
	Lang    text.Lang
	At      time.Time // when the person was told
	Subject string    // one line
	Text    string    // all of it; short channels use Short
	Short   string    // at most 70 characters, without marks
	Link    string    // absolute address of the page; "" is none
}

// refusal is an answer that no further try changes.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// Refused marks an error of a channel as final: there is no such address.
func Refused(err error) error { return refusal{err} }

// IsRefused tells whether err is final.
func IsRefused(err error) bool { return errors.As(err, &refusal{}) }
