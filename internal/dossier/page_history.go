package dossier

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

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
	case Done, Posted, Returned:
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
		if slices.Contains(rd.v.Undone, e.Seq) {
			item.Title += " – " + rd.t("dossier.event.undone")
		}
		if i == len(rd.v.Events)-1 && !rd.v.Ended() && !alarming[e.Kind] {
			item.Kind = ui.Current
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// alarming are the events off the straight path.
var alarming = map[Action]bool{AskFix: true, Refuse: true, AskSupplement: true, SendBack: true, Reject: true, Withdraw: true,
	FallDue: true, Extend: true, Stop: true, Correct: true, PostBack: true}

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
	out = append(out, rd.declaredWords(f.Declared)...)
	out = append(append(out, askWords(f.Asks)...), ConsentWords(rd.ctx, f.Consents, rd.form.Fields)...)
	add("reason", f.Reason)
	if f.Result != nil {
		add("result", f.Result.Text)
	}
	if f.ElectronicCopy != nil {
		out = append(out, rd.copyWords(f.ElectronicCopy))
	}
	if f.Assignee != nil && e.Kind == Assign {
		add("assignee", f.Assignee.Name)
	}
	for _, x := range f.Errands {
		add("errand", x.Name+" – "+x.Agency.Name)
	}
	if f.Outcome != "" && f.Outcome != Recalled {
		add("outcome", rd.t("dossier.outcome."+string(f.Outcome)))
	}
	if f.Payment != nil && f.Payment.AmountDong > 0 {
		add("payment", f.Payment.What+": "+text.Dong(rd.ctx, f.Payment.AmountDong))
	}
	if f.By != nil {
		add("by", f.By.In(rd.ctx))
	}
	switch e.Kind {
	case Extend:
		add("new-due", text.DateTime(rd.ctx, f.DueAt))
	case FallDue:
		add("passed", text.DateTime(rd.ctx, f.DueAt))
	case Correct:
		add("undoes", happened(rd.ctx, f.Undone))
	case Digitise:
		for _, one := range f.Digitised {
			add("digitised", rd.t("dossier.digitise.one", "name", one.Name, "n", one.How.Pages))
		}
	case Classify:
		add("level", rd.t("dossier.level."+levelWord(f.Level)))
	}
	add("tracking", strings.TrimSpace(f.Carrier+" "+f.Tracking))
	add("stand-in", f.StandIn)
	add("number", f.Number)
	add("recipient", f.Recipient)
	add("slip", f.Slip)
	add("on-behalf", e.OnBehalfOf)
	return out
}

func levelWord(level string) string {
	if level == Normal {
		return "normal"
	}
	return level
}
