package term

import (
	_ "embed" // the rule sets
	"encoding/json"
	"fmt"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// DayTerms says how terms in working days run.
type DayTerms string

// To the closing time of the last day, or as so many hours through the sessions.
const (
	AsDays  DayTerms = "days"
	AsHours DayTerms = "hours"
)

// StartsAt says what starts the clock of a dossier sent online.
type StartsAt string

// An officer's acceptance, or the sending itself.
const (
	AtAcceptance StartsAt = "acceptance"
	AtSubmission StartsAt = "submission"
)

// Rules is one era of the law on terms. What the texts leave open is a setting too, and Unsure
// names it, so that an administrator can ask for a ruling and change one line.
type Rules struct {
	Era  string     `json:"era"`
	From clock.Date `json:"from"` // first day of receipt under these rules
	Name string     `json:"name"` // the decree

	DayTerms     DayTerms `json:"day_terms"`
	HoursPerDay  float64  `json:"hours_per_day"` // of a legal working day: half a day is half of it
	StartsAt     StartsAt `json:"starts_at"`
	SameDayUntil Minute   `json:"same_day_until"` // same-day procedures received later: next working day
	CheckHours   float64  `json:"check_hours"`    // working hours to answer a dossier sent online

	MaxExtensions     int     `json:"max_extensions"`
	ExtendedIsOverdue bool    `json:"extended_is_overdue"`  // counted against the first date
	ApologyHours      float64 `json:"apology_hours_before"` // working hours before the due instant

	MaxSupplements         int  `json:"max_supplements"` // requests after receipt that are in order
	SupplementsMakeOverdue bool `json:"more_supplements_are_overdue"`

	NearDueHours float64 `json:"near_due_hours"` // working hours before due: warn the officer
	UrgentHours  float64 `json:"urgent_hours"`   // and once more

	Unsure []string `json:"unsure"` // settings that still need a ruling, by their names in this file
}

//go:embed rules.json
var rulesJSON []byte

// eras are the rule sets, the latest first.
var eras = mustRules(rulesJSON)

// RulesOn returns the rules for what is received on d; the oldest ones reach back without end.
func RulesOn(d clock.Date) Rules {
	for _, r := range eras {
		if r.From <= d {
			return r
		}
	}
	return eras[len(eras)-1]
}

// RulesOf returns the rules of an era, "2022" or "2025".
func RulesOf(era string) (Rules, bool) {
	i := slices.IndexFunc(eras, func(r Rules) bool { return r.Era == era })
	if i < 0 {
		return Rules{}, false
	}
	return eras[i], true
}

// Eras lists all rule sets, the latest first.
func Eras() []Rules { return slices.Clone(eras) }

func mustRules(raw []byte) []Rules {
	var all []Rules
	if err := json.Unmarshal(raw, &all); err != nil {
		panic(fmt.Sprintf("rules.json: %v", err))
	}
	for _, r := range all {
		if r.HoursPerDay <= 0 || r.From == "" || (r.DayTerms != AsDays && r.DayTerms != AsHours) ||
			(r.StartsAt != AtAcceptance && r.StartsAt != AtSubmission) {
			panic(fmt.Sprintf("rules.json: era %q is not complete", r.Era))
		}
	}
	slices.SortFunc(all, func(a, b Rules) int { return a.From.Days(b.From) })
	return all
}
