// Package audit is the trail: who did what to what, when, why and from where, written in the same
// transaction as the change itself and never edited (the database refuses it).
//
// Looks at personal data are entries too, with the purpose of the look, so that a citizen can ask
// who has looked and an inspector can check what was said. law: pdp/article-access-log
//
//	audit.go   Entry, Log: the verbs
//	store.go   the SQL
package audit
