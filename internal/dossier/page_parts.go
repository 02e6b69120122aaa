package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// fileLink is a stored file that can be looked at.
type fileLink struct{ Name, Href, Meta string }

// resultView is what was proposed, decided and handed out.
type resultView struct {
	Rows  ui.SummaryList
	Files []fileLink
}

// supplementView is one request for corrections.
type supplementView struct {
	Title, By, Reason, Answered string

	Asks []string
}

func (rd *reading) me() string { return actor.Of(rd.ctx).PersonID }

func (rd *reading) party(who Party) ui.SummaryList {
	rows := []ui.SummaryRow{{Key: rd.t("dossier.party.name"), Text: who.Name}}
	for _, one := range []struct{ key, value string }{
		{"no", who.PersonalNo}, {"birth", text.Date(who.BirthOn)}, {"phone", who.Phone}, {"email", who.Email}, {"address", who.Address},
	} {
		if one.value != "" {
			rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.party." + one.key), Text: one.value})
		}
	}
	return ui.SummaryList{Rows: rows}
}

// values are the answers of the form in its order. What had to be answered and was not shows empty.
func (rd *reading) values() ui.SummaryList {
	var rows []ui.SummaryRow
	lang := text.LangOf(rd.ctx)
	for _, f := range rd.form.Fields {
		if value := rd.value(f); value != "" || f.Required {
			rows = append(rows, ui.SummaryRow{Key: f.Label(lang), Text: value})
		}
	}
	return ui.SummaryList{Rows: rows}
}

// value writes the answer to a field as people read it.
func (rd *reading) value(f catalog.Field) string {
	all := rd.v.Values[f.Name]
	switch f.Type {
	case catalog.Address:
		var parts []string
		for _, part := range slices.Backward(f.AddressParts()) { // the smallest place comes first
			if one := rd.v.Values.One(part); one != "" {
				parts = append(parts, one)
			}
		}
		return strings.Join(parts, ", ")
	case catalog.Checkbox:
		if rd.v.Values.Ticked(f.Name) {
			return rd.t("dossier.yes")
		}
		return ""
	case catalog.DateField:
		return text.Date(clock.Date(rd.v.Values.One(f.Name)))
	case catalog.Table, catalog.MultiSelect:
		return strings.Join(all, "\n")
	}
	return rd.v.Values.One(f.Name)
}

// papers sets what the procedure wants against what was handed in; further papers follow.
func (rd *reading) papers() ui.Checklist {
	k, _ := rd.form.Case(rd.v.CaseKey)
	var list ui.Checklist
	known := map[string]bool{}
	for _, c := range k.Components {
		known[c.Key] = true
		item := ui.CheckItem{Title: c.Name, Hint: componentHint(rd.ctx, c), Tag: rd.missing(c)}
		if i := slices.IndexFunc(rd.v.Papers, func(p Paper) bool { return p.Key == c.Key }); i >= 0 {
			rd.handedIn(&item, rd.v.Papers[i])
		}
		list.Items = append(list.Items, item)
	}
	for _, one := range rd.v.Papers {
		if !known[one.Key] {
			item := ui.CheckItem{Title: one.Name, Hint: rd.t("dossier.paper.further")}
			rd.handedIn(&item, one)
			list.Items = append(list.Items, item)
		}
	}
	return list
}

func (rd *reading) missing(c catalog.Component) *ui.Tag {
	if c.Condition != "" || c.PresentOnly {
		return &ui.Tag{Text: rd.t("dossier.paper.not-given")}
	}
	return &ui.Tag{Text: rd.t("dossier.paper.missing"), Colour: ui.Yellow}
}

func (rd *reading) handedIn(item *ui.CheckItem, one Paper) {
	words := paperFormName(rd.ctx, one.Form)
	if one.Count > 0 {
		words = rd.t("dossier.paper.count", "n", fmt.Sprintf("%02d", one.Count), "form", words)
	}
	item.Tag = &ui.Tag{Text: words, Colour: ui.Green}
	if files := rd.files(one.Files); len(files) > 0 {
		item.Body = fileLinks(files)
	}
}

func (rd *reading) files(files []File) []fileLink {
	out := make([]fileLink, len(files))
	for i, f := range files {
		out[i] = fileLink{Name: f.Name, Href: filePath(rd.v.ID) + "/tep/" + f.SHA256,
			Meta: sizeText(rd.ctx, f.Size) + " · " + rd.t("dossier.file.hash", "hash", f.SHA256[:min(12, len(f.SHA256))])}
	}
	return out
}

func (rd *reading) result() *resultView {
	res := rd.v.Result
	if res == nil {
		return nil
	}
	var rows []ui.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.result." + key), Text: value})
		}
	}
	add("text", res.Text)
	add("proposed-by", res.ProposedBy)
	if res.ApprovedBy != "" {
		add("approved-by", rd.t("dossier.by-at", "name", res.ApprovedBy, "at", text.DateTime(rd.ctx, res.ApprovedAt)))
	}
	add("number", res.Number)
	add("issued", text.Date(res.IssuedOn))
	add("returned", text.DateTime(rd.ctx, rd.v.ReturnedAt))
	add("returned-to", rd.v.ReturnedTo)
	return &resultView{ui.SummaryList{Rows: rows}, rd.files(res.Files)}
}

