package live

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Start begins to hear the other processes; on SQLite there is nothing to do. It returns when it hears.
func (h *Hub) Start(ctx context.Context) error {
	if h.db.Engine() != "postgres" {
		return nil
	}
	pool, err := h.db.OpenPostgres(ctx, 1)
	if err != nil {
		return err
	}
	conn, err := listen(ctx, pool)
	if err != nil {
		pool.Close()
		return err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.mu.Lock()
	h.stop, h.done = stop, make(chan struct{})
	h.mu.Unlock()
	go func() {
		defer close(h.done)
		defer pool.Close()
		h.hearOthers(ctx, pool, conn)
	}()
	return nil
}

func listen(ctx context.Context, pool *pgxpool.Pool) (*pgxpool.Conn, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		conn.Release()
		return nil, err
	}
	return conn, nil
}

// hearOthers passes on what PostgreSQL tells. When the line was dead, everybody looks again.
func (h *Hub) hearOthers(ctx context.Context, pool *pgxpool.Pool, conn *pgxpool.Conn) {
	for {
		err := h.passOn(ctx, conn)
		_ = conn.Conn().Close(context.WithoutCancel(ctx))
		conn.Release()
		if ctx.Err() != nil {
			return
		}
		h.log.WarnContext(ctx, "live: the line to the database broke", "err", err)
		for {
			if conn, err = listen(ctx, pool); err == nil {
				break
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(2 * time.Second):
			}
		}
		h.tellAll()
	}
}

func (h *Hub) passOn(ctx context.Context, conn *pgxpool.Conn) error {
	for {
		n, err := conn.Conn().WaitForNotification(ctx)
		if err != nil {
			return err
		}
		h.tell(n.Payload)
	}
}
