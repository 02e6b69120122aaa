// Package insight is the leader's board: how many dossiers came, how many online, how many in time, and
// where their time went.
//
// No figure is typed. Facts are heard from what the desk announces and derived from a dossier's events;
// every night they are compared with the events, and any difference is reported. They can be thrown away
// and made again (Recount) with the same result, and a stranger can come to the same figures from the
// public ledger alone. law: report/ii-06a
//
//	count/          how dossiers are counted: pure, shared with the verifier
//	insight.go      nouns
//	rules_cell.go   what a dossier adds to the sums; rules_figures.go  figures out of sums
//	rules_period.go periods and the cut-offs of reports; rules_rate.go  rates with both numbers
//	perms.go        rights
//	service*.go     hearing, counting anew, comparing; the questions of the board
//	store*.go       the SQL
//	page_*.go       the board, its lists and papers
package insight
