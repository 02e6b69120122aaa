package tickets

import (
	"net/http"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// What the screen of the waiting room has room for, and how long a call stands out.
const (
	mostCalls = 6
	mostNext  = 12
	callFresh = 45 * time.Second
	reloading = "30" // seconds, without script
)

// screenView is what hangs on the wall: numbers and windows, nobody's name.
type screenView struct {
	Frame ui.Frame
	Title string
	Now   string
	Topic string // says that the queue has moved
	Calls []callView
	Next  []string
	More  string // how many more wait
	Chime string // changes with every call
	Rule  string
	Shut  string
}

// callView is a number and where it is called to.
type callView struct {
	Code, Window string

	Fresh bool
}

// screen shows who is called now and who is next.
func (p *Pages) screen(w http.ResponseWriter, r *http.Request) error {
	k, id := readingOf(r), r.PathValue("id")
	b, err := p.Service.Board(k.ctx, id)
	if err != nil {
		return err
	}
	name, err := p.unitName(k.ctx, id)
	if err != nil {
		return err
	}
	v := screenView{Frame: ui.Frame{Title: k.t("tickets.screen.title"), Live: true}, Title: name, Topic: Topic(id), Now: hour(p.Service.Clock.Now()), Rule: k.rule(b.Setting)}
	if v.Shut, err = p.opening(k, id); err != nil {
		return err
	}
	v.fill(k, b, p.Service.Clock.Now())
	w.Header().Set("Refresh", reloading)
	return web.Show(w, r, screenPage(v))
}

func (v *screenView) fill(k reading, b *Board, now time.Time) {
	for _, t := range b.Here[:min(len(b.Here), mostCalls)] {
		v.Calls = append(v.Calls, callView{t.Code(), k.t("tickets.window", "n", t.Window), t.State == Called && now.Sub(t.CalledAt) < callFresh})
	}
	for _, t := range b.Here {
		if t.State == Called {
			v.Chime = t.ID + strconv.FormatInt(t.CalledAt.UnixMilli(), 10)
			break
		}
	}
	for _, t := range b.Line[:min(len(b.Line), mostNext)] {
		v.Next = append(v.Next, t.Code())
	}
	if more := len(b.Line) - len(v.Next); more > 0 {
		v.More = k.t("tickets.screen.more", "n", more)
	}
}
