package stories

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// complaints collects what a browser writes to its console about our pages.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func listen(ctx context.Context) (*complaints, error) {
	c := &complaints{}
	return c, chromedp.Listen(ctx, c.hear)
}

func (c *complaints) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		c.add("a script failed: %s", e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// Answers to the browser's own requests are heard below, where their sort is known.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			c.add("%s: %s", e.Entry.Source, e.Entry.Text)
		}
	case *network.EventResponseReceived:
		// A page may say that something is not there or not allowed; it may never break.
		if status := e.Response.Status; status >= 500 || status >= 400 && e.Type != network.ResourceTypeDocument {
			c.add("%s answered %d", e.Response.URL, status)
		}
	}
}

func (c *complaints) add(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}
