package rating

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// deskView is what officers see of ratings of their units.
type deskView struct {
	sumsView
	Problems ui.ErrorSummary
	Follows  []followView
	Words    []string
}

// followView is a bad mark to look into.
type followView struct {
	Title   string
	Facts   ui.SummaryList
	Form    *ui.FormFrame // nil once it was looked into
	Outcome ui.TextArea
}

// desk shows figures, what people wrote, and what is to be looked into.
func (p *Pages) desk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	counts, err := p.s.Published(ctx)
	if err != nil {
		return err
	}
	follows, err := p.s.Follows(ctx)
	if err != nil {
		return err
	}
	words, err := p.s.Words(ctx)
	if err != nil {
		return err
	}
	a, held, title := actor.Of(ctx), web.Kept(r), text.T(ctx, "portal.rate.sums")
	counts = slices.DeleteFunc(counts, func(c Count) bool { return !a.Has(CanSee, c.Unit.Path) })
	v := deskView{sumsView: sumsView{Frame: ui.Frame{Title: title, Wide: true, Area: ui.Desk, Failed: held.Was()}, Heading: ui.Heading{Title: title, Lead: text.T(ctx, "portal.rate.desk-lead")},
		How: p.how(ctx), Some: len(counts) > 0, Table: p.sumsTable(ctx, counts), Empty: ui.Empty{Title: text.T(ctx, "portal.rate.none"), Text: text.T(ctx, "portal.rate.none-why", "n", p.s.Settings.Days)}},
		Problems: ui.Problems(ctx, held.Err), Words: words}
	for i, f := range follows {
		v.Follows = append(v.Follows, followOf(ctx, f, i == 0, held, r))
	}
	return web.Show(w, r, deskPage(v))
}

func followOf(ctx context.Context, f Follow, first bool, held web.Held, r *http.Request) followView {
	v := followView{Title: text.T(ctx, "portal.rate.follow", "procedure", f.Procedure, "unit", f.UnitName)}
	row := func(key, value string) {
		if value != "" {
			v.Facts.Rows = append(v.Facts.Rows, ui.SummaryRow{Key: text.T(ctx, "portal.rate."+key), Text: value})
		}
	}
	var reasons []string
	for _, reason := range f.Reasons {
		reasons = append(reasons, text.T(ctx, "portal.rate.reason."+reason))
	}
	row("follow-due", text.DateTime(ctx, f.DueAt))
	row("follow-code", f.Code)
	row("reasons-given", strings.Join(reasons, "\n"))
	row("words-given", f.Words)
	if !f.DoneAt.IsZero() {
		row("follow-outcome", text.T(ctx, "portal.rate.outcome-by", "outcome", f.Outcome, "name", f.DoneBy, "at", text.DateTime(ctx, f.DoneAt)))
		return v
	}
	v.Form = &ui.FormFrame{Action: deskPath + "/" + f.ID}
	v.Outcome = ui.TextArea{ID: "ket-qua-" + f.ID, Name: "outcome", Label: text.T(ctx, "portal.rate.outcome"), Rows: 2, MaxLength: 1000}
	if first {
		v.Outcome.Error = held.FieldError(r, "outcome")
	}
	return v
}

// done takes what came of looking into a bad mark.
func (p *Pages) done(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	err := p.s.Done(r.Context(), r.PathValue("follow"), r.PostForm.Get("outcome"))
	if err != nil {
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return err
		}
		if err := web.Keep(r, err, url.Values{}); err != nil {
			return err
		}
	} else {
		web.Say(r, "portal.rate.outcome-kept")
	}
	return web.SeeOther(w, r, deskPath)
}
