// Package term is the arithmetic of terms: when is a case due, and why then? Every room asks here,
// so that a dossier, a document and a reflection are counted alike, and so that a citizen, an
// officer and a stranger with the public ledger come to the same instant.
//
// All functions are pure: what they need (calendar, rule set, what happened) comes in, nothing is
// looked up and no clock is read. Law: Civil Code 2015, articles 146–148 (days, months, the first
// day, ends on a day off); Decree 61/2018 and Decree 118/2025 (one-stop shop) as rule sets.
//
//	term.go      an amount and a unit, and how people write them
//	calendar.go  office hours by period, days off, make-up days; days.go asks them
//	holidays.go  reads the yearly list of days off
//	rules.go     rule sets by era, from rules.json
//	due.go       Due: a case in, the due instant and its explanation out
//	daywalk.go   terms in days: which dates count; hourwalk.go: terms in hours
//	pause.go     waiting for the citizen, laid on the calendar
//	standing.go  early, on time, overdue; near due
//	reason.go    why a date counts or does not, in words
package term
