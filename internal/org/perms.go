package org

// The rights of this room.
const (
	CanView         = "org.view"          // see units, posts and calendars in the administration
	CanEdit         = "org.edit"          // appoint people, end holdings, set code prefixes
	CanEditCalendar = "org.edit-calendar" // change days off, make-up days and office hours
)

// Roles says which roles hold which of the room's rights, where their post is.
var Roles = map[string][]string{
	"admin":         {CanView, CanEdit, CanEditCalendar},
	"leader":        {CanView},
	"division-head": {CanView},
	"supervisor":    {CanView},
	"inspector":     {CanView},
}
