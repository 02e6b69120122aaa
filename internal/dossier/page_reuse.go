package dossier

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// knownView asks at the counter for the person's yes, then offers what they gave or got before.
type knownView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Form     ui.FormFrame
	Agree    *ui.Checkboxes // nil once they agreed
	Choose   []ui.Select    // under which paper each goes
	Empty    string
	Go       ui.Button
	Back     ui.Button
}

// againName is the name of the select of the n-th earlier paper.
const againName = "dung:"

func knownPath(draftID, ticket string) string {
	return withTicket(draftPath(draftID)+"/dung-lai", ticket)
}

// known shows what can be used again at the counter.
func (p *Pages) known(w http.ResponseWriter, r *http.Request) error {
	dr, k, err := p.draftCase(r)
	if err != nil {
		return err
	}
	ctx, held, ticket, title := r.Context(), web.Kept(r), r.URL.Query().Get(ticketKey), text.T(r.Context(), "dossier.reuse.title")
	v := knownView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath},
			{Text: text.T(ctx, "dossier.intake.title"), Href: intakePath}, {Text: dr.Name, Href: draftOf(dr.ID, ticket)}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Caption: dr.Owner.Name, Lead: text.T(ctx, "dossier.reuse.lead")},
		Form: ui.FormFrame{Action: knownPath(dr.ID, ticket)}, Go: ui.Button{Text: text.T(ctx, "dossier.reuse.find")},
		Back: ui.Button{Text: text.T(ctx, "dossier.reuse.back"), Href: draftOf(dr.ID, ticket), Kind: ui.Secondary},
	}
	if !dr.letFind() {
		v.Agree = &ui.Checkboxes{Name: "dong-y", Required: true, Error: held.FieldError(r, "dong-y"),
			Options: []ui.Option{{Value: "1", Text: text.T(ctx, "dossier.reuse.agree", "name", dr.Owner.Name)}}}
		return web.Show(w, r, knownPage(v))
	}
	all, err := p.s.EarlierOf(ctx, dr)
	if err != nil {
		return err
	}
	v.Heading.Lead, v.Go.Text = text.T(ctx, "dossier.reuse.lead-choose"), text.T(ctx, "dossier.reuse.go")
	for _, e := range all {
		v.Choose = append(v.Choose, againSelect(ctx, e, dr, k.Components))
	}
	if len(all) == 0 {
		v.Empty, v.Go = text.T(ctx, "dossier.reuse.nothing"), ui.Button{}
	}
	return web.Show(w, r, knownPage(v))
}

func (p *Pages) draftCase(r *http.Request) (*DraftWork, catalog.Case, error) {
	dr, err := p.s.Draft(r.Context(), r.PathValue("draft"))
	if err != nil {
		return nil, catalog.Case{}, err
	}
	form, err := p.s.Catalog.Version(r.Context(), dr.VersionID)
	if err != nil {
		return nil, catalog.Case{}, err
	}
	k, _ := form.Case(dr.CaseKey)
	return dr, k, nil
}

// againSelect offers an earlier paper: for which of the procedure's papers it is to be used. One of the same name is
// chosen already; one that stands there already shows where.
func againSelect(ctx context.Context, e Earlier, dr *DraftWork, wanted []catalog.Component) ui.Select {
	s := ui.Select{ID: "dung-" + strings.NewReplacer("/", "-", " ", "-").Replace(e.Key()), Name: againName + e.Key(), Label: e.Paper,
		Options: []ui.Option{{Text: text.T(ctx, "dossier.reuse.not")}}}
	s.Hint = text.T(ctx, "dossier.reuse.is-handed", "code", e.Code, "on", text.Date(clock.DateOf(e.On)))
	if e.Issued != "" {
		s.Hint = text.T(ctx, "dossier.reuse.is-issued", "number", e.Code, "on", text.Date(clock.DateOf(e.On))) + " · " + e.Office
	}
	for _, c := range wanted {
		s.Options = append(s.Options, ui.Option{Value: c.Key, Text: briefly(c.Name)})
		if text.Fold(c.Name) == text.Fold(e.Paper) || strings.HasPrefix(text.Fold(c.Name), text.Fold(e.Paper)+" ") {
			s.Value = c.Key
		}
	}
	for _, p := range dr.Papers {
		if p.ReusedFrom(e.SHA256) != nil {
			s.Value = p.Key
		}
	}
	return s
}

// saveKnown notes the person's yes, or puts what was chosen under the papers.
func (p *Pages) saveKnown(w http.ResponseWriter, r *http.Request) error {
	dr, k, err := p.draftCase(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	ctx, ticket := r.Context(), r.URL.Query().Get(ticketKey)
	self := knownPath(dr.ID, ticket)
	if !dr.letFind() {
		err := error(nil)
		if r.PostForm.Get("dong-y") == "" {
			err = fault.OnFields([]fault.Field{{Name: "dong-y", Key: "dossier.reuse.agree-missing"}})
		} else {
			_, err = p.s.LetFind(ctx, dr.ID)
		}
		if err != nil {
			if err := web.Keep(r, err, r.PostForm); err != nil {
				return err
			}
		}
		return web.SeeOther(w, r, self)
	}
	var chosen []Again
	for name, values := range r.PostForm {
		for _, c := range k.Components {
			if key, ok := strings.CutPrefix(name, againName); ok && values[0] == c.Key {
				chosen = append(chosen, Again{Paper{Key: c.Key, Name: c.Name, Form: "electronic"}, key})
			}
		}
	}
	if _, err := p.s.ReuseAt(ctx, dr.ID, chosen); err != nil {
		return err
	}
	if len(chosen) > 0 {
		web.Say(r, "dossier.reuse.done", "n", len(chosen))
	}
	return web.SeeOther(w, r, draftOf(dr.ID, ticket))
}

// briefly is the name of a paper without what else may stand for it: "Giấy chứng sinh (bản chính); nếu không có …".
func briefly(name string) string {
	name, _, _ = strings.Cut(name, ";")
	name, _, _ = strings.Cut(name, " (")
	return name
}
