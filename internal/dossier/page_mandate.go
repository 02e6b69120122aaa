package dossier

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// PartyForm asks, of a dossier in the making, by what somebody acts for its owner and who owns it beside
// them. The counter and the portal ask the same.
type PartyForm struct {
	Ctx     context.Context
	Draft   *DraftWork
	Problem func(name string) string // what is wrong with a field, in words
	Files   templ.Component          // what was handed in for the mandate; nil when nothing was
	AtDesk  bool                     // an officer asks, and may say that they saw the paper
	MaxMB   int
}

// Names of the buttons that add an owner or, with a number behind it, take one out.
const (
	ownerButton = "owner"
	addOwner    = "add"
)

func (f PartyForm) t(key string, args ...any) string { return text.T(f.Ctx, key, args...) }

// Mandate are the questions about it.
func (f PartyForm) Mandate() []templ.Component {
	m := Mandate{}
	if f.Draft.Mandate != nil {
		m = *f.Draft.Mandate
	}
	out := []templ.Component{f.kinds(m.Kind),
		ui.TextField{Name: "submitter_relation", Label: f.t("dossier.party.relation"), Hint: f.t("dossier.mandate.relation-hint"),
			Value: f.Draft.Submitter.Relation, Error: f.Problem("submitter_relation"), Autocomplete: "off", MaxLength: 200},
		inRow([]templ.Component{
			ui.TextField{Name: "mandate_no", Label: f.t("dossier.mandate.number"), Value: m.Number, Autocomplete: "off", Width: "20", MaxLength: 60},
			ui.DateField{Name: "mandate_on", Label: f.t("dossier.mandate.on"), Value: dayShown(m.On), Error: f.Problem("mandate_on"), Autocomplete: "off"},
			ui.DateField{Name: "mandate_until", Label: f.t("dossier.mandate.until"), Value: dayShown(m.Until), Error: f.Problem("mandate_until"), Autocomplete: "off"}}),
		ui.TextField{Name: "mandate_by", Label: f.t("dossier.mandate.by"), Hint: f.t("dossier.mandate.by-hint"), Value: m.By, Autocomplete: "off", MaxLength: 200},
	}
	if f.Files != nil {
		out = append(out, f.Files)
	}
	out = append(out, ui.FileField{Name: "mandate_file", Label: f.t("dossier.mandate.file"), Error: f.Problem("mandate_file"),
		Accept: "image/*,application/pdf", Multiple: true, MaxMB: f.MaxMB})
	if f.AtDesk {
		box := ui.Checkboxes{Name: "mandate_shown", Options: []ui.Option{{Value: "1", Text: f.t("dossier.mandate.shown")}}}
		if m.Shown {
			box.Values = []string{"1"}
		}
		out = append(out, box)
	}
	return out
}

func (f PartyForm) kinds(chosen string) ui.Radios {
	r := ui.Radios{Name: "mandate_kind", Label: f.t("dossier.mandate.kind"), Value: chosen, Error: f.Problem("mandate_kind"), Required: true}
	for _, kind := range MandateKinds {
		r.Options = append(r.Options, ui.Option{Value: kind, Text: f.t("dossier.mandate." + kind)})
	}
	return r
}

// Owners are the owners beside the first, and an empty line for one more; what stays empty falls away.
func (f PartyForm) Owners() []templ.Component {
	out := []templ.Component{ui.Paragraph(f.t("dossier.owners.hint"))}
	for n := 1; n <= min(len(f.Draft.Owners)+1, MostOwners); n++ {
		out = append(out, f.owner(n))
	}
	if len(f.Draft.Owners) < MostOwners {
		out = append(out, ui.Button{Text: f.t("dossier.owners.add"), Kind: ui.Secondary, Name: ownerButton, Value: addOwner})
	}
	return out
}

