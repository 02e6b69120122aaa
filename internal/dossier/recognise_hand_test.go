package dossier_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	paper "github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// slow reads one page at a time, and counts how many try at once.
type slow struct {
	at, most, pages atomic.Int32
	begun, goOn     chan struct{}
}

func (s *slow) Read(context.Context, paper.Picture) ([]paper.Word, error) {
	s.most.Store(max(s.most.Load(), s.at.Add(1)))
	defer s.at.Add(-1)
	if s.pages.Add(1) == 1 {
		close(s.begun)
		<-s.goOn
	}
	return nil, nil
}

func TestPapersAreReadOneAfterAnother(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t, schemas))
	reads := &slow{begun: make(chan struct{}), goOn: make(chan struct{})}
	h.withLater(reads)
	h.ReadingHands = make(paper.Hands, 1)
	h.digitisedAt(as("reception", h.commune), h.photographed(), 2, 1)
	done := make(chan error)
	go func() {
		_, err := h.Queue.WorkOff(actor.AsSystem(context.Background(), "test"))
		done <- err
	}()
	<-reads.begun
	h.later() // finds the hand full, and puts the second paper off
	if n := reads.pages.Load(); n != 1 {
		t.Errorf("%d pages are being read while the first is not done", n)
	}
	close(reads.goOn)
	h.no(<-done)
	h.clock.Advance(time.Minute)
	h.later()
	if reads.pages.Load() != 3 || reads.most.Load() != 1 {
		t.Errorf("%d pages were read, %d at once; want 3, one at a time", reads.pages.Load(), reads.most.Load())
	}
}
