package offline

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Statement is what the code on a paper says in clear: no more than stands on the paper itself.
type Statement struct {
	Code   string     `json:"code"`             // of the paper, typed where nothing can be scanned
	Issuer string     `json:"issuer"`           // the unit, by its name of that day
	Title  string     `json:"title"`            // "Giấy khai sinh"
	Number string     `json:"number"`           // of the paper, as the register gave it
	On     clock.Date `json:"on"`               // of issue
	Until  clock.Date `json:"until,omitempty"`  // last day it is valid; "" without end
	Holder string     `json:"holder"`           // names, as on the paper
	Digest []byte     `json:"digest,omitempty"` // first DigestSize bytes of the SHA-256 of the electronic file; empty for paper alone
}

// DigestSize is how much of a file's SHA-256 a statement carries, in bytes: nobody finds another file to a
// given half, and the code stays readable on a bad print.
const DigestSize = 16

// format is the first byte of a statement.
const format = 1

// maxField bounds each text of a statement, in bytes.
const maxField = 200

// bytes writes the statement: format, then each field behind its length; a day is its number since 1970.
func (s Statement) bytes() ([]byte, error) {
	out := []byte{format}
	for _, field := range []string{s.Code, s.Issuer, s.Title, s.Number, s.Holder, string(s.Digest)} {
		if len(field) > maxField {
			return nil, fmt.Errorf("a field of a statement has %d bytes, at most %d fit", len(field), maxField)
		}
		out = append(binary.AppendUvarint(out, uint64(len(field))), field...)
	}
	for _, day := range []clock.Date{s.On, s.Until} {
		n, err := dayNumber(day)
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, n)
	}
	return out, nil
}

// dayNumber is 0 for no day, else the days since the day before 1970.
func dayNumber(d clock.Date) (uint64, error) {
	if d == "" {
		return 0, nil
	}
	if _, err := clock.ParseDate(string(d)); err != nil || d < epoch {
		return 0, fmt.Errorf("%q is no day that a statement can say", d)
	}
	return uint64(epoch.Days(d)) + 1, nil
}

const epoch clock.Date = "1970-01-01"

// lastDay is the number of 31 December 2999.
const lastDay = 376_200

var errForm = errors.New("this is no statement of an issued paper")

// statementOf reads what bytes wrote, and nothing else.
func statementOf(raw []byte) (Statement, error) {
	if len(raw) == 0 || raw[0] != format {
		return Statement{}, errForm
	}
	raw = raw[1:]
	var s Statement
	var digest string
	for _, into := range []*string{&s.Code, &s.Issuer, &s.Title, &s.Number, &s.Holder, &digest} {
		n, used := binary.Uvarint(raw)
		if used <= 0 || n > maxField || uint64(len(raw)-used) < n {
			return Statement{}, errForm
		}
		*into, raw = string(raw[used:used+int(n)]), raw[used+int(n):]
	}
	s.Digest = []byte(digest)
	for _, into := range []*clock.Date{&s.On, &s.Until} {
		n, used := binary.Uvarint(raw)
		if used <= 0 || n > lastDay {
			return Statement{}, errForm
		}
		if raw = raw[used:]; n > 0 {
			*into = epoch.AddDays(int(n) - 1)
		}
	}
	if len(raw) > 0 || !s.readable() {
		return Statement{}, errForm
	}
	return s, nil
}

func (s Statement) readable() bool {
	for _, field := range []string{s.Code, s.Issuer, s.Title, s.Number, s.Holder} {
		if !utf8.ValidString(field) {
			return false
		}
	}
	return s.Code != "" && (len(s.Digest) == 0 || len(s.Digest) == DigestSize)
}
