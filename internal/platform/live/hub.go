package live

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// May tells whether whoever acts may listen to a topic; it gets what stands after the word.
type May func(ctx context.Context, key string) bool

// Hub knows who listens to what in this process.
type Hub struct {
	db    *db.DB
	log   *slog.Logger
	rules map[string]May

	mu     sync.Mutex
	ears   map[*ear]bool
	past   memory
	closed chan struct{}
	stop   context.CancelFunc
	done   chan struct{}
}

// ear is one connection. What it has not been told yet is a set: ten changes of a dossier are one.
type ear struct {
	topics  map[string]bool
	mu      sync.Mutex
	pending map[string]bool
	wake    chan struct{}
}

// New returns the hub of a database. Close it before the database.
func New(d *db.DB, log *slog.Logger) *Hub {
	h := &Hub{db: d, log: log, rules: map[string]May{}, ears: map[*ear]bool{}, past: newMemory(), closed: make(chan struct{})}
	hubs.Store(d, h)
	return h
}

// Allow says who may listen to topics "word/…".
func (h *Hub) Allow(word string, may May) { h.rules[word] = may }

// may tells whether whoever acts may listen to topic. What nobody ruled about is heard by nobody.
func (h *Hub) may(ctx context.Context, topic string) bool {
	word, key, ok := strings.Cut(topic, "/")
	rule := h.rules[word]
	return ok && rule != nil && len(topic) <= longest && rule(ctx, key)
}

// join adds a connection; what changed since then is told at once.
func (h *Hub) join(topics []string, since string) *ear {
	e := &ear{topics: map[string]bool{}, pending: map[string]bool{}, wake: make(chan struct{}, 1)}
	for _, t := range topics {
		e.topics[t] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ears[e] = true
	e.hear(h.past.after(since, topics))
	return e
}

func (h *Hub) leave(e *ear) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.ears, e)
}

// tell wakes those who listen to one of the topics.
func (h *Hub) tell(topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.past.note(topics)
	for e := range h.ears {
		e.hear(topics)
	}
}

// Now names the present instant: a page that carries it is told of what changed after it was made.
func (h *Hub) Now() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.past.now()
}

// tellAll wakes everybody about everything, after a time in which changes may have been missed.
func (h *Hub) tellAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.past = newMemory()
	for e := range h.ears {
		e.hear(slices.Collect(maps.Keys(e.topics)))
	}
}

func (e *ear) hear(topics []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range topics {
		if e.topics[t] {
			e.pending[t] = true
		}
	}
	if len(e.pending) == 0 {
		return
	}
	select {
	case e.wake <- struct{}{}:
	default: // it is awake
	}
}

// take empties what is pending.
func (e *ear) take() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := slices.Sorted(maps.Keys(e.pending))
	clear(e.pending)
	return out
}

// Hang ends all connections: the server waits for none of them when it stops. Browsers come back.
func (h *Hub) Hang() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.closed:
	default:
		close(h.closed)
	}
}

// Close hangs up and stops to listen.
func (h *Hub) Close() {
	h.Hang()
	hubs.CompareAndDelete(h.db, h)
	h.mu.Lock()
	stop, done := h.stop, h.done
	h.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
}
