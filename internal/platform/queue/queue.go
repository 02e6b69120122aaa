package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Message is what is put: a struct that survives JSON. Keep ids in it, not persons' data: it lies in
// the database until it was heard, and a day longer.
type Message interface {
	// Kind is the name of the message, "dossier.moved". It never changes once messages lie in a database.
	Kind() string
}

// Queue is the house's one queue. Several processes on one database share the work.
type Queue struct {
	db    *db.DB
	clock clock.Clock
	log   *slog.Logger

	mu        sync.Mutex
	listeners []Listener
	engine    engine
	working   bool
}

// New returns a queue on d that nobody listens to yet. Close it before d.
func New(d *db.DB, c clock.Clock, log *slog.Logger) *Queue { return &Queue{db: d, clock: c, log: log} }

// Listen adds listeners. All are added before the first message is put.
func (q *Queue) Listen(all ...Listener) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.listeners = append(q.listeners, all...)
}

// Put leaves msg to everybody who listens to its kind, each of whom gets it for himself: one who fails
// tries again without the others. It leaves only if tx commits. Nobody listening is no error.
func (q *Queue) Put(ctx context.Context, tx *db.Tx, msg Message, how ...Option) error {
	body, err := json.Marshal(msg)
	if err != nil {
		return fmt.Errorf("queue: %s: %w", msg.Kind(), err)
	}
	e, err := q.open(ctx)
	if err != nil {
		return err
	}
	for _, l := range q.listeners {
		if l.kind != msg.Kind() {
			continue
		}
		o := options{tries: l.tries, heavy: l.heavy}
		for _, set := range how {
			set(&o)
		}
		if err := e.put(ctx, tx, parcel{kind: l.name(), Key: o.key, Body: body}, o); err != nil {
			return fmt.Errorf("queue: putting %s: %w", l.name(), err)
		}
	}
	return nil
}

type options struct {
	at     time.Time
	key    string
	urgent bool
	tries  int
	heavy  bool
}

// Option says how a message travels.
type Option func(*options)

// At keeps the message until then.
func At(then time.Time) Option { return func(o *options) { o.at = then } }

// Once drops the message when another of its kind with the same key still waits or is being worked on.
func Once(key string) Option { return func(o *options) { o.key = key } }

// Urgent lets the message overtake others.
func Urgent() Option { return func(o *options) { o.urgent = true } }

// open returns the engine, which is made at its first use, when all listeners are known.
func (q *Queue) open(ctx context.Context) (engine, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.engine == nil {
		e, err := newEngine(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("queue: %w", err)
		}
		q.engine = e
	}
	return q.engine, nil
}

// Close stops the work and gives the connections back.
func (q *Queue) Close() {
	q.Stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.engine != nil {
		q.engine.close()
		q.engine = nil
	}
}
