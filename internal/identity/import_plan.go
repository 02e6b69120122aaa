package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/nha-san/nhasan/internal/org"
)

// The kinds of lines of a plan.
const (
	ImportNew       = "new"
	ImportChanged   = "changed"
	ImportUnchanged = "unchanged"
)

// ImportChange is one thing that a line changes: a key of what, and how it was and will be.
type ImportChange struct{ What, Was, Now string }

// ImportRow is what a line of a file does.
type ImportRow struct {
	ImportLine
	Kind    string
	UnitAs  string // full name of the unit
	PostAs  string
	Changes []ImportChange

	accountID string // of an account that is there
	person    org.Person
	newPerson bool
	appoint   *org.Appointment // nil: holds the post already
}

// ImportPlan is what a file would do: nothing is done while there are problems.
type ImportPlan struct {
	ID       string
	File     string
	Applied  bool
	Rows     []ImportRow
	Problems []LineProblem
	Missing  []org.Placed // hold posts in the file's units and stand not in it; they stay as they are
}

// Count returns how many lines are of the kind.
func (p ImportPlan) Count(kind string) int {
	n := 0
	for _, r := range p.Rows {
		if r.Kind == kind {
			n++
		}
	}
	return n
}

// Mark changes when the plan does: what was looked at is what is applied.
func (p ImportPlan) Mark() string {
	sum := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintf(sum, "%d %s %s %s %+v %v\n", r.Line, r.Kind, r.accountID, r.person.ID, r.ImportLine, r.Changes)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Handout is what a new officer is given: printed once, kept nowhere.
type Handout struct{ Name, Unit, Post, Login, Password string }
