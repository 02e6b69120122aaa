// Package legacy moves an office in: dossiers of another system come out of its file, line by line, and
// stand here as what that system declares (dossier.Declared). Nothing is made up on the way: a line that
// says too little, or something that cannot be, is left out and named.
//
// A run is a file on its way in: taken, its columns matched with what we need, tried out, confirmed,
// carried out in batches. Each batch is one transaction with the place where it ended, so that a machine
// that stops goes on there; a line is known again by its source and code, so that twice is once. What was
// brought in stays: events are never removed.
//
//	legacy.go         nouns
//	rules_table.go    a file as heads and lines: CSV, XLSX, JSON
//	rules_map.go      which column is what, by its head
//	rules_value.go    days, channels, outcomes
//	rules_line.go     a line as a dossier, and what is wrong with it
//	index.go          units and procedures by the names that files use
//	service.go        taking a file, matching, trying out, confirming
//	service_work.go   carrying out
//	store.go          the SQL
//	page_*.go         the pages of the administration
package legacy
