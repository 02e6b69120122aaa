package portal

import (
	"context"
	"net/http"
	"slices"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/law"
)

// groundPath is where citizens read on what ground an office does what it does.
const groundPath = "/can-cu"

// groundLink leads to the part about a state.
func groundLink(s dossier.State) string { return groundPath + "#" + groundID(s) }

func groundID(s dossier.State) string { return "trang-thai-" + string(s) }

// groundView is the page: the rules that hold throughout, then state by state.
type groundView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Unsure  ui.Notice
	Jump    []ui.Link
	Parts   []groundPart
}

// groundPart is a state, or a rule that holds in all of them.
type groundPart struct {
	ID, Title string

	Rules []ruleView
}

// ruleView is what happens, in plain words, and the instruments of each era behind it.
type ruleView struct {
	Title, Plain string

	Laws []lawView
}

type lawView struct {
	Name   string
	Period string
	Unsure *ui.Tag // the text could not be read: which article is not claimed
}

// throughout are the rules that no single state has, or that the states above have not told.
var throughout = []string{"onestop/term", "civil-code/147", "civil-code/148", "onestop/extend", "onestop/apology", "onestop/consult",
	"joined-up/parts", "onestop/obligation", "onestop/stop", "onestop/correct", "onestop/return-by-post", "onestop/unclaimed",
	"onestop/give-back", "circular-03-2025/forms", "circular-01-2018/forms", "pdp/article-access-log", "complaints/right"}

func (p *Pages) ground(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, groundPage(groundOf(r.Context())))
}

func groundOf(ctx context.Context) groundView {
	title := text.T(ctx, "portal.ground.title")
	v := groundView{Frame: ui.Frame{Title: title, Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "portal.ground.lead")},
		Unsure:  ui.Notice{Kind: ui.Info, Text: text.T(ctx, "portal.ground.unsure-note")}}
	all, told := dossier.Grounds(), map[string]bool{}
	for _, s := range dossier.States[1:] { // a draft is nobody's business yet
		part := groundPart{ID: groundID(s), Title: text.T(ctx, "portal.state."+string(s))}
		var keys []string
		for _, g := range all {
			if g.To == s && g.Law != "" && !slices.Contains(keys, g.Law) {
				keys, told[g.Law] = append(keys, g.Law), true
				part.Rules = append(part.Rules, ruleOf(ctx, g.Law))
			}
		}
		v.Parts = append(v.Parts, part)
	}
	rest := groundPart{ID: "quy-dinh-chung", Title: text.T(ctx, "portal.ground.throughout")}
	for _, key := range throughout {
		if !told[key] {
			rest.Rules = append(rest.Rules, ruleOf(ctx, key))
		}
	}
	v.Parts = append(v.Parts, rest)
	for _, part := range v.Parts {
		v.Jump = append(v.Jump, ui.Link{Text: part.Title, Href: "#" + part.ID})
	}
	return v
}

// ruleOf says a key in the words of its newest instrument, and lists all instruments, the newest first.
func ruleOf(ctx context.Context, key string) ruleView {
	var v ruleView
	for _, e := range slices.Backward(law.Of(key)) {
		if v.Title == "" {
			v.Title, v.Plain = e.Title, e.Plain
			if text.LangOf(ctx) == text.En {
				v.Plain = e.English
			}
		}
		one := lawView{Name: e.Instrument, Period: lawPeriod(ctx, e), Unsure: &ui.Tag{Text: text.T(ctx, "portal.ground.unsure"), Colour: ui.Yellow}}
		if e.Sure() {
			one.Name, one.Unsure = e.Article+", "+e.Instrument, nil
		}
		v.Laws = append(v.Laws, one)
	}
	return v
}

// lawPeriod says when an instrument was, or is, in force.
func lawPeriod(ctx context.Context, e law.Entry) string {
	from, until := text.Date(clock.Date(e.From)), text.Date(clock.Date(e.Until))
	switch {
	case from != "" && until != "":
		return text.T(ctx, "portal.ground.between", "from", from, "until", until)
	case from != "":
		return text.T(ctx, "portal.ground.since", "from", from)
	}
	return text.T(ctx, "portal.ground.until", "until", until)
}
