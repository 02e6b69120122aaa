package object

import (
	"fmt"
	"strconv"
)

const maxDepth = 64 // of arrays and dictionaries in each other; real files have some five

// lexer reads objects from data. budget is in bytes looked at, shared by all reads of a file.
type lexer struct {
	data   []byte
	pos    int
	depth  int
	budget *int
}

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBroken, fmt.Sprintf(format, args...))
}

func tooMuch(what string) error { return fmt.Errorf("%w: %s", ErrTooMuch, what) }

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// peek returns the byte at pos+n, 0 behind the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.data) {
		return l.data[l.pos+n]
	}
	return 0
}

// space skips white space and comments.
func (l *lexer) space() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// word reads regular characters.
func (l *lexer) word() string {
	from := l.pos
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		l.pos++
	}
	return string(l.data[from:l.pos])
}

// keyword skips a word that must stand here.
func (l *lexer) keyword(w string) error {
	l.space()
	if from := l.pos; l.word() != w {
		return broken("no %q at %d", w, from)
	}
	return nil
}

// natural reads digits only.
func (l *lexer) natural() (int, error) {
	l.space()
	from := l.pos
	for isDigit(l.peek(0)) && l.pos < len(l.data) {
		l.pos++
	}
	if l.pos == from || l.pos-from > 12 {
		return 0, broken("no number at %d", from)
	}
	return strconv.Atoi(string(l.data[from:l.pos]))
}

// object reads the object that begins here, and what it costs from the budget.
func (l *lexer) object() (any, error) {
	l.space()
	from := l.pos
	v, err := l.value()
	if l.depth == 0 {
		if *l.budget -= l.pos - from + 1; *l.budget < 0 {
			return nil, tooMuch("objects to read")
		}
	}
	return v, err
}

func (l *lexer) value() (any, error) {
	if l.pos >= len(l.data) {
		return nil, broken("end inside an object")
	}
	switch c := l.data[l.pos]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		return l.dict()
	case c == '<':
		return l.hex()
	case c == '[':
		return l.array()
	case isDigit(c), c == '+', c == '-', c == '.':
		return l.number()
	}
	from := l.pos
	switch w := l.word(); w {
	case "true", "false":
		return w == "true", nil
	case "null":
		return nil, nil
	}
	return nil, broken("no object at %d", from)
}

func (l *lexer) name() (any, error) {
	l.pos++
	raw := l.word()
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' {
			return unhash(raw)
		}
	}
	return Name(raw), nil
}

func unhash(raw string) (any, error) {
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] != '#' {
			out = append(out, raw[i])
			continue
		}
		if i+2 >= len(raw) {
			return nil, broken("name %q", raw)
		}
		b, err := strconv.ParseUint(raw[i+1:i+3], 16, 8)
		if err != nil {
			return nil, broken("name %q", raw)
		}
		out = append(out, byte(b))
		i += 2
	}
	return Name(out), nil
}

// number reads an integer, a real, or a reference, which begins like an integer.
func (l *lexer) number() (any, error) {
	from := l.pos
	w := l.word()
	if n, err := strconv.Atoi(w); err == nil {
		if isDigit(w[0]) {
			if r, ok := l.ref(n); ok {
				return r, nil
			}
		}
		return n, nil
	}
	for _, c := range []byte(w) {
		if !isDigit(c) && c != '.' && c != '+' && c != '-' {
			return nil, broken("number %q at %d", w, from)
		}
	}
	f, err := strconv.ParseFloat(w, 64)
	if err != nil {
		return nil, broken("number %q at %d", w, from)
	}
	return f, nil
}

// ref looks whether "gen R" follows.
func (l *lexer) ref(n int) (Ref, bool) {
	back := l.pos
	l.space()
	gen, err := l.natural()
	if err == nil && gen <= 65535 {
		l.space()
		if l.peek(0) == 'R' && !isRegularAt(l.data, l.pos+1) {
			l.pos++
			return Ref{n, gen}, true
		}
	}
	l.pos = back
	return Ref{}, false
}

func isRegularAt(data []byte, at int) bool { return at < len(data) && isRegular(data[at]) }

func (l *lexer) deeper() error {
	if l.depth++; l.depth > maxDepth {
		return tooMuch("objects in each other")
	}
	return nil
}

func (l *lexer) array() (any, error) {
	if err := l.deeper(); err != nil {
		return nil, err
	}
	defer func() { l.depth-- }()
	l.pos++
	out := Array{}
	for {
		l.space()
		if l.peek(0) == ']' {
			l.pos++
			return out, nil
		}
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict() (any, error) {
	if err := l.deeper(); err != nil {
		return nil, err
	}
	defer func() { l.depth-- }()
	l.pos += 2
	out := Dict{}
	for {
		l.space()
		if l.peek(0) == '>' && l.peek(1) == '>' {
			l.pos += 2
			return out, nil
		}
		if l.peek(0) != '/' {
			return nil, broken("no key at %d", l.pos)
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		l.space()
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		if _, twice := out[key.(Name)]; twice {
			return nil, broken("key %q stands twice before %d", key, l.pos)
		}
		out[key.(Name)] = v
	}
}
