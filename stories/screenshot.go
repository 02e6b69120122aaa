package stories

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "write the screenshots anew")

// shots is where the pictures lie, seen from this package.
var shots = "../doc/screenshots"

// Look looks at the page at both widths: it fails where something is in the way of people, and when
// the page is wider than the screen.
func (b *Browser) Look() {
	b.t.Helper()
	b.Screenshot("")
}

// Screenshot is Look; with -update and a name it also writes doc/screenshots/NAME-360.png and
// NAME-1280.png.
func (b *Browser) Screenshot(name string) {
	b.t.Helper()
	before := b.how.Width
	defer b.Width(before)
	for _, width := range []int{Narrow, Wide} {
		b.Width(width)
		if over := value[string](b, "measuring the page", ask("wider")); over != "" {
			b.t.Errorf("%s is wider than a screen of %d px:\n%s", b.where(), width, over)
		}
		b.Axe()
		if *update && name != "" {
			b.save(filepath.Join(shots, fmt.Sprintf("%s-%d.png", name, width)))
		}
	}
}

// atRest waits for the letters and makes what sticks to the edge of the screen stand in its place:
// the picture has no edge but the page's.
const atRest = `(document.querySelectorAll('main *').forEach(el => {
	if (getComputedStyle(el).position === 'sticky') el.style.position = 'static' }), document.fonts.ready.then(() => true))`

// tallest is how much of a page a picture keeps, in pixels.
const tallest = 1500

func (b *Browser) save(file string) {
	b.t.Helper()
	value[bool](b, "getting ready", atRest)
	ctx, cancel := context.WithTimeout(b.ctx, b.limit)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		picture, err = lighter(picture, tallest)
	}
	if err != nil {
		b.t.Fatalf("taking a picture of %s: %v", b.where(), err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
