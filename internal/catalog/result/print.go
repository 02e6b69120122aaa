package result

import (
	"context"
	_ "embed" // the style
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

//go:embed style.css
var style string

// Paper is a draft ready to be printed.
type Paper struct {
	Title string // of the file
	At    time.Time
	Data  Data
}

// PDF prints the template with the data in its fields.
func (t *Template) PDF(ctx context.Context, p Paper) ([]byte, error) {
	return pdf.Render(ctx, pdf.Paper{HTML: t.HTML(p.Data), Title: p.Title, Author: p.Data[Office], At: p.At})
}

// HTML is what PDF prints. Nothing in the data is read as markup or as a field.
func (t *Template) HTML(d Data) string {
	w := &writer{data: d}
	w.tag("style", "", func() { w.WriteString(style) })
	w.blocks(t.blocks)
	return w.String()
}

type writer struct {
	strings.Builder
	data   Data
	narrow bool // within columns
}

func (w *writer) tag(name, class string, inside func()) {
	w.WriteString("<" + name)
	if class != "" {
		w.WriteString(` class="` + class + `"`)
	}
	w.WriteString(">")
	inside()
	w.WriteString("</" + name + ">\n")
}

func (w *writer) line(class, s string) {
	w.tag("p", class, func() { w.WriteString(html.EscapeString(s)) })
}

// lineOf are the elements of blocks that are one line.
var lineOf = map[kind]struct{ tag, class string }{
	para: {"p", "para"}, title: {"h1", ""}, about: {"h2", ""}, centre: {"p", "centre"}, item: {"p", "item"},
}

func (w *writer) blocks(bs []block) {
	for _, b := range bs {
		switch b.kind {
		case nation:
			w.nation(b.symbol)
		case space:
			w.tag("p", "space", func() { w.WriteString("&nbsp;") })
		case table:
			w.tag("table", "", func() { w.rows(b) })
		case columns:
			w.columns(b.columns)
		default:
			w.single(b)
		}
	}
}

func (w *writer) single(b block) {
	is := lineOf[b.kind]
	if w.narrow && b.kind == para {
		is.class = ""
	}
	w.tag(is.tag, is.class, func() {
		if b.kind == item {
			w.WriteString("- ")
		}
		w.spans(b.text)
	})
}

func (w *writer) spans(ss []span) {
	for _, s := range closed(ss) {
		words := s.text
		if s.field != nil {
			words = w.data.value(*s.field)
		}
		words = html.EscapeString(words + s.after)
		if s.italic {
			words = "<i>" + words + "</i>"
		}
		if s.bold {
			words = "<b>" + words + "</b>"
		}
		w.WriteString(words)
	}
}

// closed takes the stop behind bold or italic words to them: the printer sets a space before one that
// stands in other letters.
func closed(ss []span) []span {
	out := slices.Clone(ss)
	for i := 1; i < len(out); i++ {
		before, here := &out[i-1], &out[i]
		rest := strings.TrimLeft(here.text, ",.;:!?)”")
		if stops := here.text[:len(here.text)-len(rest)]; stops != "" && (before.bold || before.italic) {
			before.after, here.text = stops, rest
		}
	}
	return out
}

func (w *writer) columns(cols [][]block) {
	w.tag("div", "cols", func() {
		for _, col := range cols {
			class := "w" + strconv.Itoa(len(cols))
			if slices.ContainsFunc(col, func(b block) bool { return b.kind == item }) {
				class += " list"
			}
			if len(col) == 0 { // else it would take no room
				col = []block{{text: []span{{text: "\u00a0"}}}}
			}
			w.tag("div", class, func() {
				w.narrow = true
				w.blocks(col)
				w.narrow = false
			})
		}
	})
}

func (w *writer) rows(t block) {
	for i, row := range t.rows {
		w.tag("tr", "", func() {
			for j, cell := range row {
				name, class := "td", ""
				if t.head && i == 0 {
					name = "th"
				}
				if i == 0 {
					class = "top"
				}
				if j == 0 {
					class = strings.TrimSpace(class + " first")
				}
				w.tag(name, class, func() { w.spans(cell) })
			}
		})
	}
}

// nation is the top of a paper. Its number and day stay open. law: decree-30-2020/layout
func (w *writer) nation(symbol string) {
	number := "Số: " + blanks[Number]
	if symbol != "" {
		number += "/" + symbol
	}
	w.tag("div", "head", func() {
		w.tag("div", "agency", func() {
			if above := w.data[Above]; above != "" {
				w.body("", above)
			}
			w.body("unit", w.data.value(Field{Name: Office}))
			w.tag("div", "rule", func() {})
			w.line("", number)
		})
		w.tag("div", "nation", func() {
			w.line("title", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
			w.line("motto", "Độc lập - Tự do - Hạnh phúc")
			w.line("place", w.data.value(Field{Name: Place})+", "+blanks[IssuedOn])
		})
	})
}

// body writes the name of a body in capitals, broken where names of bodies are: a place name stays whole.
func (w *writer) body(class, name string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.ToUpper(name), "NHÂN DÂN ", "NHÂN DÂN\n"), "\n") {
		w.line(class, line)
	}
}
