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
//	message.go     what applicant and office write to each other; rules_message.go, service_message.go, service_talk.go
//	service*.go    the verbs: intake, work, result, drafts, files in pieces, lists
//	declared.go    what another system says of a dossier brought in from it (rules_declared.go, service_import.go, store_import.go)
//	legacy/        the files of other systems, read and brought in
//	keep/          what officers keep beside dossiers: labels, notes, filters, work over many
//	store*.go      the SQL
//	slips.go       the papers that go with a step
//	register.go    the register of dossiers, on screen, as a workbook, on paper (service_, store_, page_)
//	service_result.go  a result drafted from the template of its procedure (page_result.go offers it)
//	certify.go     certification books and their numbers (service_book.go, store_book.go, page_book.go)
//	copy.go        an electronic copy to be certified (attestation.go the page behind it, service_copy.go, page_copy.go)
//	service_recognise.go  what a machine reads in digitised papers, beside them (jobs.go, store_recognised.go, page_recognised.go)
//	mandate.go     several owners, and by what somebody acts for them (page_mandate.go asks)
//	rules_control.go  the control slip: hand-overs read out of the events
//	page_*.go      the officers' pages; citizens' pages are the portal's
package dossier
