package dossier

import (
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// partyOf reads a person typed at the counter. What cannot be right is kept as typed and named.
func partyOf(form url.Values, who string, today clock.Date) (Party, []fault.Field) {
	p := readParty(form, who)
	return p, p.wrong(who, today)
}

// readParty reads a person; days and telephones are tidied where they can be read.
func readParty(form url.Values, who string) Party {
	get := func(name string) string { return text.Clean(form.Get(who + "_" + name)) }
	p := Party{Name: get("name"), PersonalNo: check.Bare(get("no")), Phone: get("tel"), Address: get("home"), Relation: get("relation")}
	p.BirthOn = dayOr(get("birth"))
	if home, ok := check.Phone(p.Phone); ok {
		p.Phone = home
	}
	return p
}

// dayOr is the day typed; what is none stays as it is.
func dayOr(typed string) clock.Date {
	if typed == "" {
		return ""
	}
	day, _ := typedDay(typed)
	return day
}

// personalNo tells whether s can be a number of a paper that names a person.
func personalNo(s string) bool {
	_, ok := check.PersonalID(s)
	return ok || check.OldCard(s) || check.Passport(s)
}

// typedDay reads a day as people type it; what is none comes back as it is.
func typedDay(s string) (clock.Date, bool) { return text.TypedDate(s) }

// identity asks who somebody is.
func (k *desk) identity(who string, p Party) []templ.Component {
	return []templ.Component{
		ui.TextField{Name: who + "_name", Label: k.t("dossier.party.name"), Value: p.Name, Error: k.problem(who + "_name"),
			Autocomplete: "off", MaxLength: 200, Required: true},
		ui.TextField{Name: who + "_no", Label: k.t("dossier.party.no"), Hint: k.t("dossier.counter.no-hint"), Value: p.PersonalNo,
			Error: k.problem(who + "_no"), Autocomplete: "off", Width: "20", MaxLength: 20},
		ui.DateField{Name: who + "_birth", Label: k.t("dossier.party.birth"), Hint: k.t("dossier.date-hint"), Value: text.Date(p.BirthOn),
			Error: k.problem(who + "_birth"), Autocomplete: "off"},
	}
}

// contact asks how to reach somebody.
func (k *desk) contact(who string, p Party) []templ.Component {
	return []templ.Component{
		ui.TextField{Name: who + "_tel", Label: k.t("dossier.party.phone"), Hint: k.t("dossier.counter.tel-hint"), Value: p.Phone, Type: "tel",
			InputMode: "tel", Error: k.problem(who + "_tel"), Autocomplete: "off", Width: "20", MaxLength: 20},
		ui.TextField{Name: who + "_home", Label: k.t("dossier.party.address"), Value: p.Address, Autocomplete: "off", MaxLength: 300},
	}
}

// submitter asks who stands at the counter: the owner, or somebody for them.
func (k *desk) submitter() ui.Radios {
	value, other := "same", Party{}
	if k.dr.Submitter != k.dr.Owner || k.problem("submitter_name") != "" { // somebody else, even when still without a name
		value, other = "other", k.dr.Submitter
	}
	who := append(k.identity("submitter", other)[:2],
		ui.TextField{Name: "submitter_tel", Label: k.t("dossier.party.phone"), Value: other.Phone, Type: "tel", InputMode: "tel",
			Error: k.problem("submitter_tel"), Autocomplete: "off", Width: "20", MaxLength: 20})
	ask := k.partyForm().Mandate()
	return ui.Radios{Name: "submitter", Label: k.t("dossier.counter.submitter"), Value: value, Options: []ui.Option{
		{Value: "same", Text: k.t("dossier.counter.same")},
		{Value: "other", Text: k.t("dossier.counter.other"), Reveal: stacked(append([]templ.Component{inRow(who)}, ask...)...)}}}
}

// partyForm asks for the mandate and for further owners, with the scans that are there.
func (k *desk) partyForm() PartyForm {
	f := PartyForm{Ctx: k.ctx, Draft: k.dr, Problem: k.problem, AtDesk: true}
	for _, p := range k.dr.Papers {
		if p.Key == MandatePaper {
			f.Files = scanList(k.scans(p))
		}
	}
	return f
}

// coOwners are those who stand in the dossier beside the owner; most dossiers have none.
func (k *desk) coOwners() foldView {
	return foldView{Summary: k.t("dossier.owners.fold"), Open: len(k.dr.Owners) > 0, Inside: k.partyForm().Owners()}
}
