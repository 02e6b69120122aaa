package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// cases tells what became of the cases and of their ways to hand in.
func (d *differ) cases(a, b Content) {
	paired(a.Cases, b.Cases, func(k Case) string { return k.Key }, func(k Case) string { return k.Name }, func(was, is *Case) {
		switch {
		case was == nil:
			d.say("case-added", "name", is.Name)
			d.channels(Case{}, *is)
		case is == nil:
			d.say("case-gone", "name", was.Name)
		default:
			d.value(say(d.ctx, "edit.case-name"), was.Name, is.Name)
			d.channels(*was, *is)
		}
	})
}

func (d *differ) channels(was, is Case) {
	for _, kind := range ChannelKinds {
		before, had := was.Channel(kind)
		after, has := is.Channel(kind)
		way := joined(is.Name, say(d.ctx, "channel."+string(kind)+".short"))
		switch {
		case !had && has:
			d.say("channel-added", "way", way, "term", after.Term.In(d.ctx), "fee", feeText(d.ctx, after.FeeDong))
		case had && !has:
			d.say("channel-gone", "way", way)
		case had && has:
			d.channel(way, before, after)
		}
	}
}

func (d *differ) channel(way string, was, is Channel) {
	key := "term-changed"
	if before, after := stepHours(was.Term), stepHours(is.Term); was.Term.Unit == is.Term.Unit && before > 0 && after > 0 {
		key = map[bool]string{true: "term-shorter", false: "term-longer"}[after < before]
	}
	if was.Term != is.Term {
		d.say(key, "way", way, "was", was.Term.In(d.ctx), "is", is.Term.In(d.ctx))
	}
	if was, is := feeText(d.ctx, was.FeeDong), feeText(d.ctx, is.FeeDong); was != is {
		d.say("fee-changed", "way", way, "was", was, "is", is)
	}
	paired(was.Groups, is.Groups, func(g GroupFee) string { return g.Group }, func(GroupFee) string { return "" }, func(was, is *GroupFee) {
		switch {
		case was == nil:
			d.say("group-added", "way", way, "group", is.Group, "is", groupText(d.ctx, *is))
		case is == nil:
			d.say("group-gone", "way", way, "group", was.Group)
		case *was != *is:
			d.say("group-changed", "way", way, "group", is.Group, "was", groupText(d.ctx, *was), "is", groupText(d.ctx, *is))
		}
	})
	about := func(key string) string { return say(d.ctx, "diff.of", "what", say(d.ctx, key), "name", way) }
	d.value(about("edit.fee-note"), was.FeeNote, is.FeeNote)
	d.value(about("label.description"), was.Note, is.Note)
}

// groupText is what a group of applicants pays, and its term where it is another.
func groupText(ctx context.Context, g GroupFee) string {
	return joined(feeText(ctx, &g.FeeDong), termText(ctx, g.Term))
}

// termText is a term, or nothing where there is none.
func termText(ctx context.Context, t term.Term) string {
	if t.None() {
		return ""
	}
	return t.In(ctx)
}

// papers tells what became of the papers of each case.
func (d *differ) papers(a, b Content) {
	for _, is := range b.Cases {
		was, _ := a.Case(is.Key)
		if was.Key != is.Key {
			was = Case{}
		}
		d.papersOf(is.Name, was.Components, is.Components)
	}
}

func (d *differ) papersOf(in string, was, is []Component) {
	paired(was, is, func(p Component) string { return p.Name }, func(p Component) string { return p.Key }, func(was, is *Component) {
		switch {
		case was == nil:
			d.say("paper-added", "name", joined(in, is.Name), "how", paperText(d.ctx, *is))
		case is == nil:
			d.say("paper-gone", "name", joined(in, brief(was.Name)))
		default:
			d.paper(in, *was, *is)
		}
	})
}

func (d *differ) paper(in string, was, is Component) {
	name := joined(in, brief(is.Name))
	if was.Name != is.Name {
		d.say("paper-renamed", "was", joined(in, brief(was.Name)), "is", is.Name)
	}
	if a, b := numbers(d.ctx, was), numbers(d.ctx, is); a != b {
		d.say("paper-numbers", "name", name, "was", orUnknown(d.ctx, a), "is", orUnknown(d.ctx, b))
	}
	switch {
	case was.Condition == is.Condition:
	case is.Condition == "":
		d.say("paper-always", "name", name)
	default:
		d.say("paper-when", "name", name, "condition", is.When())
	}
	d.flag("paper-optional", was.Optional, is.Optional, "name", name)
	d.flag("paper-electronic", was.Electronic, is.Electronic, "name", name)
	d.flag("paper-reusable", was.Reusable, is.Reusable, "name", name)
	d.flag("paper-form", was.FormFile != "", is.FormFile != "", "name", name)
	if was.NameEn != is.NameEn {
		d.value(say(d.ctx, "diff.of", "what", say(d.ctx, "label.name-en"), "name", name), was.NameEn, is.NameEn)
	}
}

// paperText is how a paper is brought, in a few words.
func paperText(ctx context.Context, p Component) string {
	return joined(numbers(ctx, p), conditionText(ctx, p), mark(ctx, p.Optional, "optional"),
		mark(ctx, p.Electronic, "electronic"), mark(ctx, p.Reusable, "reusable"))
}

// steps tells what became of the internal process: who, what, how long.
func (d *differ) steps(a, b Content) {
	paired(a.Steps, b.Steps, func(s Step) string { return s.RoleName + "\n" + s.Action }, func(s Step) string { return fmt.Sprint(s.Order) }, func(was, is *Step) {
		switch {
		case was == nil:
			d.say("step-added", "n", is.Order, "who", is.RoleName, "action", is.Action, "hours", hoursOrNone(d.ctx, is.Hours))
		case is == nil:
			d.say("step-gone", "n", was.Order, "action", brief(was.Action))
		default:
			d.step(*was, *is)
		}
	})
	if x, y := a.Balance().Sum, b.Balance().Sum; x != y {
		d.say("steps-sum", "was", text.Decimal(d.ctx, x), "is", text.Decimal(d.ctx, y))
	}
}

func (d *differ) step(was, is Step) {
	about := func(key string) string { return say(d.ctx, "diff.of-step", "what", say(d.ctx, key), "n", is.Order) }
	if was.Hours != is.Hours {
		d.say("step-hours", "n", is.Order, "action", brief(is.Action), "was", hoursOrNone(d.ctx, was.Hours), "is", hoursOrNone(d.ctx, is.Hours))
	}
	d.value(about("edit.action"), was.Action, is.Action)
	d.value(about("edit.role-name"), was.RoleName, is.RoleName)
	d.value(about("edit.role"), say(d.ctx, "role."+was.Role), say(d.ctx, "role."+is.Role))
	d.value(about("edit.unit-name"), was.UnitName, is.UnitName)
	d.value(about("edit.output"), was.Output, is.Output)
}

func hoursOrNone(ctx context.Context, hours float64) string {
	return say(ctx, "hours", "n", text.Decimal(ctx, hours))
}

// joined writes the parts that there are.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// briefly is how many letters name a paper or a step in a sentence; decisions name them in whole ones.
const briefly = 90

// brief is the beginning of a long name, whole words of it.
func brief(name string) string {
	letters := []rune(name)
	if len(letters) <= briefly {
		return name
	}
	cut := string(letters[:briefly])
	return strings.TrimRight(cut[:strings.LastIndexByte(cut, ' ')+1], " ,;:(") + " …"
}
