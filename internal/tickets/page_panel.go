package tickets

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// panelView is the window of an officer: who is here, what to press, who comes next.
type panelView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Tabs     ui.Tabs
	Notices  []ui.Notice
	Now      nowView
	Topic    string // says that the queue has moved
	Line     ui.Table
	Waiting  string
	Empty    ui.Empty
	Missed   []keyView
	Rest     []keyView
}

// nowView is the ticket at the window and the buttons that fit its state.
type nowView struct {
	Code, Queue, Label, Priority, Since string

	Intake   *linkView
	Subjects []linkView
	Keys     []keyView
	Transfer *transferView
}

// keyView is a button with its key.
type keyView struct {
	Action, Name, Value, Seen, Text, Key string

	Primary bool
}

// transferView asks for the queue to which a ticket goes.
type transferView struct {
	Action, Seen string
	To           ui.Select
	Button       ui.Button
}

// myUnit is the counter at which whoever acts serves: that of their window, of their post, or the
// only one they may.
func (p *Pages) myUnit(r *http.Request, right string) (string, []Setting, error) {
	ctx := r.Context()
	a := actor.Of(ctx)
	counters, err := p.Service.Counters(ctx)
	if err != nil {
		return "", nil, err
	}
	counters = slices.DeleteFunc(counters, func(s Setting) bool { return !a.Has(right, s.UnitPath) })
	wanted := []string{r.URL.Query().Get("noi")}
	if d, err := p.Service.MyDesk(ctx); err == nil && d != nil {
		wanted = append(wanted, d.UnitID)
	}
	for _, id := range append(wanted, a.UnitID) {
		if slices.ContainsFunc(counters, func(s Setting) bool { return s.UnitID == id }) {
			return id, counters, nil
		}
	}
	if len(counters) > 0 {
		return counters[0].UnitID, counters, nil
	}
	return "", nil, nil
}

// noCounter is the page of those at whose unit no counter is on.
func (p *Pages) noCounter(w http.ResponseWriter, r *http.Request, title string) error {
	k := readingOf(r)
	v := sheetView{Frame: ui.Frame{Title: title, Area: ui.Desk}, Heading: ui.Heading{Title: title}}
	e := ui.Empty{Title: k.t("tickets.desk.off"), Text: k.t("tickets.desk.off-hint")}
	if actor.Of(k.ctx).HasAnywhere(CanManage) {
		e.Action = ui.Button{Text: k.t("tickets.manage.title"), Href: managePath}
	}
	v.Parts = some(e)
	return web.Show(w, r, sheetPage(v))
}

// panel shows the officer's window, or asks which one it is.
func (p *Pages) panel(w http.ResponseWriter, r *http.Request) error {
	k, held := readingOf(r), web.Kept(r)
	unit, counters, err := p.myUnit(r, CanServe)
	if err != nil {
		return err
	}
	if unit == "" {
		return p.noCounter(w, r, k.t("tickets.desk.title"))
	}
	pl, err := p.Service.Panel(k.ctx, unit)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, unit)
	if err != nil {
		return err
	}
	if pl.Desk == nil || r.URL.Query().Has("doi-cua") {
		return p.windows(w, r, pl, counters, held)
	}
	v := panelView{Problems: ui.Problems(k.ctx, held.Err), Tabs: k.tabs(deskPath, unit),
		Heading: ui.Heading{Title: k.t("tickets.window", "n", pl.Desk.Window), Caption: name}}
	v.Frame = ui.Frame{Title: k.t("tickets.desk.title"), Area: ui.Desk, Wide: true, Board: true, Live: true, Failed: held.Was()}
	v.Topic = Topic(unit)
	p.fillPanel(k, &v, pl)
	return web.Show(w, r, panelPage(v))
}

func (k reading) tabs(here, unit string) ui.Tabs {
	t := ui.Tabs{Label: k.t("tickets.desk.title")}
	for _, one := range []struct{ key, path, right string }{{"tickets.desk.tab", deskPath, CanServe}, {"tickets.day.title", dayPath, CanServe}, {"tickets.figures.title", figuresPath, CanSeeFigures}} {
		if actor.Of(k.ctx).HasAnywhere(one.right) {
			t.Items = append(t.Items, ui.Tab{Text: k.t(one.key), Href: to(one.path, "noi", unit), Current: one.path == here})
		}
	}
	return t
}

