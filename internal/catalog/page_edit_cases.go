package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// caseItems are the cases, each with its ways to hand in.
var caseItems = items[Case]{
	at: func(c *Content, _ string) *[]Case { return &c.Cases },
	name: func(ctx context.Context, _ *Content, k Case) (string, string) {
		var ways []string
		for _, ch := range k.Channels {
			ways = append(ways, capital(say(ctx, "channel."+string(ch.Kind)+".short"))+": "+ch.Term.In(ctx)+", "+feeText(ctx, ch.FeeDong))
		}
		name := k.Name
		if name == "" {
			name = say(ctx, "edit.only-case")
		}
		return name, strings.Join(ways, "\n")
	},
	form: askCase, take: readCase,
}

func askCase(a asker, c *Content, k Case) []editPart {
	parts := []editPart{{Fields: []templ.Component{a.line("name", "edit.case-name", k.Name), a.line("name_en", "edit.case-name-en", k.NameEn)}}}
	for _, kind := range ChannelKinds {
		ch, has := k.Channel(kind)
		p := string(kind) + "_"
		var ticked []string
		if has || k.Key == "" {
			ticked = []string{string(kind)}
		}
		offered := a.ticks("channels", "", ticked, string(kind))
		offered.Label, offered.ID = "", "channels-"+string(kind)
		offered.Options[0].Text, offered.Options[0].Hint = say(a.ctx, "edit.offered"), ""
		fields := append([]templ.Component{offered}, a.termFields(p, ch.Term)...)
		fields = append(fields, a.short(p+"fee", "edit.fee", dongText(ch.FeeDong), "10"), a.line(p+"fee_note", "edit.fee-note", ch.FeeNote),
			a.area(p+"groups", "edit.groups", groupLines(ch.Groups), 3), a.line(p+"note", "label.description", ch.Note))
		parts = append(parts, editPart{Title: say(a.ctx, "channel."+string(kind)), Fields: fields})
	}
	return parts
}

func dongText(dong *int64) string {
	if dong == nil {
		return ""
	}
	return strconv.FormatInt(*dong, 10)
}

// groupLines writes the fees of groups as they are typed: "Hộ nghèo: 0", with a term of its own
// "Trẻ em: 0; 2".
func groupLines(groups []GroupFee) string {
	lines := make([]string, len(groups))
	for i, g := range groups {
		lines[i] = g.Group + ": " + strconv.FormatInt(g.FeeDong, 10)
		if !g.Term.None() {
			lines[i] += "; " + strings.Replace(strconv.FormatFloat(g.Term.Amount, 'f', -1, 64), ".", ",", 1)
		}
	}
	return strings.Join(lines, "\n")
}

func readCase(c *Content, _ string, k *Case, v url.Values) []fault.Field {
	var wrong []fault.Field
	k.Name, k.NameEn = oneLine(v.Get("name")), oneLine(v.Get("name_en"))
	if k.Key == "" {
		var taken []string
		for _, other := range c.Cases {
			taken = append(taken, other.Key)
		}
		k.Key = freeKey("c", taken)
		wrong = append(wrong, missingIn(v, "name")...)
	}
	k.Channels = nil
	for _, kind := range ChannelKinds {
		if !slices.Contains(v["channels"], string(kind)) {
			continue
		}
		ch, bad := channelIn(v, kind)
		wrong = append(wrong, bad...)
		k.Channels = append(k.Channels, ch)
	}
	if len(k.Channels) == 0 {
		wrong = append(wrong, fault.Field{Name: "channels-direct", Key: "catalog.edit.no-channel"})
	}
	return wrong
}

