package sign

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// sealsView lists the agencies of a keeper and whether they have a seal.
type sealsView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Table   ui.Table
}

func (p *Pages) seals(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	units, err := p.agencies(r)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "sign."+key, args...) }
	title := t("seal.title")
	v := sealsView{Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Crumbs: []ui.Crumb{{Text: t("trust.home"), Href: "/quan-tri"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: t("seal.lead")},
		Table:   ui.Table{Caption: title, HideCaption: true, Dense: true, KeyboardList: true, Head: []ui.Head{{Text: t("seal.unit")}, {Text: t("seal.state")}}}}
	held, err := store{p.s.DB.Read()}.sealed(ctx)
	if err != nil {
		return err
	}
	for _, u := range units {
		state := ui.Tag{Text: t("seal.none"), Colour: ui.Grey}
		if k := held[ofUnit(u.ID)]; k != nil && !p.s.Clock.Now().After(k.Until()) {
			state = ui.Tag{Text: t("seal.has", "until", text.DateTime(ctx, k.Until())), Colour: ui.Green}
		}
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: u.Authority(), Href: PathSeals + "/" + u.ID}, {Body: state}}})
	}
	return web.Show(w, r, sealsPage(v))
}

// agencies are the units whose seals whoever acts keeps.
func (p *Pages) agencies(r *http.Request) ([]org.Unit, error) {
	ctx, a := r.Context(), actor.Of(r.Context())
	own, err := p.s.Org.Unit(ctx, a.UnitID)
	if err != nil {
		return nil, err
	}
	below, err := p.s.Org.Below(ctx, a.UnitID, "", clock.DateOf(p.s.Clock.Now()))
	if err != nil {
		return nil, err
	}
	var out []org.Unit
	for _, u := range append([]org.Unit{own}, below...) {
		if u.Receives() && a.Has(CanKeepSeal, u.Path) {
			out = append(out, u)
		}
	}
	return out, nil
}

// sealView is the seal of one agency.
type sealView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Key      *ui.SummaryList // nil when there is none
	Picture  string
	End      ui.FormFrame
	Ways     keyWays
}

// unit is the agency of an address. One that is not whoever acts' to keep is not found.
func (p *Pages) unit(r *http.Request) (org.Unit, error) {
	u, err := p.s.Org.Unit(r.Context(), r.PathValue("unit"))
	if err == nil && !actor.Of(r.Context()).Has(CanKeepSeal, u.Path) {
		err = fault.New(fault.NotFound, "fault.not-found")
	}
	return u, err
}

func (p *Pages) seal(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	k, err := p.s.SealOf(ctx, u.ID)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "sign."+key, args...) }
	title, self := t("seal.of", "unit", u.Authority()), PathSeals+"/"+u.ID
	v := sealView{Frame: ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(), Script: "card.js", Crumbs: []ui.Crumb{{Text: t("trust.home"), Href: "/quan-tri"}, {Text: t("seal.title"), Href: PathSeals}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("seal.lead")}, End: ui.FormFrame{Action: self + "/bo", Confirm: t("seal.end-sure")},
		Ways: p.keyWays(w, r, held, self, ui.FileField{Label: t("seal.picture"), Hint: t("seal.picture-hint")})}
	v.Ways.File.Submit.Text, v.Ways.Card.Submit.Text = t("seal.go"), t("seal.card-go")
	if v.Ways.Remote != nil {
		v.Ways.Remote.Submit.Text = t("seal.remote-go")
	}
	if k != nil {
		v.Key, v.Picture = keyRows(r, k), pictureOf(k)
	}
	return web.Show(w, r, sealPage(v))
}

// entering reads a seal from a form and enters it.
type entering func(ctx context.Context, r *http.Request, u org.Unit, picture []byte) error

func (p *Pages) sealFromFile(ctx context.Context, r *http.Request, u org.Unit, picture []byte) error {
	raw, err := fileOf(r, "file", MostKeyFile)
	if err == nil {
		_, err = p.s.AddSeal(ctx, u, raw, r.PostForm.Get("password"), picture)
	}
	return err
}

func (p *Pages) sealOnCard(ctx context.Context, r *http.Request, u org.Unit, picture []byte) error {
	raw, err := chainOf(r, "chain")
	if err == nil {
		_, err = p.s.AddSealCard(ctx, u, raw, picture)
	}
	return err
}

func (p *Pages) sealAtProvider(ctx context.Context, r *http.Request, u org.Unit, picture []byte) error {
	_, err := p.s.AddSealRemote(ctx, u, r.PostForm.Get("user"), picture)
	return err
}

func (p *Pages) addSeal(enter entering) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		u, err := p.unit(r)
		if err != nil {
			return err
		}
		return p.add(w, r, PathSeals+"/"+u.ID, "sign.seal.added", func(ctx context.Context, picture []byte) error { return enter(ctx, r, u, picture) })
	}
}

func (p *Pages) endSeal(w http.ResponseWriter, r *http.Request) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	if err := p.s.EndSeal(r.Context(), u); err != nil {
		return again(w, r, err, PathSeals+"/"+u.ID)
	}
	web.Say(r, "sign.seal.ended")
	return web.SeeOther(w, r, PathSeals+"/"+u.ID)
}
