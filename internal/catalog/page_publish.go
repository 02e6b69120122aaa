package catalog

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// stepView is one of the acts that put versions into force and out of it: what it does, said before it is
// done, in two pages.
type stepView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Troubles []string
	Ask      *askView // first page: when, on what decision, why
	Facts    ui.SummaryList
	Changes  []Difference
	Confirm  *ui.FormFrame // second page
	Hidden   []hidden
	Submit   ui.Button
	Back     ui.Link
}

type askView struct {
	Action   string
	Day      *ui.DateField
	Decision *ui.TextField
	Why      ui.TextArea
	Submit   ui.Button
}

type hidden struct{ Name, Value string }

// typedOf is what the first page asked, carried to the second in the address: nothing is lost on the way
// back, and nothing is done before it is confirmed.
func typedOf(v url.Values) (Publication, url.Values) {
	p := Publication{From: dayIn(v.Get("from")), DecisionNo: v.Get("decision"), Why: v.Get("why")}
	return p, url.Values{"from": {v.Get("from")}, "decision": {v.Get("decision")}, "why": {v.Get("why")}}
}

func askFor(ctx context.Context, held web.Held, action, day, button string) *askView {
	a := &askView{Action: action, Why: whyField(ctx, held), Submit: ui.Button{Text: button}}
	if day != "" {
		field := dayField(ctx, held, day)
		a.Day = &field
		a.Decision = &ui.TextField{Name: "decision", Label: say(ctx, "label.decision"), Value: held.Value("decision", ""),
			Hint: say(ctx, "keep.decision-hint"), MaxLength: 100}
	}
	return a
}

// refused goes back to the first page with what was typed.
func refused(w http.ResponseWriter, r *http.Request, err error, typed url.Values, path string) error {
	if err := web.Keep(r, err, typed); err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}

// showPublish asks from which day a draft is to hold, or says what stands in its way.
func (p *Pages) showPublish(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	title, path := say(ctx, "keep.publish-title", "n", v.Number), versionPath(one.ID, v.Number)
	page := stepView{Frame: versionFrame(ctx, one, v, title), Heading: ui.Heading{Title: title, Caption: one.Name}, Problems: ui.Problems(ctx, held.Err),
		Troubles: troubleNotices(ctx, v.Content), Back: ui.Link{Text: say(ctx, "edit.back-to-draft"), Href: path}}
	page.Frame.Failed = held.Was()
	if len(page.Troubles) == 0 {
		page.Ask = askFor(ctx, held, path+"/cong-bo/xac-nhan", say(ctx, "keep.first-day"), say(ctx, "edit.next"))
	}
	return web.Show(w, r, stepPage(page))
}

// confirmPublish shows what publishing would do: from when, instead of what, and what changes for people.
func (p *Pages) confirmPublish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	path := versionPath(one.ID, v.Number)
	pub, typed := typedOf(r.URL.Query())
	was, err := p.svc.RehearsePublish(ctx, v.ID, pub)
	if err != nil {
		return refused(w, r, err, typed, path+"/cong-bo")
	}
	title := say(ctx, "keep.publish-check")
	page := stepView{Frame: versionFrame(ctx, one, v, title), Heading: ui.Heading{Title: title, Caption: one.Name},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{{Key: say(ctx, "label.version"), Text: say(ctx, "keep.version", "n", v.Number)},
			{Key: say(ctx, "keep.first-day"), Text: text.Date(pub.From)}, {Key: say(ctx, "label.decision"), Text: pub.DecisionNo}, {Key: say(ctx, "label.why"), Text: pub.Why}}},
		Confirm: &ui.FormFrame{Action: path + "/cong-bo"}, Hidden: hiddenOf(typed), Submit: ui.Button{Text: say(ctx, "keep.publish")},
		Back: ui.Link{Text: say(ctx, "edit.change-answers"), Href: path + "/cong-bo"},
	}
	if was != nil {
		page.Changes = Differences(ctx, was.Content, v.Content)
		page.Facts.Rows = append(page.Facts.Rows, ui.SummaryRow{Key: say(ctx, "keep.replaces"), Text: say(ctx, "keep.replaces-what", "n", was.Number, "day", text.Date(pub.From.AddDays(-1)))})
		if err := p.running(ctx, &page, was); err != nil {
			return err
		}
	}
	page.Notices = append(page.Notices, publishNotice(ctx, pub.From, p.svc.today()))
	return web.Show(w, r, stepPage(page))
}

// running says how many dossiers go on under the version that is replaced.
func (p *Pages) running(ctx context.Context, page *stepView, was *Version) error {
	uses, err := p.uses(ctx, was.ID)
	if err != nil || uses[was.ID].Open == 0 {
		return err
	}
	page.Facts.Rows = append(page.Facts.Rows, ui.SummaryRow{Key: say(ctx, "keep.dossiers"), Text: say(ctx, "keep.dossiers-stay", "n", uses[was.ID].Open)})
	return nil
}

