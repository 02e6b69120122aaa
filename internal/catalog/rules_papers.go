package catalog

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// When is the condition as it reads after "only when": decisions often begin theirs with that word.
func (c Component) When() string { return strings.TrimPrefix(c.Condition, "khi ") }

// whenIn is When in the reader's language.
func (c Component) whenIn(lang text.Lang) string { return inLang(lang, c.When(), c.ConditionEn) }

// conditionIn is a condition of the case in the reader's language.
func (k Case) conditionIn(lang text.Lang, condition string) string {
	for _, p := range k.Components {
		if p.Condition == condition {
			return inLang(lang, condition, p.ConditionEn)
		}
	}
	return condition
}

// Conditions are what papers of the case depend on, each once, in the order of the papers.
func (k Case) Conditions() []string {
	var out []string
	for _, p := range k.Components {
		if p.Condition != "" && !slices.Contains(out, p.Condition) {
			out = append(out, p.Condition)
		}
	}
	return out
}

// Papers are the papers wanted when the conditions hold: those to hand in and those to show only.
func (k Case) Papers(holding []string) (handIn, show []Component) {
	for _, p := range k.Components {
		switch {
		case p.Condition != "" && !slices.Contains(holding, p.Condition):
		case p.PresentOnly:
			show = append(show, p)
		default:
			handIn = append(handIn, p)
		}
	}
	return handIn, show
}

// Partners are the bodies that take part in the steps besides the desk, the handling unit and the
// authority of the level.
func (c Content) Partners(level Level) []string {
	own := []string{c.HandlingUnit, authorityNames[level]}
	var out []string
	for _, s := range c.Steps {
		if s.UnitName != "" && !isDesk(s.UnitName) && !slices.Contains(own, s.UnitName) && !slices.Contains(out, s.UnitName) {
			out = append(out, s.UnitName)
		}
	}
	return out
}

// authorityNames are how decisions name the authority of a level.
var authorityNames = map[Level]string{Province: "UBND tỉnh", District: "UBND huyện", Commune: "UBND cấp xã"}

// remarks are keys of what is worth knowing about procedures of a kind, though their own text does
// not say it. They are notes, not law.
func remarks(p Procedure, v *Version) []string {
	var keys []string
	if p.Confidence != High && p.Confidence != "" {
		keys = append(keys, "catalog.remark.unconfirmed")
	}
	if p.Field == "Đất đai" && p.Level == District {
		keys = append(keys, "catalog.remark.mountain-land")
	}
	if v.ServiceLevel == None {
		keys = append(keys, "catalog.remark.information-only")
	}
	return keys
}
