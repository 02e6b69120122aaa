package queue_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// What waits goes to the other queue once, in its order and for its time; what was given up stays.
func TestWhatWaitsIsCarriedOnce(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		other := testkit.SQLite(t, schemas)
		if d.Engine() == "sqlite" {
			other = testkit.Postgres(t, schemas)
		}
		hopeless := ear{answer: func(int) error { return queue.Hopeless(errors.New("no such address")) }}
		var e ear
		from, to := open(t, d, queue.Hear("ear", hopeless.hear)), open(t, other, queue.Hear("ear", e.hear))
		from.put("given up")
		from.workOff(1)
		from.put("first")
		from.put("urgent", queue.Urgent())
		from.put("tomorrow", queue.At(from.clock.Now().Add(24*time.Hour)))
		from.put("once", queue.Once("key"))
		for _, want := range []int{4, 0} {
			carried, givenUp, err := to.q.Carry(context.Background(), from.q)
			if err != nil || carried != want || givenUp != 1 {
				t.Errorf("%d carried, %d given up, %v; want %d and 1", carried, givenUp, err, want)
			}
		}
		to.put("once", queue.Once("key"))
		to.workOff(3)
		e.has(t, "urgent", "first", "once")
		to.clock.Advance(25 * time.Hour)
		to.workOff(1)
	})
}
