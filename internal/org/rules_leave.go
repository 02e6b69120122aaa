package org

import (
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// delegable are the roles whose work somebody else may do for a time. Who administers, supervises or
// inspects is appointed, never stood in for: such rights do not travel with a holiday.
var delegable = []string{"reception", "specialist", "division-head", "leader", "clerk"}

// Delegable tells whether somebody may stand in for who holds a post with the role.
func Delegable(role string) bool { return slices.Contains(delegable, role) }

// rightToConfirm is what somebody needs at a post's unit to say who stands in for its holder.
func rightToConfirm(role string) string {
	if role == "leader" {
		return CanStandInLead
	}
	return CanStandIn
}

// mayConfirm tells whether a may put a stand-in into force: with the right at the unit, never for
// their own gain, and for their own absence only as a leader, whose power it is to delegate.
func mayConfirm(a actor.Actor, s StandIn, path string) bool {
	switch {
	case a.Kind == actor.System:
		return true
	case !a.Has(rightToConfirm(s.Role), path), a.PersonID == s.PersonID:
		return false
	case a.PersonID == s.AbsentID:
		return s.Role == "leader"
	}
	return true
}

// periodProblems is what is wrong with the days of an absence: it has an end, and is not over.
func periodProblems(from, until, today clock.Date) []fault.Field {
	var bad []fault.Field
	if _, err := clock.ParseDate(string(from)); err != nil {
		bad = append(bad, fault.Field{Name: "tu-ngay", Key: "org.field.date"})
	}
	_, err := clock.ParseDate(string(until))
	switch {
	case err != nil:
		bad = append(bad, fault.Field{Name: "den-ngay", Key: "org.field.date"})
	case until < from:
		bad = append(bad, fault.Field{Name: "den-ngay", Key: "org.field.until"})
	case until < today:
		bad = append(bad, fault.Field{Name: "den-ngay", Key: "org.field.past"})
	}
	return bad
}
