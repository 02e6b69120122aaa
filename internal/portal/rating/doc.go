// Package rating asks citizens, once a dossier's result is in their hands, whether they are content,
// and keeps what they say apart from the office they say it of.
//
// The promise: one answer a dossier, given with a link that only its applicant can make and that is
// kept as a hash; not from an officer's session nor from a device on which officers sign in. The
// answer is kept without dossier, person or time. Nothing of a month is shown until its last link has
// run out; a figure stands beside its answer rate, silence counts for nothing, and where few answered
// there is none. A bad mark opens a follow-up with a due date of its own. law: onestop/rating
//
//	rating.go        nouns
//	rules.go         periods, when they close, what may be shown
//	perms.go         rights
//	service.go       who may rate, links, the answer
//	service_declare.go  what another system gathered
//	service_sums.go  counts by unit, procedure and period; follow-ups
//	store.go         the SQL
//	page_give.go     the form; device.go which devices are an office's
//	page_sums.go     what is published; page_desk.go what officers see of it
package rating
