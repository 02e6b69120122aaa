package scan

import (
	"context"
	"runtime"
	"time"
)

// Reader recognises the words of a page.
type Reader interface {
	Read(ctx context.Context, p Picture) ([]Word, error)
}

// Hands are as many papers as are read at once in the whole house, whichever room asks: the counters need the other processors.
type Hands chan struct{}

// NewHands are as many as half of the processors, one at least.
func NewHands() Hands { return make(Hands, max(1, runtime.NumCPU()/2)) }

// AskAgain is how long a paper waits that found no hand free.
const AskAgain = 5 * time.Second

// Take gives a hand that done frees again; nil when none is free. Nobody waits for one: whoever works on messages has others.
func (h Hands) Take() (done func()) {
	select {
	case h <- struct{}{}:
		return func() { <-h }
	default:
		return nil
	}
}
