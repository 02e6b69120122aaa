package queue_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{queue.Schema}

type moved struct{ Dossier string }

func (moved) Kind() string { return "test.moved" }

// ear keeps what it hears and answers what it is told to.
type ear struct {
	mu     sync.Mutex
	heard  []string
	answer func(n int) error
	came   chan struct{}
}

func (e *ear) hear(ctx context.Context, m moved) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, m.Dossier)
	if e.came != nil {
		e.came <- struct{}{}
	}
	if e.answer != nil {
		return e.answer(len(e.heard))
	}
	if actor.Of(ctx).Kind != actor.System {
		return errors.New("not the system acts")
	}
	return nil
}

func (e *ear) has(t *testing.T, want ...string) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if !slices.Equal(e.heard, want) {
		t.Errorf("heard %q, want %q", e.heard, want)
	}
}

// house is a queue with its clock.
type house struct {
	t     *testing.T
	d     *db.DB
	clock *clock.Fake
	q     *queue.Queue
}

func open(t *testing.T, d *db.DB, all ...queue.Listener) house {
	t.Helper()
	h := house{t: t, d: d, clock: testkit.Clock()}
	h.q = queue.New(d, h.clock, nil)
	h.q.Listen(all...)
	t.Cleanup(h.q.Close)
	return h
}

func (h house) put(dossier string, how ...queue.Option) {
	h.t.Helper()
	err := h.d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		return h.q.Put(ctx, tx, moved{dossier}, how...)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h house) workOff(want int) {
	h.t.Helper()
	n, err := h.q.WorkOff(context.Background())
	if err != nil || n != want {
		h.t.Errorf("worked off %d messages, %v; want %d", n, err, want)
	}
}

func (h house) failed(want int) []queue.Failure {
	h.t.Helper()
	f, err := h.q.Failed(context.Background(), 10)
	if err != nil || len(f) != want {
		h.t.Fatalf("failures: %+v, %v; want %d", f, err, want)
	}
	return f
}

func TestAMessageLeavesOnlyIfTheTransactionCommits(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		var e ear
		h := open(t, d, queue.Hear("ear", e.hear))
		undone := errors.New("undone")
		err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			if err := h.q.Put(ctx, tx, moved{"undone"}); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		h.put("kept")
		h.workOff(1)
		h.workOff(0)
		e.has(t, "kept")
	})
}

func TestEachListenerHearsAndFailsForItself(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		well, ill := ear{}, ear{answer: func(n int) error {
			if n < 3 {
				return errors.New("the line is dead")
			}
			return nil
		}}
		h := open(t, d, queue.Hear("well", well.hear), queue.Hear("ill", ill.hear))
		h.put("a")
		h.workOff(2)
		f := h.failed(1)[0]
		if f.Who != "ill" || f.Kind != "test.moved" || f.GivenUp || f.Tries != 1 || !strings.Contains(f.Why, "dead") ||
			string(f.Body) != `{"Dossier":"a"}` && string(f.Body) != `{"Dossier": "a"}` {
			t.Errorf("the failure reads %+v %s", f, f.Body)
		}
		h.workOff(0)
		h.clock.Advance(2 * time.Second) // the first pause is a second, the next sixteen
		h.workOff(1)
		h.clock.Advance(2 * time.Second)
		h.workOff(0)
		h.clock.Advance(20 * time.Second)
		h.workOff(1)
		well.has(t, "a")
		ill.has(t, "a", "a", "a")
		h.failed(0)
	})
}

func TestWhatIsGivenUpWaitsForSomebodyToTryAgain(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		e := ear{answer: func(n int) error {
			if n == 1 {
				return queue.Hopeless(errors.New("no such address"))
			}
			return nil
		}}
		h := open(t, d, queue.Hear("ear", e.hear))
		h.put("a")
		h.workOff(1)
		h.clock.Advance(1000 * time.Hour)
		h.workOff(0)
		f := h.failed(1)[0]
		if !f.GivenUp || !strings.Contains(f.Why, "no such address") {
			t.Errorf("the failure reads %+v", f)
		}
		if err := h.q.Again(context.Background(), f.ID); err != nil {
			t.Fatal(err)
		}
		h.workOff(1)
		h.failed(0)
		e.has(t, "a", "a")
	})
}

func TestTheQueueTellsHowItStands(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		e := ear{answer: func(n int) error {
			if n == 1 {
				return queue.Hopeless(errors.New("no such address"))
			}
			return errors.New("not now")
		}}
		h := open(t, d, queue.Hear("ear", e.hear))
		stands := func(want queue.Standing) {
			t.Helper()
			got, err := h.q.Standing(context.Background())
			if err != nil || got.Waiting != want.Waiting || got.Failing != want.Failing || got.GivenUp != want.GivenUp || got.Oldest.IsZero() != (want.Waiting == 0) {
				t.Errorf("the queue stands %+v, wanted %+v (%v)", got, want, err)
			}
		}
		stands(queue.Standing{})
		h.put("a")
		began := h.clock.Now()
		h.clock.Advance(time.Minute)
		h.put("b")
		stands(queue.Standing{Waiting: 2})
		if got, _ := h.q.Standing(context.Background()); got.Oldest.Sub(began).Abs() > time.Second {
			t.Errorf("the oldest waits since %s, wanted %s", got.Oldest, began)
		}
		h.workOff(2)
		stands(queue.Standing{Failing: 1, GivenUp: 1})
	})
}

