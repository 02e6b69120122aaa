package dossier

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// fileLink is a stored file that can be looked at.
type fileLink struct {
	Name, Href, Meta string

	Text *ui.Link // to what was recognised in it; nil while nothing was
}

// resultView is what was proposed, decided and handed out.
type resultView struct {
	Rows  ui.SummaryList
	Files []fileLink
}

// supplementView is one request for corrections.
type supplementView struct {
	Title, By, Reason, Answered string

	Asks    []string
	Changed ui.Table // what the answer changed; no rows before there is one
	Hidden  bool     // something changed, and the form may not be read yet
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

// mandate is by what the submitter acts, with its files for whoever may read papers.
func (rd *reading) mandate() []ui.SummaryRow {
	m := rd.v.Mandate
	rows := MandateRows(rd.ctx, m, rd.v.Submitter.Relation)
	if m != nil && len(m.Files) > 0 && rd.mayDo(CanUnmask) {
		rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.mandate.file"), Body: fileLinks(rd.files(m.Files))})
	}
	return rows
}

// values are the answers of the form in its order. What had to be answered and was not shows empty.
func (rd *reading) values() ui.SummaryList {
	var rows []ui.SummaryRow
	lang := text.LangOf(rd.ctx)
	for _, f := range catalog.Asked(rd.form.Fields, rd.v.Values) {
		if value := rd.value(f); value != "" || f.Required {
			rows = append(rows, ui.SummaryRow{Key: f.Label(lang), Text: value})
		}
	}
	return ui.SummaryList{Rows: rows}
}

// value writes the answer to a field as people read it.
func (rd *reading) value(f catalog.Field) string { return rd.valueIn(f, rd.v.Values) }

func (rd *reading) valueIn(f catalog.Field, v catalog.Values) string {
	all := v[f.Name]
	switch f.Type {
	case catalog.Address:
		var parts []string
		for _, part := range slices.Backward(f.AddressParts()) { // the smallest place comes first
			if one := v.One(part); one != "" {
				parts = append(parts, one)
			}
		}
		return strings.Join(parts, ", ")
	case catalog.Checkbox:
		if v.Ticked(f.Name) {
			return rd.t("dossier.yes")
		}
		return ""
	case catalog.DateField:
		return text.Date(clock.Date(v.One(f.Name)))
	case catalog.Table, catalog.MultiSelect:
		return strings.Join(all, "\n")
	}
	return v.One(f.Name)
}

// papers sets what the procedure wants against what was handed in; further papers follow. Those
// that may be left out, and were, are folded away.
func (rd *reading) papers() (ui.Checklist, *foldView) {
	k, _ := rd.form.Case(rd.v.CaseKey)
	var list, left ui.Checklist
	known := map[string]bool{}
	for _, c := range k.Components {
		known[c.Key] = true
		item := ui.CheckItem{Title: c.Name, Hint: componentHint(rd.ctx, c)}
		i := slices.IndexFunc(rd.v.Papers, func(p Paper) bool { return p.Key == c.Key })
		switch {
		case i >= 0:
			rd.handedIn(&item, rd.v.Papers[i])
		case c.FormFile != "" && rd.v.Channel == catalog.Online:
			item.Tag = &ui.Tag{Text: rd.t("dossier.paper.filled-in"), Colour: ui.Green}
		case c.Condition != "" || c.PresentOnly:
			left.Items = append(left.Items, item)
			continue
		default:
			item.Tag = &ui.Tag{Text: rd.t("dossier.paper.missing"), Colour: ui.Yellow}
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
	if len(left.Items) == 0 {
		return list, nil
	}
	return list, &foldView{Summary: rd.t("dossier.paper.not-given", "n", len(left.Items)), Inside: []templ.Component{left}}
}

func (rd *reading) handedIn(item *ui.CheckItem, one Paper) {
	words := paperFormName(rd.ctx, one.Form)
	if one.Count > 0 {
		words = rd.t("dossier.paper.count", "n", fmt.Sprintf("%02d", one.Count), "form", words)
	}
	item.Tag = &ui.Tag{Text: words, Colour: ui.Green}
	if one.Digitised != nil {
		item.Hint = strings.TrimPrefix(item.Hint+" · "+rd.t("dossier.digitise.is", "n", one.Digitised.Pages, "name", one.Digitised.By), " · ")
	}
	for _, r := range one.Reused {
		item.Hint = strings.TrimPrefix(item.Hint+" · "+reusedWords(rd.ctx, r), " · ")
		if slices.Contains(rd.v.Lapsed, r.SHA256) {
			item.Tag = &ui.Tag{Text: rd.t("dossier.reuse.lapsed"), Colour: ui.Red}
		}
	}
	if files := rd.files(one.Files); len(files) > 0 && rd.mayDo(CanUnmask) {
		item.Body = fileLinks(files)
	}
}

// reusedWords say where a reused file is from.
func reusedWords(ctx context.Context, r Reused) string {
	if r.Issued != "" {
		return text.T(ctx, "dossier.reuse.is-issued", "number", r.Code, "on", text.Date(clock.DateOf(r.On)))
	}
	return text.T(ctx, "dossier.reuse.is-handed", "code", r.Code, "on", text.Date(clock.DateOf(r.On)))
}

func (rd *reading) files(files []File) []fileLink {
	out := make([]fileLink, len(files))
	for i, f := range files {
		out[i] = rd.recognisedIn(fileLink{Name: f.Name, Href: filePath(rd.v.ID) + "/tep/" + f.SHA256,
			Meta: sizeText(rd.ctx, f.Size) + " · " + rd.t("dossier.file.hash", "hash", f.SHA256[:min(12, len(f.SHA256))])}, f)
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
	rows = append(rows, rd.copyRows(res.ElectronicCopy)...)
	if one := res.Digitised; one != nil {
		add("digitised", rd.t("dossier.digitise.is", "n", one.Pages, "name", one.By))
	}
	add("proposed-by", res.ProposedBy)
	for _, one := range res.Initials {
		add("initials", rd.t("dossier.by-at", "name", one.By, "at", text.DateTime(rd.ctx, one.At)))
	}
	if res.ApprovedBy != "" {
		add("approved-by", rd.t("dossier.by-at", "name", res.ApprovedBy, "at", text.DateTime(rd.ctx, res.ApprovedAt)))
	}
	if by := res.Signature; by != nil {
		add("signed", rd.t("dossier.sign.by", "name", by.Name, "issuer", by.Issuer))
	}
	add("number", res.Number)
	if by := res.Seal; by != nil {
		add("sealed", rd.t("dossier.sign.by", "name", by.Name, "issuer", by.Issuer))
	}
	if c := res.Certified; c != nil {
		add("certified", c.Number())
		for _, it := range c.Items {
			add("attested", rd.t("dossier.book.item", "no", padded(it.No), "what", it.What, "copies", padded(int64(it.Copies))))
		}
		add("signer", joined(", ", c.Signer, c.SignerTitle))
	}
	add("issued", text.Date(res.IssuedOn))
	add("returned", text.DateTime(rd.ctx, rd.v.ReturnedAt))
	add("returned-to", rd.v.ReturnedTo)
	return &resultView{ui.SummaryList{Rows: rows}, rd.files(res.Files)}
}

// payments are the obligations that the applicant was asked to meet.
func (rd *reading) payments() []ui.SummaryList {
	var out []ui.SummaryList
	for _, p := range rd.v.Payments {
		var rows []ui.SummaryRow
		add := func(key, value string) {
			if value != "" {
				rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.payment." + key), Text: value})
			}
		}
		add("what", p.What)
		add("amount", text.Dong(rd.ctx, p.AmountDong))
		add("notice", p.NoticeNo)
		add("pay-by", text.Date(p.PayBy))
		add("receipt", p.ReceiptNo)
		add("paid-at", text.DateTime(rd.ctx, p.PaidAt))
		if files := rd.files(append(append([]File{}, p.Files...), p.Receipt...)); len(files) > 0 && rd.mayDo(CanUnmask) {
			rows = append(rows, ui.SummaryRow{Key: rd.t("dossier.payment.files"), Body: fileLinks(files)})
		}
		out = append(out, ui.SummaryList{Rows: rows})
	}
	return out
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
	both := rd.answered()
	for i, s := range rd.v.Supplements {
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
			one.Hidden = rd.v.Masked
			if i < len(both) {
				one.Changed = rd.changeTable(s.Asks, both[i])
			}
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

// slips are links to what was printed, for whoever may read papers.
func (rd *reading) slips(slips []Slip) []ui.Link {
	if !rd.mayDo(CanUnmask) {
		return nil
	}
	out := make([]ui.Link, len(slips))
	for i, s := range slips {
		out[i] = ui.Link{Text: rd.t("dossier.slip."+s.Form, "number", s.Number), Href: slipPath + s.ID}
	}
	return out
}
