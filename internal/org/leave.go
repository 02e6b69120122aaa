package org

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Leave is a time in which somebody is away, both days included.
type Leave struct {
	ID          string
	PersonID    string
	PersonName  string
	From, Until clock.Date
	Kind        string // one of LeaveKinds
	Reason      string
	SetBy       string // name
	SetAt       time.Time
	CancelledAt time.Time // zero: it counts
	CancelledBy string
}

// LeaveKinds are the sorts of leave.
var LeaveKinds = []string{"annual", "sick", "mission", "study", "other"}

// StandIn is somebody who does the work of a post while its holder is away. It counts once it is
// confirmed, while the holder still holds the post, and its days are both included.
type StandIn struct {
	ID          string
	LeaveID     string // "" when it goes with no leave
	PositionID  string
	Title       string // of the post
	Role        string
	UnitID      string
	AbsentID    string
	AbsentName  string
	PersonID    string
	PersonName  string
	From, Until clock.Date
	Reason      string
	Decision    string // number and date of the paper, where there is one
	AskedBy     string
	AskedAt     time.Time
	ConfirmedBy string
	ConfirmedAt time.Time // zero: proposed
	CancelledBy string
	CancelledAt time.Time
	CancelWhy   string
}

// The states of a stand-in.
const (
	StandInAsked     = "asked"
	StandInConfirmed = "confirmed"
	StandInCancelled = "cancelled"
)

// State tells how far a stand-in has come.
func (s StandIn) State() string {
	switch {
	case !s.CancelledAt.IsZero():
		return StandInCancelled
	case !s.ConfirmedAt.IsZero():
		return StandInConfirmed
	}
	return StandInAsked
}

// Holder is who holds a post with some role in a unit, and who does the work instead when they are away.
type Holder struct {
	Officer
	Absent      bool       // on leave, or somebody stands in
	AbsentUntil clock.Date // last day away; empty when present
	StandInID   string     // person; empty: nobody stands in
	StandIn     string     // their name
}
