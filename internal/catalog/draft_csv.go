package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// columns are the columns of the catalogue file, in any order.
var columns = []string{"code", "name_vi", "name_en", "level", "field_vi", "handling_unit_vi", "service_level",
	"deadline_value", "deadline_unit", "fee_vnd", "result_vi", "legal_basis", "source", "confidence"}

// bookColumn is a column that a catalogue may leave out: the certification book of each procedure.
const bookColumn = "certification_book"

// readCSV reads the catalogue, one procedure a line, and gives each what holds for a procedure of
// which nothing more is known.
func (r *reader) readCSV(raw []byte) []Draft {
	r.file, r.line = FileCSV, 1
	raw, ok := r.text(raw)
	if !ok {
		return nil
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		r.say("", wrongly("csv"))
		return nil
	}
	at, ok := r.header(head)
	if !ok {
		return nil
	}
	var drafts []Draft
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return drafts
		}
		if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			r.line = bad.Line
			r.say("", wrongly("csv"))
			return nil // after a stray quote the lines cannot be told apart
		}
		r.line, _ = c.FieldPos(0)
		if len(record) != len(head) {
			r.say("", wrongly("columns", "n", len(record), "want", len(head)))
			continue
		}
		drafts = append(drafts, r.row(func(column string) string {
			i, ok := at[column]
			if !ok {
				return ""
			}
			return text.Clean(record[i])
		}))
	}
}

func (r *reader) header(head []string) (map[string]int, bool) {
	at := map[string]int{}
	for i, name := range head {
		at[strings.TrimSpace(name)] = i
	}
	complete := true
	for _, column := range columns {
		if _, ok := at[column]; !ok {
			r.say(column, wrongly("no-column", "column", column))
			complete = false
		}
	}
	return at, complete
}

// row reads one line. Steps and form are the plain ones; papers stay empty rather than invented.
func (r *reader) row(cell func(column string) string) Draft {
	level := known(r, "level", cell("level"), levels)
	online := known(r, "service_level", cell("service_level"), serviceLevels)
	t, fee := r.deadline(cell("deadline_value"), cell("deadline_unit")), r.fee(cell("fee_vnd"))
	unit := cell("handling_unit_vi")
	if unit == "" {
		r.say("handling_unit_vi", wrongly("empty"))
	}
	return Draft{
		File: FileCSV, Line: r.line,
		Procedure: r.procedure(Procedure{
			Code: cell("code"), Name: oneLine(cell("name_vi")), NameEn: oneLine(cell("name_en")), Level: level,
			Field: cell("field_vi"), Source: cell("source"),
			Confidence: known(r, "confidence", cell("confidence"), confidences),
		}),
		Content: Content{
			ServiceLevel: online, HandlingUnit: unit, Result: cell("result_vi"),
			LegalBases: listed(cell("legal_basis")),
			Cases:      []Case{{Key: generalCase, Channels: plainChannels(online, t, fee)}},
			Steps:      plainSteps(level, unit, t), Fields: plainFields(),
			Handling: r.booked(handlingOf(cell("field_vi")), Book(cell(bookColumn))),
		},
	}
}

// booked is a handling with its certification book.
func (r *reader) booked(h Handling, b Book) Handling {
	if !b.Known() {
		r.say(bookColumn, wrongly("unknown", "value", string(b)))
		return h
	}
	h.Book, h.Certification = b, h.Certification || b != ""
	return h
}

// generalCase is the key of the case of a procedure that has one.
const generalCase = "general"

// listed cuts "Luật A; NĐ B" into its parts.
func listed(cell string) []string {
	var out []string
	for _, part := range strings.Split(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// deadline reads a term; an empty value means that the law sets no single figure.
func (r *reader) deadline(value, unit string) term.Term {
	if value == "" && unit == "" {
		return term.Term{}
	}
	amount, err := strconv.ParseFloat(value, 64)
	if err != nil || amount <= 0 {
		r.say("deadline_value", wrongly("number", "value", value))
		return term.Term{}
	}
	return r.term("deadline_unit", term.Term{Amount: amount, Unit: term.Unit(unit)})
}

// feeLimit is more than any fee of the catalogue, in đồng.
const feeLimit = 1_000_000_000

// fee reads an amount; an empty one means that the province sets it.
func (r *reader) fee(value string) *int64 {
	if value == "" {
		return nil
	}
	dong, err := strconv.ParseInt(value, 10, 64)
	if err != nil || dong < 0 || dong > feeLimit {
		r.say("fee_vnd", wrongly("number", "value", value))
		return nil
	}
	return &dong
}
