// Package portal is the citizen's windows: find out what is needed, fill in, send, follow, correct,
// fetch the result. It owns no data: drafts and dossiers are the desk's, procedures the catalogue's.
// law: onestop/online, online/levels, pdp/inform
//
// Whoever opens these pages may be old, on a small phone, on a weak line, without script. So one
// page asks little, everything typed is saved with every step, and every page says what comes next.
//
//	routes.go        what the room needs, its addresses
//	rules_page.go    a form cut into pages
//	rules_way.go     the steps of a draft: pages, owner, papers, check; those of corrections
//	rules_prefill.go what the citizen's account already answers
//	words.go         states and due time in plain words; words_timeline.go what happened, and why that day
//	part_field.go    a field of the catalogue as a part of a page; part_place.go the long ones,
//	                 part_file.go files; part_typed.go reads what was typed
//	page_home.go     first page
//	page_start.go    what you need, for your case; begin
//	page_draft.go    what all pages of a draft share, two devices at once
//	page_sheet.go    a page of the form; page_sheet_save.go saves it
//	page_owner.go page_unit.go page_papers.go page_paper.go page_check.go the other steps
//	page_checklist.go the papers of one's own case, before signing in; page_help.go help
//	page_known.go    what is filled in or reused by consent; page_typed.go what outlives a session
//	page_copy.go     what was sent, as PDF
//	rules_show.go    questions that hang on others; part_group.go those asked several times over
//	api_part.go      files in pieces, as the script of a paper's page sends them
//	page_mine.go     my drafts and dossiers; page_dossier.go one of them; page_sent.go just sent
//	page_talk.go     messages with the office; page_looks.go who has looked at my data
//	page_ask.go      corrections, withdrawal, the result
//	page_track.go    by code and secret, without signing in
//	page_file.go     files, shown in the browser
package portal
