package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// machinePath is where the operator sees how the house stands.
const machinePath = "/quan-tri/may-chu"

// machineView is how the house stands: what an administrator with one server looks at in the morning.
type machineView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Verdict ui.Notice
	Rows    ui.Table
	Stuck   []stuckView
	Nothing ui.Empty
	Letters ui.Link
	Command string // looks at everything
}

// stuckView is a message of the queue that fails.
type stuckView struct {
	Title, Meta, Why string
	Tag              ui.Tag
	Again, Drop      string // addresses
}

func (h *house) machineRoutes() []web.Route {
	operate := web.Right(notify.CanOperate)
	return []web.Route{
		{Method: "GET", Path: machinePath, Need: operate, Do: h.showMachine},
		{Method: "POST", Path: machinePath + "/{message}/lai", Need: operate, Do: h.decide(h.queue.Again, "queue.tried-again", "app.machine.again-now")},
		{Method: "POST", Path: machinePath + "/{message}/bo", Need: operate, Do: h.decide(h.queue.Drop, "queue.dropped", "app.machine.dropped")},
	}
}

// showMachine examines what can be examined in moments. Reading every file and event is the doctor's command.
func (h *house) showMachine(w http.ResponseWriter, r *http.Request) error {
	ctx, title := r.Context(), text.T(r.Context(), "app.machine.title")
	st, err := h.standing(ctx)
	if err != nil {
		return err
	}
	d := &diagnosis{}
	h.examineMachine(ctx, d)
	examineBackups(h.backups, h.clock.Now(), d)
	failed, err := h.queue.Failed(ctx, 50)
	if err != nil {
		return err
	}
	v := machineView{
		Frame:   ui.Frame{Title: title, Area: ui.Admin, Wide: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "app.admin.title"), Href: "/quan-tri"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "app.machine.lead")}, Verdict: machineVerdict(ctx, d), Rows: h.machineRows(ctx, st, d),
		Nothing: ui.Empty{Title: text.T(ctx, "app.machine.no-failures")}, Letters: ui.Link{Text: text.T(ctx, "app.admin.failing"), Href: notify.PathFailing},
		Command: "nhasan doctor",
	}
	for _, f := range failed {
		v.Stuck = append(v.Stuck, stuckOf(ctx, f))
	}
	return web.Show(w, r, machinePage(v))
}

// worst is the worst level that a check came to, "" when it was not made.
func (r *diagnosis) worst(check string) (level string) {
	rank := []string{"", levelOK, levelWarn, levelFault}
	for _, f := range r.all {
		if f.Check == check && slices.Index(rank, f.Level) > slices.Index(rank, level) {
			level = f.Level
		}
	}
	return level
}

func machineVerdict(ctx context.Context, d *diagnosis) ui.Notice {
	warns := 0
	for _, f := range d.all {
		if f.Level == levelWarn {
			warns++
		}
	}
	switch {
	case d.faults() > 0:
		return ui.Notice{Kind: ui.Danger, Title: text.T(ctx, "app.machine.faults", "n", d.faults()), Text: text.T(ctx, "app.machine.faults-text")}
	case warns > 0:
		return ui.Notice{Kind: ui.Caution, Title: text.T(ctx, "app.machine.warns", "n", warns)}
	}
	return ui.Notice{Kind: ui.Success, Title: text.T(ctx, "app.machine.well")}
}

// machineChecks are the lines of the page, by the doctor's names of its checks.
var machineChecks = []string{"database", "queue", "sequencer", "disk", "clock", "backup"}