func TestTriesRunOutAndTheRestCanBeDropped(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		e := ear{answer: func(int) error { return errors.New("never") }}
		h := open(t, d, queue.Hear("ear", e.hear).Tries(2))
		h.put("a")
		h.workOff(1)
		h.clock.Advance(time.Hour)
		h.workOff(1)
		f := h.failed(1)[0]
		if !f.GivenUp || f.Tries != 2 {
			t.Errorf("after two of two tries the failure reads %+v", f)
		}
		if err := h.q.Drop(context.Background(), f.ID); err != nil {
			t.Fatal(err)
		}
		h.failed(0)
		if err := h.q.Drop(context.Background(), f.ID); !queue.IsGone(err) {
			t.Errorf("dropped twice: %v", err)
		}
		if err := h.q.Again(context.Background(), f.ID); !queue.IsGone(err) {
			t.Errorf("tried again once it is gone: %v", err)
		}
	})
}

func TestAMessageWaitsForItsTimeAndAListenerMayAskForMore(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		e := ear{answer: func(n int) error {
			if n == 1 {
				return queue.Later(time.Hour)
			}
			return nil
		}}
		h := open(t, d, queue.Hear("ear", e.hear))
		h.put("a", queue.At(h.clock.Now().Add(8*time.Hour)))
		h.workOff(0)
		h.clock.Advance(8 * time.Hour)
		h.workOff(1)
		h.workOff(0)
		h.clock.Advance(time.Hour)
		h.workOff(1)
		e.has(t, "a", "a")
	})
}

func TestAKeyIsTakenWhileItsMessageWaits(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		var e ear
		h := open(t, d, queue.Hear("ear", e.hear))
		h.put("a", queue.Once("k"))
		h.put("b", queue.Once("k"))
		h.put("c", queue.Once("other"))
		h.workOff(2)
		h.put("d", queue.Once("k"))
		h.workOff(1)
		e.has(t, "a", "c", "d")
	})
}

func TestUrgentMessagesOvertake(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		var e ear
		h := open(t, d, queue.Hear("ear", e.hear))
		h.put("slow")
		h.put("quick", queue.Urgent())
		h.workOff(2)
		e.has(t, "quick", "slow")
	})
}

func TestTwoProcessesShareTheWorkAndTheClock(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		const messages = 20
		heard, ticks := make(chan string, 2*messages), make(chan struct{}, 10)
		listeners := []queue.Listener{
			queue.Hear("ear", func(_ context.Context, m moved) error { heard <- m.Dossier; return nil }),
			queue.Every("tick", time.Hour, func(context.Context) error { ticks <- struct{}{}; return nil }),
		}
		var one *queue.Queue
		for range 2 {
			q := queue.New(d, clock.System{}, nil)
			q.Listen(listeners...)
			t.Cleanup(q.Close)
			if err := q.Start(context.Background()); err != nil {
				t.Fatal(err)
			}
			one = q
		}
		err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			for i := range messages {
				if err := one.Put(ctx, tx, moved{string(rune('a' + i))}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for range messages {
			seen[<-heard]++
		}
		<-ticks
		if len(seen) != messages || len(heard) > 0 {
			t.Errorf("heard %v and %d more, want %d different messages once each", seen, len(heard), messages)
		}
	})
}

func TestDailyWorkIsDueAtItsHourOfTheCountry(t *testing.T) {
	for _, c := range []struct{ now, want string }{
		{"2023-08-10T00:30:00+07:00", "2023-08-10T01:15:00+07:00"},
		{"2023-08-10T01:15:00+07:00", "2023-08-11T01:15:00+07:00"},
		{"2023-08-31T17:00:00Z", "2023-09-01T01:15:00+07:00"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		got := queue.NextOf(queue.Daily("x", 1, 15, nil), now)
		if got.Format(time.RFC3339) != c.want {
			t.Errorf("after %s daily work is due %s, want %s", c.now, got.Format(time.RFC3339), c.want)
		}
	}
}

func TestTheTablesAreMadeOnce(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if err := db.Migrate(ctx, d, schemas); err != nil {
			t.Error(err)
		}
		if pending, err := db.Pending(ctx, d, schemas); pending || err != nil {
			t.Errorf("after migrating something is pending: %v, %v", pending, err)
		}
	})
}

// What was put before the database went away is heard once it is back, and so is what is put then, by the same process.
func TestTheQueueOutlivesTheDatabase(t *testing.T) {
	line, address := testkit.PostgresLine(t, testkit.PostgresURL(t))
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	if err := db.Migrate(t.Context(), d, schemas); err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 10)
	q := queue.New(d, clock.System{}, nil)
	q.Listen(queue.Hear("ear", func(_ context.Context, m moved) error {
		heard <- m.Dossier
		return nil
	}))
	t.Cleanup(q.Close)
	put := func(name string) error {
		return d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error { return q.Put(ctx, tx, moved{name}) })
	}
	if err := put("before"); err != nil {
		t.Fatal(err)
	}
	line.Cut()
	if err := put("lost"); !db.IsAway(err) {
		t.Errorf("putting without a database: %v", err)
	}
	line.Mend()
	for err = q.Start(t.Context()); db.IsAway(err); err = q.Start(t.Context()) {
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "before" {
		t.Errorf("heard %q", got)
	}
	line.Cut()
	line.Mend()
	for err = put("after"); err != nil && db.IsAway(err); err = put("after") {
	}
	if err != nil {
		t.Fatal(err)
	}
	for got := range heard {
		if got == "after" {
			break
		}
		if got != "before" { // again, when its being done could not be written down
			t.Errorf("heard %q", got)
		}
	}
}
