package org

// The rights of this room.
const (
	CanView         = "org.view"          // see units, posts and calendars in the administration
	CanEdit         = "org.edit"          // appoint people, end holdings, set code prefixes
	CanEditCalendar = "org.edit-calendar" // change days off, make-up days and office hours
	CanStandIn      = "org.stand-in"      // say who stands in for absent officers below the leader
	CanStandInLead  = "org.stand-in-lead" // say who stands in for an absent leader
)

// Roles says which roles hold which of the room's rights, where their post is.
var Roles = map[string][]string{
	"admin":         {CanView, CanEdit, CanEditCalendar, CanStandIn, CanStandInLead},
	"leader":        {CanView, CanStandIn, CanStandInLead},
	"division-head": {CanView, CanStandIn},
	"supervisor":    {CanView},
	"inspector":     {CanView},
}
