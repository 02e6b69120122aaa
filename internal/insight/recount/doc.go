// Package recount computes again, from the entries of a public ledger and nothing else, when every dossier
// was due, how it ended, and what the board must say. It shares with the house the pure arithmetic of
// terms (org/term) and of counting (insight/count), and no table, no flow and no database: what the house
// derives from its own events, this package derives from what strangers can read.
//
//	entry.go     what an entry says
//	book.go      Book: entries in order, and what does not hold among them
//	place.go     units and calendars as the ledger has them
//	case.go      one dossier, folded from its events
//	flags.go    what is electronic of a dossier
//	check.go     what an event must agree with
//	figures.go   the figures by unit, procedure and month
package recount
