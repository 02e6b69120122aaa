package dossier

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// sides are a form and its papers before an answer to a request and after it, as the events tell.
type sides struct {
	was, now             catalog.Values
	wasPapers, nowPapers []Paper
}

// answered are both sides of every answer, in the order of the requests that are in force; those
// without an answer have empty ones.
func (rd *reading) answered() []sides {
	var out []sides
	var at sides
	for _, e := range rd.v.Events {
		f := e.Facts
		if slices.Contains(rd.v.Undone, e.Seq) {
			continue
		}
		if f.Opening != nil {
			at.now, at.nowPapers = f.Opening.Values, f.Opening.Papers
		}
		at.was, at.wasPapers = at.now, at.nowPapers
		if f.Values != nil {
			at.now = f.Values
		}
		if f.Papers != nil {
			at.nowPapers = f.Papers
		}
		switch e.Kind {
		case AskFix, AskSupplement:
			out = append(out, sides{})
		case Resubmit, AddSupplement:
			if n := len(out); n > 0 {
				out[n-1] = at
			}
		}
	}
	return out
}

// changeTable says of each point that was asked what stood there and what stands there now, and after
// them what was changed unasked. It has no rows where the form may not be read.
func (rd *reading) changeTable(asks []Ask, s sides) ui.Table {
	t := ui.Table{Caption: rd.t("dossier.change.title")}
	for _, head := range []string{"of", "was", "now"} {
		t.Head = append(t.Head, ui.Head{Text: rd.t("dossier.change." + head)})
	}
	if rd.v.Masked || s.now == nil && s.nowPapers == nil {
		return t
	}
	add := func(of, was, now string) {
		if was == now {
			now = rd.t("dossier.change.none")
		}
		blank := rd.t("dossier.change.blank")
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: of}, {Text: cmpOr(was, blank)}, {Text: cmpOr(now, blank)}}})
	}
	known := map[string]bool{}
	for _, a := range asks {
		known[a.On] = true
		if name, ok := strings.CutPrefix(a.On, "field:"); ok {
			if i := slices.IndexFunc(rd.form.Fields, func(f catalog.Field) bool { return f.Name == name }); i >= 0 {
				add(a.Name, rd.valueIn(rd.form.Fields[i], s.was), rd.valueIn(rd.form.Fields[i], s.now))
			}
		} else if key, ok := strings.CutPrefix(a.On, "paper:"); ok {
			add(a.Name, filesUnder(s.wasPapers, key), filesUnder(s.nowPapers, key))
		}
	}
	for _, f := range rd.form.Fields {
		was, now := rd.valueIn(f, s.was), rd.valueIn(f, s.now)
		if !known["field:"+f.Name] && was != now {
			add(rd.t("dossier.change.unasked", "name", f.Label(text.LangOf(rd.ctx))), was, now)
		}
	}
	return t
}

func cmpOr(words, other string) string {
	if words == "" {
		return other
	}
	return words
}

// filesUnder names what was handed in for a paper, with the beginning of each file's hash: a new
// picture may have the old one's name.
func filesUnder(papers []Paper, key string) string {
	var out []string
	for _, p := range papers {
		for _, f := range p.Files {
			if p.Key == key {
				out = append(out, f.Name+" ("+f.SHA256[:min(8, len(f.SHA256))]+")")
			}
		}
	}
	return strings.Join(out, "\n")
}
