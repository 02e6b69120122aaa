package stories

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed testdata/axe.min.js
var axeJS string

// barrier is a rule that a page breaks, as axe-core says it.
type barrier struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target []any  `json:"target"`
		HTML   string `json:"html"`
	} `json:"nodes"`
}

func (x barrier) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s (%s): %s", x.ID, x.Impact, x.Help)
	for _, n := range x.Nodes {
		fmt.Fprintf(&s, "\n\t%v  %s", n.Target, n.HTML)
	}
	return s.String()
}

// Axe looks for barriers on the page as it is now and fails the test with each that it finds. A
// page that was looked at before, and is the same, is not looked at again.
func (b *Browser) Axe() {
	b.t.Helper()
	if holds := value[string](b, "reading the page", "innerWidth + document.documentElement.outerHTML"); b.axed[holds] {
		return
	} else {
		b.axed[holds] = true
	}
	for _, x := range b.barriers() {
		b.t.Errorf("a barrier on %s at %d px: %s", b.where(), b.how.Width, x)
	}
}

// barriers runs axe-core. It needs timers, so a window without script gets it back meanwhile: the
// scripts of a page that has been loaded without do not start then.
func (b *Browser) barriers() []barrier {
	b.t.Helper()
	if b.how.NoScript {
		b.script(true)
		defer b.script(false)
	}
	const run = `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({
		id: v.id, impact: v.impact || '', help: v.help, nodes: v.nodes.map(n => ({target: n.target, html: n.html.slice(0, 200)}))})))`
	value[bool](b, "loading axe-core", "typeof axe === 'object' || (() => {"+axeJS+"; return true})()")
	return value[[]barrier](b, "running axe-core", run)
}
