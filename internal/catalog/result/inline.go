package result

import "strings"

// span is a run of letters that look the same, or a field.
type span struct {
	text         string
	field        *Field
	after        string // stops that follow it in the same letters
	bold, italic bool
}

// inline reads a line: bold, italic, fields. What is wrong with it is noted at its number.
func (p *parser) inline(s string) []span {
	var out []span
	var run strings.Builder
	bold, italic := false, false
	flush := func() {
		if run.Len() > 0 {
			out = append(out, span{text: run.String(), bold: bold, italic: italic})
			run.Reset()
		}
	}
	for s != "" {
		switch {
		case strings.HasPrefix(s, `\*`), strings.HasPrefix(s, `\{`), strings.HasPrefix(s, `\|`), strings.HasPrefix(s, `\\`):
			run.WriteByte(s[1])
			s = s[2:]
		case strings.HasPrefix(s, "**"):
			flush()
			bold, s = !bold, s[2:]
		case s[0] == '*':
			flush()
			italic, s = !italic, s[1:]
		case strings.HasPrefix(s, "{{"):
			flush()
			f, rest, ok := p.braces(s)
			if ok {
				out = append(out, span{field: &f, bold: bold, italic: italic})
			}
			s = rest
		default:
			run.WriteByte(s[0])
			s = s[1:]
		}
	}
	flush()
	if bold || italic {
		p.say("stars")
	}
	return out
}

// braces takes a field off the beginning of s.
func (p *parser) braces(s string) (f Field, rest string, ok bool) {
	inside, rest, closed := strings.Cut(s[2:], "}}")
	if !closed {
		p.say("braces")
		return f, "", false
	}
	if f, ok = fieldOf(inside); !ok {
		p.say("field", "field", strings.TrimSpace(inside))
		return f, rest, false
	}
	p.uses(f)
	return f, rest, true
}
