package dossier

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// personKey is the name in an address of whoever is to be given many dossiers.
const personKey = "nguoi"

// gives are the verbs that change whose work a dossier is: they show, before they are done, who gets what.
var gives = map[string]bool{string(Assign): true, string(HandBack): true}

// offered are the verbs that whoever acts could do at all.
func (l listing) offered() []string {
	a := actor.Of(l.ctx)
	return slices.DeleteFunc(slices.Clone(bulkVerbs), func(verb string) bool {
		return verb == string(Assign) && !a.HasAnywhere(CanAssign) || verb == string(Approve) && !(l.signs && a.HasAnywhere(CanApprove))
	})
}

// giveView puts into the page what it shows before many dossiers change hands: first who could get them,
// then, of each, whether the one chosen gets it and why not.
func (p *Pages) giveView(l listing, v *bulkView, b *keep.Batch, personID string) error {
	hands, err := p.s.HandsFor(l.ctx, b.Items)
	if err != nil {
		return err
	}
	to := slices.IndexFunc(hands, func(h Hand) bool { return h.PersonID == personID })
	if to < 0 {
		personID = ""
	}
	all, err := p.s.Givings(l.ctx, b.Items, Action(b.Verb), personID)
	if err != nil {
		return err
	}
	can := 0
	for _, g := range all {
		if g.Why == nil {
			can++
		}
	}
	switch {
	case b.Verb == string(HandBack):
		v.Fields = []templ.Component{ui.TextArea{Name: "reason", Label: l.t("dossier.act.reason"), Required: true, Rows: 3, MaxLength: 1000,
			Value: l.held.Value("reason", ""), Error: ui.Problem(l.ctx, l.held.Err, "reason")}}
		v.Submit = startButton(l, can)
	case personID == "":
		v.Heading.Lead = l.t("desk.bulk.choose-person")
		v.Fields = []templ.Component{l.handChoice(hands, len(b.Items))}
		v.Submit = &ui.Button{Text: l.t("desk.bulk.look")}
	default:
		v.Heading.Lead = l.t("desk.bulk.gives", "name", hands[to].Name, "n", can)
		v.Fields = []templ.Component{hiddenValue("person", personID), hiddenValue("sure", "1"),
			ui.TextField{Name: "note", Label: l.t("dossier.assign.note"), Value: l.held.Value("note", ""), MaxLength: 500, Autocomplete: "off"}}
		v.Submit = startButton(l, can)
		v.Other = &ui.Button{Text: l.t("desk.bulk.other-person"), Href: bulkPath + "/" + b.ID, Kind: ui.Secondary}
	}
	v.Table = l.givings(all, b.Verb, personID)
	return nil
}

// startButton begins the work; nil when nothing of it could be done.
func startButton(l listing, can int) *ui.Button {
	if can == 0 {
		return nil
	}
	return &ui.Button{Text: l.t("desk.bulk.start", "n", can)}
}

func (l listing) handChoice(hands []Hand, of int) templ.Component {
	if len(hands) == 0 {
		return ui.Notice{Kind: ui.Caution, Text: l.t("desk.bulk.nobody")}
	}
	r := ui.Radios{Name: "person", Label: l.t("dossier.assign.person"), Required: true, Error: ui.Problem(l.ctx, l.held.Err, "person")}
	for _, h := range hands {
		hint := h.Title + " · " + l.t("desk.bulk.can", "n", h.Can, "of", of)
		if h.Absent {
			hint = l.t("dossier.assign.away", "title", h.Title, "until", text.Date(h.AbsentUntil)) + " · " + l.t("desk.bulk.can", "n", h.Can, "of", of)
		}
		r.Options = append(r.Options, ui.Option{Value: h.PersonID, Text: h.Name, Hint: hint})
	}
	return r
}

// givings say of each dossier whose it is and what would come of it.
func (l listing) givings(all []Giving, verb, personID string) ui.Table {
	t := ui.Table{Caption: l.t("desk.bulk.plan"), HideCaption: true, Dense: true, KeyboardList: true,
		Head: []ui.Head{{Text: l.t("dossier.desk.code")}, {Text: l.t("dossier.desk.procedure")}, {Text: l.t("dossier.desk.turn")},
			{Text: l.t("desk.bulk.now")}, {Text: l.t("desk.bulk.will")}}}
	for _, g := range all {
		will := ui.Tag{Text: l.t("desk.bulk.will-assign"), Colour: ui.Green}
		switch {
		case verb == string(HandBack):
			will.Text = l.t("desk.bulk.will-hand-back")
		case personID == "":
			will = ui.Tag{Text: l.t("desk.bulk.waits")}
		}
		row := ui.TableRow{}
		words := ui.Cell{Body: will}
		if g.Why != nil {
			row.Kind, words = ui.Alert, ui.Cell{Text: l.t("desk.bulk.refused") + ": " + whyWords(l, g.Why)}
		}
		now := g.Now
		if now == "" {
			now = l.t("desk.bulk.nobodys")
		}
		turn := ""
		if g.State != "" {
			turn = stateName(l.ctx, g.State)
		}
		if g.Turn.Role != "" {
			turn += " · " + roleWord(l.ctx, g.Turn.Role)
		}
		row.Cells = []ui.Cell{{Text: g.Code, Href: filePath(g.DossierID), Header: true, Whole: true}, {Text: g.Name}, {Text: turn}, {Text: now}, words}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func whyWords(l listing, f *fault.Error) string {
	if len(f.Fields) > 0 {
		return text.TMap(l.ctx, f.Fields[0].Key, f.Fields[0].Args)
	}
	return text.TMap(l.ctx, f.Key, f.Args)
}

// lookFirst is the address of the page that shows who would get what, when it has not been seen yet.
func lookFirst(b *keep.Batch, form url.Values) (string, bool) {
	if b.Verb != string(Assign) || b.Started || form.Get("sure") != "" || form.Get("person") == "" {
		return "", false
	}
	return bulkPath + "/" + b.ID + "?" + url.Values{personKey: {form.Get("person")}}.Encode(), true
}
