package catalog

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Difference is what is not the same any more in one part of a version, in sentences that a citizen or
// an officer reads.
type Difference struct {
	Part      string   `json:"part"`  // key under catalog.part
	Label     string   `json:"label"` // its name in the reader's language
	Sentences []string `json:"sentences"`
}

// Differences says what is different after, part by part, in the language of the reader. Equal contents
// have none.
func Differences(ctx context.Context, before, after Content) []Difference {
	var out []Difference
	for _, part := range diffParts {
		d := &differ{ctx: ctx, lang: text.LangOf(ctx)}
		part.tell(d, before, after)
		if len(d.said) > 0 {
			out = append(out, Difference{part.key, say(ctx, "part."+part.key), d.said})
		}
	}
	return out
}

// diffParts are the parts in the order in which they matter to people.
var diffParts = []struct {
	key  string
	tell func(d *differ, before, after Content)
}{
	{"general", (*differ).general},
	{"channels", (*differ).cases},
	{"papers", (*differ).papers},
	{"form", (*differ).form},
	{"steps", (*differ).steps},
	{"handling", (*differ).handling},
	{"children", (*differ).children},
	{"legal-bases", func(d *differ, a, b Content) { d.lines("basis", a.LegalBases, b.LegalBases) }},
	{"requirements", func(d *differ, a, b Content) { d.lines("requirement", a.Requirements, b.Requirements) }},
	{"supplement-reasons", func(d *differ, a, b Content) { d.lines("reason", a.SupplementReasons, b.SupplementReasons) }},
	{"notes", func(d *differ, a, b Content) { d.lines("note", a.Notes, b.Notes) }},
}

// differ gathers sentences.
type differ struct {
	ctx  context.Context
	lang text.Lang
	said []string

	asked []Field // the questions after, to say on which one another hangs
}

func (d *differ) say(key string, args ...any) {
	d.said = append(d.said, say(d.ctx, "diff."+key, args...))
}

// value tells of one thing that was something and is something else, or nothing.
func (d *differ) value(what, was, is string) {
	switch {
	case was == is:
	case was == "":
		d.say("set", "what", what, "is", is)
	case is == "":
		d.say("cleared", "what", what, "was", was)
	default:
		d.say("changed", "what", what, "was", was, "is", is)
	}
}

// flag tells of something that begins or ends to hold.
func (d *differ) flag(key string, was, is bool, args ...any) {
	switch {
	case !was && is:
		d.say(key+"-on", args...)
	case was && !is:
		d.say(key+"-off", args...)
	}
}

// lines tells which lines of a list came and went.
func (d *differ) lines(key string, was, is []string) {
	for _, line := range is {
		if !slices.Contains(was, line) {
			d.say(key+"-added", "line", line)
		}
	}
	for _, line := range was {
		if !slices.Contains(is, line) {
			d.say(key+"-gone", "line", line)
		}
	}
}

func (d *differ) general(a, b Content) {
	d.value(say(d.ctx, "label.service-level"), say(d.ctx, "service-level."+string(a.ServiceLevel)), say(d.ctx, "service-level."+string(b.ServiceLevel)))
	d.value(say(d.ctx, "label.handling-unit"), a.HandlingUnit, b.HandlingUnit)
	d.value(say(d.ctx, "label.result"), a.Result, b.Result)
	d.value(say(d.ctx, "edit.result-en"), a.ResultEn, b.ResultEn)
}

func (d *differ) handling(a, b Content) {
	d.flag("certification", a.Certification, b.Certification)
	d.value(say(d.ctx, "edit.book"), a.Book.Title(d.ctx), b.Book.Title(d.ctx))
	d.flag("payment-pauses", a.PaymentPauses, b.PaymentPauses)
	d.flag("agency-pauses", a.AgencyPauses, b.AgencyPauses)
	d.flag("no-extension", a.NoExtension, b.NoExtension)
}

// paired finds what became of each thing: by its name first, then, for what is left, by its key. It
// hands out pairs in the order after; a nil means added or gone.
func paired[T any](was, is []T, name, key func(T) string, tell func(was, is *T)) {
	used := make([]bool, len(was))
	match := make([]*T, len(is))
	for _, by := range []func(T) string{name, key} {
		for i := range is {
			for j := range was {
				if match[i] == nil && !used[j] && by(is[i]) != "" && by(is[i]) == by(was[j]) {
					match[i], used[j] = &was[j], true
				}
			}
		}
	}
	for i := range is {
		tell(match[i], &is[i])
	}
	for j := range was {
		if !used[j] {
			tell(&was[j], nil)
		}
	}
}

// moved tells whether things that are in both stand in another order.
func moved[T any](was, is []T, name func(T) string) bool {
	common := func(of, other []T) (out []string) {
		for _, one := range of {
			if slices.ContainsFunc(other, func(x T) bool { return name(x) == name(one) }) {
				out = append(out, name(one))
			}
		}
		return out
	}
	return !slices.Equal(common(was, is), common(is, was))
}

func (d *differ) children(a, b Content) {
	paired(a.Children, b.Children, func(c Child) string { return c.Key }, func(c Child) string { return c.Name }, func(was, is *Child) {
		switch {
		case was == nil:
			d.say("child-added", "name", is.Name, "agency", is.Agency, "term", is.Term.In(d.ctx))
		case is == nil:
			d.say("child-gone", "name", was.Name)
		default:
			about := func(key string) string { return say(d.ctx, "diff.of", "what", say(d.ctx, key), "name", is.Name) }
			d.value(about("label.name"), was.Name, is.Name)
			d.value(about("edit.agency"), was.Agency, is.Agency)
			d.value(about("label.term"), termText(d.ctx, was.Term), termText(d.ctx, is.Term))
			d.value(about("label.result"), was.Result, is.Result)
		}
	})
}
