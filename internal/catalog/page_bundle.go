package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// export gives a version as a file.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	b, err := p.svc.Export(r.Context(), one.ID, v.Number)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.json"`, one.Slug, v.Number))
	_, err = w.Write(append(raw, '\n'))
	return err
}

// bundleView is the file to take over: choosing it, and what it would do.
type bundleView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Facts    *ui.SummaryList
	Troubles []string
	Changes  []Difference
	Form     *ui.FormFrame
	File     *ui.FileField
	Same     *ui.Checkboxes
	Why      *ui.TextArea
	Submit   ui.Button
	Back     ui.Link
}

func (p *Pages) showBundle(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	title := say(ctx, "bundle.title")
	v := bundleView{Frame: desk(ctx, title, keepCrumb(ctx)), Heading: ui.Heading{Title: title, Lead: say(ctx, "bundle.lead")}, Problems: ui.Problems(ctx, held.Err),
		Form: &ui.FormFrame{Action: bundlePath, Multipart: true}, Submit: ui.Button{Text: say(ctx, "import.check")}, Back: ui.Link{Text: say(ctx, "keep.title"), Href: keepPath},
		File: &ui.FileField{Name: "file", Label: say(ctx, "bundle.file"), Accept: ".json", MaxMB: bundleLimit >> 20, Error: ui.Problem(ctx, held.Err, "file"), Required: true}}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, bundlePage(v))
}

func (p *Pages) putUpBundle(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return again(w, r, fault.New(fault.Invalid, "catalog.import.unreadable").Because(err), bundlePath)
	}
	defer r.MultipartForm.RemoveAll()
	raw, err := fileOf(r, "file")
	if err == nil && raw == nil {
		err = wrongBundle("none")
	}
	if err != nil {
		return again(w, r, err, bundlePath)
	}
	key, err := p.svc.PutUpBundle(r.Context(), raw)
	if err != nil {
		return again(w, r, err, bundlePath)
	}
	return web.SeeOther(w, r, bundlePath+"/"+key)
}

// rehearseBundle shows what a file would do: where it goes, what differs, what is not whole.
func (p *Pages) rehearseBundle(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	plan, err := p.svc.RehearseBundle(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	title := say(ctx, "bundle.check")
	v := bundleView{Frame: desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: say(ctx, "bundle.title"), Href: bundlePath}), Heading: ui.Heading{Title: title, Caption: plan.Bundle.Procedure.Name},
		Problems: ui.Problems(ctx, held.Err), Facts: bundleFacts(ctx, plan), Troubles: troubleNotices(ctx, plan.Content),
		Submit: ui.Button{Text: say(ctx, "bundle.take")}, Back: ui.Link{Text: say(ctx, "import.other-file"), Href: bundlePath}}
	v.Frame.Failed = held.Was()
	v.verdict(ctx, plan, held)
	if plan.Before != nil && !plan.Same {
		v.Changes = Differences(ctx, plan.Before.Content, plan.Content)
	}
	if !plan.Same && plan.Draft == nil {
		why := whyField(ctx, held)
		v.Form, v.Why = &ui.FormFrame{Action: bundlePath + "/" + r.PathValue("id")}, &why
	}
	return web.Show(w, r, bundlePage(v))
}

func (v *bundleView) verdict(ctx context.Context, plan *BundlePlan, held web.Held) {
	tell := func(kind, key string, args ...any) {
		v.Notices = append(v.Notices, ui.Notice{Kind: kind, Text: say(ctx, "bundle."+key, args...)})
	}
	switch {
	case plan.Same:
		tell(ui.Info, "same-what")
	case plan.Draft != nil:
		tell(ui.Danger, "draft-open", "n", plan.Draft.Number)
	case plan.Other != nil:
		tell(ui.Caution, "code-taken", "code", plan.Bundle.Procedure.Code, "name", plan.Other.Name)
		v.Same = &ui.Checkboxes{Name: "same", Error: ui.Problem(ctx, held.Err, "same"), Options: []ui.Option{{Value: "1", Text: say(ctx, "bundle.same-procedure", "name", plan.Other.Name)}}}
	case plan.Into != nil:
		tell(ui.Success, "into", "name", plan.Into.Name, "n", plan.Before.Number+1)
	default:
		tell(ui.Success, "new")
	}
}

func bundleFacts(ctx context.Context, plan *BundlePlan) *ui.SummaryList {
	b := plan.Bundle
	return &ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.name"), Text: b.Procedure.Name}, {Key: say(ctx, "label.code"), Text: codeText(ctx, b.Procedure.Code)},
		{Key: say(ctx, "label.level"), Text: levelName(ctx, b.Procedure.Level)}, {Key: say(ctx, "label.field"), Text: b.Procedure.Field},
		{Key: say(ctx, "bundle.version-there"), Text: joined(say(ctx, "keep.version", "n", b.Version.Number), b.Version.DecisionNo, text.Date(b.Version.From))},
		{Key: say(ctx, "bundle.exported"), Text: text.DateTime(ctx, b.ExportedAt)},
	}}
}

func (p *Pages) takeBundle(w http.ResponseWriter, r *http.Request) error {
	v, err := p.svc.TakeBundle(r.Context(), r.PathValue("id"), r.PostFormValue("same") != "", r.PostFormValue("why"))
	if err != nil {
		return again(w, r, err, bundlePath+"/"+r.PathValue("id"))
	}
	web.Say(r, "catalog.bundle.taken", "n", v.Number)
	return web.SeeOther(w, r, versionPath(v.ProcedureID, v.Number))
}
