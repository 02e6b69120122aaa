package dossier

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func (rd *reading) area(name, key string, required bool) ui.TextArea {
	return ui.TextArea{Name: name, Label: rd.t(key), Value: rd.held.Value(name, ""), Error: rd.problem(name),
		Rows: 4, MaxLength: 2000, Required: required}
}

func (rd *reading) line(name, key, saved string) ui.TextField {
	return ui.TextField{Name: name, Label: rd.t(key), Value: rd.held.Value(name, saved), Error: rd.problem(name),
		Autocomplete: "off", MaxLength: 200}
}

func (rd *reading) upload(key string) ui.FileField {
	return ui.FileField{Name: "file", Label: rd.t(key), Hint: rd.t("dossier.file.hint"), Error: rd.problem("file"),
		Accept: blob.Accept, Multiple: true, Look: true, MaxMB: int(rd.s.MaxFile >> 20)}
}

func (rd *reading) problem(name string) string { return ui.Problem(rd.ctx, rd.held.Err, name) }

func askReason(rd *reading) []templ.Component {
	return []templ.Component{rd.area("reason", "dossier.act.reason", true)}
}

// refusals are the kinds of refusal that form 03 names. law: circular-03-2025/forms
var refusals = []string{"authority", "eligible", "expired", "other"}

func askRefusal(rd *reading) []templ.Component {
	return []templ.Component{
		ui.Radios{Name: "kind", Label: rd.t("dossier.refuse.kind"), Value: rd.held.Value("kind", ""), Error: rd.problem("kind"),
			Options: options(rd.ctx, "dossier.refuse.", refusals...), Required: true},
		rd.area("reason", "dossier.refuse.reason", true),
	}
}

// doRefuse writes the kind before the words: both go to the applicant on form 03.
func doRefuse(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	reason, err := needReason(a.word("reason"))
	if err != nil {
		return nil, err
	}
	kind := "dossier.refuse." + a.Get("kind")
	if a.Get("kind") == "" || !text.Has(text.Vi, kind) {
		return nil, fault.OnFields([]fault.Field{{Name: "kind", Key: "dossier.refuse-kind-missing"}})
	}
	return s.Refuse(ctx, at, text.In(text.Vi, kind)+": "+reason)
}

func askWithdrawal(rd *reading) []templ.Component {
	return []templ.Component{rd.line("who", "dossier.withdraw.who", rd.v.applicant()), rd.area("reason", "dossier.act.reason", true)}
}

// doWithdraw withdraws in the name of whoever asked for it at the counter.
func doWithdraw(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	if a.word("who") == "" {
		return nil, fault.OnFields([]fault.Field{{Name: "who", Key: "dossier.withdraw-who-missing"}})
	}
	by := actor.Of(ctx)
	by.OnBehalfOf = a.word("who")
	return s.Withdraw(actor.With(ctx, by), at, a.word("reason"))
}

// applicant is who stands at the counter most likely: the submitter, else the owner.
func (d *Dossier) applicant() string {
	if d.Submitter.Name != "" {
		return d.Submitter.Name
	}
	return d.Owner.Name
}

func askProposal(rd *reading) []templ.Component {
	result := rd.area("result", "dossier.propose.result", true)
	result.Value = rd.held.Value("result", rd.form.Result)
	outcome := rd.choice("outcome", "dossier.propose.outcome", options(rd.ctx, "dossier.propose.", "granted", "negative"))
	outcome.Value = rd.held.Value("outcome", "granted")
	return append(append([]templ.Component{outcome, result}, rd.drafting()...), rd.upload("dossier.propose.files"))
}

func doPropose(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	return s.Propose(ctx, at, Proposal{Text: a.word("result"), Negative: a.Get("outcome") == "negative", Files: a.files})
}

func askNumber(rd *reading) []templ.Component {
	number := rd.line("number", "dossier.number.number", "")
	number.Hint, number.Width = rd.t("dossier.number.hint"), "20"
	fields := append(rd.askAttested(), number, rd.upload("dossier.number.files"))
	switch {
	case rd.seal == nil:
	case rd.seal.OnPageOfItsOwn():
		fields = append(fields, ui.Paragraph(rd.t("dossier.seal.card-next")))
	default:
		fields = append(fields, ui.TextField{ID: "seal-password", Name: "password", Type: "password", Label: rd.t("dossier.seal.password"), Hint: rd.t("dossier.seal.password-hint"),
			Autocomplete: "off", Width: "20", Error: rd.problem("password")})
	}
	return fields
}

func doNumber(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	n := a.numbering()
	a.Del("password") // it is kept nowhere, not even for the form
	return s.NumberSealed(ctx, at, n)
}

func (a answer) numbering() Numbering {
	return Numbering{Number: a.word("number"), Files: a.files, Certified: attestedOf(a.Values), Password: a.Get("password")}
}

// shownPapers are what people show when they fetch a result.
var shownPapers = []string{"receipt", "card", "mandate"}

func askRecipient(rd *reading) []templ.Component {
	return []templ.Component{
		rd.line("recipient", "dossier.return.recipient", rd.v.applicant()),
		ui.Radios{Name: "paper", Label: rd.t("dossier.return.paper"), Value: rd.held.Value("paper", ""), Error: rd.problem("paper"),
			Options: options(rd.ctx, "dossier.return.", shownPapers...), Required: true},
		rd.line("paper-no", "dossier.return.paper-no", ""),
	}
}

// doReturn writes down who took the result and on what paper.
func doReturn(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	paper := "dossier.return." + a.Get("paper")
	if a.Get("paper") == "" || !text.Has(text.Vi, paper) {
		return nil, fault.OnFields([]fault.Field{{Name: "paper", Key: "dossier.return-paper-missing"}})
	}
	recipient := a.word("recipient")
	if recipient != "" {
		recipient += strings.TrimRight(" ("+inSentence(text.In(text.Vi, paper))+" "+a.word("paper-no"), " ") + ")"
	}
	return s.Return(ctx, at, recipient)
}

// inSentence writes what a choice says as it stands inside a sentence: "Căn cước" → "căn cước".
func inSentence(words string) string {
	_, n := utf8.DecodeRuneInString(words)
	return strings.ToLower(words[:n]) + words[n:]
}
