package tickets

import (
	"slices"
	"time"
)

// The classes in which people wait. Nobody's class is a matter of who they know: the rule stands on
// the kiosk and on every ticket's page.
const (
	classPriority = iota
	classSlot     // a booked slot that has begun
	classNumber
)

// class is where a ticket stands under a rule. Under ByNumber priority counts for nothing; a slot
// that was booked is kept under every rule, once it has begun.
func class(t Ticket, order Order, now time.Time) int {
	switch {
	case t.Priority != "" && order != ByNumber:
		return classPriority
	case !t.SlotAt.IsZero() && !t.SlotAt.After(now):
		return classSlot
	}
	return classNumber
}

// since is when a ticket's turn counts from: the taking of the number, or the slot where that is later,
// so that who comes early for a slot overtakes nobody.
func since(t Ticket) time.Time {
	if t.SlotAt.After(t.TakenAt) {
		return t.SlotAt
	}
	return t.TakenAt
}

// sequence puts those who wait into the order in which they will be called, if nobody else comes.
// afterPriority tells whether the last one called had priority: under TurnAbout it is then the turn
// of one without.
func sequence(waiting []Ticket, order Order, afterPriority bool, now time.Time) []Ticket {
	var first, rest []Ticket
	for _, t := range waiting {
		if class(t, order, now) == classPriority {
			first = append(first, t)
		} else {
			rest = append(rest, t)
		}
	}
	byTurn := func(a, b Ticket) int {
		if c := class(a, order, now) - class(b, order, now); c != 0 {
			return c
		}
		if c := since(a).Compare(since(b)); c != 0 {
			return c
		}
		return a.Number - b.Number
	}
	slices.SortStableFunc(first, byTurn)
	slices.SortStableFunc(rest, byTurn)
	if order != TurnAbout {
		return append(first, rest...)
	}
	out := make([]Ticket, 0, len(waiting))
	for len(first)+len(rest) > 0 {
		if len(rest) == 0 || (len(first) > 0 && !afterPriority) {
			out, first, afterPriority = append(out, first[0]), first[1:], true
		} else {
			out, rest, afterPriority = append(out, rest[0]), rest[1:], false
		}
	}
	return out
}

// before counts those who are called before the ticket; -1 when it does not wait.
func before(line []Ticket, ticketID string) int {
	return slices.IndexFunc(line, func(t Ticket) bool { return t.ID == ticketID })
}
