package catalog

import (
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

var noTerm term.Term

// The parts of a content, as the addresses of the editor name them.
const (
	partGeneral  = "chung"
	partCases    = "truong-hop"
	partPapers   = "giay-to"
	partSteps    = "quy-trinh"
	partForm     = "to-khai"
	partGrounds  = "can-cu"
	partChildren = "lien-thong"
)

// Trouble is a reason why a content cannot be published yet, in one of its parts.
type Trouble struct {
	Part string
	Key  string
	Args map[string]any
}

// Troubles says all that stands in the way of publishing. law: onestop/internal-process
func (c Content) Troubles() []Trouble {
	var found []Trouble
	say := func(part, key string, args ...any) {
		found = append(found, Trouble{part, "catalog.trouble." + key, fault.Args(args...)})
	}
	c.generalTroubles(say)
	c.caseTroubles(say)
	c.stepTroubles(say)
	c.childTroubles(say)
	for _, w := range checkFields(c.Fields) {
		found = append(found, Trouble{partForm, "catalog.import." + w.key, fault.Args(w.args...)})
	}
	return found
}

type sayer func(part, key string, args ...any)

func (c Content) generalTroubles(say sayer) {
	if c.HandlingUnit == "" {
		say(partGeneral, "no-unit")
	}
	if !slices.Contains(ServiceLevels, c.ServiceLevel) {
		say(partGeneral, "no-level")
	}
	if !c.Book.Known() {
		say(partGeneral, "no-book")
	}
}

func (c Content) caseTroubles(say sayer) {
	if len(c.Cases) == 0 {
		say(partCases, "no-case")
	}
	keys := map[string]bool{}
	for _, k := range c.Cases {
		if k.Name == "" && len(c.Cases) > 1 || k.Key == "" || keys[k.Key] {
			say(partCases, "case-name")
		}
		keys[k.Key] = true
		if len(k.Channels) == 0 {
			say(partCases, "no-channel", "name", k.Name)
		}
		kinds := map[ChannelKind]bool{}
		for _, ch := range k.Channels {
			if kinds[ch.Kind] || !slices.Contains(ChannelKinds, ch.Kind) || !ch.sound() {
				say(partCases, "channel", "name", k.Name)
			}
			kinds[ch.Kind] = true
		}
		k.paperTroubles(say)
	}
}

func (ch Channel) sound() bool {
	fee := func(dong int64) bool { return dong >= 0 && dong <= feeLimit }
	return ch.Term.Check() == nil && (ch.FeeDong == nil || fee(*ch.FeeDong)) &&
		!slices.ContainsFunc(ch.Groups, func(g GroupFee) bool { return g.Group == "" || !fee(g.FeeDong) || g.Term.Check() != nil })
}

func (k Case) paperTroubles(say sayer) {
	keys := map[string]bool{}
	for _, p := range k.Components {
		if p.Name == "" || p.Key == "" || keys[p.Key] || min(p.Originals, p.CertifiedCopies, p.PlainCopies) < 0 {
			say(partPapers, "paper", "name", p.Name)
		}
		keys[p.Key] = true
	}
}

func (c Content) stepTroubles(say sayer) {
	if len(c.Steps) == 0 {
		say(partSteps, "no-step")
		return
	}
	for i, st := range c.Steps {
		if !slices.Contains(stepRoles, st.Role) || st.Order != i+1 || st.Hours < 0 || math.IsNaN(st.Hours) || st.RoleName == "" || st.Action == "" {
			say(partSteps, "step", "n", i+1)
		}
	}
	if b := c.Balance(); !b.Even() {
		say(partSteps, b.key(), b.args()...)
	}
}

func (c Content) childTroubles(say sayer) {
	keys := map[string]bool{}
	for i, one := range c.Children {
		if one.Key == "" || keys[one.Key] || one.Name == "" || one.Agency == "" || one.Term.Check() != nil {
			say(partChildren, "child", "n", i+1)
		}
		keys[one.Key] = true
	}
}

// Balance is how the hours of the steps stand to the term, in working hours of the internal process.
type Balance struct{ Sum, Want float64 }

// Balance compares the steps with the longest term of any case and channel: the steps of a procedure
// are one list, and shorter ways only hurry them.
func (c Content) Balance() Balance {
	var b Balance
	for _, st := range c.Steps {
		b.Sum += st.Hours
	}
	for _, k := range c.Cases {
		for _, ch := range k.Channels {
			b.Want = max(b.Want, stepHours(ch.Term))
		}
	}
	return b
}

// Even tells whether the hours add up. Where the law sets no term they may be anything.
func (b Balance) Even() bool { return b.Want == 0 || math.Abs(b.Sum-b.Want) < 0.01 }

func (b Balance) key() string {
	if b.Sum < b.Want {
		return "hours-short"
	}
	return "hours-over"
}

// args writes the figures with their days: 36 hours are 4.5 days.
func (b Balance) args() []any {
	gap := math.Abs(b.Want - b.Sum)
	return []any{"sum", b.Sum, "sumdays", b.Sum / HoursPerDay, "want", b.Want, "wantdays", b.Want / HoursPerDay, "gap", gap, "gapdays", gap / HoursPerDay}
}

// stepRoles are the roles a step can have.
var stepRoles = []string{Reception, Specialist, DivisionHead, Leader, Clerk}

// tidy brings the general data of a procedure into order and says what is wrong with them.
func (p Procedure) tidy() (Procedure, []fault.Field) {
	p.Code, p.Name, p.NameEn, p.Field = oneLine(p.Code), oneLine(p.Name), oneLine(p.NameEn), oneLine(p.Field)
	p.Source = text.Clean(p.Source)
	var wrong []fault.Field
	say := func(name, key string, args ...any) {
		wrong = append(wrong, fault.Field{Name: name, Key: key, Args: fault.Args(args...)})
	}
	switch n := utf8.RuneCountInString(p.Name); {
	case n == 0:
		say("name", "catalog.edit.missing")
	case n > nameLimit:
		say("name", "catalog.import.long", "n", nameLimit)
	case hyphened(p.Name) == "":
		say("name", "catalog.import.no-letters")
	}
	if p.Field == "" {
		say("field", "catalog.edit.missing")
	}
	if !slices.Contains(Levels, p.Level) {
		say("level", "catalog.edit.missing")
	}
	if p.Code != "" && !check.ProcedureCode(p.Code) {
		say("code", "catalog.import.code", "value", p.Code)
	}
	return p, wrong
}

// freeKey is the first of p1, p2, … that no key has.
func freeKey(letter string, taken []string) string {
	for n := len(taken) + 1; ; n++ {
		if key := fmt.Sprintf("%s%d", letter, n); !slices.Contains(taken, key) {
			return key
		}
	}
}
