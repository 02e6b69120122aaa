package portal

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
)

// The steps of a dossier in the making that are not pages of its form.
const (
	stepOwner  = "nguoi-nop"
	stepPapers = "giay-to"
	stepCheck  = "kiem-tra"
)

// keyFurther stands in addresses for papers that no component asks for; their key is empty.
const keyFurther = "khac"

// way is the steps from the first question to sending, and what is asked at each.
type way struct {
	Sheets []sheet
	Papers []catalog.Component // those a person may have to bring
	Steps  []string
	Asks   []dossier.Ask // what an officer wants corrected; empty for a new dossier
}

// wayOf lays out the steps of a draft. Corrections lead through what was asked alone; everything
// else stays within reach from the check page.
func wayOf(v *catalog.Version, dr *dossier.DraftWork, asked []dossier.Ask) way {
	w := way{Sheets: sheetsOf(v.Fields), Papers: papersOf(v, dr.CaseKey), Asks: asked}
	for _, s := range w.Sheets {
		if len(asked) == 0 && asks(v.Fields, s, dr.Values) || asksAny(asked, s) {
			w.Steps = append(w.Steps, s.Key)
		}
	}
	if len(asked) == 0 {
		w.Steps = append(w.Steps, stepOwner)
	}
	if len(asked) == 0 || asksPapers(asked) {
		w.Steps = append(w.Steps, stepPapers)
	}
	w.Steps = append(w.Steps, stepCheck)
	return w
}

// papersOf are the papers to bring, those always wanted first. The paper that the form on the
// screen stands for is left out.
func papersOf(v *catalog.Version, caseKey string) []catalog.Component {
	k, _ := v.Case(caseKey)
	var must, may []catalog.Component
	for _, c := range k.Components {
		switch {
		case c.FormFile != "" && len(v.Fields) > 0:
		case dossier.Needed(c):
			must = append(must, c)
		default:
			may = append(may, c)
		}
	}
	return append(must, may...)
}

// sheet returns the page with that key.
func (w way) sheet(key string) (sheet, bool) {
	i := slices.IndexFunc(w.Sheets, func(s sheet) bool { return s.Key == key })
	if i < 0 {
		return sheet{}, false
	}
	return w.Sheets[i], true
}

// sheetOf returns the page on which a field stands.
func (w way) sheetOf(name string) (sheet, bool) {
	i := slices.IndexFunc(w.Sheets, func(s sheet) bool { return s.has(name) })
	if i < 0 {
		return sheet{}, false
	}
	return w.Sheets[i], true
}

// after is the step that follows, before the one that leads there. A page that is not on the way
// (a correction made beside what was asked) leads back to the check page.
func (w way) after(step string) string {
	i := slices.Index(w.Steps, step)
	if i < 0 || i+1 >= len(w.Steps) {
		return stepCheck
	}
	return w.Steps[i+1]
}

func (w way) before(step string) string {
	switch i := slices.Index(w.Steps, step); {
	case i > 0:
		return w.Steps[i-1]
	case i < 0:
		return stepCheck
	}
	return ""
}

// at is the number of a step, from 1; 0 when it is not on the way.
func (w way) at(step string) int { return slices.Index(w.Steps, step) + 1 }

// resume is the first step that was not finished.
func (w way) resume(done []string) string {
	for _, s := range w.Steps {
		if !slices.Contains(done, s) {
			return s
		}
	}
	return stepCheck
}

// asked is what an officer wrote about a field or a paper: On as dossiers write it.
func (w way) asked(on string) []string {
	var out []string
	for _, a := range w.Asks {
		if a.On == on {
			out = append(out, a.Text)
		}
	}
	return out
}

func asksAny(asks []dossier.Ask, s sheet) bool {
	return slices.ContainsFunc(asks, func(a dossier.Ask) bool {
		name, ok := strings.CutPrefix(a.On, "field:")
		return ok && s.has(name)
	})
}

// asksPapers tells whether a paper is wanted, or something that is no field of the form.
func asksPapers(asks []dossier.Ask) bool {
	return slices.ContainsFunc(asks, func(a dossier.Ask) bool { return !strings.HasPrefix(a.On, "field:") })
}

// stepOf is the step at which a problem is put right; "" when at none.
func (w way) stepOf(problem string) string {
	if s, ok := w.sheetOf(problem); ok {
		return s.Key
	}
	switch {
	case strings.HasPrefix(problem, "paper:"):
		return stepPapers + "/" + strings.TrimPrefix(problem, "paper:")
	case strings.HasPrefix(problem, "owner_"), strings.HasPrefix(problem, "submitter_"), dossier.PartyField(problem):
		return stepOwner
	}
	return ""
}
