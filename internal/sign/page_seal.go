package sign

import (
	"encoding/base64"
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
	File     keyForm
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
	v := sealView{Frame: ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: t("trust.home"), Href: "/quan-tri"}, {Text: t("seal.title"), Href: PathSeals}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("seal.lead")}, End: ui.FormFrame{Action: self + "/bo", Confirm: t("seal.end-sure")},
		File: keyForm{Form: ui.FormFrame{Action: self, Multipart: true},
			File:     ui.FileField{ID: "file", Name: "file", Label: t("mine.file"), Hint: t("mine.file-hint"), Accept: ".p12,.pfx", Error: held.FieldError(r, "file"), Required: true},
			Password: ui.TextField{ID: "password", Name: "password", Type: "password", Label: t("password"), Hint: t("mine.password-hint"), Autocomplete: "off", Width: "20", Error: held.FieldError(r, "password"), Required: true},
			Picture:  ui.FileField{Name: "picture", Label: t("seal.picture"), Hint: t("seal.picture-hint"), Accept: ".png", Error: held.FieldError(r, "picture")},
			Submit:   ui.Button{Text: t("seal.go")}}}
	if k != nil {
		v.Key = &ui.SummaryList{Rows: []ui.SummaryRow{{Key: t("name"), Text: k.Name()}, {Key: t("issuer"), Text: k.Issuer()}, {Key: t("until"), Text: text.DateTime(ctx, k.Until())}}}
		if len(k.Picture) > 0 {
			v.Picture = "data:image/png;base64," + base64.StdEncoding.EncodeToString(k.Picture)
		}
	}
	return web.Show(w, r, sealPage(v))
}

func (p *Pages) addSeal(w http.ResponseWriter, r *http.Request) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	self := PathSeals + "/" + u.ID
	raw, err := fileOf(r, "file", MostKeyFile)
	var picture []byte
	if err == nil {
		picture, err = fileOf(r, "picture", MostPicture)
	}
	if err == nil {
		_, err = p.s.AddSeal(r.Context(), u, raw, r.PostForm.Get("password"), picture)
	}
	if err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, "sign.seal.added")
	return web.SeeOther(w, r, self)
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
