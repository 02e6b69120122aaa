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

// booker is somebody choosing a slot: what for, which day, and the booking that is to be moved.
type booker struct {
	reading
	set    *Setting
	name   string
	letter string
	day    clock.Date
	moving *Booking // nil for a new one
	held   web.Held
}

func (b booker) self(query ...string) string {
	if b.moving != nil {
		query = append(query, "doi", b.moving.Code)
	}
	return to(bookPath+b.set.UnitID, query...)
}

// book asks for field of work and day, then shows the slots of that day with what else must be said.
func (p *Pages) book(w http.ResponseWriter, r *http.Request) error {
	b, err := p.booker(r)
	if err != nil {
		return err
	}
	title := b.t("tickets.book.title")
	if b.moving != nil {
		title = b.t("tickets.book.move")
	}
	v := sheetView{Frame: ui.Frame{Title: title, Failed: b.held.Was(), NoIndex: true, Board: true,
		Crumbs: []ui.Crumb{{Text: b.t("tickets.places.title"), Href: placesPath}, {Text: b.name, Href: placesPath + "/" + b.set.UnitID}, {Text: title}}},
		Problems: ui.Problems(b.ctx, b.held.Err), Heading: ui.Heading{Title: title, Caption: b.name}}
	days, err := p.Service.Days(b.ctx, b.set.UnitID)
	if err != nil {
		return err
	}
	if len(days) == 0 {
		v.Parts = some(ui.Empty{Title: b.t("tickets.no-slots"), Text: b.t("tickets.no-slots-hint")})
		return web.Show(w, r, sheetPage(v))
	}
	v.Parts = some(b.choice(days))
	if b.day != "" && b.letter != "" {
		places, err := p.Service.Places(b.ctx, b.set.UnitID, b.letter, b.day)
		if err != nil {
			return err
		}
		v.Parts = append(v.Parts, section(b.t("tickets.book.slots", "day", b.longDay(b.day)), b.slots(places)))
	}
	return web.Show(w, r, sheetPage(v))
}

func (p *Pages) booker(r *http.Request) (booker, error) {
	b := booker{reading: readingOf(r), held: web.Kept(r)}
	q, id := r.URL.Query(), r.PathValue("id")
	var err error
	if b.set, err = p.Service.Counter(b.ctx, id); err != nil {
		return b, err
	}
	if b.name, err = p.unitName(b.ctx, id); err != nil {
		return b, err
	}
	b.day = dayIn(q.Get("ngay"))
	if _, ok := b.set.Queue(q.Get("linh-vuc")); ok {
		b.letter = q.Get("linh-vuc")
	}
	if code := q.Get("doi"); code != "" {
		if b.moving, err = p.Service.Booking(b.ctx, code); err != nil {
			return b, err
		}
		b.letter = b.moving.Letter
	}
	return b, nil
}

// choice is the first half: what for, and on which day.
func (b booker) choice(days []clock.Date) templ.Component {
	f := formView{Get: true, Form: ui.FormFrame{Action: bookPath + b.set.UnitID}, Buttons: []ui.Button{{Text: b.t("tickets.book.show"), Kind: ui.Secondary}}}
	if b.moving != nil {
		f.Hidden = []hidden{{"doi", b.moving.Code}}
	} else {
		queue := ui.Select{Name: "linh-vuc", Label: b.t("tickets.take.queue"), Value: b.letter, Required: true}
		for _, q := range b.set.Open() {
			queue.Options = append(queue.Options, ui.Option{Value: q.Letter, Text: q.Letter + " – " + q.In(text.LangOf(b.ctx))})
		}
		f.Fields = append(f.Fields, queue)
	}
	day := ui.Select{Name: "ngay", Label: b.t("tickets.book.day"), Value: string(b.day), Required: true}
	for _, d := range days {
		day.Options = append(day.Options, ui.Option{Value: string(d), Text: b.longDay(d)})
	}
	f.Fields = append(f.Fields, day)
	return form(f)
}

// slots is the second half: the hour, and who comes.
func (b booker) slots(places []Place) templ.Component {
	free := ui.Radios{Name: "khung", Label: b.t("tickets.book.hour"), Value: b.held.Value("khung", ""), Error: ui.Problem(b.ctx, b.held.Err, "khung"), Required: true, Inline: true}
	left := 0
	for _, p := range places {
		o := ui.Option{Value: when(p.At), Text: hour(p.At), Hint: b.t("tickets.book.left", "n", p.Left), Disabled: p.Left == 0}
		if p.Left == 0 {
			o.Hint = b.t("tickets.book.full")
		}
		left += p.Left
		free.Options = append(free.Options, o)
	}
	if left == 0 {
		return ui.Empty{Title: b.t("tickets.book.day-full"), Text: b.t("tickets.book.day-full-hint")}
	}
	f := formView{Form: ui.FormFrame{Action: b.self("linh-vuc", b.letter, "ngay", string(b.day))}, Buttons: []ui.Button{{Text: b.t("tickets.book.do")}}}
	f.Fields = some(slotsPart(free))
	if b.moving != nil {
		f.Buttons[0].Text = b.t("tickets.book.move-do")
		return form(f)
	}
	name := ""
	if a := actor.Of(b.ctx); a.Kind == actor.Citizen {
		name = a.Name
	}
	f.Fields = some(slotsPart(free), ui.TextField{Name: "ho-ten", Label: b.t("tickets.name"), Value: b.held.Value("ho-ten", name), Error: ui.Problem(b.ctx, b.held.Err, "ho-ten"),
		Autocomplete: "name", MaxLength: longestName, Required: true}, b.phone(b.held, b.t("tickets.book.phone-hint")), b.priority(b.set, b.held.Value("uu-tien", "")))
	return form(f)
}

func (p *Pages) bookSlot(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, q, typed := r.Context(), r.URL.Query(), r.PostForm
	if code := q.Get("doi"); code != "" {
		if err := p.Service.Rebook(ctx, code, whenOf(typed.Get("khung"))); err != nil {
			return again(w, r, err, r.URL.RequestURI())
		}
		web.Say(r, "tickets.book.moved")
		return web.SeeOther(w, r, bookingsPath+"/"+tidyCode(code))
	}
	b, err := p.Service.Book(ctx, BookWish{UnitID: r.PathValue("id"), Letter: q.Get("linh-vuc"), At: whenOf(typed.Get("khung")), Name: typed.Get("ho-ten"),
		Phone: typed.Get("dien-thoai"), Priority: Priority(typed.Get("uu-tien"))})
	if err != nil {
		return again(w, r, err, r.URL.RequestURI())
	}
	web.Say(r, "tickets.book.done")
	return web.SeeOther(w, r, bookingsPath+"/"+b.Code)
}
