package tickets

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// sheetView is a page of parts one under another.
type sheetView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Parts    []templ.Component
}

// formView is a form with its fields and buttons; Get asks for another page and changes nothing.
type formView struct {
	Form    ui.FormFrame
	Get     bool
	Hidden  []hidden
	Fields  []templ.Component
	Buttons []ui.Button
}

// hidden is a value that travels along unseen.
type hidden struct{ Name, Value string }

// reading is the reader of a page: the words of their language.
type reading struct{ ctx context.Context }

func readingOf(r *http.Request) reading { return reading{r.Context()} }

func (k reading) t(key string, args ...any) string { return text.T(k.ctx, key, args...) }

func (k reading) queue(s *Setting, letter string) string {
	q, ok := s.Queue(letter)
	if !ok {
		return letter
	}
	return q.In(text.LangOf(k.ctx))
}

// short writes a measured time to the second: "4:05".
func short(d time.Duration) string {
	d = d.Round(time.Second)
	return time.Time{}.Add(d).Format(map[bool]string{true: "15:04:05", false: "4:05"}[d >= time.Hour])
}

func hour(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Zone).Format("15:04")
}

// longDay writes "Thứ Hai, 14/08/2023".
func (k reading) longDay(d clock.Date) string {
	return text.Weekday(k.ctx, d.Weekday()) + ", " + text.Date(d)
}

// priority is the choice of a reason for being called earlier; nil where none is asked for.
func (k reading) priority(s *Setting, chosen string) templ.Component {
	if len(s.Priorities) == 0 || s.Order == ByNumber {
		return nil
	}
	f := ui.Select{Name: "uu-tien", Label: k.t("tickets.priority"), Hint: k.t("tickets.priority-hint"), Value: chosen,
		Empty: k.t("tickets.priority.none")}
	for _, p := range s.Priorities {
		f.Options = append(f.Options, ui.Option{Value: string(p), Text: k.t("tickets.priority." + string(p))})
	}
	return f
}

// rule says openly in which order people are called.
func (k reading) rule(s *Setting) string {
	said := k.t("tickets.order." + string(s.Order))
	if s.TakesBookings() {
		said += " " + k.t("tickets.order.slots")
	}
	return said
}

// qr draws an address; without one the page shows none.
func qr(address string) string {
	png, err := pdf.QR(address)
	if err != nil {
		return ""
	}
	return pdf.DataURI(png)
}

// spaced writes a code the way it is read aloud: ABCD-2345.
func spaced(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + "-" + code[4:]
}

// when is the instant of a slot as addresses and forms carry it.
func when(t time.Time) string { return t.In(clock.Zone).Format("2006-01-02T15:04") }

func whenOf(typed string) time.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04", typed, clock.Zone)
	if err != nil {
		return time.Time{}
	}
	return clock.Whole(t)
}

// dayIn reads a day as people write it, 05/03/2026, or as addresses do; "" when it is none.
func dayIn(s string) clock.Date {
	s = text.Clean(s)
	for _, form := range []string{"2/1/2006", "2-1-2006", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return clock.Date(t.Format(time.DateOnly))
		}
	}
	return ""
}

// some drops what is nil.
func some(parts ...templ.Component) []templ.Component {
	return slices.DeleteFunc(parts, func(c templ.Component) bool { return c == nil })
}

var stateColours = map[State]string{Waiting: ui.Grey, Transferred: ui.Purple, Called: ui.Yellow, Serving: ui.Blue, Done: ui.Green,
	NoShow: ui.Red, Left: ui.Grey}

func (k reading) state(s State) ui.Tag {
	return ui.Tag{Text: k.t("tickets.state." + string(s)), Colour: stateColours[s]}
}

// unitName is what a unit is called in a sentence, "" when it is not known.
func (p *Pages) unitName(ctx context.Context, unitID string) (string, error) {
	u, err := p.Service.Org.Unit(ctx, unitID)
	return u.FullName, err
}

func (p *Pages) address(path string) string { return strings.TrimSuffix(p.BaseURL, "/") + path }
