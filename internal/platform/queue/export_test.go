package queue

import "time"

// NextOf is the instant after t at which work by the clock is due.
func NextOf(l Listener, t time.Time) time.Time { return l.next(t) }
