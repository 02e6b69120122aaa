package backlog

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/queue"
)

// Brought says that files wait to be taken apart.
type Brought struct {
	Load string `json:"load"`
}

// Kind names the message.
func (Brought) Kind() string { return "backlog.brought" }

// ToRead says that a paper's pages wait to be read.
type ToRead struct {
	Paper string `json:"paper"`
}

// Kind names the message.
func (ToRead) Kind() string { return "backlog.to-read" }

// Listeners are what the room does later.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{
		queue.Hear("backlog", func(ctx context.Context, m Brought) error { return s.takeApart(ctx, m.Load) }).Tries(5).Heavy(),
		queue.Hear("backlog", func(ctx context.Context, m ToRead) error { return s.readWords(ctx, m.Paper) }).Tries(3).Heavy(),
	}
}
