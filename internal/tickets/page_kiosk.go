package tickets

import (
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// kioskCookie carries the token of a machine. Nobody signs in there; the machine is bound to its unit
// by whoever manages the counter.
const (
	kioskCookie = "nhasan-kiosk"
	kioskYear   = 365 * 24 * 3600 // seconds
)

// kioskView is the machine in the waiting room: one press, one number.
type kioskView struct {
	Frame      ui.Frame
	Title      string
	Now        string
	Problem    string // why the last press gave nothing
	Shut       string // when the counter opens again; "" while it gives numbers
	Topic      string // says that the queue has moved
	Picks      []pickView
	Priority   string // chosen
	Priorities []choiceView
	Code       ui.TextField
	Rule       string
}

// pickView is a button that gives a number.
type pickView struct{ Letter, Name, Waiting string }

// choiceView is a link that chooses.
type choiceView struct {
	Text, Href string

	Chosen bool
}

// kiosk shows the buttons.
func (p *Pages) kiosk(w http.ResponseWriter, r *http.Request) error {
	k, held := readingOf(r), web.Kept(r)
	d, err := p.device(r)
	if err != nil {
		return err
	}
	p.bind(w, cookieOf(r)) // a machine that is used stays bound
	b, err := p.Service.Board(k.ctx, d.UnitID)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, d.UnitID)
	if err != nil {
		return err
	}
	v := kioskView{Frame: ui.Frame{Title: k.t("tickets.kiosk.title"), Live: true}, Title: name, Topic: Topic(d.UnitID), Now: hour(p.Service.Clock.Now()), Rule: k.rule(b.Setting)}
	if held.Err != nil {
		v.Problem = ui.Problems(k.ctx, held.Err).Items[0].Text
	}
	if v.Shut, err = p.opening(k, d.UnitID); err != nil {
		return err
	}
	if v.Shut != "" {
		w.Header().Set("Refresh", "60")
	}
	v.fill(k, b, r.URL.Query().Get("uu-tien"))
	return web.Show(w, r, kioskPage(v))
}

func (v *kioskView) fill(k reading, b *Board, priority string) {
	for _, q := range b.Setting.Open() {
		v.Picks = append(v.Picks, pickView{q.Letter, q.In(text.LangOf(k.ctx)), k.t("tickets.waiting", "n", b.Waiting(q.Letter))})
	}
	if b.Setting.Order != ByNumber {
		for _, one := range b.Setting.Priorities {
			c := choiceView{Text: k.t("tickets.priority." + string(one)), Href: to(kioskPath, "uu-tien", string(one)), Chosen: priority == string(one)}
			if c.Chosen {
				c.Href, v.Priority = kioskPath, priority // pressed again it is taken back
			}
			v.Priorities = append(v.Priorities, c)
		}
	}
	if b.Setting.TakesBookings() {
		v.Code = ui.TextField{Name: "ma", Label: k.t("tickets.kiosk.code"), Autocomplete: "off", Width: "20"}
	}
}

func cookieOf(r *http.Request) string {
	c, err := r.Cookie(kioskCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// device is the machine that asks.
func (p *Pages) device(r *http.Request) (Device, error) {
	return p.Service.Device(r.Context(), cookieOf(r))
}

func (p *Pages) bind(w http.ResponseWriter, token string) {
	http.SetCookie(w, &http.Cookie{Name: kioskCookie, Value: token, Path: kioskPath, MaxAge: kioskYear, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(p.BaseURL, "https://")})
}

// kioskBind asks whether this machine is to become the kiosk; only then its browser keeps the token.
func (p *Pages) kioskBind(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	d, err := p.Service.Device(k.ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, d.UnitID)
	if err != nil {
		return err
	}
	title := k.t("tickets.kiosk.bind")
	v := sheetView{Frame: ui.Frame{Title: title, NoIndex: true}, Heading: ui.Heading{Title: title, Caption: name, Lead: k.t("tickets.kiosk.bind-lead", "name", d.Name)}}
	v.Parts = some(form(formView{Form: ui.FormFrame{Action: kioskPath + "/gan/" + r.PathValue("id")}, Buttons: []ui.Button{{Text: k.t("tickets.kiosk.bind-do")}}}))
	return web.Show(w, r, sheetPage(v))
}

func (p *Pages) bindKiosk(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("id")
	if _, err := p.Service.Device(r.Context(), token); err != nil {
		return err
	}
	p.bind(w, token)
	return web.SeeOther(w, r, kioskPath)
}

func (p *Pages) kioskTake(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	d, err := p.device(r)
	if err != nil {
		return err
	}
	t, err := p.Service.Take(r.Context(), Wish{UnitID: d.UnitID, Letter: r.PostForm.Get("linh-vuc"), Priority: Priority(r.PostForm.Get("uu-tien")),
		Channel: AtKiosk, DeviceID: d.ID})
	return p.given(w, r, t, err)
}

func (p *Pages) kioskArrive(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	d, err := p.device(r)
	if err != nil {
		return err
	}
	t, err := p.Service.Arrive(r.Context(), d.UnitID, r.PostForm.Get("ma"), AtKiosk)
	return p.given(w, r, t, err)
}

func (p *Pages) given(w http.ResponseWriter, r *http.Request, t *Ticket, err error) error {
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, fault.As(err).Key) // the kiosk stays at its buttons
	}
	if err != nil {
		return again(w, r, err, kioskPath)
	}
	return web.SeeOther(w, r, kioskPath+"/phieu/"+t.Secret)
}

// kioskTicket is the number on the kiosk's screen and on the strip it prints; it goes away by itself.
func (p *Pages) kioskTicket(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	if _, err := p.device(r); err != nil {
		return err
	}
	t, err := p.Service.Ticket(k.ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	stub, err := p.stub(k, t)
	if err != nil {
		return err
	}
	w.Header().Set("Refresh", "20; url="+kioskPath)
	return web.Show(w, r, kioskTicketPage(kioskTicketView{Frame: ui.Frame{Title: k.t("tickets.ticket.title", "code", t.Code())}, Stub: stub,
		Back: ui.Button{Text: k.t("tickets.kiosk.back"), Href: kioskPath}}))
}

// kioskTicketView is a number just given.
type kioskTicketView struct {
	Frame ui.Frame
	Stub  stubView
	Back  ui.Button
}
