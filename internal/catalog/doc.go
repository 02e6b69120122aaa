// Package catalog keeps the administrative procedures: what they are called, who decides them, how
// long that takes, what it costs, which papers and which form they want, by which steps the office
// works, all of it in versions with a first and a last day.
//
// It is the work of whoever keeps the catalogue of a province or a district after the decisions
// that announce procedures (Decree 63/2010, articles 8 and 13 to 18; Decree 42/2022 on online
// services). Every citizen reads it. A dossier keeps the version it was received under, so a version
// that was published is never changed: the next one gets a number and a first day.
//
//	catalog.go           procedures and versions: nouns
//	form.go              the fields of an electronic form; values typed into them
//	rules_form.go        what is wrong with a filled-in form
//	rules_value.go       values by type; rules_date.go dates; rules_person.go personal numbers
//	rules_tidy.go        typed values brought to the form in which they are kept
//	rules_field.go       what is wrong with a field itself
//	rules_role.go        whose step it is; rules_step.go default steps
//	rules_slug.go        addresses of procedures
//	rules_changes.go     what differs between two versions
//	draft.go             what an import brings; draft_csv.go, draft_detailed.go read the two files
//	service.go           reading: by key, by address, on a day
//	service_search.go    finding; service_import.go, service_publish.go changing
//	service_competent.go which unit decides
//	store.go             the SQL
//	check/               numbers people write on forms; finder/ finds by words people type
package catalog
