package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mostUpload is what of an upload is held in memory; the rest waits on disk.
const mostUpload = 4 << 20

// sheetView is a page of the form.
type sheetView struct {
	frameView
	Questions []templ.Component
}

// sheetAsked is the draft and the page of its form that the address names.
func (p *Pages) sheetAsked(r *http.Request) (*work, sheet, error) {
	k, err := p.workOf(r)
	if err != nil {
		return nil, sheet{}, err
	}
	s, ok := k.Way.sheet(r.PathValue("page"))
	if !ok {
		return nil, sheet{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return k, s, nil
}

// sheet shows a page of the form.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	k, s, err := p.sheetAsked(r)
	if err != nil {
		return err
	}
	held, late := kept(r)
	remember(r, k.DraftWork, s)
	v, err := p.sheetView(r, k, s, held)
	if err != nil {
		return err
	}
	if late {
		v.Notices = append(v.Notices, ui.Notice{Kind: ui.Caution, Text: text.T(r.Context(), "portal.typed-kept")})
	}
	return web.Show(w, r, sheetPage(v))
}

func (p *Pages) sheetView(r *http.Request, k *work, s sheet, held web.Held) (sheetView, error) {
	ctx := r.Context()
	alone := len(s.Fields) == 1
	title := groupTitle(ctx, s.Group)
	if alone {
		title = s.Fields[0].Label(text.LangOf(ctx))
	}
	v := sheetView{frameView: p.frameOf(r, k, s.Key, title, held)}
	v.Form.Multipart, v.Form.Autosave = s.takesFiles(), r.URL.Path+"?tu-luu=1"
	if alone && ownHeading(s.Fields[0]) {
		v.Heading = nil
	}
	if !slices.Contains(k.Done, s.Key) && prefilled(k, s) {
		v.Notices = append(v.Notices, ui.Notice{Text: text.T(ctx, "portal.prefilled"),
			Body: linkPart(ui.Link{Text: text.T(ctx, "portal.known.see"), Href: k.at(stepKnown)})})
	}
	tidy := catalog.Tidy(k.Version.Fields, k.Values)
	for _, f := range s.Fields {
		if !f.Shown(tidy) && !hangsHere(f, s) {
			continue
		}
		for _, said := range k.Way.asked("field:" + f.Name) {
			v.Notices = append(v.Notices, ui.Notice{Kind: ui.Caution, Title: f.Label(text.LangOf(ctx)), Body: linesPart(nonEmpty(said, before(ctx, k, f)))})
		}
		q := p.question(r, k, f, held)
		q.Alone = alone
		if f.Type == catalog.Address && q.Like == nil && oneLine(f, k.Values) == "" {
			here, err := p.here(ctx, k)
			if err != nil {
				return v, err
			}
			q.Like = likeHere(ctx, f, here)
		}
		if f.Rules.OptionsFrom != "" {
			var err error
			if q.Choices, err = p.choices(ctx, k, f.Rules.OptionsFrom); err != nil {
				return v, err
			}
		}
		part := q.part(ctx)
		if hangsHere(f, s) {
			part = hangingPart(hanging{If: f.ShowIf, Hidden: !f.Shown(tidy) && !held.Was(), Body: part})
		}
		v.Questions = append(v.Questions, part)
	}
	return v, nil
}

// hanging is a question that is asked only when another of the page is answered so.
type hanging struct {
	If     string
	Hidden bool
	Body   templ.Component
}

// ownHeading tells whether the part of a lone question writes the page's heading itself.
func ownHeading(f catalog.Field) bool {
	switch f.Type {
	case catalog.Address, catalog.Table, catalog.Group, catalog.DateTime, catalog.File, catalog.Checkbox:
		return false
	}
	return true
}

// prefilled tells whether something on the page was filled in by consent.
func prefilled(k *work, s sheet) bool {
	return slices.ContainsFunc(k.Consents, func(c dossier.Consent) bool { return c.Holds() && slices.ContainsFunc(c.Names, s.has) })
}

func (p *Pages) question(r *http.Request, k *work, f catalog.Field, held web.Held) question {
	ctx := r.Context()
	q := question{Field: f, Form: k.Version.Fields, Asked: k.Way.asked("field:" + f.Name), Rows: k.Values[f.Name],
		Self:  prefix(f.Name) == selfOf(k.Version.Fields) && prefix(f.Name) != "",
		Value: func(name string) string { return held.Value(name, k.Values.One(name)) },
		Wrong: func(name string) string { return held.FieldError(r, name) },
		Like: likeOf(k.Version.Fields, f, k.Values, func(o catalog.Field) string {
			return text.T(ctx, "portal.address.like", "field", o.Label(text.LangOf(ctx)))
		}),
		MaxMB: int(p.Dossiers.MaxFile >> 20)}
	if held.Values != nil && f.Type != catalog.File {
		q.Rows = slices.DeleteFunc(slices.Clone(held.Values[f.Name]), func(row string) bool { return row == "" })
	}
	if f.Type == catalog.Group {
		q.RowsShown = rowsAsked(r, f, k.Values, held)
	}
	if f.Type == catalog.File {
		q.Files = filesOf(ctx, filesUnder(k.DraftWork, fileKey(f)), draftPath(k.ID), true)
	}
	return q
}

// choices are the values of a list kept in the register of units.
func (p *Pages) choices(ctx context.Context, k *work, from string) ([]string, error) {
	if from != "units.villages" || k.ReceivingID == "" {
		return nil, nil
	}
	units, err := p.Org.Below(ctx, k.ReceivingID, org.Village, p.today())
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.FullName
	}
	return names, err
}

// fileKey is the paper under which the files of a file field are kept.
func fileKey(f catalog.Field) string { return "field:" + f.Name }

func filesUnder(dr *dossier.DraftWork, key string) []dossier.File { return paperUnder(dr, key).Files }

// paperUnder is what was handed in for a component, an empty paper when nothing was.
func paperUnder(dr *dossier.DraftWork, key string) dossier.Paper {
	i := slices.IndexFunc(dr.Papers, func(p dossier.Paper) bool { return p.Key == key })
	if i < 0 {
		return dossier.Paper{}
	}
	return dr.Papers[i]
}

// rowsAsked is how many rows of a group the page shows: those filled in, those typed before something was
// refused, and one more when it was asked for.
func rowsAsked(r *http.Request, f catalog.Field, v catalog.Values, held web.Held) int {
	wanted, _ := strconv.Atoi(r.URL.Query().Get("dong"))
	rows := max(f.RowsShown(v), wanted, catalog.Values(held.Values).Rows(f.Name))
	return min(rows, f.MostRows())
}
