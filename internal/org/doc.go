// Package org is the register of who stands where: units, posts and the people in them, and when
// offices work. The organisation division keeps it; every other room refers to it.
//
// Units are data with dates: a unit keeps its key for ever, its name, code, kind and parent are
// versions, and mergers and splits are lineage. So a dossier received by a district that is no more
// still names it, and the unit that took over is one question away. Law: Resolution 830/NQ-UBTVQH14
// (2020), Resolutions 202/2025/QH15 and 1676/NQ-UBTVQH15 (the map of 1 July 2025).
//
// Days off and office hours belong to a unit and hold below it; changing them moves due dates, so
// every change has a reason, stands in the trail, and leaves the old content behind by its version.
//
//	org.go                  units, posts, people, days: the nouns
//	leave.go                who is away, who stands in; rules_leave.go who may say so
//	rules_calendar.go       which hours and days hold for a unit
//	service*.go             questions and verbs: units, people, posts, calendar, days, hours, leave, stand-ins
//	import*.go              units.json and holidays.json: dry run, all or nothing, twice is once;
//	                        import_plan.go tells a file's history, import_operations.go its mergers
//	store*.go               the SQL
//	deadline.go             nhasan deadline
//	page_*.go, *.templ      the administration: /quan-tri/lich, /quan-tri/don-vi
//	check/                  numbers people write on forms: personal numbers, tax codes, phones
//	term/                   the arithmetic of terms
package org
