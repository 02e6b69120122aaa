package dossier

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func badDay(name string) error {
	return fault.OnFields([]fault.Field{{Name: name, Key: "dossier.bad-day"}})
}

// askConsultation asks whom, what, and until when.
func askConsultation(rd *reading) []templ.Component {
	unit := ui.Select{Name: "unit", Label: rd.t("dossier.consult.unit"), Value: rd.held.Value("unit", ""), Error: rd.problem("unit"),
		Empty: rd.t("dossier.consult.outside")}
	for _, u := range rd.neighbours() {
		unit.Options = append(unit.Options, ui.Option{Value: u.ID, Text: u.FullName})
	}
	agency := rd.line("agency", "dossier.consult.agency", "")
	agency.Hint = rd.t("dossier.consult.agency-hint")
	return []templ.Component{unit, agency, rd.area("question", "dossier.consult.question", true),
		rd.number("days", "dossier.consult.days", rd.t("dossier.extend.unit"))}
}

// neighbours are the units that are usually asked: the offices of the deciding authority, those above
// it with their offices, and the units below.
func (rd *reading) neighbours() []org.Unit {
	on := clock.DateOf(rd.now)
	var out []org.Unit
	id := rd.v.Office.UnitID
	for up := 0; id != "" && up < 3; up++ {
		u, err := rd.s.Org.UnitOn(rd.ctx, id, on)
		if err != nil {
			return out
		}
		kinds := []org.Kind{org.Department}
		if up == 0 {
			kinds = append(kinds, org.Commune)
		}
		near := []org.Unit{u}
		for _, kind := range kinds {
			below, err := rd.s.Org.Children(rd.ctx, u.ID, kind, on)
			if err != nil {
				return out
			}
			near = append(near, below...)
		}
		for _, n := range near {
			if n.ID != rd.v.Competent.UnitID {
				out = append(out, n)
			}
		}
		id = u.ParentID
	}
	return out
}

func doConsult(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Consult(ctx, at, Consultation{UnitID: a.Get("unit"), Agency: a.word("agency"), Question: a.word("question"), Term: termOfDays(a)})
}

func askParts(rd *reading) []templ.Component {
	list := ui.Checkboxes{Name: "part", Label: rd.t("dossier.part.which"), Values: rd.held.Values["part"], Error: rd.problem("part")}
	for _, p := range rd.v.partsToSend() {
		list.Options = append(list.Options, ui.Option{Value: p.Key, Text: p.Name, Hint: p.Agency.Name})
	}
	return []templ.Component{list}
}

func doSendPart(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	if len(a.Values["part"]) == 0 {
		return nil, fault.OnFields([]fault.Field{{Name: "part", Key: "dossier.part-missing"}})
	}
	return s.SendPart(ctx, at, a.Values["part"]...)
}

// errands lists what is still asked; only those that whoever acts may answer when mine.
func (rd *reading) errands(mine bool) []ui.Option {
	var out []ui.Option
	for _, e := range rd.v.OpenErrands() {
		if mine && !e.mayBeAnswered(rd.ctx, rd.v.Dossier) {
			continue
		}
		out = append(out, ui.Option{Value: e.Key, Text: e.Name, Hint: errandLine(rd.ctx, e)})
	}
	return out
}

// errandLine says who was asked and until when.
func errandLine(ctx context.Context, e Errand) string {
	if e.DueAt.IsZero() {
		return text.T(ctx, "dossier.errand.asked", "agency", e.Agency.Name, "at", text.DateTime(ctx, e.AskedAt))
	}
	return text.T(ctx, "dossier.errand.due", "agency", e.Agency.Name, "at", text.DateTime(ctx, e.AskedAt), "due", text.DateTime(ctx, e.DueAt))
}

// which asks for one of the errands; a single one is chosen already.
func (rd *reading) which(options []ui.Option) ui.Radios {
	r := rd.choice("errand", "dossier.errand.which", options)
	if len(options) == 1 {
		r.Value = rd.held.Value("errand", options[0].Value)
	}
	return r
}

func askReply(rd *reading) []templ.Component {
	number := rd.line("number", "dossier.answer.number", "")
	number.Width = "20"
	return []templ.Component{rd.which(rd.errands(true)),
		rd.choice("outcome", "dossier.answer.outcome", options(rd.ctx, "dossier.outcome.", Agreed, Against, Otherwise)),
		rd.area("text", "dossier.answer.text", true), number, rd.upload("dossier.answer.files")}
}

func doAnswer(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Answer(ctx, at, Reply{Key: a.Get("errand"), Outcome: Outcome(a.Get("outcome")), Text: a.word("text"), Number: a.word("number"), Files: a.files})
}

func askRecall(rd *reading) []templ.Component {
	return []templ.Component{rd.which(rd.errands(false)), rd.area("reason", "dossier.act.reason", true)}
}

func doRecall(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Recall(ctx, at, a.Get("errand"), a.word("reason"))
}

// errandView is one thing that another agency was asked.
type errandView struct {
	Title, Asked, Answered, Text string

	Tag   ui.Tag
	Files []fileLink
}

// errandViews are the errands of the dossier with their own clocks.
func (rd *reading) errandViews() []errandView {
	var out []errandView
	for _, e := range rd.v.Errands {
		one := errandView{Title: e.Name, Asked: errandLine(rd.ctx, e), Text: e.Text, Tag: rd.errandTag(e), Files: rd.files(e.Files)}
		if !e.open() {
			one.Answered = rd.t("dossier.by-at", "name", e.AnsweredBy, "at", text.DateTime(rd.ctx, e.AnsweredAt))
			if e.Number != "" {
				one.Answered += ", " + rd.t("dossier.errand.number", "number", e.Number)
			}
		}
		out = append(out, one)
	}
	return out
}

func (rd *reading) errandTag(e Errand) ui.Tag {
	switch {
	case !e.open() && e.Outcome == Recalled:
		return ui.Tag{Text: rd.t("dossier.outcome.recalled")}
	case !e.open() && !e.DueAt.IsZero() && e.AnsweredAt.After(e.DueAt):
		return ui.Tag{Text: rd.t("dossier.errand.late"), Colour: ui.Red}
	case !e.open():
		return ui.Tag{Text: rd.t("dossier.outcome." + string(e.Outcome)), Colour: ui.Green}
	case !e.DueAt.IsZero() && rd.now.After(e.DueAt):
		return ui.Tag{Text: rd.t("dossier.errand.overdue", "n", strconv.Itoa(clock.DateOf(e.DueAt).Days(clock.DateOf(rd.now)))), Colour: ui.Red}
	}
	return ui.Tag{Text: rd.t("dossier.errand.waits", "n", strconv.Itoa(clock.DateOf(e.AskedAt).Days(clock.DateOf(rd.now)))), Colour: ui.Yellow}
}
