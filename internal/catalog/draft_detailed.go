package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// readDetailed reads {"metadata": …, "procedures": […]}, each procedure for itself, so that every
// one that is wrong is named with its line.
func (r *reader) readDetailed(raw []byte) []Draft {
	r.file, r.line = FileDetailed, 1
	raw, ok := r.text(raw)
	if !ok {
		return nil
	}
	var whole struct{ Procedures json.RawMessage }
	err := json.Unmarshal(raw, &whole)
	if bad := (*json.SyntaxError)(nil); errors.As(err, &bad) {
		r.line = lineAt(raw, int(bad.Offset))
	}
	if err == nil && !bytes.HasPrefix(whole.Procedures, []byte{'['}) {
		err = errors.New("there is no list of procedures in it")
	}
	if err != nil {
		r.say("", wrongly("json", "why", err.Error()))
		return nil
	}
	var drafts []Draft
	eachElement(raw, whole.Procedures, func(start int, one json.RawMessage) {
		r.line = lineAt(raw, start)
		if g, ok := r.decode(raw, start, one); ok {
			drafts = append(drafts, r.given(g))
		}
	})
	return drafts
}

// eachElement hands out the elements of a list inside raw, each with the byte at which it begins.
func eachElement(raw, list []byte, do func(start int, one json.RawMessage)) {
	base := bytes.Index(raw, list)
	d := json.NewDecoder(bytes.NewReader(list))
	_, _ = d.Token() // the bracket
	for d.More() {
		before := int(d.InputOffset())
		var one json.RawMessage
		if d.Decode(&one) != nil {
			return // the whole was read before: there is no such list
		}
		do(base+before+bytes.Index(list[before:], one), one)
	}
}

func lineAt(raw []byte, offset int) int { return 1 + bytes.Count(raw[:offset], []byte{'\n'}) }

// decode reads one procedure, refusing keys that are not known: a misspelt rule would be no rule.
func (r *reader) decode(raw []byte, start int, one json.RawMessage) (g given, ok bool) {
	d := json.NewDecoder(bytes.NewReader(one))
	d.DisallowUnknownFields()
	err := d.Decode(&g)
	if err == nil {
		return g, true
	}
	column := ""
	if bad := (*json.UnmarshalTypeError)(nil); errors.As(err, &bad) {
		r.line = lineAt(raw, min(start+int(bad.Offset), len(raw)))
		column = bad.Field
	}
	r.say(column, wrongly("json", "why", err.Error()))
	return g, false
}

func (r *reader) given(g given) Draft {
	level := known(r, "level", g.Level, levels)
	total := r.term("deadline", term.Term{Amount: g.Deadline.Value, Unit: g.Deadline.Unit})
	d := Draft{
		File: FileDetailed, Line: r.line,
		Procedure: r.procedure(Procedure{
			Code: g.Code, Name: oneLine(g.Name), NameEn: oneLine(g.NameEn), Level: level, Field: text.Clean(g.FieldVi),
			Source: g.CodeSource, Confidence: known(r, "confidence", g.Confidence, confidences),
		}),
		Content: Content{
			ServiceLevel: known(r, "service_level", g.ServiceLevel, serviceLevels), HandlingUnit: text.Clean(g.HandlingUnitVi),
			Result: text.Clean(g.Result), Requirements: cleaned(g.Requirements), LegalBases: cleaned(g.LegalBases),
			SupplementReasons: cleaned(g.SupplementReasons),
			Cases:             []Case{{Key: generalCase, Channels: r.channels(g.Channels), Components: r.papers(g.Components)}},
			Steps:             r.steps(g.Steps, total), Fields: r.fields(g.FormFields), Detailed: true,
			Handling: r.handling(g),
		},
	}
	if d.HandlingUnit == "" {
		r.say("handling_unit_vi", wrongly("empty"))
	}
	if g.Note != "" {
		d.Notes = []string{text.Clean(g.Note)}
	}
	return d
}

// handling reads what the clock and the officers must know; parts that joined agencies do are checked.
func (r *reader) handling(g given) Handling {
	h := handlingOf(text.Clean(g.FieldVi))
	if g.Handling != nil {
		h = Handling{Certification: g.Handling.Certification, PaymentPauses: g.Handling.PaymentPauses,
			AgencyPauses: g.Handling.AgencyPauses, NoExtension: g.Handling.NoExtension}
		h = r.booked(h, Book(text.Clean(g.Handling.Book)))
	}
	h.Children = g.Children
	for i, c := range h.Children {
		twice := slices.ContainsFunc(h.Children[:i], func(other Child) bool { return other.Key == c.Key })
		if c.Key == "" || c.Name == "" || c.Agency == "" || twice {
			r.say("children", wrongly("child", "n", i+1))
		}
		r.term("children", c.Term)
	}
	return h
}

