package catalog

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// prepareView is what to bring in one's own case: the questions, and the answer.
type prepareView struct {
	Action     string
	Cases      *ui.Radios
	Channels   ui.Radios
	Conditions *ui.Checkboxes
	HandIn     ui.Checklist
	Show       ui.Checklist
	Terms      ui.SummaryList
	Missing    *ui.Notice // the papers are not known yet
	Reasons    []string   // what is usually missing
}

// choice is what a reader said about their case.
type choice struct {
	caseKey string
	channel ChannelKind
	holding []int // numbers of conditions, from 1
}

func choiceOf(r *http.Request) choice {
	q := r.URL.Query()
	c := choice{caseKey: q.Get("truong-hop"), channel: ChannelKind(q.Get("kenh"))}
	for _, value := range q["dk"] {
		if n, err := strconv.Atoi(value); err == nil {
			c.holding = append(c.holding, n)
		}
	}
	return c
}

func prepare(ctx context.Context, view *View, c choice) prepareView {
	k, ok := view.Version.Case(c.caseKey)
	if !ok {
		k, _ = view.Version.Case("")
	}
	ch, ok := k.Channel(c.channel)
	if !ok && len(k.Channels) > 0 {
		ch = k.Channels[0]
	}
	v := prepareView{Action: view.Page + "#chuan-bi", Reasons: view.Version.SupplementReasons}
	v.ask(ctx, view.Version.Cases, k, ch, c.holding)
	var holding []string
	for i, condition := range k.Conditions() {
		if slices.Contains(c.holding, i+1) {
			holding = append(holding, condition)
		}
	}
	handIn, show := k.Papers(holding)
	v.HandIn, v.Show = checklist(ctx, handIn, ch.Kind), checklist(ctx, show, "")
	if len(k.Components) == 0 {
		v.Missing = &ui.Notice{Text: say(ctx, "page.no-papers")}
	}
	v.Terms = ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.term"), Text: ch.Term.In(ctx)},
		{Key: say(ctx, "label.fee"), Body: feeCell(feeText(ctx, ch.FeeDong), ch.FeeNote)},
	}}
	for _, g := range ch.Groups {
		v.Terms.Rows = append(v.Terms.Rows, ui.SummaryRow{Key: g.Group, Text: groupText(ctx, g)})
	}
	if ch.Note != "" {
		v.Terms.Rows = append(v.Terms.Rows, ui.SummaryRow{Key: say(ctx, "label.description"), Text: ch.Note})
	}
	return v
}

// ask puts the questions, with what was answered.
func (v *prepareView) ask(ctx context.Context, cases []Case, k Case, chosen Channel, holding []int) {
	if len(cases) > 1 {
		v.Cases = &ui.Radios{Name: "truong-hop", Label: say(ctx, "prepare.case"), Value: k.Key}
		for _, one := range cases {
			v.Cases.Options = append(v.Cases.Options, ui.Option{Value: one.Key, Text: one.Title(text.LangOf(ctx))})
		}
	}
	v.Channels = ui.Radios{Name: "kenh", Label: say(ctx, "prepare.channel"), Value: string(chosen.Kind)}
	for _, ch := range k.Channels {
		v.Channels.Options = append(v.Channels.Options, ui.Option{Value: string(ch.Kind), Text: say(ctx, "channel."+string(ch.Kind))})
	}
	conditions := k.Conditions()
	if len(conditions) == 0 {
		return
	}
	v.Conditions = &ui.Checkboxes{Name: "dk", Label: say(ctx, "prepare.conditions"), Hint: say(ctx, "prepare.conditions-hint")}
	for i, condition := range conditions {
		n := strconv.Itoa(i + 1)
		v.Conditions.Options = append(v.Conditions.Options, ui.Option{Value: n, Text: capital(k.conditionIn(text.LangOf(ctx), condition))})
		if slices.Contains(holding, i+1) {
			v.Conditions.Values = append(v.Conditions.Values, n)
		}
	}
}

// checklist writes papers one by one, each with how it is brought.
func checklist(ctx context.Context, papers []Component, kind ChannelKind) (list ui.Checklist) {
	for _, p := range papers {
		item := ui.CheckItem{Title: p.Title(text.LangOf(ctx)), Hint: joined(numbers(ctx, p), mark(ctx, p.Optional, "optional"), mark(ctx, p.Reusable, "reusable"))}
		switch {
		case p.PresentOnly:
			item.Hint = ""
		case kind == Online && p.FormFile != "":
			item.Hint = say(ctx, "paper.fill-in-online")
		case kind == Online:
			item.Hint = joined(item.Hint, say(ctx, "paper.scan"))
		case p.FormFile != "":
			item.Hint = joined(item.Hint, say(ctx, "paper.has-form"))
		}
		if p.Condition != "" {
			item.Tag = &ui.Tag{Text: say(ctx, "paper.for-your-case"), Colour: ui.Blue}
		}
		list.Items = append(list.Items, item)
	}
	return list
}
