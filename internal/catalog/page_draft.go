package catalog

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// editParts are the parts of a draft in the order in which an editor goes through them.
var editParts = []string{partGeneral, partCases, partPapers, partSteps, partForm, partGrounds, partChildren}

// partsOf is the list of parts to edit, each with how it stands.
func partsOf(ctx context.Context, v *Version) ui.Checklist {
	var list ui.Checklist
	troubles := v.Troubles()
	for _, part := range editParts {
		item := ui.CheckItem{Title: say(ctx, "edit.part."+part), Href: versionPath(v.ProcedureID, v.Number) + "/sua/" + part, Hint: partHint(ctx, v, part)}
		item.Tag = &ui.Tag{Text: say(ctx, "edit.part-good"), Colour: ui.Green}
		for _, t := range troubles {
			if t.Part == part {
				item.Tag = &ui.Tag{Text: say(ctx, "edit.part-bad"), Colour: ui.Red}
			}
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// partHint says in a few words what a part has.
func partHint(ctx context.Context, v *Version, part string) string {
	papers := 0
	for _, k := range v.Cases {
		papers += len(k.Components)
	}
	switch part {
	case partGeneral:
		return v.HandlingUnit
	case partCases:
		return say(ctx, "edit.counted-cases", "n", len(v.Cases))
	case partPapers:
		return say(ctx, "edit.counted-papers", "n", papers)
	case partSteps:
		return say(ctx, "edit.counted-steps", "n", len(v.Steps), "hours", text.Decimal(ctx, v.Balance().Sum))
	case partForm:
		return say(ctx, "edit.counted-fields", "n", len(v.Fields))
	case partChildren:
		return say(ctx, "edit.counted-children", "n", len(v.Children))
	}
	return ""
}

// troubleText is a trouble in words; figures are written as the reader writes them.
func troubleText(ctx context.Context, t Trouble) string {
	args := map[string]any{}
	for name, value := range t.Args {
		if n, ok := value.(float64); ok {
			value = text.Decimal(ctx, n)
		}
		args[name] = value
	}
	return text.TMap(ctx, t.Key, args)
}

// balanceText says that the steps fill the term.
func balanceText(ctx context.Context, b Balance) string {
	if b.Want == 0 {
		return say(ctx, "edit.hours-no-term", "sum", text.Decimal(ctx, b.Sum))
	}
	return say(ctx, "edit.hours-even", "sum", text.Decimal(ctx, b.Sum), "days", text.Decimal(ctx, b.Sum/HoursPerDay))
}

func troubleNotices(ctx context.Context, c Content) (out []string) {
	for _, t := range c.Troubles() {
		out = append(out, say(ctx, "trouble.in", "part", say(ctx, "edit.part."+t.Part), "what", troubleText(ctx, t)))
	}
	return out
}

// showBegin tells what editing a version that is published means, and begins on the word.
func (p *Pages) showBegin(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	title, path := say(ctx, "edit.begin"), versionPath(one.ID, v.Number)
	return web.Show(w, r, stepPage(stepView{Frame: versionFrame(ctx, one, v, title), Heading: ui.Heading{Title: title, Caption: one.Name, Lead: say(ctx, "edit.begin-lead", "n", v.Number)},
		Confirm: &ui.FormFrame{Action: path + "/nhap-moi"}, Submit: ui.Button{Text: title}, Back: ui.Link{Text: say(ctx, "edit.back"), Href: path}}))
}

// begin opens a draft after the version of the address.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	_, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	draft, err := p.svc.Begin(r.Context(), v.ProcedureID, v.Number)
	if err != nil {
		return err
	}
	web.Say(r, "catalog.edit.begun", "n", draft.Number)
	return web.SeeOther(w, r, versionPath(draft.ProcedureID, draft.Number))
}

// discard forgets the draft of the address.
func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	edition, _ := strconv.Atoi(r.PostFormValue("an-ban"))
	if err := p.svc.Discard(r.Context(), d.ID, edition, r.PostFormValue("why")); err != nil {
		return again(w, r, err, d.path()+"/huy")
	}
	web.Say(r, "catalog.edit.discarded", "n", d.Number)
	if d.Number == 1 {
		return web.SeeOther(w, r, keepPath)
	}
	return web.SeeOther(w, r, historyPath(d.ProcedureID))
}

// showDiscard asks before a draft is thrown away.
func (p *Pages) showDiscard(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	ctx, held := r.Context(), web.Kept(r)
	v := d.formOf(ctx, held, say(ctx, "edit.discard"), d.path()+"/huy", "", []editPart{{Fields: nil}})
	v.Heading.Lead = say(ctx, "edit.discard-lead")
	v.Parts[0].Fields = append(v.Parts[0].Fields, whyField(ctx, held))
	v.Submit = ui.Button{Text: say(ctx, "edit.discard"), Kind: ui.Warning}
	return web.Show(w, r, editPage(v))
}