func publishNotice(ctx context.Context, from, today clock.Date) ui.Notice {
	if from > today {
		return ui.Notice{Text: say(ctx, "keep.publish-later", "day", text.Date(from))}
	}
	return ui.Notice{Kind: ui.Caution, Text: say(ctx, "keep.publish-now")}
}

func hiddenOf(v url.Values) (out []hidden) {
	for _, name := range []string{"from", "decision", "why"} {
		out = append(out, hidden{name, v.Get(name)})
	}
	return out
}

func versionFrame(ctx context.Context, one *Procedure, v *Version, title string) ui.Frame {
	return desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)},
		ui.Crumb{Text: say(ctx, "keep.version", "n", v.Number), Href: versionPath(one.ID, v.Number)})
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	back := versionPath(one.ID, v.Number)
	if err := r.ParseForm(); err != nil {
		return err
	}
	pub, typed := typedOf(r.PostForm)
	if err := p.svc.Publish(r.Context(), v.ID, pub); err != nil {
		return refused(w, r, err, typed, back+"/cong-bo")
	}
	web.Say(r, "catalog.keep.published", "n", v.Number, "name", one.Name)
	return web.SeeOther(w, r, back)
}

// showUndo asks before a publication, or the end of a procedure, that has not begun is taken back.
func (p *Pages) showUndo(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	title := say(ctx, "keep.undo")
	what := "undo-lead"
	if v.Status == StatusAbolished {
		title, what = say(ctx, "keep.undo-abolish"), "undo-abolish-lead"
	}
	path := versionPath(one.ID, v.Number)
	page := stepView{Frame: versionFrame(ctx, one, v, title), Heading: ui.Heading{Title: title, Caption: one.Name, Lead: say(ctx, "keep."+what)},
		Problems: ui.Problems(ctx, held.Err), Confirm: &ui.FormFrame{Action: path + "/thu-hoi"}, Submit: ui.Button{Text: title, Kind: ui.Warning},
		Ask: askFor(ctx, held, "", "", ""), Back: ui.Link{Text: say(ctx, "edit.back"), Href: path}}
	page.Frame.Failed = held.Was()
	return web.Show(w, r, stepPage(page))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	path := versionPath(one.ID, v.Number)
	if err := p.svc.Undo(r.Context(), v.ID, r.PostFormValue("why")); err != nil {
		return again(w, r, err, path+"/thu-hoi")
	}
	web.Say(r, "catalog.keep.undone")
	return web.SeeOther(w, r, path)
}

// showAbolish asks for the last day of a procedure.
func (p *Pages) showAbolish(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	title, path := say(ctx, "keep.abolish"), historyPath(one.ID)
	page := stepView{Frame: desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: path}),
		Heading: ui.Heading{Title: title, Caption: one.Name, Lead: say(ctx, "keep.abolish-lead")}, Problems: ui.Problems(ctx, held.Err),
		Ask: askFor(ctx, held, path+"/bai-bo/xac-nhan", say(ctx, "keep.last-day"), say(ctx, "edit.next")), Back: ui.Link{Text: say(ctx, "edit.back-to-procedure"), Href: path}}
	page.Frame.Failed = held.Was()
	return web.Show(w, r, stepPage(page))
}

func (p *Pages) confirmAbolish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	path := historyPath(one.ID)
	pub, typed := typedOf(r.URL.Query())
	last, err := p.svc.RehearseAbolish(ctx, one.ID, pub)
	if err != nil {
		return refused(w, r, err, typed, path+"/bai-bo")
	}
	title := say(ctx, "keep.abolish-check")
	page := stepView{Frame: desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: path}), Heading: ui.Heading{Title: title, Caption: one.Name},
		Notices: []ui.Notice{{Kind: ui.Caution, Text: say(ctx, "keep.abolish-what", "day", text.Date(pub.From))}},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{{Key: say(ctx, "keep.last-day"), Text: text.Date(pub.From)},
			{Key: say(ctx, "label.decision"), Text: pub.DecisionNo}, {Key: say(ctx, "label.why"), Text: pub.Why}}},
		Confirm: &ui.FormFrame{Action: path + "/bai-bo"}, Hidden: hiddenOf(typed), Submit: ui.Button{Text: say(ctx, "keep.abolish"), Kind: ui.Warning},
		Back: ui.Link{Text: say(ctx, "edit.change-answers"), Href: path + "/bai-bo"}}
	if err := p.running(ctx, &page, last); err != nil {
		return err
	}
	return web.Show(w, r, stepPage(page))
}

func (p *Pages) abolish(w http.ResponseWriter, r *http.Request) error {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	pub, typed := typedOf(r.PostForm)
	if err := p.svc.Abolish(r.Context(), one.ID, pub); err != nil {
		return refused(w, r, err, typed, historyPath(one.ID)+"/bai-bo")
	}
	web.Say(r, "catalog.keep.abolished", "name", one.Name)
	return web.SeeOther(w, r, historyPath(one.ID))
}
