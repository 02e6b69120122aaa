package cms

import (
	"encoding/asn1"
	"errors"
)

var errBER = errors.New("not ASN.1")

const maxBERDepth = 32

// toDER returns the first value of data with definite lengths, and strings in one piece: older signers write
// lengths as they go (BER). Values that are DER already come back as they are. The sorting of sets is left alone:
// what was signed must not change.
func toDER(data []byte) ([]byte, error) {
	if v := (asn1.RawValue{}); isDefinite(data) {
		if _, err := asn1.Unmarshal(data, &v); err != nil {
			return nil, errBER
		}
		return v.FullBytes, nil
	}
	out, _, err := definite(data, 0)
	return out, err
}

// isDefinite looks at the first three levels: no signer was seen that mixes deeper.
func isDefinite(data []byte) bool {
	for range 3 {
		_, _, body, indefinite, err := head(data)
		if err != nil || indefinite {
			return false
		}
		data = body
		if len(data) > 2 && data[0] == 6 { // ContentInfo: the type stands before the content
			data = data[min(len(data), 2+int(data[1])):]
		}
	}
	return true
}

// head reads tag and length. body reaches to the end of data when the length is indefinite.
func head(data []byte) (tag []byte, constructed bool, body []byte, indefinite bool, err error) {
	if len(data) < 2 {
		return nil, false, nil, false, errBER
	}
	n := 1
	if data[0]&0x1F == 0x1F {
		return nil, false, nil, false, errBER // no tag this large is in use here
	}
	tag, constructed = data[:1], data[0]&0x20 != 0
	size := int(data[n])
	n++
	switch {
	case size == 0x80:
		if !constructed {
			return nil, false, nil, false, errBER
		}
		return tag, constructed, data[n:], true, nil
	case size > 0x80:
		count := size & 0x7F
		if count > 4 || len(data) < n+count {
			return nil, false, nil, false, errBER
		}
		size = 0
		for _, b := range data[n : n+count] {
			size = size<<8 | int(b)
		}
		n += count
	}
	if size < 0 || size > len(data)-n {
		return nil, false, nil, false, errBER
	}
	return tag, constructed, data[n : n+size], false, nil
}

// definite converts the first value of data and returns what follows it.
func definite(data []byte, depth int) (out, rest []byte, err error) {
	if depth > maxBERDepth {
		return nil, nil, errBER
	}
	tag, constructed, body, indefinite, err := head(data)
	if err != nil {
		return nil, nil, err
	}
	if !indefinite {
		rest = after(data, body)
	}
	if !constructed {
		return value(tag[0], body), rest, nil
	}
	var inner []byte
	pieces := tag[0] == 0x24 // OCTET STRING in pieces
	for {
		if indefinite && len(body) >= 2 && body[0] == 0 && body[1] == 0 {
			rest = body[2:]
			break
		}
		if len(body) == 0 {
			if indefinite {
				return nil, nil, errBER
			}
			break
		}
		var one []byte
		if one, body, err = definite(body, depth+1); err != nil {
			return nil, nil, err
		}
		if pieces {
			if _, _, one, _, err = head(one); err != nil {
				return nil, nil, err
			}
		}
		inner = append(inner, one...)
	}
	if pieces {
		return value(0x04, inner), rest, nil
	}
	return value(tag[0], inner), rest, nil
}

// after returns what follows body in data.
func after(data, body []byte) []byte {
	return data[cap(data)-cap(body)+len(body):]
}

func value(tag byte, body []byte) []byte {
	out := []byte{tag}
	switch n := len(body); {
	case n < 0x80:
		out = append(out, byte(n))
	case n <= 0xFF:
		out = append(out, 0x81, byte(n))
	case n <= 0xFFFF:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n <= 0xFFFFFF:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	default:
		out = append(out, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, body...)
}
