// Package stories tells what people do with the house, in a real browser against the real program.
// One test file is one story. The harness: program.go runs the demonstration, browser.go is a
// person at a screen, find.js finds things by the words beside them, axe.go looks for barriers,
// thumb.go measures what one hand reaches, screenshot.go looks at both widths and keeps pictures, weight.go
// weighs what a first visit loads.
package stories

import (
	"slices"
	"sync"
	"testing"
)

// Main runs the stories and puts away what they started. TestMain of the package calls it.
func Main(m *testing.M) int {
	code := m.Run()
	started.Lock()
	defer started.Unlock()
	for _, stop := range slices.Backward(started.stops) {
		stop()
	}
	return code
}

// started holds how to stop what was started, in that order.
var started struct {
	sync.Mutex
	stops []func()
}

func atEnd(stop func()) {
	started.Lock()
	defer started.Unlock()
	started.stops = append(started.stops, stop)
}
