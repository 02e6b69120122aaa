package dossier

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// By what somebody acts for the owner of a dossier. A power of attorney is a paper with a date; a parent,
// a guardian or the head of an organisation acts by law. law: civil-code/134
const (
	ByPower         = "authorised"
	AsGuardian      = "guardian"
	ForOrganisation = "organisation"
	OtherTie        = "other" // named in Party.Relation
)

// MandateKinds are all of them, the most frequent first.
var MandateKinds = []string{ByPower, AsGuardian, ForOrganisation, OtherTie}

// MandatePaper is the key under which a draft keeps the files of the mandate; a dossier has them in its
// Mandate.
const MandatePaper = "party:mandate"

// ForMandate is what files that show a mandate are attached to.
func ForMandate() Paper { return Paper{Key: MandatePaper, Name: mandatePaperName, Form: "electronic"} }

// mandatePaperName is what such files are called among the papers of a dossier, in Vietnamese as those are.
const mandatePaperName = "Giấy ủy quyền, giấy tờ chứng minh quyền đại diện"

// MostOwners bounds those who stand beside the owner in one dossier.
const MostOwners = 20

// Same tells whether both are the same person, as far as name and number say.
func (p Party) Same(o Party) bool { return p.Name == o.Name && p.PersonalNo == o.PersonalNo }

// Represented tells whether somebody who is none of its owners hands the dossier in, or is about to while
// not all names are there.
func (dr *DraftWork) Represented() bool {
	if dr.Submitter.Name != "" && slices.ContainsFunc(append([]Party{dr.Owner}, dr.Owners...), dr.Submitter.Same) {
		return false
	}
	return dr.Mandate != nil || dr.Owner.Name != "" && dr.Submitter.Name != ""
}

// MandateFiles are what was handed in for the mandate.
func (dr *DraftWork) MandateFiles() []File {
	var out []File
	if dr.Mandate != nil {
		out = append(out, dr.Mandate.Files...)
	}
	for _, p := range dr.Papers {
		if p.Key == MandatePaper {
			out = append(out, p.Files...)
		}
	}
	return out
}

// sawMandate tells whether an officer saw the paper: what arrives online, nobody has seen.
func (dr *DraftWork) sawMandate() bool { return dr.Mandate.Shown && dr.Channel != catalog.Online }

// settled is the mandate as the dossier will keep it, nil when nobody needs one, and the papers without
// those that show it.
func (dr *DraftWork) settled() (*Mandate, []Paper) {
	papers := slices.DeleteFunc(slices.Clone(dr.Papers), func(p Paper) bool { return p.Key == MandatePaper })
	if !dr.Represented() || dr.Mandate == nil {
		return nil, papers
	}
	m := *dr.Mandate
	m.Files, m.Shown = dr.MandateFiles(), dr.sawMandate()
	return &m, papers
}

// ownerNames writes who owns a dossier beside the first.
func ownerNames(owners []Party) string {
	names := make([]string, len(owners))
	for i, o := range owners {
		names[i] = o.Name
	}
	return strings.Join(names, ", ")
}

// Handed are the papers of a dossier, with what shows the mandate as the last of them.
func (d *Dossier) Handed() []Paper {
	if d.Mandate == nil || len(d.Mandate.Files) == 0 {
		return d.Papers
	}
	p := ForMandate()
	p.Files = d.Mandate.Files
	return append(slices.Clone(d.Papers), p)
}

// wrongParties names what cannot be right about those who stand beside the owner, and about the mandate of
// whoever acts for them. What a dossier began with does not change when it is corrected.
func (dr *DraftWork) wrongParties(today clock.Date) []fault.Field {
	if dr.DossierID != "" {
		return nil
	}
	var wrong []fault.Field
	known := []string{dr.Owner.PersonalNo}
	for i, o := range dr.Owners {
		who := coOwner(i + 1)
		if o.Name == "" {
			wrong = append(wrong, fault.Field{Name: who + "_name", Key: "dossier.co-owner-missing", Args: fault.Args("n", i+2)})
		}
		if o.PersonalNo != "" && slices.Contains(known, o.PersonalNo) {
			wrong = append(wrong, fault.Field{Name: who + "_no", Key: "dossier.owner-twice", Args: fault.Args("name", o.Name)})
		}
		known = append(known, o.PersonalNo)
		wrong = append(wrong, o.wrong(who, today)...)
	}
	if dr.Represented() {
		wrong = append(wrong, dr.wrongMandate(today)...)
	}
	return wrong
}

// coOwner begins the names of the fields about an owner beside the first; n counts from 1.
func coOwner(n int) string { return "owners." + strconv.Itoa(n) }

func (dr *DraftWork) wrongMandate(today clock.Date) []fault.Field {
	var wrong []fault.Field
	fail := func(name, key string) { wrong = append(wrong, fault.Field{Name: name, Key: "dossier.mandate." + key}) }
	m := dr.Mandate
	if m == nil || !slices.Contains(MandateKinds, m.Kind) {
		fail("mandate_kind", "missing")
		return wrong
	}
	if m.Kind == OtherTie && dr.Submitter.Relation == "" {
		fail("submitter_relation", "no-relation")
	}
	if m.Kind == ByPower && m.On == "" {
		fail("mandate_on", "no-day")
	}
	if m.Kind == ByPower && !dr.sawMandate() && len(dr.MandateFiles()) == 0 {
		fail("mandate_file", "no-paper")
	}
	if m.On != "" && (!isDay(m.On) || m.On > today) {
		fail("mandate_on", "bad-day")
	}
	switch {
	case m.Until == "":
	case !isDay(m.Until) || m.Until < m.On:
		fail("mandate_until", "bad-until")
	case m.Until < today:
		fail("mandate_until", "ended")
	}
	return wrong
}

func isDay(d clock.Date) bool {
	day, err := clock.ParseDate(string(d))
	return err == nil && day >= earliestDay
}

// earliestDay bounds what is taken for a day in somebody's life.
const earliestDay = "1850-01-01"

// wrong names what cannot be right about a person; who begins the names of the fields.
func (p Party) wrong(who string, today clock.Date) []fault.Field {
	var wrong []fault.Field
	fail := func(name, key string) {
		wrong = append(wrong, fault.Field{Name: who + "_" + name, Key: "dossier." + key})
	}
	if p.PersonalNo != "" && !personalNo(p.PersonalNo) {
		fail("no", "bad-number")
	}
	if p.BirthOn != "" && (!isDay(p.BirthOn) || p.BirthOn > today) {
		fail("birth", "bad-birth")
	}
	if _, ok := check.Phone(p.Phone); p.Phone != "" && !ok {
		fail("tel", "bad-phone")
	}
	return wrong
}
