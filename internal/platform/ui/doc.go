// Package ui is how pages look and behave: the layout, the parts that rooms build pages from, the
// style sheet, the script and the words of the layout itself. It knows no room and no law.
//
// A part is a struct that is a templ.Component, decided in Go and written down in a template:
//
//	@ui.TextField{Name: "ho-ten", Label: v.NameLabel, Value: v.Name, Error: v.NameError}
//
// A part that holds other parts is a function with children:
//
//	@ui.Page(ui.Frame{Title: v.Title, Crumbs: v.Crumbs}) {
//		@ui.Heading{Title: v.Title}
//	}
//
// What the layout must know of the request (who is signed in, the menu, notices) comes from the
// context: see Chrome. Every part works without script; app.js only adds comfort to data-…
// attributes. Colours never speak alone, words always stand beside them.
//
//	chrome.go page.go page.templ  the frame of a page, header, footer, notices, error page
//	form.go form.templ            form, error summary, what a fault says about a field
//	field.go field.templ          text, text area, date, file
//	choice.go choice.templ        select, radios, checkboxes
//	button.go button.templ        buttons, groups of them
//	tag.go tag.templ              tags, due time
//	list.go list.templ            summary list, timeline, steps, checklist, cards, figures
//	table.go table.templ          tables that become cards on a phone, paging
//	find.go find.templ            search box, filter bar, tabs, breadcrumbs
//	say.go say.templ              headings, notices, panel, inset, details, empty
//	assets.go static/             style sheet and script under content-hash names
//	gallery*.go gallery.templ     every part once, to look at; mark.templ is our sign
package ui
