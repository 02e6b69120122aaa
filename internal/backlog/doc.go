// Package backlog is the station where old results on paper become electronic ones: papers that were issued before there
// was a register of them lie in folders, and are scanned, read, entered, looked at by a second person, signed and put
// into the register of issued papers. law: circular-01-2023/digitise
//
// The states are those of the trade: scanned, entered, checked, signed, shared. Whoever entered a paper does not check it.
// Of the checked ones a share is drawn and typed anew by somebody who does not see what stands there: how right the work
// is, is measured and not claimed.
//
//	backlog.go        nouns
//	flow.go           states and what leads from one to the next
//	rules_fields.go   what a paper's fields must be, and where two readings differ
//	rules_guess.go    fields recognised in the words of a scan
//	rules_draw.go     which papers are typed anew
//	perms.go          rights
//	service.go        what the room stands on; batches
//	service_load.go   scans come in: pages, separator sheets, papers
//	service_found.go  what scanners put into a watched folder (store_found.go, page_found.go)
//	service_work.go   the next paper; enter, check, type anew, send back
//	service_sign.go   the digitiser signs many at once
//	service_share.go  into the register
//	service_look.go   lists, progress, accuracy
//	jobs.go           pages taken apart and read, later
//	store*.go         the SQL
//	page_*.go         the pages
package backlog
