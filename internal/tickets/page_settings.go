package tickets

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// spare is how many empty lines the form has for more queues and windows.
const spare = 2

// settingsForm is all settings on one page: a counter is set up once.
func (k reading) settingsForm(set Setting, held web.Held) templ.Component {
	f := formView{Form: ui.FormFrame{Action: managePath + "/" + set.UnitID}, Hidden: []hidden{{"co-bang", "1"}, {"phien", strconv.Itoa(set.Version)}},
		Buttons: []ui.Button{{Text: k.t("tickets.manage.save")}}}
	on := ui.Checkboxes{Name: "bat", Options: []ui.Option{{Value: "1", Text: k.t("tickets.manage.switch"), Hint: k.t("tickets.manage.switch-hint")}}}
	if set.On {
		on.Values = []string{"1"}
	}
	f.Fields = some(on, section(k.t("tickets.manage.queues"), append(some(ui.Paragraph(k.t("tickets.manage.queues-hint"))), k.queueLines(set, held)...)...),
		section(k.t("tickets.manage.windows"), append(some(ui.Paragraph(k.t("tickets.manage.windows-hint"))), k.windowLines(set, held)...)...),
		section(k.t("tickets.manage.slots"), row(k.number(held, "khung-phut", set.Slots.Minutes), k.number(held, "khung-nguoi", set.Slots.Capacity), k.number(held, "khung-ngay", set.Slots.Ahead))),
		section(k.t("tickets.manage.order"), k.orders(set, held), k.reasons(set)),
		section(k.t("tickets.manage.limits"), row(k.number(held, "moi-so", set.Limits.PerPhone), k.number(held, "moi-may", set.Limits.PerAddress))))
	return form(f)
}

func (k reading) queueLines(set Setting, held web.Held) []templ.Component {
	var out []templ.Component
	for i := range len(set.Queues) + spare {
		q, n := Queue{}, strconv.Itoa(i+1)
		if i < len(set.Queues) {
			q = set.Queues[i]
		}
		closed := ui.Checkboxes{Name: "dong-" + n, Options: []ui.Option{{Value: "1", Text: k.t("tickets.manage.closed", "n", n)}}}
		if q.Closed {
			closed.Values = []string{"1"}
		}
		out = append(out, row(
			ui.TextField{Name: "chu-" + n, Label: k.t("tickets.manage.letter", "n", n), Value: q.Letter, Error: ui.Problem(k.ctx, held.Err, "chu-"+n), Width: "2", MaxLength: 1, Autocomplete: "off"},
			ui.TextField{Name: "ten-" + n, Label: k.t("tickets.manage.queue-name", "n", n), Value: q.Name, Error: ui.Problem(k.ctx, held.Err, "ten-"+n), MaxLength: longestName, Autocomplete: "off"},
			ui.TextField{Name: "ten-anh-" + n, Label: k.t("tickets.manage.queue-name-en", "n", n), Value: q.NameEn, MaxLength: longestName, Autocomplete: "off"}, closed))
	}
	return out
}

func (k reading) windowLines(set Setting, held web.Held) []templ.Component {
	var out []templ.Component
	for i := range len(set.Windows) + spare {
		number, letters, n := "", "", strconv.Itoa(i+1)
		if i < len(set.Windows) {
			number, letters = strconv.Itoa(set.Windows[i].Number), strings.Join(set.Windows[i].Queues, " ")
		}
		out = append(out, row(
			ui.TextField{Name: "cua-" + n, Label: k.t("tickets.manage.window-number", "n", n), Value: number, Error: ui.Problem(k.ctx, held.Err, "cua-"+n), Width: "3", InputMode: "numeric", Autocomplete: "off"},
			ui.TextField{Name: "phuc-vu-" + n, Label: k.t("tickets.manage.window-serves", "n", n), Value: letters, Error: ui.Problem(k.ctx, held.Err, "phuc-vu-"+n), Width: "10", Autocomplete: "off"}))
	}
	return out
}

func (k reading) number(held web.Held, name string, saved int) ui.TextField {
	return ui.TextField{Name: name, Label: k.t("tickets.manage." + name), Value: held.Value(name, strconv.Itoa(saved)), Error: ui.Problem(k.ctx, held.Err, name),
		InputMode: "numeric", Width: "4", Autocomplete: "off"}
}

func (k reading) orders(set Setting, held web.Held) ui.Radios {
	f := ui.Radios{Name: "thu-tu", Label: k.t("tickets.manage.order-which"), Value: string(set.Order), Error: ui.Problem(k.ctx, held.Err, "thu-tu"), Required: true}
	for _, o := range Orders {
		f.Options = append(f.Options, ui.Option{Value: string(o), Text: k.t("tickets.order." + string(o))})
	}
	return f
}

func (k reading) reasons(set Setting) ui.Checkboxes {
	f := ui.Checkboxes{Name: "doi-tuong", Label: k.t("tickets.manage.priorities")}
	for _, p := range Priorities {
		f.Options = append(f.Options, ui.Option{Value: string(p), Text: k.t("tickets.priority." + string(p))})
	}
	for _, p := range set.Priorities {
		f.Values = append(f.Values, string(p))
	}
	return f
}

// settingOf reads the form; lines without a letter or number are left out. What is no number becomes one
// that is refused.
func settingOf(typed url.Values, had Setting) Setting {
	whole := func(name string) int {
		n, err := strconv.Atoi(text.Clean(typed.Get(name)))
		if err != nil {
			return -1
		}
		return n
	}
	set := Setting{UnitID: had.UnitID, UnitPath: had.UnitPath, On: typed.Get("bat") != "", Version: whole("phien"), Order: Order(typed.Get("thu-tu")),
		Slots: Slots{whole("khung-phut"), whole("khung-nguoi"), whole("khung-ngay")}, Limits: Limits{whole("moi-so"), whole("moi-may")}}
	for i := range mostWindows + spare {
		n := strconv.Itoa(i + 1)
		q := Queue{Letter: strings.ToUpper(text.Clean(typed.Get("chu-" + n))), Name: text.Clean(typed.Get("ten-" + n)), NameEn: text.Clean(typed.Get("ten-anh-" + n)), Closed: typed.Get("dong-"+n) != ""}
		if q.Letter != "" || q.Name != "" {
			set.Queues = append(set.Queues, q)
		}
		if number, serves := text.Clean(typed.Get("cua-"+n)), typed.Get("phuc-vu-"+n); number != "" || text.Clean(serves) != "" {
			set.Windows = append(set.Windows, Window{whole("cua-" + n), lettersOf(serves)})
		}
	}
	for _, p := range Priorities {
		for _, chosen := range typed["doi-tuong"] {
			if chosen == string(p) {
				set.Priorities = append(set.Priorities, p)
			}
		}
	}
	return set
}

// lettersOf reads "A, b c" as A, B and C.
func lettersOf(typed string) []string {
	return strings.FieldsFunc(strings.ToUpper(typed), func(r rune) bool { return strings.ContainsRune(" ,;.\t", r) })
}
