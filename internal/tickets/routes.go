package tickets

import (
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// PageNeeds is what the pages stand on.
type PageNeeds struct {
	Service *Service
	BaseURL string // where people find the house, for the codes on tickets; no slash at its end
	// Intake is the address at which an officer takes in what the holder of a ticket brought; nil
	// when there is none.
	Intake func(ticketID string) string
	// Open is the address of a subject, "" when it has none.
	Open func(subject string) string
}

// Pages are the room's pages.
type Pages struct{ PageNeeds }

// NewPages returns the pages of the queue.
func NewPages(n PageNeeds) *Pages {
	if n.Intake == nil {
		n.Intake = func(string) string { return "" }
	}
	if n.Open == nil {
		n.Open = func(string) string { return "" }
	}
	return &Pages{n}
}

// The addresses.
const (
	placesPath   = "/lay-so"
	ticketPath   = "/so-thu-tu/"
	bookPath     = "/dat-lich/"
	bookingsPath = "/lich-hen"
	kioskPath    = "/may-lay-so"
	screenPath   = "/man-hinh/"
	deskPath     = "/lam-viec/goi-so"
	dayPath      = deskPath + "/ngay"
	figuresPath  = deskPath + "/so-lieu"
	managePath   = "/quan-tri/goi-so"
)

// Routes lists the room's addresses. What a person may do at which unit, the service asks.
func (p *Pages) Routes() []web.Route {
	serve, manage, figures := web.Right(CanServe), web.Right(CanManage), web.Right(CanSeeFigures)
	return []web.Route{
		{Method: "GET", Path: placesPath, Need: web.Public, Do: p.places},
		{Method: "GET", Path: placesPath + "/{id}", Need: web.Public, Do: p.take},
		{Method: "POST", Path: placesPath + "/{id}", Need: web.Public, Do: p.takeNumber},
		{Method: "GET", Path: ticketPath + "{id}", Need: web.Public, Do: p.ticket},
		{Method: "POST", Path: ticketPath + "{id}/bo", Need: web.Public, Do: p.giveBack},
		{Method: "GET", Path: bookPath + "{id}", Need: web.Public, Do: p.book},
		{Method: "POST", Path: bookPath + "{id}", Need: web.Public, Do: p.bookSlot},
		{Method: "GET", Path: bookingsPath, Need: web.Public, Do: p.bookings},
		{Method: "GET", Path: bookingsPath + "/{id}", Need: web.Public, Do: p.booking},
		{Method: "POST", Path: bookingsPath + "/{id}/huy", Need: web.Public, Do: p.cancelBooking},

		{Method: "GET", Path: kioskPath, Need: web.Public, Do: p.kiosk},
		{Method: "POST", Path: kioskPath, Need: web.Public, Do: p.kioskTake},
		{Method: "POST", Path: kioskPath + "/den", Need: web.Public, Do: p.kioskArrive},
		{Method: "GET", Path: kioskPath + "/phieu/{id}", Need: web.Public, Do: p.kioskTicket},
		{Method: "GET", Path: kioskPath + "/gan/{id}", Need: web.Public, Do: p.kioskBind},
		{Method: "POST", Path: kioskPath + "/gan/{id}", Need: web.Public, Do: p.bindKiosk},
		{Method: "GET", Path: screenPath + "{id}", Need: web.Public, Do: p.screen},

		{Method: "GET", Path: deskPath, Need: serve, Do: p.panel},
		{Method: "POST", Path: deskPath, Need: serve, Do: p.deskDo},
		{Method: "POST", Path: deskPath + "/so/{id}", Need: serve, Do: p.ticketDo},
		{Method: "GET", Path: dayPath, Need: serve, Do: p.day},
		{Method: "POST", Path: dayPath, Need: serve, Do: p.dayDo},
		{Method: "GET", Path: figuresPath, Need: figures, Do: p.figures},

		{Method: "GET", Path: managePath, Need: manage, Do: p.counters},
		{Method: "GET", Path: managePath + "/{id}", Need: manage, Do: p.settings},
		{Method: "POST", Path: managePath + "/{id}", Need: manage, Do: p.saveSettings},
		{Method: "POST", Path: managePath + "/{id}/may", Need: manage, Do: p.addDevice},
		{Method: "POST", Path: managePath + "/{id}/thu-hoi", Need: manage, Do: p.revokeDevice},
		{Method: "POST", Path: managePath + "/{id}/ket-thuc", Need: manage, Do: p.endDay},
	}
}

// to is an address with a query of names and values; empty values are left out.
func to(path string, query ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func readForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return nil
}

// again leads back to the form with what was typed and what is wrong with it.
func again(w http.ResponseWriter, r *http.Request, err error, form string) error {
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, form)
}
