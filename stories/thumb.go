package stories

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
)

//go:embed thumb.js
var thumbJS string

// fingertip is how wide and high what is pressed must be, in CSS pixels. law: WCAG 2.2, 2.5.5
const fingertip = 44

// touch makes the window one of a phone: fingers press, and nothing hovers.
func (b *Browser) touch() {
	b.t.Helper()
	b.do("switching to fingers", call(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 1}))
	b.do("switching to fingers", call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "hover", Value: "none"}, {Name: "pointer", Value: "coarse"}}}))
}

// tap puts a finger down and lifts it.
func (b *Browser) tap(doing string, x, y float64) {
	b.t.Helper()
	b.do(doing, call(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart,
		TouchPoints: []*input.TouchPoint{{X: x, Y: y}}}))
	b.do(doing, call(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd,
		TouchPoints: []*input.TouchPoint{}}))
}

// thumb fails the test where the page cannot be used with one thumb.
func (b *Browser) thumb() {
	b.t.Helper()
	for what, expression := range map[string]string{
		"is wider than the screen":                        ask("wider"),
		"has what a fingertip misses":                     strings.TrimSpace(thumbJS) + ".small(" + strconv.Itoa(fingertip) + ")",
		"has a button that the thumb does not come up to": strings.TrimSpace(thumbJS) + ".high()",
		"shows something only to who can hover":           strings.TrimSpace(thumbJS) + ".hovering()",
	} {
		if found := value[string](b, "measuring the page", expression); found != "" {
			b.t.Errorf("%s %s:\n%s", b.where(), what, found)
		}
	}
}
