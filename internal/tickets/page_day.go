package tickets

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// day shows who booked and every number of a day.
func (p *Pages) day(w http.ResponseWriter, r *http.Request) error {
	k, held := readingOf(r), web.Kept(r)
	title := k.t("tickets.day.title")
	unit, _, err := p.myUnit(r, CanServe)
	if err != nil {
		return err
	}
	if unit == "" {
		return p.noCounter(w, r, title)
	}
	on := dayIn(r.URL.Query().Get("ngay"))
	if on == "" {
		on = p.Service.today()
	}
	l, err := p.Service.Day(k.ctx, unit, on)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, unit)
	if err != nil {
		return err
	}
	v := sheetView{Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Board: true, Failed: held.Was()}, Problems: ui.Problems(k.ctx, held.Err),
		Heading: ui.Heading{Title: title, Caption: name + " · " + k.longDay(on)}}
	v.Parts = some(k.tabs(dayPath, unit), filter(ui.FilterSpec{Action: dayPath}, unit,
		ui.DateField{Name: "ngay", Label: k.t("tickets.day.which"), Value: text.Date(on)}))
	if on == p.Service.today() {
		v.Parts = append(v.Parts, folded(k.t("tickets.day.give"), p.giveForm(k, l.Setting, held)))
	}
	v.Parts = append(v.Parts, section(k.t("tickets.day.bookings"), p.bookingTable(k, l)), section(k.t("tickets.day.tickets"), p.ticketTable(k, l)))
	return web.Show(w, r, sheetPage(v))
}

// giveForm gives a number to somebody who stands at the desk.
func (p *Pages) giveForm(k reading, set *Setting, held web.Held) templ.Component {
	queue := ui.Select{Name: "linh-vuc", Label: k.t("tickets.take.queue"), Value: held.Value("linh-vuc", ""), Error: ui.Problem(k.ctx, held.Err, "linh-vuc")}
	for _, q := range set.Open() {
		queue.Options = append(queue.Options, ui.Option{Value: q.Letter, Text: q.Letter + " – " + q.In(text.LangOf(k.ctx))})
	}
	return form(formView{Form: ui.FormFrame{Action: to(dayPath, "noi", set.UnitID)}, Hidden: []hidden{{"lam", "cap-so"}},
		Fields: some(queue, k.priority(set, "")), Buttons: []ui.Button{{Text: k.t("tickets.take.do"), Kind: ui.Secondary}}})
}

func (p *Pages) bookingTable(k reading, l *DayList) templ.Component {
	if len(l.Bookings) == 0 {
		return ui.Empty{Title: k.t("tickets.day.no-bookings")}
	}
	t := ui.Table{Caption: k.t("tickets.day.bookings"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t("tickets.book.hour")}, {Text: k.t("tickets.name")},
		{Text: k.t("tickets.queue")}, {Text: k.t("tickets.phone")}, {Text: k.t("tickets.state")}, {Text: k.t("tickets.do"), Hidden: true}}}
	for _, b := range l.Bookings {
		last := ui.Cell{Text: ""}
		if b.State == BookingOpen && b.Day == p.Service.today() {
			last.Body = form(formView{Form: ui.FormFrame{Action: to(dayPath, "noi", b.UnitID)}, Hidden: []hidden{{"lam", "den"}, {"ma", b.Code}},
				Buttons: []ui.Button{{Text: k.t("tickets.kiosk.arrive"), Kind: ui.Secondary}}})
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: hour(b.StartAt), Header: true}, {Text: b.Name}, {Text: b.Letter + " – " + k.queue(l.Setting, b.Letter)},
			{Text: lastDigits(b.Phone)}, {Body: ui.Tag{Text: k.t("tickets.booking." + string(b.State)), Colour: bookingColours[b.State]}}, last}})
	}
	return t
}

var bookingColours = map[BookingState]string{BookingOpen: ui.Blue, BookingArrived: ui.Green, BookingMissed: ui.Red, BookingCancelled: ui.Grey}

// lastDigits hides a phone but for its end, by which its owner is told from a namesake. law: pdp/masking
func lastDigits(phone string) string {
	if len(phone) < 4 {
		return ""
	}
	return "••• " + phone[len(phone)-3:]
}

func (p *Pages) ticketTable(k reading, l *DayList) templ.Component {
	if len(l.Tickets) == 0 {
		return ui.Empty{Title: k.t("tickets.day.no-tickets")}
	}
	t := ui.Table{Caption: k.t("tickets.day.tickets"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t("tickets.number")}, {Text: k.t("tickets.queue")}, {Text: k.t("tickets.state")},
		{Text: k.t("tickets.taken")}, {Text: k.t("tickets.called")}, {Text: k.t("tickets.window-which")}, {Text: k.t("tickets.wait"), Numeric: true}, {Text: k.t("tickets.service"), Numeric: true}, {Text: k.t("tickets.day.done")}}}
	for _, x := range l.Tickets {
		m := l.Times[x.ID]
		row := []ui.Cell{{Text: x.Code(), Header: true}, {Text: k.queue(l.Setting, x.Queue)}, {Body: k.state(x.State)}, {Text: hour(x.TakenAt) + " · " + k.t("tickets.channel."+string(x.Channel))},
			{Text: hour(m.Called)}, {}, {}, {}, {Body: p.subjects(k, l.Subjects[x.ID])}}
		if x.Window > 0 {
			row[5].Text = k.t("tickets.window", "n", x.Window)
		}
		if m.measured.Called {
			row[6].Text = short(m.Wait)
		}
		if m.Served {
			row[7].Text = short(m.Service)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: row})
	}
	return t
}

// subjects links what was done for a ticket; nil when nothing was.
func (p *Pages) subjects(k reading, list []Subject) templ.Component {
	var parts []templ.Component
	for _, s := range list {
		if href := p.Open(s.Subject); href != "" {
			parts = append(parts, linkTo(k.t("tickets.desk.open-subject"), href))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return templ.Join(parts...)
}

// dayDo gives a number at the desk, or notes that somebody who booked has come.
func (p *Pages) dayDo(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, unit := r.Context(), r.URL.Query().Get("noi")
	var t *Ticket
	var err error
	switch r.PostForm.Get("lam") {
	case "den":
		t, err = p.Service.Arrive(ctx, unit, r.PostForm.Get("ma"), AtDesk)
	case "cap-so":
		t, err = p.Service.Take(ctx, Wish{UnitID: unit, Letter: r.PostForm.Get("linh-vuc"), Priority: Priority(r.PostForm.Get("uu-tien")), Channel: AtDesk})
	default:
		err = fault.New(fault.Invalid, "fault.bad-form")
	}
	if err != nil {
		return again(w, r, err, to(dayPath, "noi", unit))
	}
	web.Say(r, "tickets.day.given", "code", t.Code())
	return web.SeeOther(w, r, to(dayPath, "noi", unit))
}
