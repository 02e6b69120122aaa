package object

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"
)

// Append writes an object behind out, always in the same way: keys in their order, strings in hexadecimal.
func Append(out []byte, o any) []byte {
	switch v := o.(type) {
	case nil:
		return append(out, "null"...)
	case bool:
		return strconv.AppendBool(out, v)
	case int:
		return strconv.AppendInt(out, int64(v), 10)
	case float64:
		return strconv.AppendFloat(out, v, 'f', -1, 64)
	case Name:
		return appendName(out, v)
	case String:
		return fmt.Appendf(out, "<%X>", []byte(v))
	case Ref:
		return fmt.Appendf(out, "%d %d R", v.N, v.Gen)
	case Raw:
		return append(out, v...)
	case Array:
		out = append(out, '[')
		for i, e := range v {
			if i > 0 {
				out = append(out, ' ')
			}
			out = Append(out, e)
		}
		return append(out, ']')
	case Dict:
		out = append(out, "<<"...)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(appendName(out, k), ' ')
			out = Append(out, v[k])
		}
		return append(out, ">>"...)
	case Stream:
		out = Append(out, v.Dict)
		out = append(out, "\nstream\n"...)
		out = append(out, v.Raw...)
		return append(out, "\nendstream"...)
	}
	panic(fmt.Sprintf("%T is no object", o))
}

func appendName(out []byte, n Name) []byte {
	out = append(out, '/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || c == '#' || isDelimiter(c) {
			out = fmt.Appendf(out, "#%02X", c)
			continue
		}
		out = append(out, c)
	}
	return out
}

// Text returns a string for people, in UTF-16BE (7.9.2.2).
func Text(s string) String {
	out := String{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

// Words reads a string for people. Bytes that are neither UTF-16 nor UTF-8 by their mark are taken one by one.
func Words(o any) string {
	s, ok := o.(String)
	if !ok {
		return ""
	}
	if bytes.HasPrefix(s, []byte("\xEF\xBB\xBF")) {
		return string(bytes.ToValidUTF8(s[3:], []byte("\uFFFD")))
	}
	var units []uint16
	if bytes.HasPrefix(s, []byte{0xFE, 0xFF}) {
		for s = s[2:]; len(s) > 1; s = s[2:] {
			units = append(units, uint16(s[0])<<8|uint16(s[1]))
		}
	} else {
		for _, c := range s {
			units = append(units, uint16(c))
		}
	}
	return string(utf16.Decode(units))
}