func (f PartyForm) owner(n int) templ.Component {
	who, p := coOwner(n), Party{}
	if n <= len(f.Draft.Owners) {
		p = f.Draft.Owners[n-1]
	}
	inside := []templ.Component{inRow([]templ.Component{
		ui.TextField{Name: who + "_name", Label: f.t("dossier.party.name"), Value: p.Name, Error: f.Problem(who + "_name"), Autocomplete: "off", MaxLength: 200},
		ui.TextField{Name: who + "_no", Label: f.t("dossier.party.no"), Value: p.PersonalNo, Error: f.Problem(who + "_no"), Autocomplete: "off", Width: "20", MaxLength: 20},
		ui.DateField{Name: who + "_birth", Label: f.t("dossier.party.birth"), Value: dayShown(p.BirthOn), Error: f.Problem(who + "_birth"), Autocomplete: "off"}}),
		inRow([]templ.Component{
			ui.TextField{Name: who + "_tel", Label: f.t("dossier.party.phone"), Value: p.Phone, Type: "tel", InputMode: "tel", Error: f.Problem(who + "_tel"),
				Autocomplete: "off", Width: "20", MaxLength: 20},
			ui.TextField{Name: who + "_home", Label: f.t("dossier.party.address"), Value: p.Address, Autocomplete: "off", MaxLength: 300}})}
	if n <= len(f.Draft.Owners) {
		inside = append(inside, ui.Button{Text: f.t("dossier.owners.drop", "n", n+1), Kind: ui.LinkLike, Name: ownerButton, Value: strconv.Itoa(n)})
	}
	return grouped(f.t("dossier.owners.nth", "n", n+1), stacked(inside...))
}

// TakeParties puts into the draft what was typed into a PartyForm: the relation of whoever hands in, the
// mandate, the owners beside the first. What cannot be right stays as it was typed.
func (dr *DraftWork) TakeParties(form url.Values, represented bool) {
	dr.Owners = nil
	for n := 1; n <= MostOwners; n++ {
		p := readParty(form, coOwner(n))
		if p != (Party{}) && form.Get(ownerButton) != strconv.Itoa(n) {
			dr.Owners = append(dr.Owners, p)
		}
	}
	dr.Mandate = nil
	if !represented {
		return
	}
	get := func(name string) string { return text.Clean(form.Get("mandate_" + name)) }
	dr.Submitter.Relation = text.Clean(form.Get("submitter_relation"))
	dr.Mandate = &Mandate{Kind: get("kind"), Number: get("no"), On: dayOr(get("on")), Until: dayOr(get("until")), By: get("by"), Shown: get("shown") != ""}
}

// OwnerPressed tells whether a button of the owners was pressed, and the field at which the page goes on.
func OwnerPressed(form url.Values, dr *DraftWork) (at string, pressed bool) {
	if form.Get(ownerButton) == "" {
		return "", false
	}
	return coOwner(min(len(dr.Owners)+1, MostOwners)) + "_name", true
}

// PartyField tells whether a problem is about what a PartyForm asks.
func PartyField(name string) bool {
	return strings.HasPrefix(name, "mandate_") || strings.HasPrefix(name, "owners.") || name == "submitter_relation"
}

// dayShown writes a kept day as people type it; what is no day as it was typed.
func dayShown(kept clock.Date) string {
	if isDay(kept) {
		return text.Date(kept)
	}
	return string(kept)
}

// MandateRows tell by what somebody acts for the owner: the tie and the paper. A mandate of nil has none.
func MandateRows(ctx context.Context, m *Mandate, relation string) []ui.SummaryRow {
	var rows []ui.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "dossier."+key), Text: value})
		}
	}
	add("party.relation", relation)
	if m == nil {
		return rows
	}
	if slices.Contains(MandateKinds, m.Kind) {
		add("mandate.kind", text.T(ctx, "dossier.mandate."+m.Kind))
	}
	add("mandate.number", m.Number)
	add("mandate.on", dayShown(m.On))
	add("mandate.until", dayShown(m.Until))
	add("mandate.by", m.By)
	if m.Shown {
		add("mandate.paper", text.T(ctx, "dossier.mandate.was-shown"))
	}
	return rows
}
