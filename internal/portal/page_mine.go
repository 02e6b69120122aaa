package portal

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mineView is all that a citizen has here.
type mineView struct {
	Frame    ui.Frame
	Wanted   []dossierLine // those that wait for the citizen
	Ready    []dossierLine // results to fetch
	Talks    []todoLine    // messages to read or to answer
	Ratings  []todoLine
	Drafts   []draftLine
	Dossiers []dossierLine
	Next     *ui.Card // what usually comes after the newest
	Looks    ui.Link
	Empty    *ui.Empty
	Dropped  []draftLine // thrown away, to be taken back
}

// draftLine is a draft in a list.
type draftLine struct{ ID, Name, Saved, Expires, Href, Drop, Back string }

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
	dropped, err := p.Dossiers.Dropped(r.Context())
	if err != nil {
		return err
	}
	for _, d := range dropped {
		v.Dropped = append(v.Dropped, draftLineOf(r.Context(), d))
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
		line := draftLineOf(ctx, d)
		line.Expires = p.expiry(ctx, d)
		v.Drafts = append(v.Drafts, line)
	}
	items, err := p.Dossiers.MyDossiers(ctx)
	if err != nil {
		return v, err
	}
	if len(items) > 0 {
		v.Looks = ui.Link{Text: text.T(ctx, "portal.looks"), Href: "/ho-so-cua-toi/ai-da-xem"}
	}
	if len(drafts)+len(items) == 0 {
		v.Empty = &ui.Empty{Title: text.T(ctx, "portal.mine.empty"), Text: text.T(ctx, "portal.mine.empty-text"),
			Action: ui.Button{Text: text.T(ctx, "portal.find"), Href: "/thu-tuc"}}
	}
	return v, p.sort(ctx, &v, items)
}

// sort puts each dossier where the citizen looks for it: what waits for them, results, the others.
func (p *Pages) sort(ctx context.Context, v *mineView, items []dossier.Item) error {
	procedures, err := p.Dossiers.MyProcedures(ctx)
	if err != nil {
		return err
	}
	lines := map[string]dossierLine{}
	for _, it := range items {
		it.Name = p.named(ctx, procedures[it.ID], it.Name)
		line := dossierLineOf(ctx, it)
		lines[it.ID] = line
		switch it.State {
		case dossier.Fixing, dossier.Waiting:
			if err := p.wanted(ctx, &line, it.ID); err != nil {
				return err
			}
			v.Wanted = append(v.Wanted, line)
		case dossier.Done:
			v.Ready = append(v.Ready, line)
		default:
			v.Dossiers = append(v.Dossiers, line)
		}
	}
	talks, err := p.Dossiers.MyTalks(ctx)
	if err != nil {
		return err
	}
	v.Talks = talkLines(ctx, lines, items, talks)
	if v.Ratings, err = p.rateLines(ctx); err != nil {
		return err
	}
	v.Next, err = p.suggested(ctx, items, procedures)
	return err
}

func draftLineOf(ctx context.Context, d dossier.DraftWork) draftLine {
	name, _ := brief(d.Name)
	if d.DossierID != "" {
		name = text.T(ctx, "portal.mine.answer", "name", name)
	}
	return draftLine{ID: "nhap-" + d.ID, Name: name, Saved: text.T(ctx, "portal.mine.saved", "at", text.DateTime(ctx, d.SavedAt)),
		Href: draftPath(d.ID), Drop: draftPath(d.ID) + "/xoa", Back: draftPath(d.ID) + "/lay-lai"}
}

// expiry says when a draft goes, once that is near.
func (p *Pages) expiry(ctx context.Context, d dossier.DraftWork) string {
	if !d.Expiring(p.Clock.Now()) {
		return ""
	}
	return text.T(ctx, "portal.draft.expires", "on", text.Date(clock.DateOf(d.ExpiresAt())))
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
	web.Say(r, "portal.dropped", "n", int(dossier.DroppedKept.Hours()/24))
	return web.SeeOther(w, r, "/ho-so-cua-toi")
}

// restore brings back a draft that was thrown away.
func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	if err := p.Dossiers.Restore(r.Context(), r.PathValue("draft")); err != nil {
		return err
	}
	web.Say(r, "portal.taken-back")
	return web.SeeOther(w, r, draftPath(r.PathValue("draft")))
}
