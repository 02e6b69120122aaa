package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/queue"
)

// ToRecognise says that the pages of a digitised file wait to be read.
type ToRecognise struct {
	SHA256 string `json:"sha256"`
}

// Kind names the message.
func (ToRecognise) Kind() string { return "dossier.to-recognise" }

// Listeners are what the room does later.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{
		queue.Hear("dossier", func(ctx context.Context, m ToRecognise) error { return s.recognise(ctx, m.SHA256) }).Tries(3).Heavy(),
		queue.Every("dossier-recognise", time.Hour, s.ReadLeft),
	}
}
