package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Fill puts value into the field with that label or name, in place of what was there.
func (b *Browser) Fill(field, text string) {
	b.t.Helper()
	doing := fmt.Sprintf("filling in %q", field)
	if b.ask(doing, ask("startFilling", field, text)).Type {
		b.do(doing, call(input.InsertText, input.InsertTextParams{Text: text}))
	}
	if got := value[string](b, doing, ask("filled", field)); got != text {
		b.t.Fatalf("filling in %q with %q: it holds %q%s", field, text, got, b.page())
	}
}

// Choose picks an option of a list, or of the radios and boxes of a group, by legend or name.
func (b *Browser) Choose(field, option string) {
	b.t.Helper()
	doing := fmt.Sprintf("choosing %q for %q", option, field)
	b.click(doing, b.ask(doing, ask("choose", field, option)))
}

// Tick sets the box or radio with that label or name.
func (b *Browser) Tick(label string) {
	b.t.Helper()
	doing := fmt.Sprintf("ticking %q", label)
	b.click(doing, b.ask(doing, ask("tick", label)))
}

// Upload puts files into the file field with that label or name.
func (b *Browser) Upload(field string, files ...string) {
	b.t.Helper()
	doing := fmt.Sprintf("putting files into %q", field)
	for i, f := range files {
		whole, err := filepath.Abs(f) // the browser has a folder of its own
		if err == nil {
			_, err = os.Stat(whole)
		}
		if err != nil {
			b.t.Fatalf("%s: %v", doing, err)
		}
		files[i] = whole
	}
	el := value[*runtime.RemoteObject](b, doing, ask("file", field))
	if el.ObjectID == "" {
		b.t.Fatalf("%s: there is no such field for files%s", doing, b.page())
	}
	b.do(doing, call(dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: el.ObjectID}))
}

// Press presses the button or link that is called so, in <main> first, and waits for the page that
// it leads to. Where a script answers in place of a page, See what it brings before going on.
func (b *Browser) Press(text string) {
	b.t.Helper()
	b.PressIn("", text)
}

// PressIn is Press inside the element that fits the CSS selector.
func (b *Browser) PressIn(selector, text string) {
	b.t.Helper()
	doing := fmt.Sprintf("pressing %q", text)
	if selector != "" {
		doing += " in " + selector
	}
	b.marks++
	value[bool](b, doing, ask("stay", b.marks))
	found := b.standing(doing, ask("press", selector, plain(text)))
	found.Click = true
	b.click(doing, found)
	if !b.how.NoScript && !b.hit() { // it moved away under the finger: people press again
		again := b.standing(doing, ask("press", selector, plain(text)))
		again.Click = true
		b.click(doing, again)
	}
	if found.Leaves && !b.scriptTookOver() {
		b.waitForPage(doing)
	}
}

// standing asks until what is to be pressed stands still: people do not press what moves.
func (b *Browser) standing(doing, expression string) finding {
	b.t.Helper()
	was := b.ask(doing, expression)
	b.until(func() bool {
		now := b.ask(doing, expression)
		still := now.X == was.X && now.Y == was.Y
		was = now
		return still
	})
	return was
}

func (b *Browser) click(doing string, f finding) {
	b.t.Helper()
	switch {
	case !f.Click:
	case b.how.OneHand:
		b.tap(doing, f.X, f.Y)
	default:
		b.do(doing, chromedp.MouseClickXY(f.X, f.Y))
	}
}

// hit tells whether the press has reached the page. A page that is gone has been reached.
func (b *Browser) hit() bool {
	reached := false
	for end := time.Now().Add(3 * time.Second); !reached && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if err := try(b, ask("hit"), &reached); err != nil {
			return true
		}
	}
	return reached
}

// scriptTookOver tells whether a script of the page stopped what the press would have done.
func (b *Browser) scriptTookOver() bool {
	var stopped bool
	return !b.how.NoScript && try(b, ask("stopped"), &stopped) == nil && stopped
}

func (b *Browser) waitForPage(doing string) {
	b.t.Helper()
	var here bool
	if !b.until(func() bool { return try(b, ask("arrived", b.marks), &here) == nil && here }) {
		b.t.Fatalf("%s: no page came%s", doing, b.page())
	}
	b.arrived()
}
