package dossier

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// lifeDeeds are the actions beside the straight path.
var lifeDeeds = map[Action]deed{
	Assign:       {askPerson, doAssign},
	HandBack:     {askReason, reasoned((*Service).HandBack)},
	AskPayment:   {askPayment, doAskPayment},
	Paid:         {askReceipt, doPaid},
	AskExtension: {askDays, doAskExtension},
	Extend:       {askDays, doExtend},
	Stop:         {askReason, reasoned((*Service).Stop)},
	Post:         {askPosting, doPost},
	PostBack:     {askReason, reasoned((*Service).PostBack)},
	GiveBack:     {askGiveBack, doGiveBack},
	Classify:     {askLevel, doClassify},
	Digitise:     {askPages, nil}, // signed on a page of its own
	Initial:      {nil, nil},      // so are initials
	Correct:      {askReason, reasoned((*Service).Correct)},
	Consult:      {askConsultation, doConsult},
	SendPart:     {askParts, doSendPart},
	Answer:       {askReply, doAnswer},
	Recall:       {askRecall, doRecall},
}

// reasoned is an action that asks for nothing but a reason.
func reasoned(verb func(*Service, context.Context, At, string) (*Dossier, error)) func(context.Context, *Service, At, answer) (*Dossier, error) {
	return func(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
		return verb(s, ctx, at, a.word("reason"))
	}
}

// choice is one of a few, all in sight.
func (rd *reading) choice(name, key string, options []ui.Option) ui.Radios {
	return ui.Radios{Name: name, Label: rd.t(key), Value: rd.held.Value(name, ""), Error: rd.problem(name), Options: options, Required: true}
}

// number is a short field for an amount.
func (rd *reading) number(name, key, suffix string) ui.TextField {
	f := rd.line(name, key, "")
	f.InputMode, f.Width, f.Suffix, f.Required = "numeric", "5", suffix, true
	return f
}

