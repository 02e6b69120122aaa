package dossier

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// otherAsks is how many lines there are for what is neither a paper nor a field.
const otherAsks = 3

func askForFix(rd *reading) []templ.Component { return rd.askList("dossier.ask.complete-fix") }

func askForSupplement(rd *reading) []templ.Component { return rd.askList("dossier.ask.complete") }

// askList asks for everything that is wrong, once: what is usual for the procedure, papers, fields
// of the form, anything else, and the officer's word that the list is whole.
func (rd *reading) askList(confirm string) []templ.Component {
	out := []templ.Component{}
	if common := rd.form.SupplementReasons; len(common) > 0 {
		usual := ui.Checkboxes{Name: "common", Label: rd.t("dossier.ask.common"), Values: rd.held.Values["common"]}
		for _, reason := range common {
			usual.Options = append(usual.Options, ui.Option{Value: reason, Text: reason})
		}
		out = append(out, usual)
	}
	if papers := rd.askable("paper:"); len(papers) > 0 {
		out = append(out, ui.Checkboxes{ID: "asks", Name: "on", Label: rd.t("dossier.ask.papers"), Values: rd.held.Values["on"],
			Options: papers, Error: rd.problem("asks")})
	}
	if fields := rd.askable("field:"); len(fields) > 0 {
		list := ui.Checkboxes{ID: "ask-fields", Name: "on", Label: rd.t("dossier.ask.fields-label"), Values: rd.held.Values["on"], Options: fields}
		out = append(out, folded(foldView{Summary: rd.t("dossier.ask.fields", "n", len(fields)), Open: rd.asksField(), Inside: []templ.Component{list}}))
	}
	for i := range otherAsks {
		other := ui.TextField{ID: "other-" + string(rune('1'+i)), Name: "other", Autocomplete: "off", MaxLength: 500,
			Label: rd.t("dossier.ask.other", "n", i+1)}
		if kept := rd.held.Values["other"]; i < len(kept) {
			other.Value = kept[i]
		}
		out = append(out, other)
	}
	return append(out, rd.area("reason", "dossier.ask.note", false), rd.day("answer-by", "dossier.ask.answer-by"), ui.Checkboxes{Name: "complete", Error: rd.problem("complete"),
		Values: rd.held.Values["complete"], Required: true, Options: []ui.Option{{Value: "1", Text: rd.t(confirm)}}})
}

func (rd *reading) asksField() bool {
	for _, on := range rd.held.Values["on"] {
		if strings.HasPrefix(on, "field:") {
			return true
		}
	}
	return false
}

// askable lists the papers or the fields that can be asked for; each opens a line for what is wrong
// with it.
func (rd *reading) askable(kind string) []ui.Option {
	var out []ui.Option
	for _, on := range asked(rd.form, rd.v.CaseKey) {
		if !strings.HasPrefix(on.On, kind) {
			continue
		}
		name := "text:" + on.On
		out = append(out, ui.Option{Value: on.On, Text: on.Name, Reveal: ui.TextField{Name: name, Label: rd.t("dossier.ask.what"),
			Value: rd.held.Value(name, ""), Error: rd.problem(name), Autocomplete: "off", MaxLength: 500}})
	}
	return out
}

// asked are all things of a procedure that can be asked for, still without words.
func asked(v *catalog.Version, caseKey string) []Ask {
	var out []Ask
	k, _ := v.Case(caseKey)
	for _, c := range k.Components {
		out = append(out, Ask{On: "paper:" + c.Key, Name: c.Name})
	}
	for _, f := range v.Fields {
		out = append(out, Ask{On: "field:" + f.Name, Name: f.LabelVi})
	}
	return out
}

// asksOf reads the list. What is ticked needs words of its own.
func asksOf(things []Ask, form url.Values) ([]Ask, error) {
	var asks []Ask
	var wrong []fault.Field
	for _, reason := range form["common"] {
		asks = append(asks, Ask{Text: text.Clean(reason)})
	}
	ticked := map[string]bool{}
	for _, on := range form["on"] {
		ticked[on] = true
	}
	for _, a := range things {
		if !ticked[a.On] {
			continue
		}
		if a.Text = text.Clean(form.Get("text:" + a.On)); a.Text == "" {
			wrong = append(wrong, fault.Field{Name: "text:" + a.On, Key: "dossier.ask-text-missing", Args: fault.Args("name", a.Name)})
		}
		asks = append(asks, a)
	}
	for _, other := range form["other"] {
		if other = text.Clean(other); other != "" {
			asks = append(asks, Ask{Text: other})
		}
	}
	return asks, fault.OnFields(wrong)
}

// asks reads the list posted for a dossier.
func (s *Service) asks(ctx context.Context, at At, a answer) ([]Ask, error) {
	v, err := s.Open(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	form, err := s.Catalog.Version(ctx, v.VersionID)
	if err != nil {
		return nil, err
	}
	return asksOf(asked(form, v.CaseKey), a.Values)
}

func doAskFix(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	asks, err := s.asks(ctx, at, a)
	if err != nil {
		return nil, err
	}
	if a.Get("complete") == "" {
		return nil, fault.OnFields([]fault.Field{{Name: "complete", Key: "dossier.ask-confirm-complete"}})
	}
	by, err := dayTypedIn(a, "answer-by")
	if err != nil {
		return nil, err
	}
	return s.AskFix(ctx, at, Request{Asks: asks, Reason: a.word("reason"), AnswerBy: by})
}

func doAskSupplement(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	asks, err := s.asks(ctx, at, a)
	if err != nil {
		return nil, err
	}
	by, err := dayTypedIn(a, "answer-by")
	if err != nil {
		return nil, err
	}
	return s.AskSupplement(ctx, at, Request{Asks: asks, Reason: a.word("reason"), Complete: a.Get("complete") != "", AnswerBy: by})
}
