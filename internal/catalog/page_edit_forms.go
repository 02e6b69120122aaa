package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// editForms are the parts that have one form.
var editForms = map[string]editForm{
	partGeneral: {askGeneral, readGeneral, func(ctx context.Context, c Content) string {
		return joined(say(ctx, "service-level."+string(c.ServiceLevel)), c.HandlingUnit, c.Result)
	}},
	partGrounds: {askGrounds, readGrounds, func(ctx context.Context, c Content) string {
		return strings.Join(slices.Concat(c.LegalBases, c.Requirements), "; ")
	}},
}

// editLists are the parts that are lists.
var editLists = map[string]itemList{
	partCases: caseItems, partPapers: paperItems, partSteps: stepItems, partForm: fieldItems, partChildren: childItems,
}

func askGeneral(a asker, c Content) []editPart {
	var levels []ui.Option
	for _, l := range ServiceLevels {
		levels = append(levels, ui.Option{Value: string(l), Text: say(a.ctx, "service-level."+string(l))})
	}
	var ticked []string
	for key, set := range map[string]bool{"certification": c.Certification, "payment-pauses": c.PaymentPauses, "agency-pauses": c.AgencyPauses, "no-extension": c.NoExtension} {
		if set {
			ticked = append(ticked, key)
		}
	}
	return []editPart{{Fields: []templ.Component{
		a.choice("service_level", "label.service-level", string(c.ServiceLevel), levels),
		a.line("handling_unit", "label.handling-unit", c.HandlingUnit),
		a.line("result", "label.result", c.Result),
		a.line("result_en", "edit.result-en", c.ResultEn),
		a.choice("book", "edit.book", string(c.Book), bookOptions(a)),
		a.ticks("handling", "part.handling", ticked, "certification", "payment-pauses", "agency-pauses", "no-extension"),
	}}}
}

// bookOptions are the certification books, and none.
func bookOptions(a asker) []ui.Option {
	out := []ui.Option{{Value: "", Text: say(a.ctx, "book.none")}}
	for _, b := range Books {
		out = append(out, ui.Option{Value: string(b), Text: b.Title(a.ctx)})
	}
	return out
}

func readGeneral(c *Content, v url.Values) []fault.Field {
	c.ServiceLevel, c.HandlingUnit = ServiceLevel(v.Get("service_level")), oneLine(v.Get("handling_unit"))
	c.Result, c.ResultEn = oneLine(v.Get("result")), oneLine(v.Get("result_en"))
	has := func(key string) bool { return slices.Contains(v["handling"], key) }
	c.Certification, c.PaymentPauses, c.AgencyPauses, c.NoExtension = has("certification"), has("payment-pauses"), has("agency-pauses"), has("no-extension")
	if c.Book = Book(v.Get("book")); !c.Book.Known() {
		return []fault.Field{{Name: "book", Key: "catalog.edit.missing"}}
	}
	c.Certification = c.Certification || c.Book != ""
	if !slices.Contains(ServiceLevels, c.ServiceLevel) {
		return []fault.Field{{Name: "service_level", Key: "catalog.edit.missing"}}
	}
	return missingIn(v, "handling_unit")
}

// missingIn names the fields in which nothing was typed.
func missingIn(v url.Values, names ...string) (wrong []fault.Field) {
	for _, name := range names {
		if text.Clean(v.Get(name)) == "" {
			wrong = append(wrong, fault.Field{Name: name, Key: "catalog.edit.missing"})
		}
	}
	return wrong
}

func askGrounds(a asker, c Content) []editPart {
	area := func(name, key string, lines []string) templ.Component {
		return a.area(name, key, strings.Join(lines, "\n"), min(max(len(lines)+1, 3), 12))
	}
	return []editPart{{Fields: []templ.Component{
		area("legal_bases", "part.legal-bases", c.LegalBases), area("requirements", "part.requirements", c.Requirements),
		area("supplement_reasons", "part.supplement-reasons", c.SupplementReasons), area("notes", "part.notes", c.Notes)}}}
}

func readGrounds(c *Content, v url.Values) []fault.Field {
	c.LegalBases, c.Requirements = linesIn(v.Get("legal_bases")), linesIn(v.Get("requirements"))
	c.SupplementReasons, c.Notes = linesIn(v.Get("supplement_reasons")), linesIn(v.Get("notes"))
	return nil
}

// linesIn are the lines that say something.
func linesIn(typed string) (out []string) {
	for _, line := range strings.Split(text.Clean(typed), "\n") {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// decimalIn reads a number as Vietnamese or English writes it; empty is 0.
func decimalIn(v url.Values, name string) (float64, []fault.Field) {
	typed := strings.ReplaceAll(oneLine(v.Get(name)), ",", ".")
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || n < 0 || n > 100_000 || n != n {
		return 0, []fault.Field{{Name: name, Key: "catalog.edit.number"}}
	}
	return n, nil
}

// countIn reads a whole number; empty is 0.
func countIn(v url.Values, name string, most int) (int, []fault.Field) {
	n, wrong := decimalIn(v, name)
	if wrong == nil && (n != float64(int(n)) || int(n) > most) {
		wrong = []fault.Field{{Name: name, Key: "catalog.edit.whole", Args: fault.Args("most", most)}}
	}
	return int(n), wrong
}

// decimalText writes a number for a field; 0 is nothing.
func decimalText(ctx context.Context, n float64) string {
	if n == 0 {
		return ""
	}
	return text.Decimal(ctx, n)
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// termFields ask for a term: how many, of what.
func (a asker) termFields(prefix string, t term.Term) []templ.Component {
	units := []ui.Option{}
	for _, u := range term.Units {
		units = append(units, ui.Option{Value: string(u), Text: say(a.ctx, "unit."+string(u))})
	}
	unit := string(t.Unit)
	if unit == "" {
		unit = string(term.WorkingDay)
	}
	return []templ.Component{a.short(prefix+"amount", "edit.term-amount", decimalText(a.ctx, t.Amount), "5"), a.choice(prefix+"unit", "edit.term-unit", unit, units)}
}

// termIn reads what termFields ask; nothing typed is no term.
func termIn(v url.Values, prefix string) (term.Term, []fault.Field) {
	amount, wrong := decimalIn(v, prefix+"amount")
	if wrong != nil || amount == 0 {
		return term.Term{}, wrong
	}
	t := term.Term{Amount: amount, Unit: term.Unit(v.Get(prefix + "unit"))}
	if t.Check() != nil {
		return t, []fault.Field{{Name: prefix + "amount", Key: "catalog.edit.term"}}
	}
	return t, nil
}
