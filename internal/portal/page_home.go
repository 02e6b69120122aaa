package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// homeView is the first page.
type homeView struct {
	Frame        ui.Frame
	Search       ui.SearchBox
	Walk         []ui.Step // the first walk of a demonstration
	Mine         *mineView // a signed-in citizen's things
	Events       ui.CardGrid
	How          ui.Steps
	Hours        ui.SummaryList
	Open         ui.Tag
	Code, Secret ui.TextField
}

// lifeEvents are what most people come for, by the national codes of their procedures; what the
// catalogue does not have is left out.
var lifeEvents = []struct {
	key, code string
	level     catalog.Level
}{
	{"birth", "1.001193", catalog.Commune}, {"marriage", "1.000894", catalog.Commune},
	{"death", "1.000656", catalog.Commune}, {"single", "1.004873", catalog.Commune},
	{"copy", "2.000815", catalog.Commune}, {"extract", "2.000635", catalog.Commune},
	{"business", "1.001612", catalog.District}, {"land", "1.004203", catalog.District},
	{"building", "1.009994", catalog.District},
}

// few is how many of the citizen's own things the first page shows; what is asked of them always.
const few = 3

// home is where people begin: searching comes first.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := homeView{
		Frame: ui.Frame{Title: text.T(ctx, "portal.home"), Wide: true},
		Search: ui.SearchBox{Action: "/thu-tuc", Big: true, Label: text.T(ctx, "portal.search.label"),
			Placeholder: text.T(ctx, "portal.search.placeholder"), Hint: text.T(ctx, "portal.search.hint")},
		Code:   ui.TextField{ID: "tra-cuu-ma", Name: "ma", Label: text.T(ctx, "portal.track.code"), Autocomplete: "off"},
		Secret: ui.TextField{ID: "tra-cuu-bi-mat", Name: "bi-mat", Label: text.T(ctx, "portal.secret"), Width: "10", Autocomplete: "off"},
	}
	for _, n := range []string{"find", "fill", "follow"} {
		v.How.Items = append(v.How.Items, ui.Step{Title: text.T(ctx, "portal.how."+n), Text: text.T(ctx, "portal.how."+n+"-text")})
	}
	if p.Demo {
		v.Walk = walkOf(ctx)
	}
	var err error
	if v.Events, err = p.lifeEvents(ctx); err != nil {
		return err
	}
	if err := p.hours(ctx, &v); err != nil {
		return err
	}
	if actor.Of(ctx).Kind == actor.Citizen {
		mine, err := p.mineView(ctx)
		if err != nil {
			return err
		}
		mine.Looks = ui.Link{}
		mine.Drafts, mine.Dossiers = mine.Drafts[:min(few, len(mine.Drafts))], mine.Dossiers[:min(few, len(mine.Dossiers))]
		v.Mine = &mine
	}
	letKeep(w, r)
	return web.Show(w, r, homePage(v))
}

// letKeep lets caches keep the first page for a minute as long as it is anybody's: without a cookie
// nobody is signed in, nothing was chosen and nothing is to be said.
func letKeep(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Cookie, Accept-Language")
	if len(r.Cookies()) == 0 {
		w.Header().Set("Cache-Control", "public, max-age=60")
	}
}

// walkOf tells whoever tries the house whom to be and where to click.
func walkOf(ctx context.Context) []ui.Step {
	var out []ui.Step
	for _, n := range []string{"citizen", "desk", "work", "leader", "back"} {
		out = append(out, ui.Step{Title: text.T(ctx, "portal.walk."+n), Text: text.T(ctx, "portal.walk."+n+"-text")})
	}
	return out
}

func (p *Pages) lifeEvents(ctx context.Context) (ui.CardGrid, error) {
	var grid ui.CardGrid
	for _, e := range lifeEvents {
		found, err := p.Catalog.Search(ctx, catalog.Query{Text: e.code, Level: e.level, PerPage: 1})
		if err != nil {
			return grid, err
		}
		if len(found.Items) == 0 || found.Items[0].Code != e.code {
			continue
		}
		it := found.Items[0]
		grid.Cards = append(grid.Cards, ui.Card{Title: text.T(ctx, "portal.life."+e.key), Href: "/thu-tuc/" + it.Slug,
			Text: it.Title(text.LangOf(ctx)), Meta: it.Term.In(ctx)})
	}
	return grid, nil
}

// hours are when the counters are open, and whether they are now.
func (p *Pages) hours(ctx context.Context, v *homeView) error {
	cal, err := p.Org.Calendar(ctx, "")
	if err != nil {
		return err
	}
	v.Hours = hoursOf(ctx, cal, p.today())
	v.Open = ui.Tag{Text: text.T(ctx, "portal.hours.open"), Colour: ui.Green}
	if now := p.Clock.Now(); !cal.OpenAt(now) {
		v.Open = ui.Tag{Text: text.T(ctx, "portal.hours.shut"), Colour: ui.Grey}
		if next, err := cal.NextOpen(now); err == nil {
			v.Open.Text = text.T(ctx, "portal.hours.shut-until", "at", text.DateTime(ctx, next))
		}
	}
	return nil
}

// officeHours are when the counters are open.
func (p *Pages) officeHours(ctx context.Context) (ui.SummaryList, error) {
	cal, err := p.Org.Calendar(ctx, "")
	if err != nil {
		return ui.SummaryList{}, err
	}
	return hoursOf(ctx, cal, p.today()), nil
}

func hoursOf(ctx context.Context, cal *term.Calendar, today clock.Date) ui.SummaryList {
	for _, period := range cal.Periods() {
		if period.From <= today && (period.Until == "" || today <= period.Until) {
			return hoursList(ctx, period.Shifts)
		}
	}
	return ui.SummaryList{}
}

// hoursList writes the week, days with the same hours in one line.
func hoursList(ctx context.Context, shifts []term.Shift) ui.SummaryList {
	type line struct {
		from, to time.Weekday
		hours    string
	}
	var lines []line
	for _, day := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		hours := hoursOn(ctx, shifts, day)
		if n := len(lines); n > 0 && lines[n-1].hours == hours {
			lines[n-1].to = day
			continue
		}
		lines = append(lines, line{day, day, hours})
	}
	var list ui.SummaryList
	for _, l := range lines {
		days := text.Weekday(ctx, l.from)
		if l.to != l.from {
			days += " – " + text.Weekday(ctx, l.to)
		}
		list.Rows = append(list.Rows, ui.SummaryRow{Key: days, Text: l.hours})
	}
	return list
}

func hoursOn(ctx context.Context, shifts []term.Shift, day time.Weekday) string {
	own := slices.DeleteFunc(slices.Clone(shifts), func(s term.Shift) bool { return s.Weekday != day })
	slices.SortFunc(own, func(a, b term.Shift) int { return int(a.Open) - int(b.Open) })
	var out []string
	for _, s := range own {
		out = append(out, s.Open.String()+"–"+s.Shut.String())
	}
	if len(out) == 0 {
		return text.T(ctx, "portal.hours.none")
	}
	return strings.Join(out, "\n")
}