func (p *Pages) fillPanel(k reading, v *panelView, pl *Panel) {
	if pl.Desk.Paused {
		v.Notices = append(v.Notices, ui.Notice{Kind: ui.Caution, Text: k.t("tickets.desk.is-paused", "at", hour(pl.Desk.Since))})
	}
	v.Now = p.now(k, pl)
	v.Waiting = k.t("tickets.desk.waiting", "n", len(pl.Line))
	v.Line = ui.Table{Caption: k.t("tickets.desk.line"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t("tickets.number")}, {Text: k.t("tickets.queue")},
		{Text: k.t("tickets.since")}, {Text: k.t("tickets.priority")}, {Text: k.t("tickets.do"), Hidden: true}}}
	for _, t := range pl.Line {
		v.Line.Rows = append(v.Line.Rows, ui.TableRow{Cells: []ui.Cell{{Text: t.Code(), Header: true}, {Text: k.queue(pl.Setting, t.Queue)}, {Text: hour(since(t))},
			{Body: k.why(t)}, {Body: keyPart(k.key(t, Call, "", false))}}})
	}
	v.Empty = ui.Empty{Title: k.t("tickets.desk.nobody"), Text: k.t("tickets.desk.nobody-hint")}
	for _, t := range pl.Missed {
		b := k.key(t, Return, "", false)
		b.Text = k.t("tickets.desk.came-back", "code", t.Code())
		v.Missed = append(v.Missed, b)
	}
	v.Rest = []keyView{{Action: deskPath, Name: "lam", Value: "nghi", Text: k.t("tickets.desk.pause"), Key: "p"}}
	if pl.Desk.Paused {
		v.Rest[0].Value, v.Rest[0].Text, v.Rest[0].Primary = "mo-lai", k.t("tickets.desk.resume"), true
	}
	v.Rest = append(v.Rest, keyView{Action: deskPath, Name: "lam", Value: "roi", Text: k.t("tickets.desk.rise")})
}

// why shows the reason for which somebody is called earlier.
func (k reading) why(t Ticket) templ.Component {
	switch {
	case t.Priority != "":
		return ui.Tag{Text: k.t("tickets.priority." + string(t.Priority)), Colour: ui.Yellow}
	case !t.SlotAt.IsZero():
		return ui.Tag{Text: k.t("tickets.slot-at", "at", hour(t.SlotAt)), Colour: ui.Blue}
	case t.State == Transferred:
		return k.state(t.State)
	}
	return nil
}

// now is the ticket at the window with what can be done; without one, the button that calls.
func (p *Pages) now(k reading, pl *Panel) nowView {
	next := keyView{Action: deskPath, Name: "lam", Value: "goi", Text: k.t("tickets.act.next"), Key: "g", Primary: true}
	if pl.At == nil {
		n := nowView{Label: k.t("tickets.desk.free")}
		if !pl.Desk.Paused {
			n.Keys = []keyView{next}
		}
		return n
	}
	t := *pl.At
	n := nowView{Code: t.Code(), Queue: k.queue(pl.Setting, t.Queue), Label: k.t("tickets.state." + string(t.State)), Since: k.t("tickets.desk.called-at", "at", hour(t.CalledAt))}
	if t.Priority != "" {
		n.Priority = k.t("tickets.priority." + string(t.Priority))
	}
	for _, s := range pl.Done {
		if href := p.Open(s.Subject); href != "" {
			n.Subjects = append(n.Subjects, linkView{k.t("tickets.desk.open-subject"), href})
		}
	}
	if t.State == Called {
		n.Keys = []keyView{k.key(t, Start, "b", true), k.key(t, Recall, "r", false), k.key(t, Miss, "v", false)}
	} else {
		n.Keys = []keyView{k.key(t, Finish, "x", len(pl.Done) > 0), {Action: deskPath + "/so/" + t.ID, Name: "lam", Value: "finish-next", Seen: strconv.Itoa(t.Version), Text: k.t("tickets.act.finish-next"), Key: "g"}}
		if href := p.Intake(t.ID); href != "" {
			n.Intake = &linkView{k.t("tickets.desk.intake", "code", t.Code()), href}
		}
	}
	n.Transfer = k.transfer(pl.Setting, t)
	return n
}

func (k reading) key(t Ticket, do Action, key string, primary bool) keyView {
	return keyView{Action: deskPath + "/so/" + t.ID, Name: "lam", Value: string(do), Seen: strconv.Itoa(t.Version), Text: k.t("tickets.act." + string(do)), Key: key, Primary: primary}
}

func (k reading) transfer(set *Setting, t Ticket) *transferView {
	f := ui.Select{Name: "sang", Label: k.t("tickets.desk.transfer-to")}
	for _, q := range set.Queues {
		if q.Letter != t.Queue {
			f.Options = append(f.Options, ui.Option{Value: q.Letter, Text: q.Letter + " – " + q.In(text.LangOf(k.ctx))})
		}
	}
	if len(f.Options) == 0 {
		return nil
	}
	return &transferView{Action: deskPath + "/so/" + t.ID, Seen: strconv.Itoa(t.Version), To: f,
		Button: ui.Button{Text: k.t("tickets.act." + string(Transfer)), Kind: ui.Secondary, Name: "lam", Value: string(Transfer)}}
}