func channelIn(v url.Values, kind ChannelKind) (ch Channel, wrong []fault.Field) {
	p := string(kind) + "_"
	t, bad := termIn(v, p)
	wrong = append(wrong, bad...)
	ch = Channel{Kind: kind, Term: t, FeeNote: oneLine(v.Get(p + "fee_note")), Note: oneLine(v.Get(p + "note"))}
	if typed := oneLine(v.Get(p + "fee")); typed != "" {
		dong, ok := dongIn(typed)
		if !ok {
			wrong = append(wrong, fault.Field{Name: p + "fee", Key: "catalog.edit.money"})
		}
		ch.FeeDong = &dong
	}
	for i, line := range linesIn(v.Get(p + "groups")) {
		g, ok := groupIn(line, t)
		if !ok {
			wrong = append(wrong, fault.Field{Name: p + "groups", Key: "catalog.edit.group-line", Args: fault.Args("n", i+1)})
			break
		}
		ch.Groups = append(ch.Groups, g)
	}
	return ch, wrong
}

func dongIn(typed string) (int64, bool) {
	dong, err := strconv.ParseInt(plainMoney(typed), 10, 64)
	return dong, err == nil && dong >= 0 && dong <= feeLimit
}

// groupIn reads a line of groupLines; a term is in the unit of the channel.
func groupIn(line string, of term.Term) (g GroupFee, ok bool) {
	at := strings.LastIndex(line, ":")
	if at < 1 {
		return g, false
	}
	fee, amount, timed := strings.Cut(line[at+1:], ";")
	g.Group = oneLine(line[:at])
	if g.FeeDong, ok = dongIn(oneLine(fee)); !ok || g.Group == "" {
		return g, false
	}
	if timed {
		n, err := strconv.ParseFloat(strings.Replace(oneLine(amount), ",", ".", 1), 64)
		g.Term = term.Term{Amount: n, Unit: of.Unit}
		return g, err == nil && g.Term.Check() == nil
	}
	return g, true
}

// paperItems are the papers of a case.
var paperItems = items[Component]{
	at: func(c *Content, in string) *[]Component {
		for i := range c.Cases {
			if c.Cases[i].Key == in || in == "" {
				return &c.Cases[i].Components
			}
		}
		return nil
	},
	name: func(ctx context.Context, _ *Content, p Component) (string, string) { return p.Name, paperText(ctx, p) },
	form: func(a asker, _ *Content, p Component) []editPart {
		var ticked []string
		for key, set := range map[string]bool{"optional": p.Optional, "present-only": p.PresentOnly, "electronic": p.Electronic, "reusable": p.Reusable} {
			if set {
				ticked = append(ticked, key)
			}
		}
		return []editPart{{Fields: []templ.Component{a.line("name", "label.paper", p.Name), a.line("name_en", "edit.paper-en", p.NameEn)}},
			{Title: say(a.ctx, "label.quantity"), Fields: []templ.Component{a.short("originals", "edit.originals", countText(p.Originals), "3"),
				a.short("certified", "edit.certified-copies", countText(p.CertifiedCopies), "3"), a.short("plain", "edit.plain-copies", countText(p.PlainCopies), "3"),
				a.ticks("marks", "edit.paper-marks", ticked, "optional", "present-only", "electronic", "reusable")}},
			{Title: say(a.ctx, "edit.condition"), Fields: []templ.Component{a.line("condition", "edit.condition-when", p.Condition),
				a.line("condition_en", "edit.condition-en", p.ConditionEn), a.line("form_file", "edit.form-file", p.FormFile)}}}
	},
	take: func(c *Content, in string, p *Component, v url.Values) []fault.Field {
		wrong := missingIn(v, "name")
		if p.Key == "" {
			var taken []string
			for _, other := range *paperList(c, in) {
				taken = append(taken, other.Key)
			}
			p.Key = freeKey("p", taken)
		}
		p.Name, p.NameEn, p.FormFile = oneLine(v.Get("name")), oneLine(v.Get("name_en")), oneLine(v.Get("form_file"))
		p.Condition, p.ConditionEn = oneLine(v.Get("condition")), oneLine(v.Get("condition_en"))
		for name, n := range map[string]*int{"originals": &p.Originals, "certified": &p.CertifiedCopies, "plain": &p.PlainCopies} {
			count, bad := countIn(v, name, 99)
			*n, wrong = count, append(wrong, bad...)
		}
		has := func(key string) bool { return slices.Contains(v["marks"], key) }
		p.Optional, p.PresentOnly, p.Electronic, p.Reusable = has("optional"), has("present-only"), has("electronic"), has("reusable")
		return wrong
	},
}

