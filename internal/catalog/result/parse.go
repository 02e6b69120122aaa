package result

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Limits of a template. The longest form of the civil register has some eighty lines.
const (
	MaxLetters = 30_000
	maxLines   = 1_000
	maxCells   = 12
	maxColumns = 4
)

// Template is a text that has been read.
type Template struct {
	blocks []block
	fields []Field
}

// Problem is what is wrong at a line, from 1; the key is one of "catalog.result.wrong.…".
type Problem struct {
	Line int
	Key  string
	Args map[string]any
}

type kind int

const (
	para kind = iota
	title
	about
	centre
	item
	space
	nation
	table
	columns
)

type block struct {
	kind    kind
	text    []span
	symbol  string     // of a nation: what follows the number
	rows    [][][]span // of a table
	head    bool       // its first row is a heading
	columns [][]block
}

// parser reads lines; what it finds wrong does not stop it.
type parser struct {
	line     int
	problems []Problem
	fields   []Field
	done     []block   // before the columns that are open
	open     [][]block // columns that are open; nil when none are
	now      []block
	ruled    bool // the last block is a table that takes further rows
}

func (p *parser) say(key string, args ...any) {
	p.problems = append(p.problems, Problem{p.line, "catalog.result.wrong." + key, fault.Args(args...)})
}

func (p *parser) uses(f Field) {
	if i := slices.IndexFunc(p.fields, func(o Field) bool { return o.Key() == f.Key() }); i >= 0 {
		p.fields[i].MayBeEmpty = p.fields[i].MayBeEmpty && f.MayBeEmpty
		return
	}
	p.fields = append(p.fields, f)
}

// Parse reads a template. With problems it can still be printed, without what they are about.
func Parse(source string) (*Template, []Problem) {
	p := &parser{}
	source = text.Clean(source)
	if len([]rune(source)) > MaxLetters || strings.Count(source, "\n") >= maxLines {
		p.line = 1
		p.say("long", "n", MaxLetters)
		return &Template{}, p.problems
	}
	for line := range strings.SplitSeq(source, "\n") {
		p.line++
		p.take(strings.TrimSpace(line))
	}
	if p.open != nil {
		p.say("columns-open")
		p.close()
	}
	if len(p.now) == 0 && len(p.problems) == 0 {
		p.say("empty")
	}
	return &Template{p.now, p.fields}, p.problems
}

// Fields are the fields of the template in their order, each once.
func (t *Template) Fields() []Field { return t.fields }

func (p *parser) add(b block) {
	p.now, p.ruled = append(p.now, b), b.kind == table
}

// marks begin lines that are no plain paragraphs; the longer one comes first.
var marks = []struct {
	mark string
	kind kind
}{{"## ", about}, {"# ", title}, {"> ", centre}, {"- ", item}}

func (p *parser) take(line string) {
	switch {
	case line == "":
		p.ruled = false
	case strings.HasPrefix(line, "|"):
		p.row(line)
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		p.order(strings.TrimSpace(line[1 : len(line)-1]))
	default:
		b := block{kind: para}
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(line, m.mark); ok {
				b.kind, line = m.kind, rest
				break
			}
		}
		b.text = p.inline(line)
		p.add(b)
	}
}

// order does what a line in brackets says.
func (p *parser) order(word string) {
	name, symbol, _ := strings.Cut(word, ":")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "quốc hiệu":
		p.add(block{kind: nation, symbol: strings.TrimSpace(symbol)})
	case "chỗ ký":
		p.add(block{kind: space})
	case "cột":
		if p.open != nil {
			p.say("columns-nested")
			return
		}
		p.done, p.open, p.now = p.now, [][]block{}, nil
	case "sang cột":
		if p.open == nil || len(p.open) == maxColumns-1 {
			p.say("columns-next", "n", maxColumns)
			return
		}
		p.open, p.now = append(p.open, p.now), nil
	case "hết cột":
		if p.open == nil {
			p.say("columns-closed")
			return
		}
		p.close()
	default:
		p.say("order", "word", word)
	}
	p.ruled = false
}

// close puts the open columns behind what stood before them.
func (p *parser) close() {
	p.now = append(p.done, block{kind: columns, columns: append(p.open, p.now)})
	p.open, p.done, p.ruled = nil, nil, false
}

// row takes a line of a table.
func (p *parser) row(line string) {
	cells := cellsOf(strings.TrimPrefix(line, "|"))
	if !p.ruled {
		p.add(block{kind: table})
	}
	t := &p.now[len(p.now)-1]
	switch {
	case len(cells) > maxCells || len(t.rows) > 0 && len(cells) != len(t.rows[0]):
		p.say("cells", "n", len(cells))
		if len(t.rows) == 0 {
			p.now, p.ruled = p.now[:len(p.now)-1], false
		}
	case len(t.rows) == 1 && !t.head && !slices.ContainsFunc(cells, func(c string) bool { return strings.Trim(c, "-") != "" || c == "" }):
		t.head = true
	default:
		var row [][]span
		for _, c := range cells {
			row = append(row, p.inline(c))
		}
		t.rows = append(t.rows, row)
	}
}

// cellsOf cuts a line at its bars; \| is a bar that stays.
func cellsOf(line string) []string {
	var out []string
	start := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			out = append(out, strings.TrimSpace(line[start:i]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(line[start:]); rest != "" || len(out) == 0 {
		out = append(out, rest)
	}
	return out
}
