package org

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// formView is a page with one form: what it is about, its fields, its buttons.
type formView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Before   []templ.Component
	Form     ui.FormFrame
	Get      bool // the form asks for another page and changes nothing
	Hidden   url.Values
	Fields   []templ.Component
	Submit   ui.Button
	Back     ui.Button
}

// hidden names the values that travel along unseen.
func (v formView) hidden() []string { return slices.Sorted(maps.Keys(v.Hidden)) }

// desk is the frame of a page of the administration: the crumbs lead to where it belongs.
func desk(ctx context.Context, title string, crumbs ...ui.Crumb) ui.Frame {
	way := append([]ui.Crumb{{Text: text.T(ctx, "org.crumb.admin"), Href: "/quan-tri"}}, crumbs...)
	return ui.Frame{Title: title, Area: ui.Admin, Crumbs: append(way, ui.Crumb{Text: title})}
}

// again leads back to the form with what was typed and what is wrong with it.
func again(w http.ResponseWriter, r *http.Request, err error, values url.Values, form string) error {
	if err := web.Keep(r, err, values); err != nil {
		return err
	}
	return web.SeeOther(w, r, form)
}

// dayIn reads a day as people write it, 05/03/2026, or as addresses do. What it cannot read it
// gives back as it is, for the service to refuse.
func dayIn(s string) clock.Date {
	s = text.Clean(s)
	for _, form := range []string{"2/1/2006", "2-1-2006", "2.1.2006", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return clock.Date(t.Format(time.DateOnly))
		}
	}
	return clock.Date(s)
}

// longDay writes "Thứ Hai, 14/08/2023".
func longDay(ctx context.Context, d clock.Date) string {
	return text.Weekday(ctx, d.Weekday()) + ", " + text.Date(d)
}

// period writes "từ 10/01/2022 đến 31/12/2022", open ends left out.
func period(ctx context.Context, from, until clock.Date) string {
	switch {
	case from == "" && until == "":
		return text.T(ctx, "org.period.always")
	case until == "":
		return text.T(ctx, "org.period.since", "from", text.Date(from))
	case from == "":
		return text.T(ctx, "org.period.until", "until", text.Date(until))
	}
	return text.T(ctx, "org.period.both", "from", text.Date(from), "until", text.Date(until))
}

// reasonField asks for the reason that every change of this room needs.
func reasonField(ctx context.Context, held web.Held) ui.TextArea {
	return ui.TextArea{Name: "ly-do", Label: text.T(ctx, "org.label.reason"), Hint: text.T(ctx, "org.label.reason-hint"),
		Value: held.Value("ly-do", ""), Error: ui.Problem(ctx, held.Err, "ly-do"), Rows: 3, MaxLength: 1000, Required: true}
}
