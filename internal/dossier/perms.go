package dossier

import "github.com/nha-san/nhasan/internal/dossier/keep"

// The rights of this room. Each is asked at the unit named beside it.
const (
	CanView         = "dossier.view"            // lists and pages of dossiers received or decided there
	CanSubmit       = "dossier.submit"          // receiving unit: a program that hands in for citizens
	CanReceive      = "dossier.receive"         // receiving unit
	CanProcess      = "dossier.process"         // competent unit
	CanAssign       = "dossier.assign"          // the unit that has to move
	CanAdvise       = "dossier.advise"          // an agency that was asked
	CanApprove      = "dossier.approve"         // competent unit
	CanExtend       = "dossier.extend"          // competent unit: a new date, with an apology
	CanStop         = "dossier.stop"            // competent unit
	CanNumber       = "dossier.number"          // competent unit
	CanReturn       = "dossier.return"          // receiving unit
	CanCorrect      = "dossier.correct"         // receiving or competent unit: others' mistaken steps
	CanClassify     = "dossier.classify"        // receiving unit: who may see a dossier
	CanRestricted   = "dossier.view-restricted" // restricted dossiers beside one's own work
	CanUnmask       = "dossier.view-personal"   // personal numbers and phones in full, each look logged
	CanSeeTrail     = "dossier.view-trail"      // the trail of a dossier, looks included
	CanOpenUrgent   = "dossier.open-urgent"     // in an emergency: one dossier of anywhere, for a while, answered for
	CanReviewUrgent = "dossier.review-urgent"   // the dossier's unit or that of who opened it
	CanImport       = "dossier.import"          // receiving unit: to bring in what another system declares
)

// Roles are the rights each role of a post has by default, at the unit of the post and below. Whoever
// an internal process can name may process: a clerk is the first step of a school's, and it is still
// only the one whose turn it is who may. Whoever may process may be asked for an opinion.
var Roles = map[string][]string{
	"reception":  {CanView, CanReceive, CanProcess, CanAdvise, CanReturn, CanUnmask, CanNumber},
	"specialist": {CanView, CanProcess, CanAdvise, CanUnmask},
	"division-head": {CanView, CanProcess, CanAssign, CanAdvise, CanApprove, CanExtend, CanStop, CanCorrect, CanClassify,
		CanRestricted, CanUnmask, CanOpenUrgent, keep.CanShare},
	"leader": {CanView, CanProcess, CanAssign, CanAdvise, CanApprove, CanExtend, CanStop, CanCorrect, CanClassify,
		CanRestricted, CanUnmask, CanSeeTrail, CanOpenUrgent, CanReviewUrgent, keep.CanShare},
	"clerk":       {CanView, CanProcess, CanAdvise, CanNumber},
	"supervisor":  {CanView, CanAssign, CanSeeTrail},
	roleAdmin:     {CanImport},
	roleInspector: {CanView, CanRestricted, CanUnmask, CanSeeTrail, CanReviewUrgent},
}

// ProgramRights are held by no post: only tokens of programs are given them.
var ProgramRights = []string{CanSubmit}
