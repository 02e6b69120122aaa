package tickets

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// counters lists the units whose counter whoever acts may manage.
func (p *Pages) counters(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	title := k.t("tickets.manage.title")
	units, err := p.managed(k.ctx)
	if err != nil {
		return err
	}
	v := sheetView{Frame: admin(k, title), Heading: ui.Heading{Title: title, Lead: k.t("tickets.manage.lead")}}
	t := ui.Table{Caption: title, HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t("tickets.manage.unit")}, {Text: k.t("tickets.state")}, {Text: k.t("tickets.manage.queues")}, {Text: k.t("tickets.manage.windows")}}}
	for _, u := range units {
		set, _, err := p.Service.Settings(k.ctx, u.ID)
		if err != nil {
			return err
		}
		tag := ui.Tag{Text: k.t("tickets.manage.off")}
		if set.On {
			tag = ui.Tag{Text: k.t("tickets.manage.on"), Colour: ui.Green}
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: u.FullName, Href: managePath + "/" + u.ID, Header: true}, {Body: tag},
			{Text: text.Integer(text.LangOf(k.ctx), int64(len(set.Queues)))}, {Text: text.Integer(text.LangOf(k.ctx), int64(len(set.Windows)))}}})
	}
	v.Parts = some(t)
	if len(t.Rows) == 0 {
		v.Parts = some(ui.Empty{Title: k.t("tickets.manage.none"), Text: k.t("tickets.manage.none-hint")})
	}
	return web.Show(w, r, sheetPage(v))
}

// managed are the units that receive dossiers and whose counter whoever acts may manage.
func (p *Pages) managed(ctx context.Context) ([]org.Unit, error) {
	var out []org.Unit
	for _, kind := range []org.Kind{org.Province, org.District, org.Department, org.Commune} {
		units, err := p.Service.Org.OfKind(ctx, kind, p.Service.today())
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			if u.Receives() && actor.Of(ctx).Has(CanManage, u.Path) {
				out = append(out, u)
			}
		}
	}
	return out, nil
}

func admin(k reading, title string, crumbs ...ui.Crumb) ui.Frame {
	way := append([]ui.Crumb{{Text: k.t("org.crumb.admin"), Href: "/quan-tri"}}, crumbs...)
	return ui.Frame{Title: title, Area: ui.Admin, Crumbs: append(way, ui.Crumb{Text: title})}
}

// settings shows a unit's settings, its kiosks and the addresses of its screens.
func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	k, held, id := readingOf(r), web.Kept(r), r.PathValue("id")
	set, u, err := p.Service.Settings(k.ctx, id)
	if err != nil {
		return err
	}
	if held.Values.Has("co-bang") { // refused: what was typed stands there again
		set = settingOf(held.Values, set)
	}
	devices, err := p.Service.Devices(k.ctx, id)
	if err != nil {
		return err
	}
	title := u.FullName
	v := sheetView{Frame: admin(k, title, ui.Crumb{Text: k.t("tickets.manage.title"), Href: managePath}), Problems: ui.Problems(k.ctx, held.Err),
		Heading: ui.Heading{Title: title, Caption: k.t("tickets.manage.title")}}
	v.Frame.Failed, v.Frame.Wide, v.Frame.Board = held.Was(), true, true
	if !set.On {
		v.Parts = append(v.Parts, ui.Notice{Text: k.t("tickets.manage.is-off")})
	} else {
		v.Parts = append(v.Parts, p.addresses(k, id))
	}
	v.Parts = append(v.Parts, k.settingsForm(set, held), section(k.t("tickets.device.title"), p.devicesPart(k, id, devices, held)...))
	if set.On {
		v.Parts = append(v.Parts, section(k.t("tickets.manage.end-day"), ui.Paragraph(k.t("tickets.manage.end-day-lead")),
			form(formView{Form: ui.FormFrame{Action: managePath + "/" + id + "/ket-thuc", Confirm: k.t("tickets.manage.end-day-sure")},
				Buttons: []ui.Button{{Text: k.t("tickets.manage.end-day"), Kind: ui.Warning}}})))
	}
	return web.Show(w, r, sheetPage(v))
}

