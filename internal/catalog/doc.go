// Package catalog keeps the administrative procedures: what they are called, who decides them, how
// long that takes, what it costs, which papers and which form they want, by which steps the office
// works, all of it in versions with a first and a last day.
//
// It is the work of whoever keeps the catalogue of a province or a district after the decisions
// that announce procedures (Decree 63/2010, articles 8 and 13 to 18; Decree 42/2022 on online
// services). Every citizen reads it. A dossier keeps the version it was received under, so a version
// that was published is never changed: the next one gets a number and a first day.
//
//	catalog.go form.go   procedures, versions, fields of a form and their values: nouns
//	handling.go          what the clock and the officers must know: certification, pauses, joined-up parts
//	rules_form.go        what is wrong with a filled-in form: rules_value.go by type, rules_choice.go,
//	                     rules_date.go, rules_person.go; rules_tidy.go brings values into order first;
//	                     rules_group.go repeated groups, rules_show.go questions that hang on others
//	rules_field.go       what is wrong with a form itself; rules_sound.go with a whole version
//	rules_role.go        whose step it is; rules_step.go the steps when none are given
//	rules_papers.go      papers for a case; rules_diff*.go what differs between versions, in sentences
//	rules_slug.go        addresses; rules_lingo.go, fields.json English names of fields
//	draft.go             what an import brings; draft_csv.go, draft_detailed.go and draft_given.go read
//	                     the two files, draft_plan.go compares with what is there
//	bundle.go            one procedure as a file between installations
//	uses.go              how many dossiers run under a version, asked of whoever knows
//	service.go           by key, address, code, on a day; service_view.go as the page and programs see it
//	service_search.go    finding, in what service_shelf.go prepared; everyday.json everyday words
//	service_import.go    importing, service_upload.go in two steps; service_bundle.go one procedure
//	service_draft.go     editing a draft; service_publish.go into force, out of it, and back
//	service_competent.go which unit decides; service_keep.go for the keeper
//	results*.go          templates of results; service_result.go writing and publishing them
//	store*.go            the SQL
//	page_*.go *.templ    pages, page_edit*.go those of the editor; api_procedures.go JSON
//	finder/              finds by words people type; result/ reads and prints templates of results
package catalog
