package identity

import (
	"context"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// postCache spares the register of units one question a request. What it says may be this old; that
// a session or account was ended is never cached.
const (
	postsFor  = 3 * time.Second
	postsMost = 10_000 // people; then the cache starts again
)

type postCache struct {
	directory Directory
	clock     clock.Clock

	mu   sync.Mutex
	held map[string]heldPosts
}

type heldPosts struct {
	posts []org.Post
	at    time.Time
}

func newPostCache(d Directory, c clock.Clock) *postCache {
	return &postCache{directory: d, clock: c, held: map[string]heldPosts{}}
}

// of returns the posts in which the person works today, those of others they stand in for included.
func (c *postCache) of(ctx context.Context, personID string) ([]org.Post, error) {
	now := c.clock.Now()
	c.mu.Lock()
	h, ok := c.held[personID]
	c.mu.Unlock()
	if ok && now.Sub(h.at) < postsFor && clock.DateOf(now) == clock.DateOf(h.at) {
		return h.posts, nil
	}
	posts, err := c.directory.Acting(ctx, personID, clock.DateOf(now))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.held) >= postsMost {
		clear(c.held)
	}
	c.held[personID] = heldPosts{posts, now}
	return posts, nil
}

func (c *postCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.held)
}