// windows asks at which window the officer sits.
func (p *Pages) windows(w http.ResponseWriter, r *http.Request, pl *Panel, counters []Setting, held web.Held) error {
	k, set := readingOf(r), pl.Setting
	name, err := p.unitName(k.ctx, set.UnitID)
	if err != nil {
		return err
	}
	title := k.t("tickets.desk.choose")
	v := sheetView{Frame: ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was()}, Problems: ui.Problems(k.ctx, held.Err), Heading: ui.Heading{Title: title, Caption: name}}
	f := ui.Radios{Name: "cua", Label: k.t("tickets.window-which"), Error: ui.Problem(k.ctx, held.Err, "cua"), Required: true}
	if pl.Desk != nil {
		f.Value = strconv.Itoa(pl.Desk.Window)
	}
	for _, win := range set.Windows {
		f.Options = append(f.Options, ui.Option{Value: strconv.Itoa(win.Number), Text: k.t("tickets.window", "n", win.Number), Hint: k.windowHint(pl, win)})
	}
	v.Parts = some(k.tabs(deskPath, set.UnitID), form(formView{Form: ui.FormFrame{Action: to(deskPath, "noi", set.UnitID)}, Hidden: []hidden{{"lam", "ngoi"}}, Fields: some(f),
		Buttons: []ui.Button{{Text: k.t("tickets.desk.sit")}}}))
	others, err := p.otherCounters(k.ctx, counters, set.UnitID)
	if err != nil {
		return err
	}
	v.Parts = append(v.Parts, others...)
	return web.Show(w, r, sheetPage(v))
}

func (k reading) windowHint(pl *Panel, win Window) string {
	hint := ""
	for _, letter := range win.Queues {
		if hint != "" {
			hint += "; "
		}
		hint += letter + " – " + k.queue(pl.Setting, letter)
	}
	for _, d := range pl.Desks {
		if d.Window == win.Number {
			hint += ". " + k.t("tickets.desk.taken", "name", d.Officer)
		}
	}
	return hint
}

// otherCounters leads to the other counters at which somebody may serve.
func (p *Pages) otherCounters(ctx context.Context, counters []Setting, here string) ([]templ.Component, error) {
	var out []templ.Component
	for _, c := range counters {
		if c.UnitID == here {
			continue
		}
		name, err := p.unitName(ctx, c.UnitID)
		if err != nil {
			return nil, err
		}
		out = append(out, linkTo(text.T(ctx, "tickets.desk.other", "unit", name), to(deskPath, "noi", c.UnitID, "doi-cua", "1")))
	}
	return out, nil
}

// deskDo does what was pressed about the window.
func (p *Pages) deskDo(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx := r.Context()
	var err error
	switch r.PostForm.Get("lam") {
	case "ngoi":
		number, _ := strconv.Atoi(r.PostForm.Get("cua"))
		err = p.Service.Sit(ctx, r.URL.Query().Get("noi"), number)
	case "goi":
		err = p.callNext(r)
	case "nghi":
		err = p.Service.Pause(ctx)
	case "mo-lai":
		err = p.Service.Resume(ctx)
	case "roi":
		err = p.Service.Rise(ctx)
	default:
		err = fault.New(fault.Invalid, "fault.bad-form")
	}
	if err != nil {
		return again(w, r, err, to(deskPath, "noi", r.URL.Query().Get("noi")))
	}
	return web.SeeOther(w, r, deskPath)
}

func (p *Pages) callNext(r *http.Request) error {
	t, err := p.Service.CallNext(r.Context())
	if err == nil && t == nil {
		web.Say(r, "tickets.desk.nobody")
	}
	return err
}

// ticketDo does what was pressed about a ticket.
func (p *Pages) ticketDo(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	seen, _ := strconv.Atoi(r.PostForm.Get("thay"))
	at, ctx := At{r.PathValue("id"), seen}, r.Context()
	var err error
	switch do := r.PostForm.Get("lam"); Action(do) {
	case Call:
		_, err = p.Service.CallThis(ctx, at)
	case Recall:
		_, err = p.Service.Recall(ctx, at)
	case Start:
		_, err = p.Service.Start(ctx, at)
	case Finish:
		_, err = p.Service.Finish(ctx, at)
	case "finish-next":
		if _, err = p.Service.Finish(ctx, at); err == nil {
			err = p.callNext(r)
		}
	case Miss:
		_, err = p.Service.Miss(ctx, at)
	case Return:
		_, err = p.Service.ComeBack(ctx, at)
	case Transfer:
		_, err = p.Service.Transfer(ctx, at, r.PostForm.Get("sang"))
	default:
		err = fault.New(fault.Invalid, "fault.bad-form")
	}
	if err != nil {
		return again(w, r, err, deskPath)
	}
	return web.SeeOther(w, r, deskPath)
}