// paperList is the list that paperItems edit; its initialiser cannot name it.
func paperList(c *Content, in string) *[]Component {
	for i := range c.Cases {
		if c.Cases[i].Key == in || in == "" {
			return &c.Cases[i].Components
		}
	}
	return &[]Component{}
}

// stepItems are the steps of the internal process.
var stepItems = items[Step]{
	at: func(c *Content, _ string) *[]Step { return &c.Steps },
	name: func(ctx context.Context, _ *Content, s Step) (string, string) {
		return s.Action, joined(s.RoleName, s.UnitName, hoursOrNone(ctx, s.Hours), s.Output)
	},
	form: func(a asker, _ *Content, s Step) []editPart {
		roles := []ui.Option{}
		for _, r := range stepRoles {
			roles = append(roles, ui.Option{Value: r, Text: say(a.ctx, "role."+r)})
		}
		return []editPart{{Fields: []templ.Component{a.line("action", "edit.action", s.Action), a.choice("role", "edit.role", s.Role, roles),
			a.line("role_name", "edit.role-name", s.RoleName), a.line("unit_name", "edit.unit-name", s.UnitName),
			a.short("hours", "edit.hours", decimalText(a.ctx, s.Hours), "5"), a.line("output", "edit.output", s.Output)}}}
	},
	take: func(_ *Content, _ string, s *Step, v url.Values) []fault.Field {
		wrong := missingIn(v, "action", "role_name")
		var bad []fault.Field
		s.Action, s.Role, s.RoleName = oneLine(v.Get("action")), v.Get("role"), oneLine(v.Get("role_name"))
		s.UnitName, s.Output = oneLine(v.Get("unit_name")), oneLine(v.Get("output"))
		s.Hours, bad = decimalIn(v, "hours")
		if !slices.Contains(stepRoles, s.Role) {
			bad = append(bad, fault.Field{Name: "role", Key: "catalog.edit.missing"})
		}
		return append(wrong, bad...)
	},
	after: func(list []Step) {
		for i := range list {
			list[i].Order = i + 1
		}
	},
}

// childItems are the parts of a joined-up procedure.
var childItems = items[Child]{
	at: func(c *Content, _ string) *[]Child { return &c.Children },
	name: func(ctx context.Context, _ *Content, c Child) (string, string) {
		return c.Title(text.LangOf(ctx)), joined(c.Agency, termText(ctx, c.Term), c.Result)
	},
	form: func(a asker, _ *Content, c Child) []editPart {
		kinds := []ui.Option{{Value: "", Text: say(a.ctx, "edit.kind-outside")}}
		for _, k := range []org.Kind{org.Commune, org.District, org.Province, org.Department} {
			kinds = append(kinds, ui.Option{Value: string(k), Text: say(a.ctx, "edit.kind-"+string(k))})
		}
		fields := []templ.Component{a.line("name", "edit.child-name", c.Name), a.line("name_en", "edit.child-en", c.NameEn), a.line("agency", "edit.agency", c.Agency),
			a.choice("unit_kind", "edit.unit-kind", c.UnitKind, kinds), a.line("procedure", "edit.child-procedure", c.Procedure)}
		return []editPart{{Fields: append(append(fields, a.termFields("", c.Term)...), a.line("result", "label.result", c.Result))}}
	},
	take: func(c *Content, _ string, one *Child, v url.Values) []fault.Field {
		wrong := missingIn(v, "name", "agency")
		if one.Key == "" {
			var taken []string
			for _, other := range c.Children {
				taken = append(taken, other.Key)
			}
			one.Key = freeKey("part", taken)
		}
		one.Name, one.NameEn, one.Agency = oneLine(v.Get("name")), oneLine(v.Get("name_en")), oneLine(v.Get("agency"))
		one.UnitKind, one.Procedure, one.Result = v.Get("unit_kind"), oneLine(v.Get("procedure")), oneLine(v.Get("result"))
		t, bad := termIn(v, "")
		one.Term = t
		return append(wrong, bad...)
	},
}
