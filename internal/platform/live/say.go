package live

import (
	"context"
	"fmt"
	"sync"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// channel is PostgreSQL's name for our notifications.
const channel = "nhasan_live"

// longest a topic may be, in bytes; a notification carries one.
const longest = 500

// hubs are those of this process. A commit on SQLite reaches them directly.
var hubs sync.Map // *db.DB → *Hub

// Say tells whoever listens to the topics that something has changed, once tx is committed and not
// otherwise. Saying a topic to which nobody listens costs next to nothing.
func Say(ctx context.Context, tx *db.Tx, topics ...string) error {
	for _, t := range topics {
		if t == "" || len(t) > longest {
			return fmt.Errorf("live: the topic %q cannot be said", t)
		}
		if tx.DB().Engine() == "postgres" {
			if _, err := tx.ExecContext(ctx, "SELECT pg_notify(?, ?)", channel, t); err != nil {
				return fmt.Errorf("live: %w", err)
			}
		}
	}
	if tx.DB().Engine() == "sqlite" {
		tx.AfterCommit(func() {
			if h, ok := hubs.Load(tx.DB()); ok {
				h.(*Hub).tell(topics...)
			}
		})
	}
	return nil
}
