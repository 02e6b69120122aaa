// Package clock is where the program gets the time: never from time.Now elsewhere.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // the zone must be known on a machine without a zone database
)

// Zone is the one time zone of the country; storage is UTC, people see this.
var Zone = mustZone("Asia/Ho_Chi_Minh")

// Clock tells the present instant: UTC, whole milliseconds.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

// Now returns the machine's time.
func (System) Now() time.Time { return Whole(time.Now()) }

// Whole brings an instant to the form in which it is stored: UTC, whole milliseconds.
func Whole(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Fake is a clock that moves only when told to; demonstrations and tests use it.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake returns a clock that stands at now.
func NewFake(now time.Time) *Fake { return &Fake{now: Whole(now)} }

// Now returns the instant the clock was set to.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to now, forwards or back.
func (f *Fake) Set(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = Whole(now)
}

// Advance moves the clock by d.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Staged is the clock of a demonstration: it stands where it is set while the stage is being laid,
// and then runs on from there at the pace of the machine's clock.
type Staged struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // when it began to run; zero while it stands
}

// NewStaged returns a clock that stands at at.
func NewStaged(at time.Time) *Staged { return &Staged{at: at} }

// Set moves the clock to at, where it stands.
func (s *Staged) Set(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.since = at, time.Time{}
}

// Run lets the clock go.
func (s *Staged) Run() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.since = time.Now()
}

// Skip moves the clock on by d; one that runs runs on from there.
func (s *Staged) Skip(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

// Now returns the instant on the stage.
func (s *Staged) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.since.IsZero() {
		return Whole(s.at)
	}
	return Whole(s.at.Add(time.Since(s.since)))
}

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// Stopwatch starts measuring; the returned function tells the milliseconds passed since.
func Stopwatch() func() float64 {
	start := time.Now()
	return func() float64 { return float64(time.Since(start).Microseconds()) / 1000 }
}
