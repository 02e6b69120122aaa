package dossier

// The rights of this room. Each is asked at the unit named beside it.
const (
	CanView     = "dossier.view"          // lists and pages of dossiers received or decided there
	CanSubmit   = "dossier.submit"        // receiving unit: a program that hands in for citizens
	CanReceive  = "dossier.receive"       // receiving unit
	CanProcess  = "dossier.process"       // competent unit
	CanApprove  = "dossier.approve"       // competent unit
	CanNumber   = "dossier.number"        // competent unit
	CanReturn   = "dossier.return"        // receiving unit
	CanUnmask   = "dossier.view-personal" // personal numbers and phones in full, each look logged
	CanSeeTrail = "dossier.view-trail"    // the trail of a dossier, looks included
)

// Roles are the rights each role of a post has by default, at the unit of the post and below. Whoever
// an internal process can name may process: a clerk is the first step of a school's, and it is still
// only the one whose turn it is who may.
var Roles = map[string][]string{
	"reception":     {CanView, CanReceive, CanProcess, CanReturn, CanUnmask, CanNumber},
	"specialist":    {CanView, CanProcess, CanUnmask},
	"division-head": {CanView, CanProcess, CanApprove, CanUnmask},
	"leader":        {CanView, CanProcess, CanApprove, CanUnmask, CanSeeTrail},
	"clerk":         {CanView, CanProcess, CanNumber},
	"supervisor":    {CanView, CanSeeTrail},
	"inspector":     {CanView, CanUnmask, CanSeeTrail},
}

// ProgramRights are held by no post: only tokens of programs are given them.
var ProgramRights = []string{CanSubmit}
