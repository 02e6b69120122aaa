package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Listener hears messages of one kind, or works by the clock.
type Listener struct {
	kind, who string
	tries     int
	heavy     bool
	next      func(time.Time) time.Time // of work by the clock
	do        func(ctx context.Context, body json.RawMessage) error
}

// defaultTries reach over two days: six within the first forty minutes, then two an hour.
const (
	defaultTries = 100
	longestPause = 30 * time.Minute
)

// pauseAfter is the time until the next try. What a message waits for is back some time; then nobody should wait long.
func pauseAfter(try int) time.Duration {
	if try > 6 {
		return longestPause
	}
	return min(time.Duration(try*try*try*try)*time.Second, longestPause)
}

// Hear has do called with every message of M's kind. Who names the listener: it is part of what lies
// in the database, so it stays. An error brings the message back later.
func Hear[M Message](who string, do func(ctx context.Context, msg M) error) Listener {
	var none M
	return Listener{kind: none.Kind(), who: who, tries: defaultTries, do: func(ctx context.Context, body json.RawMessage) error {
		var msg M
		if err := json.Unmarshal(body, &msg); err != nil {
			return Hopeless(fmt.Errorf("reading the message: %w", err))
		}
		return do(ctx, msg)
	}}
}

// Every has do called once at the start of the house and again after each pause, by one process at a
// time. Do looks for itself what is due: it may be called late, and twice.
func Every(name string, pause time.Duration, do func(ctx context.Context) error) Listener {
	l := byClock(name, do)
	l.next = func(t time.Time) time.Time { return t.Add(pause) }
	return l
}

// Daily has do called at the start of the house and every day at hour:minute of the country's time.
func Daily(name string, hour, minute int, do func(ctx context.Context) error) Listener {
	l := byClock(name, do)
	l.next = func(t time.Time) time.Time {
		local := t.In(clock.Zone)
		next := time.Date(local.Year(), local.Month(), local.Day(), hour, minute, 0, 0, clock.Zone)
		if !next.After(t) {
			next = next.AddDate(0, 0, 1)
		}
		return next
	}
	return l
}

func byClock(name string, do func(ctx context.Context) error) Listener {
	return Listener{kind: "clock", who: name, tries: 3, do: func(ctx context.Context, _ json.RawMessage) error { return do(ctx) }}
}

// Tries bounds how often a message is tried.
func (l Listener) Tries(n int) Listener { l.tries = n; return l }

// heavyLimit bounds the hearing of one heavy message; River takes what is silent for an hour for lost.
const heavyLimit = 50 * time.Minute

// Heavy says that hearing a message takes a processor for long, up to heavyLimit: half of the processors hear such messages at most, in
// the order in which they were put, and all others go on beside.
func (l Listener) Heavy() Listener { l.heavy = true; return l }

func (l Listener) name() string { return l.kind + ":" + l.who }

// Hopeless marks an error that no further try can mend.
func Hopeless(err error) error { return river.JobCancel(err) }

// Later brings the message back after pause without counting this as a try.
func Later(pause time.Duration) error { return river.JobSnooze(pause) }
