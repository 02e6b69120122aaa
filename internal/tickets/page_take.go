package tickets

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// places lists the counters that give numbers.
func (p *Pages) places(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	counters, err := p.Service.Counters(k.ctx)
	if err != nil {
		return err
	}
	title := k.t("tickets.places.title")
	v := sheetView{Frame: ui.Frame{Title: title}, Heading: ui.Heading{Title: title, Lead: k.t("tickets.places.lead")}}
	var cards ui.CardGrid
	for _, c := range counters {
		name, err := p.unitName(k.ctx, c.UnitID)
		if err != nil {
			return err
		}
		b, err := p.Service.Board(k.ctx, c.UnitID)
		if err != nil {
			return err
		}
		cards.Cards = append(cards.Cards, ui.Card{Title: name, Href: placesPath + "/" + c.UnitID, Text: k.t("tickets.places.waiting", "n", len(b.Line))})
	}
	if len(cards.Cards) == 0 {
		v.Parts = some(ui.Empty{Title: k.t("tickets.places.none"), Text: k.t("tickets.places.none-hint")})
	} else {
		v.Parts = some(cards, linkTo(k.t("tickets.bookings.find"), bookingsPath))
	}
	return web.Show(w, r, sheetPage(v))
}

// take asks what somebody comes for and gives them a number.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	k, held, id := readingOf(r), web.Kept(r), r.PathValue("id")
	b, err := p.Service.Board(k.ctx, id)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, id)
	if err != nil {
		return err
	}
	title := k.t("tickets.take.title")
	v := sheetView{Frame: ui.Frame{Title: title, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: k.t("tickets.places.title"), Href: placesPath}, {Text: name}}},
		Problems: ui.Problems(k.ctx, held.Err), Heading: ui.Heading{Title: title, Caption: name}}
	open, err := p.opening(k, id)
	if err != nil {
		return err
	}
	if open != "" {
		v.Parts = append(v.Parts, ui.Notice{Kind: ui.Caution, Text: open})
	} else {
		v.Parts = append(v.Parts, p.takeForm(k, b, held))
	}
	if b.Setting.TakesBookings() {
		v.Parts = append(v.Parts, buttons(ui.Button{Text: k.t("tickets.book.title"), Href: bookPath + id, Kind: ui.Secondary}))
	}
	v.Parts = append(v.Parts, inset(k.rule(b.Setting)), linkTo(k.t("tickets.take.screen"), screenPath+id))
	return web.Show(w, r, sheetPage(v))
}

// opening says when a counter that is shut opens again; "" while it gives numbers.
func (p *Pages) opening(k reading, unitID string) (string, error) {
	cal, err := p.Service.Org.Calendar(k.ctx, unitID)
	if err != nil {
		return "", err
	}
	now := p.Service.Clock.Now()
	if gives(cal, now) {
		return "", nil
	}
	next, err := cal.NextOpen(now)
	if err != nil {
		return k.t("tickets.shut"), nil
	}
	return k.t("tickets.shut-until", "at", hour(next), "day", k.longDay(clock.DateOf(next))), nil
}

func (p *Pages) takeForm(k reading, b *Board, held web.Held) templ.Component {
	queues := ui.Radios{Name: "linh-vuc", Label: k.t("tickets.take.queue"), Value: held.Value("linh-vuc", ""), Error: ui.Problem(k.ctx, held.Err, "linh-vuc"), Required: true}
	for _, q := range b.Setting.Open() {
		queues.Options = append(queues.Options, ui.Option{Value: q.Letter, Text: q.Letter + " – " + q.In(text.LangOf(k.ctx)),
			Hint: k.t("tickets.waiting", "n", b.Waiting(q.Letter))})
	}
	f := formView{Form: ui.FormFrame{Action: placesPath + "/" + b.Setting.UnitID}, Buttons: []ui.Button{{Text: k.t("tickets.take.do")}}}
	f.Fields = some(queues, k.priority(b.Setting, held.Value("uu-tien", "")))
	if actor.Of(k.ctx).Kind != actor.Citizen {
		f.Fields = append(f.Fields, k.phone(held, k.t("tickets.take.phone-hint")))
	}
	return form(f)
}

func (k reading) phone(held web.Held, hint string) ui.TextField {
	return ui.TextField{Name: "dien-thoai", Label: k.t("tickets.phone"), Hint: hint, Value: held.Value("dien-thoai", ""),
		Error: ui.Problem(k.ctx, held.Err, "dien-thoai"), Type: "tel", InputMode: "tel", Autocomplete: "tel", Width: "20", Required: true}
}

func (p *Pages) takeNumber(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id := r.PathValue("id")
	t, err := p.Service.Take(r.Context(), Wish{UnitID: id, Letter: r.PostForm.Get("linh-vuc"), Priority: Priority(r.PostForm.Get("uu-tien")),
		Channel: AtPage, Phone: r.PostForm.Get("dien-thoai")})
	if err != nil {
		return again(w, r, err, placesPath+"/"+id)
	}
	return web.SeeOther(w, r, ticketPath+t.Secret)
}
