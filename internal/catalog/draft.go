package catalog

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// The files an import reads.
const (
	FileCSV      = "procedures.csv"
	FileDetailed = "procedures-detailed.json"
)

// Sources are the files of one import and what is to become of them. Either file may be missing.
type Sources struct {
	CSV         []byte
	Detailed    []byte
	PublishFrom clock.Date // first day of the new versions; empty leaves them as drafts
	DecisionNo  string     // the decision that announces them, when there is one
	Why         string     // the reason, for the trail
}

// Draft is a procedure and its content as a file gives them.
type Draft struct {
	File string
	Line int
	Procedure
	Content
}

// Problem is something wrong at a line of a file.
type Problem struct {
	File   string         `json:"file"`
	Line   int            `json:"line"`
	Column string         `json:"column,omitempty"`
	Key    string         `json:"key"` // message key
	Args   map[string]any `json:"args,omitempty"`
}

// Read reads both files into drafts. Where there is any problem the drafts are not to be used.
func (s Sources) Read() ([]Draft, []Problem) {
	r := &reader{}
	var rows, detailed []Draft
	if s.CSV != nil {
		rows = r.readCSV(s.CSV)
	}
	if s.Detailed != nil {
		detailed = r.readDetailed(s.Detailed)
	}
	switch {
	case s.CSV == nil && s.Detailed == nil:
		r.file, r.line = FileCSV, 0
		r.say("", wrongly("nothing"))
	case s.CSV == nil:
		rows = detailed
	case len(r.problems) == 0:
		r.join(rows, detailed)
	}
	r.unique(rows)
	return rows, r.problems
}

// reader collects the problems of an import at the line it stands at.
type reader struct {
	file     string
	line     int
	problems []Problem
}

func (r *reader) say(column string, w wrong) {
	r.problems = append(r.problems, Problem{File: r.file, Line: r.line, Column: column,
		Key: "catalog.import." + w.key, Args: fault.Args(w.args...)})
}

// text tells whether the file is text at all.
func (r *reader) text(raw []byte) ([]byte, bool) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) {
		r.line = 1 + bytes.Count(raw[:firstBad(raw)], []byte{'\n'})
		r.say("", wrongly("not-utf8"))
		return nil, false
	}
	return raw, true
}

func firstBad(raw []byte) int {
	for i := 0; i < len(raw); {
		c, n := utf8.DecodeRune(raw[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}

// join gives each line of the catalogue the details that belong to it. The line keeps the name and
// the code; a difference in the code is for people to settle.
func (r *reader) join(rows, detailed []Draft) {
	at := map[string]int{}
	for i, row := range rows {
		at[row.Key()] = i
	}
	for _, d := range detailed {
		r.file, r.line = d.File, d.Line
		i, ok := at[d.Key()]
		switch {
		case !ok:
			r.say("name", wrongly("no-row", "name", d.Name, "level", string(d.Level)))
		case d.Code != "" && rows[i].Code != "" && d.Code != rows[i].Code:
			r.say("code", wrongly("code-differs", "here", d.Code, "there", rows[i].Code))
		default:
			rows[i].Content = d.Content
		}
	}
}

// unique wants each name and each code once in a level.
func (r *reader) unique(drafts []Draft) {
	names, codes := map[string]int{}, map[string]int{}
	for _, d := range drafts {
		r.file, r.line = d.File, d.Line
		if first, twice := names[d.Key()]; twice {
			r.say("name", wrongly("name-twice", "name", d.Name, "line", first))
		}
		names[d.Key()] = d.Line
		if d.Code == "" {
			continue
		}
		code := string(d.Level) + "/" + d.Code
		if first, twice := codes[code]; twice {
			r.say("code", wrongly("code-twice", "code", d.Code, "line", first))
		}
		codes[code] = d.Line
	}
}

// The words of the files for what has other words here.
var (
	levels        = map[string]Level{"province": Province, "district": District, "commune": Commune}
	serviceLevels = map[string]ServiceLevel{"full": Full, "partial": Partial, "information": None}
	confidences   = map[string]Confidence{"high": High, "medium": Medium, "low": Low, "": ""}
)

// known looks a word up and notes when it is not known.
func known[V any](r *reader, column, word string, words map[string]V) V {
	v, ok := words[word]
	if !ok {
		r.say(column, wrongly("unknown", "value", word))
	}
	return v
}

// nameLimit is what a name may take, in letters: the longest real one has 334.
const nameLimit = 600

func (r *reader) procedure(p Procedure) Procedure {
	switch n := utf8.RuneCountInString(p.Name); {
	case n == 0:
		r.say("name", wrongly("empty"))
	case n > nameLimit:
		r.say("name", wrongly("long", "n", nameLimit))
	}
	if hyphened(p.Name) == "" && p.Name != "" {
		r.say("name", wrongly("no-letters"))
	}
	if p.Field == "" {
		r.say("field", wrongly("empty"))
	}
	if p.Code != "" && !check.ProcedureCode(p.Code) {
		r.say("code", wrongly("code", "value", p.Code))
	}
	return p
}

func (r *reader) term(column string, t term.Term) term.Term {
	if err := t.Check(); err != nil {
		r.say(column, wrongly("term", "value", fmt.Sprintf("%v %s", t.Amount, t.Unit)))
	}
	if t.None() {
		return term.Term{}
	}
	return t
}
