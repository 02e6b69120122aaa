package tickets

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// stubView is a number as its holder sees it: nothing personal stands on it.
type stubView struct {
	Code, Queue, State, Place string

	Lines  []string // how many are before, how long, which window
	Called bool
	Fresh  bool // it still changes
	Topic  string
	QR     string
	QRAlt  string
	Secret string
}

// freshEvery is how often, in seconds, the page of a ticket reloads where no script does it better and
// its holder has asked for it: a page that jumps by itself is a barrier to some.
const freshEvery = 20

// ticket shows a number and what lies before it.
func (p *Pages) ticket(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	t, err := p.Service.Ticket(k.ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	stub, err := p.stub(k, t)
	if err != nil {
		return err
	}
	reloads := r.URL.Query().Has("tu-lam-moi") && stub.Fresh
	if reloads {
		w.Header().Set("Refresh", strconv.Itoa(freshEvery))
	}
	title := k.t("tickets.ticket.title", "code", t.Code())
	v := sheetView{Frame: ui.Frame{Title: title, NoIndex: true, Board: true, Live: stub.Fresh}, Heading: ui.Heading{Title: title, Caption: stub.Place}}
	v.Parts = some(stubPart(stub), p.reloading(k, t, stub.Fresh, reloads))
	set, err := p.Service.Counter(k.ctx, t.UnitID)
	if err == nil && t.Waits() {
		v.Parts = append(v.Parts, inset(k.rule(set)))
	}
	if t.Waits() {
		v.Parts = append(v.Parts, form(formView{Form: ui.FormFrame{Action: ticketPath + t.Secret + "/bo", Confirm: k.t("tickets.ticket.leave-sure")},
			Buttons: []ui.Button{{Text: k.t("tickets.ticket.leave"), Kind: ui.LinkLike}}}))
	}
	return web.Show(w, r, sheetPage(v))
}

// reloading offers what a page without script cannot do: to look again, or by itself.
func (p *Pages) reloading(k reading, t *Ticket, fresh, reloads bool) templ.Component {
	switch self := ticketPath + t.Secret; {
	case !fresh:
		return nil
	case reloads:
		return withoutScript(linkView{k.t("tickets.ticket.stop-reloading"), self})
	default:
		return withoutScript(linkView{k.t("tickets.ticket.look-again"), self}, linkView{k.t("tickets.ticket.reload", "n", freshEvery), self + "?tu-lam-moi"})
	}
}

type linkView struct{ Text, Href string }

func (p *Pages) stub(k reading, t *Ticket) (stubView, error) {
	set, err := p.Service.read().setting(k.ctx, t.UnitID)
	if err != nil {
		return stubView{}, err
	}
	name, err := p.unitName(k.ctx, t.UnitID)
	if err != nil {
		return stubView{}, err
	}
	address := p.address(ticketPath + t.Secret)
	v := stubView{Code: t.Code(), Queue: k.queue(set, t.Queue), State: k.t("tickets.holder." + string(t.State)), Place: name,
		Called: t.State == Called, Fresh: t.Waits() || t.Here(), QR: qr(address), QRAlt: k.t("tickets.ticket.qr"), Secret: t.Secret, Topic: Topic(t.UnitID)}
	switch {
	case t.Here():
		v.Lines = append(v.Lines, k.t("tickets.ticket.window", "n", t.Window))
	case t.Waits():
		a, err := p.Service.Ahead(k.ctx, t)
		if err != nil {
			return v, err
		}
		v.Lines = k.ahead(a, t, p.Service.Clock.Now())
	}
	v.Lines = append(v.Lines, k.t("tickets.ticket.taken", "at", text.DateTime(k.ctx, t.TakenAt)))
	return v, nil
}

func (k reading) ahead(a Ahead, t *Ticket, now time.Time) []string {
	lines := []string{k.t("tickets.ticket.before", "n", a.Before)}
	switch {
	case a.Before == 0:
		lines = []string{k.t("tickets.ticket.first")}
	case a.Windows == 0:
		lines = append(lines, k.t("tickets.ticket.no-window"))
	case a.Known:
		lines = append(lines, k.t("tickets.ticket.wait", "n", int(a.Wait/time.Minute)))
	default:
		lines = append(lines, k.t("tickets.ticket.wait-unknown"))
	}
	if t.SlotAt.After(now) {
		lines = append(lines, k.t("tickets.ticket.slot", "at", hour(t.SlotAt)))
	}
	if t.Priority != "" {
		lines = append(lines, k.t("tickets.ticket.priority"))
	}
	return lines
}

func (p *Pages) giveBack(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.Service.GiveBack(r.Context(), id); err != nil {
		return err
	}
	web.Say(r, "tickets.ticket.left")
	return web.SeeOther(w, r, ticketPath+id)
}
