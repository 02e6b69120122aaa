package object

import (
	"bytes"
	"compress/zlib"
	"io"
)

// unpack returns the bytes of a stream. Only Flate is known: tables and object streams use nothing else.
// What a file's streams unpack to together is limited.
func (f *File) unpack(v View, s Stream) ([]byte, error) {
	filter, parms := s.Dict["Filter"], s.Dict["DecodeParms"]
	if a, ok := filter.(Array); ok && len(a) == 1 {
		filter = a[0]
		if p, ok := parms.(Array); ok && len(p) == 1 {
			parms = p[0]
		}
	}
	switch filter {
	case nil:
		return s.Raw, nil
	case Name("FlateDecode"):
	default:
		return nil, broken("filter %v", filter)
	}
	z, err := zlib.NewReader(bytes.NewReader(s.Raw))
	if err != nil {
		return nil, broken("packed stream: %v", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(f.unpacked)+1))
	if f.unpacked -= len(out); f.unpacked < 0 {
		return nil, tooMuch("bytes to unpack")
	}
	if err != nil {
		return nil, broken("packed stream: %v", err)
	}
	p, _ := v.Resolve(parms).(Dict)
	return unpredict(out, p)
}

// unpredict undoes the predictors of PNG (ISO 32000-1, 7.4.4.4), as far as tables use them: bytes.
func unpredict(data []byte, parms Dict) ([]byte, error) {
	kind, _ := parms["Predictor"].(int)
	if kind <= 1 {
		return data, nil
	}
	columns := intOr(parms["Columns"], 1)
	if kind < 10 || intOr(parms["Colors"], 1) != 1 || intOr(parms["BitsPerComponent"], 8) != 8 || columns < 1 || columns > 1<<16 {
		return nil, broken("predictor %d", kind)
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for len(data) > columns {
		row := bytes.Clone(data[1 : columns+1])
		if !unfilter(data[0], row, above) {
			return nil, broken("predictor of a row is %d", data[0])
		}
		out, above, data = append(out, row...), row, data[columns+1:]
	}
	return out, nil
}

func unfilter(kind byte, row, above []byte) bool {
	for i := range row {
		var left, corner byte
		if i > 0 {
			left, corner = row[i-1], above[i-1]
		}
		switch kind {
		case 0:
			return true
		case 1:
			row[i] += left
		case 2:
			row[i] += above[i]
		case 3:
			row[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			row[i] += paeth(left, above[i], corner)
		default:
			return false
		}
	}
	return true
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }

func intOr(v any, other int) int {
	if n, ok := v.(int); ok {
		return n
	}
	return other
}
