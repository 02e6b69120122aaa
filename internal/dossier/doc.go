// Package dossier is the one-stop desk: a citizen's dossier from its submission, or from the
// counter, to the returned result.
//
// Its only truth is a list of events that nobody can edit. The state, the due date and every
// figure are computed from them; the record kept beside the events is a convenience that can be
// thrown away and made again (Replay). law: onestop, eras "2022" and "2025"
//
//	dossier.go     nouns
//	flow.go        states and actions, one table
//	history.go     events, and how they add up to a dossier
//	rules_turn.go  whose turn it is, the internal steps
//	rules_due.go   the due date derived from events, near due, overdue
//	perms.go       rights and the roles that have them
//	service*.go    the verbs: intake, work, result, drafts, lists
//	store*.go      the SQL
//	slips.go       forms 01–03 on paper
//	page_*.go      the officers' pages; citizens' pages are the portal's
package dossier
