package stories

import (
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Opened is the window that a page has opened beside itself, at an address that begins so, and that was not looked at yet. It is the same person, so it
// ends with them.
func (b *Browser) Opened(address string) *Browser {
	b.t.Helper()
	var id target.ID
	if !b.until(func() bool {
		all, err := chromedp.Targets(b.ctx)
		for _, one := range all {
			if err == nil && one.Type == "page" && strings.HasPrefix(one.URL, address) && !b.opened[one.TargetID] {
				id = one.TargetID
			}
		}
		return id != ""
	}) {
		b.t.Fatalf("no window was opened at %s", address)
	}
	if b.opened == nil {
		b.opened = map[target.ID]bool{}
	}
	b.opened[id] = true
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	out := &Browser{t: b.t, ctx: ctx, base: address, how: b.how, axed: map[string]bool{}, limit: 30 * time.Second}
	var err error
	if out.seen, err = listen(ctx); err != nil {
		b.t.Fatalf("looking at the window at %s: %v", address, err)
	}
	b.t.Cleanup(func() {
		cancel()
		for _, c := range out.seen.all() {
			b.t.Errorf("the browser complained: %s", c)
		}
	})
	return out
}

// Front brings the window before the others of its person: what lies behind is not drawn.
func (b *Browser) Front() {
	b.t.Helper()
	b.do("bringing the window to the front", call(page.BringToFront, cdp.Empty{}))
}
