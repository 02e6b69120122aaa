// Package audit is the trail: who did what to what, when, why and from where, written in the same
// transaction as the change itself and never edited (the database refuses it).
//
// Looks at personal data are entries too, with the purpose of the look, so that a citizen can ask
// who has looked and an inspector can check what was said. law: pdp/article-access-log
//
// Facts that figures are made of are also sealed into the public ledger, from which strangers can count
// again; Seal queues them, the package ledger makes a tree of them and shows it.
//
//	audit.go   Record, Log: the verbs of the trail
//	seal.go    Leaf, Published: what goes into the ledger, and what of it is published
//	store.go   the SQL
//	ledger/    the tree: sequencer, checkpoints, witnesses, pages
package audit
