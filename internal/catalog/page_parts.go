package catalog

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// say is a sentence of the room.
func say(ctx context.Context, key string, args ...any) string {
	return text.T(ctx, "catalog."+key, args...)
}

func levelName(ctx context.Context, level Level) string { return say(ctx, "level."+string(level)) }

// onlineColours show how far a procedure goes online; the words stand beside them.
var onlineColours = map[ServiceLevel]string{Full: ui.Green, Partial: ui.Blue, None: ui.Grey}

func onlineTag(ctx context.Context, level ServiceLevel) ui.Tag {
	return ui.Tag{Text: say(ctx, "service-level."+string(level)), Colour: onlineColours[level]}
}

// feeText writes a fee: an amount, nothing to pay, or that the province sets it.
func feeText(ctx context.Context, dong *int64) string {
	switch {
	case dong == nil:
		return say(ctx, "fee.by-province")
	case *dong == 0:
		return say(ctx, "fee.free")
	}
	return text.Dong(ctx, *dong)
}

// numbers writes how many papers of each kind are wanted: "01 bản chính, 02 bản sao".
func numbers(ctx context.Context, p Component) string {
	var out []string
	for _, one := range []struct {
		key string
		n   int
	}{{"originals", p.Originals}, {"certified-copies", p.CertifiedCopies}, {"plain-copies", p.PlainCopies}} {
		if one.n > 0 {
			out = append(out, say(ctx, "paper."+one.key, "n", twoDigits(ctx, one.n)))
		}
	}
	if p.PresentOnly {
		out = append(out, say(ctx, "paper.present-only"))
	}
	return strings.Join(out, ", ")
}

// twoDigits writes a number as Vietnamese papers do, 02, and as English ones do, 2.
func twoDigits(ctx context.Context, n int) string {
	s := text.Integer(text.LangOf(ctx), int64(n))
	if n < 10 && text.LangOf(ctx) == text.Vi {
		return "0" + s
	}
	return s
}

// orUnknown says plainly what the catalogue does not know.
func orUnknown(ctx context.Context, s string) string {
	if s == "" {
		return say(ctx, "unknown")
	}
	return s
}

// capital begins a line as lines begin.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// mark is a word about a paper, where it holds.
func mark(ctx context.Context, set bool, key string) string {
	if set {
		return say(ctx, "paper."+key)
	}
	return ""
}

// langOf is the language in which a name stands that may have an English one.
func langOf(ctx context.Context, en string) string {
	if text.LangOf(ctx) == text.En && en != "" {
		return string(text.En)
	}
	return string(text.Vi)
}

// feeNotes is what there is to say about a fee: who pays less, and the note.
func feeNotes(ctx context.Context, ch Channel) string {
	var lines []string
	for _, g := range ch.Groups {
		lines = append(lines, g.Group+": "+groupText(ctx, g))
	}
	if ch.FeeNote != "" {
		lines = append(lines, ch.FeeNote)
	}
	return strings.Join(lines, "\n")
}
