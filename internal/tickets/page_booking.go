package tickets

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// bookings finds a booking by its code, and lists those of a citizen signed in.
func (p *Pages) bookings(w http.ResponseWriter, r *http.Request) error {
	k, code := readingOf(r), r.URL.Query().Get("ma")
	title := k.t("tickets.bookings.title")
	v := sheetView{Frame: ui.Frame{Title: title, NoIndex: true, Crumbs: []ui.Crumb{{Text: k.t("tickets.places.title"), Href: placesPath}, {Text: title}}},
		Heading: ui.Heading{Title: title}}
	problem := ""
	if code != "" {
		b, err := p.Service.Booking(k.ctx, code)
		if err == nil {
			return web.SeeOther(w, r, bookingsPath+"/"+b.Code)
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		problem = k.t("tickets.no-booking")
		v.Problems = ui.ErrorSummary{Items: []ui.ErrorItem{{Text: problem, Href: "#ma"}}}
		v.Frame.Failed = true
	}
	mine, err := p.Service.MyBookings(k.ctx)
	if err != nil {
		return err
	}
	var cards ui.CardGrid
	for _, b := range mine {
		name, err := p.unitName(k.ctx, b.UnitID)
		if err != nil {
			return err
		}
		cards.Cards = append(cards.Cards, ui.Card{Title: text.DateTime(k.ctx, b.StartAt), Href: bookingsPath + "/" + b.Code, Text: name, Meta: spaced(b.Code)})
	}
	if len(cards.Cards) > 0 {
		v.Parts = some(section(k.t("tickets.bookings.mine"), cards))
	}
	v.Parts = append(v.Parts, form(formView{Get: true, Form: ui.FormFrame{Action: bookingsPath}, Fields: some(ui.TextField{Name: "ma", Label: k.t("tickets.booking.code"),
		Hint: k.t("tickets.booking.code-hint"), Value: code, Error: problem, Width: "10", Autocomplete: "off", Required: true}),
		Buttons: []ui.Button{{Text: k.t("tickets.bookings.look")}}}))
	return web.Show(w, r, sheetPage(v))
}

// booking shows a booked slot to whoever has its code; of the person only what they know already.
func (p *Pages) booking(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	b, err := p.Service.Booking(k.ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	set, err := p.Service.read().setting(k.ctx, b.UnitID)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, b.UnitID)
	if err != nil {
		return err
	}
	title := k.t("tickets.booking.title")
	v := sheetView{Frame: ui.Frame{Title: title, NoIndex: true, Board: true}, Heading: ui.Heading{Title: title, Caption: name}}
	v.Parts = some(bookingPart(bookingView{Code: spaced(b.Code), CodeLabel: k.t("tickets.booking.code"), When: hour(b.StartAt), Day: k.longDay(b.Day),
		Queue: b.Letter + " – " + k.queue(set, b.Letter), State: k.t("tickets.booking." + string(b.State)), QR: qr(p.address(bookingsPath + "/" + b.Code)), QRAlt: k.t("tickets.booking.qr")}))
	switch b.State {
	case BookingOpen:
		v.Parts = append(v.Parts, inset(k.t("tickets.booking.how")),
			buttons(ui.Button{Text: k.t("tickets.book.move"), Href: to(bookPath+b.UnitID, "doi", b.Code), Kind: ui.Secondary}),
			form(formView{Form: ui.FormFrame{Action: bookingsPath + "/" + b.Code + "/huy", Confirm: k.t("tickets.booking.cancel-sure")},
				Buttons: []ui.Button{{Text: k.t("tickets.booking.cancel"), Kind: ui.LinkLike}}}))
	case BookingArrived:
		t, err := p.Service.read().ticket(k.ctx, b.TicketID)
		if err != nil {
			return err
		}
		v.Parts = append(v.Parts, buttons(ui.Button{Text: k.t("tickets.ticket.title", "code", t.Code()), Href: ticketPath + t.Secret}))
	default:
		v.Parts = append(v.Parts, buttons(ui.Button{Text: k.t("tickets.book.title"), Href: bookPath + b.UnitID}))
	}
	return web.Show(w, r, sheetPage(v))
}

// bookingView is a booked slot.
type bookingView struct{ Code, CodeLabel, When, Day, Queue, State, QR, QRAlt string }

func (p *Pages) cancelBooking(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("id")
	if err := p.Service.Cancel(r.Context(), code); err != nil {
		return err
	}
	web.Say(r, "tickets.booking.is-cancelled")
	return web.SeeOther(w, r, bookingsPath+"/"+tidyCode(code))
}
