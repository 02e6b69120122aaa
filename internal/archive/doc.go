// Package archive is the register of issued papers: what an office has decided for somebody, under which number,
// in which file, and whether it still holds. It answers three people: a stranger who holds a paper ("is it
// genuine, is it still valid?"), its holder ("what of mine does the state have?"), and the office that must
// revoke or replace what turned out wrong. law: onestop/result, circular-01-2023/qr
//
// The promise: every issued paper and everything that befell it is an event that nobody edits and that the public
// ledger holds; a paper is checked with or without a network; a paper that was replaced leads to its successor; each
// print is counted; a look at somebody's paper names the dossier that it serves.
//
//	archive.go      nouns
//	history.go      events, and how they add up to a paper; sealed.go what the ledger says of them
//	perms.go        rights
//	service.go      issue, revoke, replace, print
//	service_check.go  the stranger: by code, by file, by the square
//	service_own.go  the holder's own store
//	rules_retention.go  how long a paper is kept; retention.json the terms that nobody has set
//	disposal.go minutes.go  a proposal to dispose of papers, and its minutes
//	service_retention.go service_due.go service_dispose.go  terms, what is over, and disposal by two people
//	service_sweep.go  bytes that nothing names
//	service_transfer.go  handing over to an archive; sip/ the package
//	store.go        the SQL
//	offline/        the square that is checked without a network
//	sheet.go        the slip that goes with a paper, with its square
//	page_*.go       the check page, the own store, the office's register
package archive
