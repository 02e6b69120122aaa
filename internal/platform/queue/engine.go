package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/trace"
)

// engine is River over one of the databases.
type engine interface {
	put(ctx context.Context, tx *db.Tx, p parcel, o options) error
	start(ctx context.Context) error
	stop(ctx context.Context)
	workOff(ctx context.Context) (int, error)
	list(ctx context.Context, n int, states ...rivertype.JobState) ([]*rivertype.JobRow, error)
	waiting(ctx context.Context, n int) ([]*rivertype.JobRow, error)
	again(ctx context.Context, id int64) error
	drop(ctx context.Context, id int64) error
	close()
}

// parcel is a message on its way to one listener.
type parcel struct {
	kind string
	Key  string          `json:"key,omitempty" river:"unique"`
	Body json.RawMessage `json:"body"`
}

// Kind names message and listener.
func (p parcel) Kind() string { return p.kind }

// over is an engine over a database whose transactions are T.
type over[T any] struct {
	queue  *Queue
	client *river.Client[T]
	inside func(tx *db.Tx, do func(T) error) error
	shut   func()
}

func newEngine(ctx context.Context, q *Queue) (engine, error) {
	if q.db.Engine() == "sqlite" {
		beside, err := q.db.OpenSQLite()
		if err != nil {
			return nil, err
		}
		return newOver(q, riversqlite.New(beside), func() { _ = beside.Close() },
			func(tx *db.Tx, do func(*sql.Tx) error) error { return do(tx.Tx.Tx) })
	}
	pool, err := q.db.OpenPostgres(ctx, 8)
	if err != nil {
		return nil, err
	}
	return newOver(q, riverpgxv5.New(pool), pool.Close,
		func(tx *db.Tx, do func(pgx.Tx) error) error {
			return tx.OnPgx(func(c *pgx.Conn) error { return do(pgTx{c}) })
		})
}

func newOver[T any](q *Queue, driver riverdriver.Driver[T], shut func(), inside func(*db.Tx, func(T) error) error) (engine, error) {
	client, err := river.NewClient(driver, q.config())
	if err != nil {
		shut()
		return nil, err
	}
	return &over[T]{queue: q, client: client, inside: inside, shut: shut}, nil
}

// heavy is River's queue of what takes processors for long.
const heavy = "heavy"

// config is River's. Given up messages stay a quarter of a year: somebody should see them.
func (q *Queue) config() *river.Config {
	c := &river.Config{
		Logger: orSilent(q.log), Workers: river.NewWorkers(),
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}, heavy: {MaxWorkers: max(1, runtime.NumCPU()/2)}},
		CancelledJobRetentionPeriod: 90 * 24 * time.Hour, DiscardedJobRetentionPeriod: 90 * 24 * time.Hour,
		JobTimeout: 5 * time.Minute, SkipUnknownJobCheck: true, SoftStopTimeout: 10 * time.Second,
	}
	if _, machine := q.clock.(clock.System); !machine {
		c.Test.Time = stage{q.clock} // a demonstration, or a test
	}
	for _, l := range q.listeners {
		river.AddWorkerArgs(c.Workers, parcel{kind: l.name()}, river.Worker[parcel](listening{listener: l, clock: q.clock}))
		if l.next != nil {
			c.PeriodicJobs = append(c.PeriodicJobs, periodic(l))
		}
	}
	return c
}

// unworked are the states that make a key taken.
var unworked = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled}

func periodic(l Listener) *river.PeriodicJob {
	opts := &river.InsertOpts{MaxAttempts: l.tries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unworked}}
	return river.NewPeriodicJob(schedule(l.next), func() (river.JobArgs, *river.InsertOpts) {
		return parcel{kind: l.name(), Body: json.RawMessage("null")}, opts
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

type schedule func(time.Time) time.Time

// Next is the instant after t at which the work is due again.
func (s schedule) Next(t time.Time) time.Time { return s(t) }

func (e *over[T]) put(ctx context.Context, tx *db.Tx, p parcel, o options) error {
	opts := &river.InsertOpts{MaxAttempts: o.tries, Priority: 2, ScheduledAt: o.at}
	if o.urgent {
		opts.Priority = 1
	}
	if o.heavy {
		opts.Queue = heavy
	}
	if o.key != "" {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: unworked}
	}
	return e.inside(tx, func(t T) error {
		_, err := e.client.InsertTx(ctx, t, p, opts)
		return err
	})
}

func (e *over[T]) start(ctx context.Context) error { return e.client.Start(ctx) }
func (e *over[T]) stop(ctx context.Context)        { _ = e.client.Stop(ctx) }
func (e *over[T]) close()                          { e.shut() }

// listening is a listener as River sees it.
type listening struct {
	river.WorkerDefaults[parcel]
	listener Listener
	clock    clock.Clock
}

// NextRetry is when a message that failed is tried again.
func (l listening) NextRetry(job *river.Job[parcel]) time.Time {
	return l.clock.Now().Add(pauseAfter(job.Attempt))
}

// Timeout is how long the message may take; 0 is what is usual.
func (l listening) Timeout(*river.Job[parcel]) time.Duration {
	if l.listener.heavy {
		return heavyLimit
	}
	return 0
}

// Work hands the message over.
func (l listening) Work(ctx context.Context, job *river.Job[parcel]) error {
	ctx = context.WithValue(ctx, tryKey{}, job.Attempt >= job.MaxAttempts)
	ctx, span := trace.Begin(ctx, "queue "+l.listener.name())
	err := l.listener.do(actor.AsSystem(ctx, l.listener.who), job.Args.Body)
	span.End(err != nil)
	return err
}

// stage lets River go by the clock of a demonstration or a test.
type stage struct{ clock clock.Clock }

// Now is the instant on the stage.
func (s stage) Now() time.Time { return s.clock.Now() }

// NowOrNil is the same.
func (s stage) NowOrNil() *time.Time { now := s.clock.Now(); return &now }

// orSilent is log, or one that says nothing.
func orSilent(log *slog.Logger) *slog.Logger {
	if log == nil {
		log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	return log
}