// addresses are those that people are given.
func (p *Pages) addresses(k reading, id string) templ.Component {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: k.t("tickets.manage.page"), Body: ui.Copyable{ID: "trang-lay-so", Value: p.address(placesPath + "/" + id)}},
		{Key: k.t("tickets.screen.title"), Body: ui.Copyable{ID: "man-hinh", Value: p.address(screenPath + id)}},
	}}
}

func (p *Pages) devicesPart(k reading, id string, devices []Device, held web.Held) []templ.Component {
	out := some(ui.Paragraph(k.t("tickets.device.lead")))
	if len(devices) > 0 {
		t := ui.Table{Caption: k.t("tickets.device.title"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t("tickets.device.name")}, {Text: k.t("tickets.device.made")}, {Text: k.t("tickets.do"), Hidden: true}}}
		for _, d := range devices {
			last := ui.Cell{Text: k.t("tickets.device.revoked", "at", text.DateTime(k.ctx, d.RevokedAt))}
			if d.RevokedAt.IsZero() {
				last = ui.Cell{Body: form(formView{Form: ui.FormFrame{Action: managePath + "/" + id + "/thu-hoi", Confirm: k.t("tickets.device.revoke-sure", "name", d.Name)},
					Hidden: []hidden{{"may", d.ID}}, Buttons: []ui.Button{{Text: k.t("tickets.device.revoke"), Kind: ui.LinkLike}}})}
			}
			t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: d.Name, Header: true}, {Text: text.DateTime(k.ctx, d.MadeAt)}, last}})
		}
		out = append(out, t)
	}
	name := ui.TextField{Name: "ten-may", Label: k.t("tickets.device.name"), Hint: k.t("tickets.device.name-hint"), Value: held.Value("ten-may", ""), Error: ui.Problem(k.ctx, held.Err, "ten-may"), Width: "30"}
	return append(out, form(formView{Form: ui.FormFrame{Action: managePath + "/" + id + "/may"}, Fields: some(name), Buttons: []ui.Button{{Text: k.t("tickets.device.add"), Kind: ui.Secondary}}}))
}

// saveSettings keeps what was typed.
func (p *Pages) saveSettings(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id := r.PathValue("id")
	set, _, err := p.Service.Settings(r.Context(), id)
	if err != nil {
		return err
	}
	if err := p.Service.SaveSettings(r.Context(), settingOf(r.PostForm, set)); err != nil {
		return again(w, r, err, managePath+"/"+id)
	}
	web.Say(r, "tickets.manage.saved")
	return web.SeeOther(w, r, managePath+"/"+id)
}

// addDevice makes a kiosk and leads to the page that binds a machine to it: open there, or carry its
// address over.
func (p *Pages) addDevice(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id := r.PathValue("id")
	token, err := p.Service.AddDevice(r.Context(), id, r.PostForm.Get("ten-may"))
	if err != nil {
		return again(w, r, err, managePath+"/"+id)
	}
	web.Say(r, "tickets.device.added", "address", p.address(kioskPath+"/gan/"+token))
	return web.SeeOther(w, r, managePath+"/"+id)
}

func (p *Pages) revokeDevice(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := p.Service.RevokeDevice(r.Context(), id, strings.TrimSpace(r.PostForm.Get("may"))); err != nil {
		return again(w, r, err, managePath+"/"+id)
	}
	web.Say(r, "tickets.device.is-revoked")
	return web.SeeOther(w, r, managePath+"/"+id)
}

func (p *Pages) endDay(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	n, err := p.Service.EndDay(r.Context(), id)
	if err != nil {
		return again(w, r, err, managePath+"/"+id)
	}
	web.Say(r, "tickets.manage.day-ended", "n", n)
	return web.SeeOther(w, r, managePath+"/"+id)
}
