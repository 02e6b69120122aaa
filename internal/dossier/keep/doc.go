// Package keep is what officers keep beside dossiers, for themselves or for their unit: labels,
// private notes, what they follow, saved filters, columns of their lists, reasons in stock, papers
// they have held against the form, and work over many dossiers at once. Nothing of it is part of a
// dossier: all of it can be thrown away without one changing.
//
// Whether somebody may see a dossier is asked by the desk before it calls here. What is private
// belongs to a person and is read by that person alone; what is the unit's is read by everybody who
// holds a post there and changed by those who may share (CanShare).
//
//	keep.go       nouns
//	rules.go      what may stand in a name; the words of a reason filled in
//	service.go    the book, and who may change what
//	service_*.go  the verbs
//	store_*.go    the SQL
//	page_*.go     the pages on which these things are made and removed
package keep
