package portal

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mineView is all that a citizen has here.
type mineView struct {
	Frame    ui.Frame
	Wanted   []dossierLine // those that wait for the citizen
	Drafts   []draftLine
	Dossiers []dossierLine
	Empty    *ui.Empty
}

// draftLine is a draft in a list.
type draftLine struct{ ID, Name, Saved, Href, Drop string }

// dossierLine is a dossier in a list.
type dossierLine struct {
	Name, Code, Href, Meta string
	State                  ui.Tag
	Due                    *ui.DueTag
}

// mine lists the citizen's drafts and dossiers.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	v, err := p.mineView(r.Context())
	if err != nil {
		return err
	}
	return web.Show(w, r, minePage(v))
}

func (p *Pages) mineView(ctx context.Context) (mineView, error) {
	v := mineView{Frame: ui.Frame{Title: text.T(ctx, "portal.mine.title"), NoIndex: true,
		Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"}, {Text: text.T(ctx, "portal.mine.title")}}}}
	drafts, err := p.Dossiers.Drafts(ctx)
	if err != nil {
		return v, err
	}
	for _, d := range drafts {
		d.Name = p.named(ctx, d.ProcedureID, d.Name)
		v.Drafts = append(v.Drafts, draftLineOf(ctx, d))
	}
	items, err := p.Dossiers.MyDossiers(ctx)
	if err != nil {
		return v, err
	}
	for _, it := range items {
		line := dossierLineOf(ctx, it)
		if it.State == dossier.Fixing || it.State == dossier.Waiting {
			v.Wanted = append(v.Wanted, line)
		} else {
			v.Dossiers = append(v.Dossiers, line)
		}
	}
	if len(drafts)+len(items) == 0 {
		v.Empty = &ui.Empty{Title: text.T(ctx, "portal.mine.empty"), Text: text.T(ctx, "portal.mine.empty-text"),
			Action: ui.Button{Text: text.T(ctx, "portal.find"), Href: "/thu-tuc"}}
	}
	return v, nil
}

func draftLineOf(ctx context.Context, d dossier.DraftWork) draftLine {
	name, _ := brief(d.Name)
	if d.DossierID != "" {
		name = text.T(ctx, "portal.mine.answer", "name", name)
	}
	return draftLine{ID: "nhap-" + d.ID, Name: name, Saved: text.T(ctx, "portal.mine.saved", "at", text.DateTime(ctx, d.SavedAt)),
		Href: draftPath(d.ID), Drop: draftPath(d.ID) + "/xoa"}
}

func dossierLineOf(ctx context.Context, it dossier.Item) dossierLine {
	name, _ := brief(it.Name)
	line := dossierLine{Name: name, Code: it.Code, Href: "/ho-so-cua-toi/" + it.ID, State: stateTag(ctx, it.State),
		Meta: text.T(ctx, "portal.mine.sent", "at", text.DateTime(ctx, it.SubmittedAt))}
	if !it.DueAt.IsZero() && !it.Paused && it.EndedAt.IsZero() {
		line.Meta += " · " + text.T(ctx, "portal.mine.due", "at", text.DateTime(ctx, it.DueAt))
	}
	if it.Standing != dossier.NoDue && it.State != dossier.Withdrawn && it.State != dossier.Refused {
		tag := standingTag(it.Standing)
		line.Due = &tag
	}
	return line
}

// dropView asks before a draft is thrown away.
type dropView struct {
	Frame ui.Frame
	Name  string
	Saved string
	Form  ui.FormFrame
}

// askDrop asks whether a draft may be thrown away.
func (p *Pages) askDrop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	dr, err := p.Dossiers.Draft(ctx, r.PathValue("draft"))
	if err != nil {
		return err
	}
	line := draftLineOf(ctx, *dr)
	return web.Show(w, r, dropPage(dropView{Frame: ui.Frame{Title: text.T(ctx, "portal.drop.title"), NoIndex: true},
		Name: line.Name, Saved: line.Saved, Form: ui.FormFrame{Action: line.Drop}}))
}

// drop throws a draft away.
func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	if err := p.Dossiers.DropDraft(r.Context(), r.PathValue("draft")); err != nil {
		return err
	}
	web.Say(r, "portal.dropped")
	return web.SeeOther(w, r, "/ho-so-cua-toi")
}