func cleaned(lines []string) []string {
	var out []string
	for _, line := range lines {
		if line = text.Clean(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (r *reader) papers(papers []givenPaper) []Component {
	out := make([]Component, len(papers))
	for i, p := range papers {
		if p.Name == "" {
			r.say("components", wrongly("empty"))
		}
		if n := min(p.OriginalCopies, p.PlainCopies, p.CertifiedCopies); n < 0 {
			r.say("components", wrongly("number", "value", fmt.Sprint(n)))
		}
		out[i] = Component{Key: fmt.Sprintf("p%d", i+1), Name: text.Clean(p.Name), Originals: p.OriginalCopies,
			CertifiedCopies: p.CertifiedCopies, PlainCopies: p.PlainCopies, PresentOnly: p.PresentOnly,
			Condition: text.Clean(p.Condition), FormFile: p.FormFile, ConditionEn: text.Clean(p.ConditionEn), NameEn: text.Clean(p.NameEn),
			Electronic: p.Electronic, Optional: p.Optional, Reusable: p.Reusable}
	}
	return out
}

var channelKinds = map[string]ChannelKind{"direct": Direct, "online": Online, "post": Post}

func (r *reader) channels(channels []givenChannel) []Channel {
	if len(channels) == 0 {
		r.say("channels", wrongly("empty"))
	}
	seen := map[string]bool{}
	out := make([]Channel, len(channels))
	for i, c := range channels {
		if seen[c.Channel] {
			r.say("channels", wrongly("twice", "value", c.Channel))
		}
		seen[c.Channel] = true
		if c.FeeVND != nil && (*c.FeeVND < 0 || *c.FeeVND > feeLimit) {
			r.say("channels", wrongly("number", "value", fmt.Sprint(*c.FeeVND)))
		}
		out[i] = Channel{Kind: known(r, "channels", c.Channel, channelKinds),
			Term:    r.term("channels", term.Term{Amount: c.DeadlineValue, Unit: c.DeadlineUnit}),
			FeeDong: c.FeeVND, FeeNote: text.Clean(c.FeeNote), Note: text.Clean(c.Note), Groups: r.groups(c.Groups)}
	}
	return out
}

// groups reads the fees of groups of applicants.
func (r *reader) groups(groups []GroupFee) []GroupFee {
	for _, g := range groups {
		if g.Group == "" {
			r.say("channels", wrongly("empty"))
		}
		if g.FeeDong < 0 || g.FeeDong > feeLimit {
			r.say("channels", wrongly("number", "value", fmt.Sprint(g.FeeDong)))
		}
		r.term("channels", g.Term)
	}
	return groups
}

// steps reads the internal process. Its hours must add up to the term. law: onestop/internal-process
func (r *reader) steps(steps []givenStep, total term.Term) []Step {
	if len(steps) == 0 {
		r.say("steps", wrongly("empty"))
	}
	hours := 0.0
	out := make([]Step, len(steps))
	for i, s := range steps {
		role := roleOf(text.Clean(s.RoleVi))
		if role == "" {
			r.say("steps", wrongly("role", "value", s.RoleVi))
		}
		if s.Order != i+1 || s.Hours < 0 {
			r.say("steps", wrongly("step-order", "n", s.Order))
		}
		hours += s.Hours
		out[i] = Step{Order: s.Order, Role: role, RoleName: text.Clean(s.RoleVi), UnitName: text.Clean(s.UnitVi),
			Action: text.Clean(s.ActionVi), Hours: s.Hours, Output: text.Clean(s.OutputVi)}
	}
	if want := stepHours(total); math.Abs(hours-want) > 0.01 {
		r.say("steps", wrongly("hours", "sum", fmt.Sprint(hours), "want", fmt.Sprint(want)))
	}
	return out
}

func (r *reader) fields(fields []givenField) []Field {
	out := fieldsOf(fields)
	for _, w := range checkFields(out) {
		r.say("form_fields", w)
	}
	return out
}

func fieldsOf(fields []givenField) []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = Field{Name: f.Name, LabelVi: text.Clean(f.LabelVi), LabelEn: text.Clean(f.LabelEn), Type: FieldType(f.Type), Required: f.Required,
			HelpVi: text.Clean(f.HelpVi), HelpEn: text.Clean(f.HelpEn), ShowIf: f.ShowIf}
		if f.Validation != nil {
			out[i].Rules = withoutLookahead(*f.Validation)
		}
		if len(f.Fields) > 0 {
			out[i].Fields = fieldsOf(f.Fields)
		}
	}
	return out
}

// forbids is how the file writes that words must not occur; Go's expressions have no lookahead.
var forbids = regexp.MustCompile(`^\^\(\?!\.\*\((.*)\)\)\.\+\$$`)

func withoutLookahead(r Rules) Rules {
	if m := forbids.FindStringSubmatch(r.Pattern); m != nil {
		r.Pattern, r.NotPattern = "", m[1]
	}
	return r
}