func (h *house) machineRows(ctx context.Context, st standing, d *diagnosis) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "app.machine.title"), HideCaption: true}
	for _, head := range []string{"what", "state", "figures", "do"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "app.machine."+head)})
	}
	t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.T(ctx, "app.machine.program")}, {Body: levelTag(ctx, levelOK)}, {Text: Version}, {}}})
	for _, check := range machineChecks {
		level := d.worst(check)
		row := ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.T(ctx, "app.machine.check."+check)}, {Body: levelTag(ctx, level)},
			{Text: h.machineFigures(ctx, check, st)}, {}}}
		if level != levelOK {
			row.Kind, row.Cells[3].Text = ui.Alert, text.T(ctx, "app.machine.do."+check)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// machineFigures are the figures of a line.
func (h *house) machineFigures(ctx context.Context, check string, st standing) string {
	now := h.clock.Now()
	switch check {
	case "database":
		return h.database.Engine()
	case "queue":
		return text.T(ctx, "app.machine.queue", "waiting", st.Queue.Waiting, "since", ago(ctx, st.Queue.Waiting, now, st.Queue.Oldest), "failing", st.Queue.Failing, "given", st.Queue.GivenUp)
	case "sequencer":
		return text.T(ctx, "app.machine.ledger", "leaves", text.Integer(text.LangOf(ctx), st.Ledger.Size), "waiting", st.Ledger.Waiting,
			"since", ago(ctx, st.Ledger.Waiting, now, st.Ledger.WaitingSince))
	case "clock":
		return text.T(ctx, "app.machine.skew", "ms", strconv.FormatInt(st.Skew.Milliseconds(), 10), "at", text.DateTime(ctx, now))
	case "backup":
		if st.Backup.IsZero() {
			return text.T(ctx, "app.machine.no-backup")
		}
		return text.DateTime(ctx, st.Backup)
	}
	out := ""
	for _, d := range st.Disks {
		out += text.T(ctx, "app.machine.disk", "free", sizeWords(d.Free), "all", sizeWords(d.All), "place", d.Place) + "\n"
	}
	return out
}

// ago says for how long the oldest of some waits; nothing when none does.
func ago(ctx context.Context, n int, now, at time.Time) string {
	if n == 0 {
		return ""
	}
	switch wait := max(0, now.Sub(at)); {
	case wait > 48*time.Hour:
		return text.T(ctx, "app.machine.days", "n", int(wait.Hours()/24))
	case wait > 2*time.Hour:
		return text.T(ctx, "app.machine.hours", "n", int(wait.Hours()))
	default:
		return text.T(ctx, "app.machine.minutes", "n", int(wait.Minutes()))
	}
}

func levelTag(ctx context.Context, level string) ui.Tag {
	switch level {
	case levelOK:
		return ui.Tag{Text: text.T(ctx, "app.machine.ok"), Colour: ui.Green}
	case levelWarn:
		return ui.Tag{Text: text.T(ctx, "app.machine.warn"), Colour: ui.Yellow}
	}
	return ui.Tag{Text: text.T(ctx, "app.machine.fault"), Colour: ui.Red}
}

func stuckOf(ctx context.Context, f queue.Failure) stuckView {
	at := machinePath + "/" + strconv.FormatInt(f.ID, 10)
	v := stuckView{Title: f.Kind + " → " + f.Who, Meta: text.T(ctx, "app.machine.tries", "n", f.Tries, "at", text.DateTime(ctx, f.At)), Why: f.Why,
		Tag: ui.Tag{Text: text.T(ctx, "app.machine.later", "at", text.DateTime(ctx, f.NextAt)), Colour: ui.Yellow}, Again: at + "/lai", Drop: at + "/bo"}
	if f.GivenUp {
		v.Tag = ui.Tag{Text: text.T(ctx, "app.machine.given-up"), Colour: ui.Red}
	}
	return v
}

// decide does something with one message of the queue; it stands in the trail.
func (h *house) decide(do func(context.Context, int64) error, action, said string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := strconv.ParseInt(r.PathValue("message"), 10, 64)
		if err != nil {
			return fault.New(fault.NotFound, "fault.not-found")
		}
		ctx := r.Context()
		if err := do(ctx, id); queue.IsGone(err) {
			return fault.New(fault.NotFound, "app.machine.gone").Because(err)
		} else if err != nil {
			return err
		}
		if err := h.noted(ctx, action, fmt.Sprintf("queue/%d", id)); err != nil {
			return err
		}
		web.Say(r, said)
		return web.SeeOther(w, r, machinePath)
	}
}
