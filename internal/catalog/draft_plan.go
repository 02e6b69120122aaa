package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Action is what an import does with a procedure.
type Action string

// The actions. A procedure whose code, English name or source alone changed is amended: that makes
// no version. One is kept when the import knows less of it than the catalogue does.
const (
	Added   Action = "added"
	Changed Action = "changed"
	Amended Action = "amended"
	Same    Action = "same"
	Kept    Action = "kept"
)

// Plan is what an import does, or would do.
type Plan struct {
	Problems []Problem  `json:"problems,omitempty"` // any one stops the whole import
	Items    []PlanItem `json:"items,omitempty"`
}

// PlanItem is what becomes of one procedure.
type PlanItem struct {
	Action Action `json:"action"`
	Number int    `json:"number,omitempty"` // of the version made
	Draft  Draft  `json:"-"`
	Name   string `json:"name"`
	Level  Level  `json:"level"`
	was    *last
}

// Count returns how many procedures have that action.
func (p Plan) Count(a Action) int {
	n := 0
	for _, item := range p.Items {
		if item.Action == a {
			n++
		}
	}
	return n
}

// Changes tells whether there is anything to do.
func (p Plan) Changes() bool { return p.Count(Added)+p.Count(Changed)+p.Count(Amended) > 0 }

// last is the newest version of a procedure.
type last struct {
	Procedure
	Number       int
	Digest       string
	Detailed     bool
	HandlingUnit string
	From, Until  clock.Date // of the latest version that was published; From is empty when none was
}

// open tells whether a version holds without end.
func (l *last) open() bool { return l.From != "" && l.Until == "" }

// free is the first day from which a new version can hold.
func (l *last) free() clock.Date {
	if l.From == "" {
		return ""
	}
	return max(l.From, l.Until).AddDays(1)
}

// plan compares drafts with what is there. from is the first day of new versions, "" for drafts.
func plan(drafts []Draft, there map[string]*last, from clock.Date) Plan {
	var p Plan
	codes := map[string]string{} // level and code → key of the procedure that has it
	for key, l := range there {
		codes[string(l.Level)+"/"+l.Code] = key
	}
	coming := map[string]bool{}
	for _, d := range drafts {
		coming[d.Key()] = true
	}
	for _, d := range drafts {
		for i, c := range d.Children {
			if c.Procedure != "" && !coming[c.Procedure] && there[c.Procedure] == nil {
				p.say(d, "children", "child-procedure", "n", i+1, "name", c.Procedure)
			}
		}
		item := item(d, there[d.Key()])
		p.Items = append(p.Items, item)
		if owner, taken := codes[string(d.Level)+"/"+d.Code]; taken && d.Code != "" && owner != d.Key() {
			p.say(d, "code", "code-taken", "code", d.Code, "name", owner[strings.IndexByte(owner, '/')+1:])
		}
		if was := item.was; was != nil && item.Action == Changed && from != "" && from < was.free() {
			p.say(d, "", "too-early", "from", text.Date(from), "free", text.Date(was.free()))
		}
	}
	return p
}

func (p *Plan) say(d Draft, column, key string, args ...any) {
	p.Problems = append(p.Problems, Problem{File: d.File, Line: d.Line, Column: column,
		Key: "catalog.import." + key, Args: fault.Args(args...)})
}

func item(d Draft, was *last) PlanItem {
	it := PlanItem{Draft: d, Name: d.Name, Level: d.Level, was: was}
	switch {
	case was == nil:
		it.Action, it.Number = Added, 1
	case was.Digest != d.digest() && (d.Detailed || !was.Detailed):
		it.Action, it.Number = Changed, was.Number+1
	case was.attributes() != d.attributes():
		it.Action = Amended
	case was.Detailed && !d.Detailed:
		it.Action = Kept
	default:
		it.Action = Same
	}
	return it
}

// attributes are what may change without a new version.
func (p Procedure) attributes() Procedure {
	p.ID, p.Slug = "", ""
	return p
}

// digest names a content: equal contents have equal digests.
func (c Content) digest() string {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and finite numbers only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}
