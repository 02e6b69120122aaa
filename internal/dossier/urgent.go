package dossier

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Urgent is one opening of a dossier in an emergency: somebody who otherwise may not sees one dossier for a while, on
// a ground they name, and answers for it to a reviewer afterwards. law: pdp/article-access-log
type Urgent struct {
	ID, DossierID, Code string
	Receiving           string // path of the unit that received it
	Competent           string // path of the unit that decides

	PersonID, Person, Position string // who opened it, in which post
	UnitPath, UnitName         string

	Ground, Basis, Purpose string
	OpenedAt, UntilAt      time.Time

	Outcome    string // "" while it waits for its review
	Remark     string
	ReviewedBy string
	ReviewedAt time.Time
}

// What a review finds.
const (
	UrgentConfirmed = "confirmed"
	UrgentObjected  = "objected"
)

// UrgentGrounds are on what a dossier may be opened so.
var UrgentGrounds = []string{"life", "disaster", "security", "authority"}

// How long an opening lasts, and how many of one person may wait for their review. No text sets these.
const (
	urgentLasts = 30 * time.Minute
	mostUrgent  = 3
)

// UrgentAsk is what somebody says who opens a dossier in an emergency.
type UrgentAsk struct{ Code, Ground, Basis, Purpose string }

// check tidies what was typed and names what is missing.
func (q *UrgentAsk) check() error {
	q.Code, q.Basis, q.Purpose = tidyCode(q.Code), text.Clean(q.Basis), text.Clean(q.Purpose)
	var wrong []fault.Field
	need := func(bad bool, name, key string) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	need(q.Code == "", "ma", "dossier.urgent.code-missing")
	need(!slices.Contains(UrgentGrounds, q.Ground), "can-cu", "dossier.urgent.ground-missing")
	need(!between(q.Basis, 5, 300), "van-ban", "dossier.urgent.basis-missing")
	need(!between(q.Purpose, 10, 300), "muc-dich", "dossier.urgent.purpose-missing")
	return fault.OnFields(wrong)
}

func between(s string, least, most int) bool {
	n := len([]rune(s))
	return n >= least && n <= most
}

// lasts tells whether the opening still shows its dossier to a: theirs, in time, and nobody has objected.
func (u Urgent) lasts(a actor.Actor, now time.Time) bool {
	return a.Kind == actor.Officer && a.PersonID != "" && a.PersonID == u.PersonID && a.HasAnywhere(CanOpenUrgent) &&
		now.Before(u.UntilAt) && u.Outcome != UrgentObjected
}

// reviews tells whether a may review the opening: with the right where the dossier is or where who opened it works,
// and never their own.
func (u Urgent) reviews(a actor.Actor) bool {
	if a.PersonID == u.PersonID && a.Kind != actor.System {
		return false
	}
	return slices.ContainsFunc([]string{u.Receiving, u.Competent, u.UnitPath}, func(path string) bool { return a.Has(CanReviewUrgent, path) })
}
