package stories

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// How says what sort of screen a person sits at. The zero value is an office screen with script.
type How struct {
	Width    int  // pixels; 0 is Wide
	NoScript bool // pages run no script
	NoAxe    bool // do not look for barriers on every page opened
	OneHand  bool // a phone held in one hand: every page opened is measured for the thumb
}

// The two widths at which pages are looked at.
const (
	Wide   = 1280
	Narrow = 360
)

// Browser is one person at a screen, with cookies of their own. Every method fails the test when
// the page does not let the person do it, and says what stands on the page instead.
type Browser struct {
	t      testing.TB
	ctx    context.Context
	base   string
	how    How
	marks  int // counts pages left, to tell a new page from the old one
	seen   *complaints
	axed   map[string]bool    // pages looked at, by what they hold
	opened map[target.ID]bool // windows that pages have opened and that were looked at
	limit  time.Duration      // how long a page may take; nothing waits longer than it must
}

// Browse opens a browser on the program at base. When the test ends it is closed, and the test
// fails if a page broke its own security policy, threw an error or asked for a file that is not there.
func Browse(t testing.TB, base string, how How) *Browser {
	t.Helper()
	parent, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	if how.Width == 0 {
		how.Width = Wide
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	b := &Browser{t: t, ctx: ctx, base: strings.TrimSuffix(base, "/"), how: how, axed: map[string]bool{},
		limit: 30 * time.Second}
	if b.seen, err = listen(ctx); err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		for _, c := range b.seen.all() {
			t.Errorf("the browser complained: %s", c)
		}
	})
	b.do("setting the width", chromedp.EmulateViewport(int64(how.Width), height(how.Width)))
	b.script(!how.NoScript)
	if how.OneHand {
		b.touch()
	}
	return b
}

func height(width int) int64 {
	if width < 600 {
		return 740
	}
	return 900
}

// Width changes the width of the window.
func (b *Browser) Width(pixels int) {
	b.t.Helper()
	b.how.Width = pixels
	b.do("setting the width", chromedp.EmulateViewport(int64(pixels), height(pixels)))
}

// Open goes to a path of the program and fails unless a page comes with status 200.
func (b *Browser) Open(path string) {
	b.t.Helper()
	b.OpenAs(path, 200)
}

// OpenAs goes to a path and fails unless a page comes with that status.
func (b *Browser) OpenAs(path string, status int64) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, b.limit)
	defer cancel()
	r, err := chromedp.Run(ctx, chromedp.NavigateResponse(b.base+path))
	if err != nil {
		b.t.Fatalf("opening %s: %v", path, err)
	}
	if r.Status != status {
		b.t.Fatalf("opening %s: status %d, want %d%s", path, r.Status, status, b.page())
	}
	b.arrived()
}

// arrived looks at a page that has just come.
func (b *Browser) arrived() {
	b.t.Helper()
	if !b.how.NoAxe {
		b.Axe()
	}
	if b.how.OneHand {
		b.thumb()
	}
}

// script allows or forbids the scripts of pages; what the harness evaluates runs either way.
func (b *Browser) script(on bool) {
	b.t.Helper()
	b.do("switching scripts", call(emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: !on}))
}
