package app

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/backup"
	"github.com/nha-san/nhasan/internal/platform/queue"
)

// standing is how the house stands now, for whoever keeps it: figures that change from minute to minute.
type standing struct {
	Queue  queue.Standing
	Ledger ledger.Standing
	Disks  []diskRoom
	Skew   time.Duration // of the database's clock before ours
	Backup time.Time     // of the newest; zero when none is known of
}

// diskRoom is the room left where the house writes, in bytes.
type diskRoom struct {
	Place     string
	Free, All int64
}

// standing asks each part how it stands. It reads a few rows only.
func (h *house) standing(ctx context.Context) (s standing, err error) {
	if s.Queue, err = h.queue.Standing(ctx); err != nil {
		return s, err
	}
	if s.Ledger, err = h.ledger.Standing(ctx); err != nil {
		return s, err
	}
	if s.Skew, err = h.database.Skew(ctx, h.clock); err != nil {
		return s, err
	}
	if h.backups != "" {
		if s.Backup, err = backup.Newest(h.backups); err != nil {
			return s, err
		}
	}
	seen := map[string]bool{}
	for _, place := range h.places() {
		free, all, disk, err := room(place)
		if err != nil || seen[disk] {
			continue // the doctor says why
		}
		seen[disk] = true
		s.Disks = append(s.Disks, diskRoom{place, free, all})
	}
	return s, nil
}
