package archive

import (
	_ "embed" // the terms that nobody has set
	"encoding/json"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Counted is from which day a term is counted.
type Counted string

// The days from which terms are counted.
const (
	FromIssue Counted = "issue"
	FromEnd   Counted = "end" // from when the paper no longer holds: revoked, replaced, or its last day
)

// Term is how long papers of a kind are kept, at a unit and below. It is data: an administrator sets it, on a ground.
type Term struct {
	UnitPath  string
	Procedure string // key in the catalogue
	Title     string // its name when the term was set
	Years     int    // Forever, or how many
	Counted   Counted
	Ground    string // provision, in the administrator's words
	SetBy     string
	SetAt     time.Time
	Unsure    bool // nobody has set it
}

// Forever is the number of years of a term that never ends.
const Forever = 0

//go:embed retention.json
var retentionData []byte

// usual is the term of papers for which nobody has set one. law: archives/dispose
func usual() (Term, error) {
	var d struct {
		Source string `json:"source"`
		Unsure bool   `json:"unsure"`
		Years  int    `json:"years"`
	}
	err := json.Unmarshal(retentionData, &d)
	return Term{Years: d.Years, Counted: FromIssue, Ground: d.Source, Unsure: d.Unsure}, err
}

// termOf is the term that holds for a paper: that of its kind set nearest above its office.
func termOf(terms []Term, rest Term, p *Paper) Term {
	found := rest
	for _, t := range terms {
		if t.Procedure == p.Procedure && strings.HasPrefix(p.Office.Path, t.UnitPath) && len(t.UnitPath) > len(found.UnitPath) {
			found = t
		}
	}
	return found
}

// KeptUntil is the last day on which a paper is kept; false means for ever. No paper is let go of before the last day
// of its own force, whatever the term says; one that holds without end has no end from which to count.
func (t Term) KeptUntil(p *Paper) (clock.Date, bool) {
	if t.Years == Forever {
		return "", false
	}
	from := p.IssuedOn
	if t.Counted == FromEnd {
		if from = p.endOfForce(); from == "" {
			return "", false
		}
	}
	day, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return "", false
	}
	until := clock.Date(day.AddDate(t.Years, 0, 0).Format(time.DateOnly)) // 29 February becomes 1 March: a day longer
	return max(until, p.endOfForce()), true
}

// endOfForce is the last day on which a paper held or will hold, "" while it has none.
func (p *Paper) endOfForce() clock.Date {
	if p.State != Valid {
		return clock.DateOf(p.EndedAt)
	}
	return p.Until
}

// due tells whether a paper's time was over before a day, and until when it had to be kept.
func due(t Term, p *Paper, today clock.Date) (clock.Date, bool) {
	until, ends := t.KeptUntil(p)
	return until, ends && p.Disposed == nil && until < today
}
