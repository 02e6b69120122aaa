package queue_test

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

type page struct{ N int }

func (page) Kind() string { return "test.page" }

// While processors are taken for long everything else goes on, and half of them stay free.
func TestHeavyMessagesLeaveRoomForOthers(t *testing.T) {
	testkit.OnBoth(t, []db.Schema{queue.Schema}, func(t *testing.T, d *db.DB) {
		most := max(1, runtime.NumCPU()/2)
		begun, goOn, done, light := make(chan struct{}, 100), make(chan struct{}), make(chan struct{}, 100), &ear{came: make(chan struct{}, 1)}
		var now, peak atomic.Int32
		h := open(t, d, queue.Hear("light", light.hear), queue.Hear("reader", func(context.Context, page) error {
			n := now.Add(1)
			for was := peak.Load(); n > was && !peak.CompareAndSwap(was, n); was = peak.Load() {
			}
			begun <- struct{}{}
			<-goOn
			now.Add(-1)
			done <- struct{}{}
			return nil
		}).Heavy())
		all := most + 10 // more than there are who hear
		for n := range all {
			h.putMessage(page{n})
		}
		if err := h.q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.q.Stop)
		for range most {
			<-begun
		}
		h.put("a")
		<-light.came // hangs where heavy ones hold everybody
		light.has(t, "a")
		close(goOn)
		for range all {
			<-done
		}
		if got := int(peak.Load()); got != most {
			t.Errorf("%d were heard at once, want %d", got, most)
		}
	})
}

func (h house) putMessage(m queue.Message) {
	h.t.Helper()
	err := h.d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return h.q.Put(ctx, tx, m) })
	if err != nil {
		h.t.Fatal(fmt.Errorf("putting %v: %w", m, err))
	}
}
