package notify

import (
	"context"
	"embed"
	"log/slog"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Schema is the room's tables.
var Schema = db.Schema{Room: "notify", Files: schemaFiles}

// Book knows the addresses that other registers keep of people with an inbox.
type Book interface {
	// Contact returns what is known of who; nothing known is no error.
	Contact(ctx context.Context, who Who) (Contact, error)
}

// Contact is how somebody can be reached according to a register.
type Contact struct {
	Name  string
	Email string
	Phone string
	Sure  bool // the office entered the address itself: it needs no confirmation
}

// Needs is what the room stands on.
type Needs struct {
	DB       *db.DB
	Clock    clock.Clock
	Trail    *audit.Log
	Queue    *queue.Queue
	Log      *slog.Logger
	Book     Book      // may be nil
	Channels []Channel // the ways out of the house; none leaves the inbox alone
	BaseURL  string    // of the house, for links in letters; no slash at its end
	Settings Settings
}

// Service is the room's verbs.
type Service struct{ Needs }

// New returns the room. Its listeners are to be added to the queue.
func New(n Needs) *Service {
	n.Settings = n.Settings.orDefault()
	return &Service{n}
}
