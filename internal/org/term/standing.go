package term

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Standing is how a case stands towards its term.
type Standing string

// The standings: the first three of an ended case, Overdue also of a running one.
const (
	Early   Standing = "early"
	OnTime  Standing = "on-time"
	Overdue Standing = "overdue"
	Running Standing = "running"
	NearDue Standing = "near-due"
	Waiting Standing = "waiting" // the clock stands still
	NoTerm  Standing = "no-term"
)

// Judge classifies a case that ended at end: its result was ready, or it was stopped, refused or
// withdrawn; when the citizen fetches the result does not matter. Under rules that say so, an
// extended case is measured against its first date, and one with more requests for supplements than
// allowed is overdue whatever the date.
func (r Rules) Judge(res Result, end time.Time, supplements int) Standing {
	due := res.Due
	if r.ExtendedIsOverdue {
		due = res.FirstDue
	}
	switch {
	case r.SupplementsMakeOverdue && supplements > r.MaxSupplements:
		return Overdue
	case due.IsZero():
		return NoTerm
	case end.After(due):
		return Overdue
	case clock.DateOf(end) < clock.DateOf(due):
		return Early
	}
	return OnTime
}

// Watch classifies a case that is still running at now.
func (r Rules) Watch(res Result, now time.Time) Standing {
	switch {
	case res.Due.IsZero():
		return NoTerm
	case res.Paused:
		return Waiting
	case now.After(res.Due):
		return Overdue
	case !now.Before(res.WarnAt):
		return NearDue
	}
	return Running
}