func (rd *reading) asked() string {
	if n := rd.v.SupplementsAfter(); n > 0 {
		return rd.t("dossier.supplement.asked", "n", n)
	}
	return rd.t("dossier.supplement.never")
}

func (rd *reading) supplements() []supplementView {
	var out []supplementView
	after := 0
	for _, s := range rd.v.Supplements {
		title := rd.t("dossier.supplement.before")
		if !s.Before {
			after++
			title = rd.t("dossier.supplement.nth", "n", after)
		}
		one := supplementView{Title: title, Reason: s.Reason, Asks: askWords(s.Asks),
			By:       rd.t("dossier.by-at", "name", s.AskedBy, "at", text.DateTime(rd.ctx, s.AskedAt)),
			Answered: rd.t("dossier.supplement.open")}
		if !s.AnsweredAt.IsZero() {
			one.Answered = rd.t("dossier.supplement.answered", "at", text.DateTime(rd.ctx, s.AnsweredAt))
		}
		out = append(out, one)
	}
	return out
}

// askWords writes what a request asks, each on a line: which field or paper, what is wrong.
func askWords(asks []Ask) []string {
	out := make([]string, len(asks))
	for i, a := range asks {
		out[i] = a.Text
		if a.Name != "" {
			out[i] = a.Name + ": " + a.Text
		}
	}
	return out
}

// steps are the internal process: who, how many hours, and until when the step at work.
func (rd *reading) steps() ui.Steps {
	var out ui.Steps
	at := rd.atStep()
	for i, st := range rd.v.Plan {
		one := ui.Step{Title: st.Name, Meta: st.RoleName, Kind: ui.Ahead}
		if one.Title == "" {
			one.Title = rd.t("dossier.step." + st.Role)
		}
		if one.Meta == "" {
			one.Meta = roleWord(rd.ctx, st.Role)
		}
		if hours := hoursText(rd.ctx, st.Hours); hours != "" {
			one.Meta += " · " + hours
		}
		switch {
		case i < at || at < 0:
			one.Kind = ui.Done
		case i == at:
			one.Kind, one.Text = ui.Current, rd.stepDue(st)
		}
		out.Items = append(out.Items, one)
	}
	return out
}

// atStep is the step at work; -1 when all are done.
func (rd *reading) atStep() int {
	v := rd.v
	switch v.State {
	case Done, Returned:
		return -1
	case Approved:
		return min(approvalStep(v.Plan)+1, len(v.Plan)-1)
	}
	return v.Step
}

// stepDue says until when the step at work should be done, and how it stands to that.
func (rd *reading) stepDue(st StepPlan) string {
	if st.Hours == 0 || rd.v.StepSince.IsZero() || rd.v.Due.Paused || rd.v.Ended() {
		return ""
	}
	due, err := term.Add(rd.cal, rd.v.StepSince, st.Hours)
	if err != nil {
		return ""
	}
	if rd.now.After(due) {
		return rd.t("dossier.step.over", "at", text.DateTime(rd.ctx, due), "time", lapse(rd.ctx, term.WorkingTime(rd.cal, due, rd.now)))
	}
	return rd.t("dossier.step.due", "at", text.DateTime(rd.ctx, due), "time", lapse(rd.ctx, term.WorkingTime(rd.cal, rd.now, due)))
}

// timeline is what happened, in the words of the office.
func (rd *reading) timeline() ui.Timeline {
	var out ui.Timeline
	for i, e := range rd.v.Events {
		item := ui.TimelineItem{Title: happened(rd.ctx, e.Kind), When: text.DateTime(rd.ctx, e.At), By: eventBy(e), Kind: ui.Done,
			Text: strings.Join(rd.eventWords(e), "\n")}
		if alarming[e.Kind] {
			item.Kind = ui.Alert
		}
		if i == len(rd.v.Events)-1 && !rd.v.Ended() && !alarming[e.Kind] {
			item.Kind = ui.Current
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// alarming are the events off the straight path.
var alarming = map[Action]bool{AskFix: true, Refuse: true, AskSupplement: true, SendBack: true, Reject: true, Withdraw: true}

func eventBy(e Event) string {
	var parts []string
	for _, one := range []string{e.PersonName, e.Position, e.UnitName} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	return strings.Join(parts, ", ")
}

// eventWords are what an event says beyond its name.
func (rd *reading) eventWords(e Event) []string {
	f := e.Facts
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, rd.t("dossier.event."+key, "value", value))
		}
	}
	if f.Receipt != nil {
		add("due", text.DateTime(rd.ctx, f.Receipt.DueAt))
	}
	out = append(out, askWords(f.Asks)...)
	add("reason", f.Reason)
	if f.Result != nil {
		add("result", f.Result.Text)
	}
	add("number", f.Number)
	add("recipient", f.Recipient)
	add("slip", f.Slip)
	add("on-behalf", e.OnBehalfOf)
	return out
}

func (rd *reading) slips(slips []Slip) []ui.Link {
	out := make([]ui.Link, len(slips))
	for i, s := range slips {
		out[i] = ui.Link{Text: rd.t("dossier.slip."+s.Form, "number", s.Number), Href: slipPath + s.ID}
	}
	return out
}