func askPerson(rd *reading) []templ.Component {
	var people []ui.Option
	for _, o := range rd.hands() {
		hint := o.Title
		switch {
		case o.Absent && o.StandIn != "":
			hint = rd.t("dossier.assign.away-for", "title", o.Title, "until", text.Date(o.AbsentUntil), "name", o.StandIn)
		case o.Absent:
			hint = rd.t("dossier.assign.away", "title", o.Title, "until", text.Date(o.AbsentUntil))
		case o.PersonID == rd.v.AssigneeID:
			hint = rd.t("dossier.assign.has-it", "title", o.Title)
		}
		people = append(people, ui.Option{Value: o.PersonID, Text: o.Name, Hint: hint})
	}
	if len(people) == 0 {
		return []templ.Component{ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.assign.nobody", "turn", rd.v.Turn.Name)}}
	}
	return []templ.Component{rd.choice("person", "dossier.assign.person", people), rd.area("note", "dossier.assign.note", false)}
}

// hands are the people among whom the work can be given out; none when they cannot be told.
func (rd *reading) hands() []org.Holder {
	people, err := rd.s.Hands(rd.ctx, rd.v.Dossier)
	if err != nil {
		return nil
	}
	return people
}

func doAssign(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Assign(ctx, at, a.Get("person"), a.word("note"))
}

func askPayment(rd *reading) []templ.Component {
	what := rd.line("what", "dossier.payment.what", "")
	what.Required = true
	amount := rd.number("amount", "dossier.payment.amount", "đồng")
	amount.Width = "20"
	return []templ.Component{what, amount, rd.line("notice-no", "dossier.payment.notice", ""), rd.day("pay-by", "dossier.payment.pay-by"),
		rd.upload("dossier.payment.file")}
}

func (rd *reading) day(name, key string) ui.DateField {
	return ui.DateField{Name: name, Label: rd.t(key), Hint: rd.t("dossier.date-hint"), Value: rd.held.Value(name, ""), Error: rd.problem(name), Autocomplete: "off"}
}

func doAskPayment(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	by, err := dayTypedIn(a, "pay-by")
	if err != nil {
		return nil, err
	}
	return s.AskPayment(ctx, at, Payment{What: a.word("what"), AmountDong: dongOf(a.word("amount")), NoticeNo: a.word("notice-no"), PayBy: by, Files: a.files})
}

// dongOf reads an amount as people write it, 1.250.000 or 1250000; 0 for what is none.
func dongOf(typed string) int64 {
	n, err := strconv.ParseInt(strings.NewReplacer(".", "", " ", "", ",", "", "đ", "", "đồng", "").Replace(typed), 10, 64)
	if err != nil || n > 1e12 {
		return 0
	}
	return n
}

func askReceipt(rd *reading) []templ.Component {
	out := []templ.Component{}
	if p := rd.v.OpenPayment(); p != nil {
		out = append(out, bulleted(rd.t("dossier.payment.asked"), []string{p.What + ": " + text.Dong(rd.ctx, p.AmountDong)}))
	}
	return append(out, rd.line("receipt", "dossier.payment.receipt", ""), rd.upload("dossier.payment.receipt-file"))
}

func doPaid(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Paid(ctx, at, a.word("receipt"), a.files)
}

func askDays(rd *reading) []templ.Component {
	n := rd.number("days", "dossier.extend.days", rd.t("dossier.extend.unit"))
	reason := rd.area("reason", "dossier.act.reason", true)
	if ask := rd.v.ExtendAsk; ask != nil {
		n.Value = rd.held.Value("days", strconv.Itoa(int(ask.By.Amount)))
		reason.Value = rd.held.Value("reason", ask.Reason)
	}
	return []templ.Component{n, reason}
}

func termOfDays(a answer) term.Term {
	n, err := strconv.Atoi(a.word("days"))
	if err != nil {
		return term.Term{}
	}
	return days(n)
}

func doAskExtension(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.AskExtension(ctx, at, termOfDays(a), a.word("reason"))
}

func doExtend(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Extend(ctx, at, termOfDays(a), a.word("reason"))
}

func askPosting(rd *reading) []templ.Component {
	tracking := rd.line("tracking", "dossier.post.tracking", "")
	tracking.Required = true
	return []templ.Component{rd.line("carrier", "dossier.post.carrier", rd.t("dossier.post.usual")), tracking}
}

func doPost(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Post(ctx, at, a.word("carrier"), a.word("tracking"))
}

func askGiveBack(rd *reading) []templ.Component {
	list := ui.Checkboxes{Name: "paper", Label: rd.t("dossier.give-back.papers"), Values: rd.held.Values["paper"], Error: rd.problem("paper")}
	for _, p := range rd.v.PapersHeld() {
		list.Options = append(list.Options, ui.Option{Value: p.Key + "/" + p.Name, Text: p.Name, Hint: paperFormName(rd.ctx, p.Form)})
	}
	return []templ.Component{list, rd.line("recipient", "dossier.give-back.recipient", rd.v.applicant())}
}

func doGiveBack(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.GiveBack(ctx, at, a.Values["paper"], a.word("recipient"))
}

func askLevel(rd *reading) []templ.Component {
	level := rd.choice("level", "dossier.level.label", []ui.Option{
		{Value: "normal", Text: rd.t("dossier.level.normal"), Hint: rd.t("dossier.level.normal-hint")},
		{Value: Restricted, Text: rd.t("dossier.level.restricted"), Hint: rd.t("dossier.level.restricted-hint")}})
	return []templ.Component{level, rd.area("reason", "dossier.act.reason", true)}
}

func doClassify(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	level := a.Get("level")
	switch level {
	case "normal":
		level = Normal
	case "":
		level = "none"
	}
	return s.Classify(ctx, at, level, a.word("reason"))
}

// dayTypedIn reads a day as typed; "" for none.
func dayTypedIn(a answer, name string) (clock.Date, error) {
	if a.word(name) == "" {
		return "", nil
	}
	day, ok := typedDay(a.word(name))
	if !ok {
		return "", badDay(name)
	}
	return day, nil
}
