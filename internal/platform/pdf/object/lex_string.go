package object

// hex reads <48 65>; an odd last digit counts as if 0 followed.
func (l *lexer) hex() (any, error) {
	from := l.pos
	l.pos++
	out := String{}
	high, half := byte(0), false
	for ; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		if c == '>' {
			l.pos++
			if half {
				out = append(out, high<<4)
			}
			return out, nil
		}
		if isSpace(c) {
			continue
		}
		d, ok := hexDigit(c)
		if !ok {
			break
		}
		if half {
			out = append(out, high<<4|d)
		}
		high, half = d, !half
	}
	return nil, broken("string at %d", from)
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// literal reads (a (nested) string\n).
func (l *lexer) literal() (any, error) {
	from := l.pos
	l.pos++
	out := String{}
	for open := 1; l.pos < len(l.data); {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return out, nil
			}
		case '\\':
			out = l.escape(out)
			continue
		case '\r': // any end of line counts as \n
			if l.peek(0) == '\n' {
				l.pos++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, broken("string at %d", from)
}

// escape appends what stands behind a backslash.
func (l *lexer) escape(out String) String {
	c := l.peek(0)
	l.pos++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.peek(0) == '\n' {
			l.pos++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	n := int(c - '0')
	for range 2 {
		if d := l.peek(0); d >= '0' && d <= '7' && l.pos < len(l.data) {
			n = n*8 + int(d-'0')
			l.pos++
		}
	}
	return append(out, byte(n))
}
