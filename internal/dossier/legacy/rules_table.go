package legacy

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Bounds of a file. An office of a whole province brings its dossiers in several.
const (
	MaxBytes = 32 << 20
	MaxLines = 200_000
	unpacked = 256 << 20
)

// Table is a file as people see it: heads, and lines under them.
type Table struct {
	Heads []string
	Rows  []Row
}

// Row is a line with its number in the file, from 1; of JSON, the number of the object.
type Row struct {
	No    int
	Cells []string
}

// Read reads a file of dossiers: CSV with any of the usual separators, an XLSX workbook (its first
// sheet), or an array of JSON objects; each may be packed by gzip.
func Read(raw []byte) (Table, error) {
	if len(raw) > MaxBytes {
		return Table{}, fault.New(fault.Invalid, "legacy.file-large", "mb", MaxBytes>>20)
	}
	raw, err := unpack(raw)
	if err != nil {
		return Table{}, err
	}
	var rows []Row
	switch body := bytes.TrimSpace(raw); {
	case len(body) == 0:
		return Table{}, fault.New(fault.Invalid, "legacy.file-empty")
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		rows, err = readSheet(raw)
	default:
		var words string
		if words, err = decode(raw); err != nil {
			return Table{}, err
		}
		if strings.HasPrefix(strings.TrimSpace(words), "[") {
			return readObjects(words)
		}
		rows, err = readCSV(words)
	}
	if err != nil {
		return Table{}, err
	}
	return underHeads(rows)
}

func unpack(raw []byte) ([]byte, error) {
	if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		return raw, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, unreadable(err)
	}
	out, err := io.ReadAll(io.LimitReader(z, unpacked+1))
	switch {
	case err != nil:
		return nil, unreadable(err)
	case len(out) > unpacked:
		return nil, fault.New(fault.Invalid, "legacy.file-large", "mb", unpacked>>20)
	}
	return out, nil
}

func unreadable(err error) error {
	return fault.New(fault.Invalid, "legacy.file-unreadable").Because(err)
}

// decode makes words of bytes: UTF-8, or UTF-16 as spreadsheets save "Unicode text".
func decode(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		little := raw[0] == 0xff
		var units []uint16
		for i := 2; i+1 < len(raw); i += 2 {
			if little {
				units = append(units, uint16(raw[i])|uint16(raw[i+1])<<8)
			} else {
				units = append(units, uint16(raw[i+1])|uint16(raw[i])<<8)
			}
		}
		return string(utf16.Decode(units)), nil
	case !utf8.Valid(raw):
		return "", fault.New(fault.Invalid, "legacy.file-encoding")
	}
	return strings.TrimPrefix(string(raw), "\ufeff"), nil
}

// separator is whichever of the usual ones divides the first lines most evenly: the one that stands there
// most often outside quotes.
func separator(words string) rune {
	best, most := ',', 0
	head := words[:min(len(words), 4096)]
	for _, sep := range []rune{';', '\t', ',', '|'} {
		n, quoted := 0, false
		for _, r := range head {
			switch {
			case r == '"':
				quoted = !quoted
			case r == sep && !quoted:
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}

func readCSV(words string) ([]Row, error) {
	r := csv.NewReader(strings.NewReader(words))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separator(words), true, -1, false
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, Row{line, cells})
		if len(rows) > MaxLines+maxTitles {
			return nil, fault.New(fault.Invalid, "legacy.file-long", "n", MaxLines)
		}
	}
}

// readSheet reads the first sheet. Days come as the numbers that the workbook holds, not as some style
// shows them.
func readSheet(raw []byte) (rows []Row, err error) {
	defer func() {
		if p := recover(); p != nil { // a workbook made to break readers
			rows, err = nil, fault.New(fault.Invalid, "legacy.file-unreadable")
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true, UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: unpacked})
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	sheet, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, unreadable(err)
	}
	defer sheet.Close()
	for no := 1; sheet.Next(); no++ {
		cells, err := sheet.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, unreadable(err)
		}
		if len(cells) > 0 {
			rows = append(rows, Row{no, cells})
		}
		if len(rows) > MaxLines+maxTitles {
			return nil, fault.New(fault.Invalid, "legacy.file-long", "n", MaxLines)
		}
	}
	return rows, nil
}

// readObjects reads an array of flat objects; the heads are their keys as they come.
func readObjects(words string) (Table, error) {
	var all []map[string]any
	dec := json.NewDecoder(strings.NewReader(words))
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		return Table{}, unreadable(err)
	}
	if len(all) > MaxLines {
		return Table{}, fault.New(fault.Invalid, "legacy.file-long", "n", MaxLines)
	}
	var t Table
	at := map[string]int{}
	for _, one := range all {
		for key := range one {
			if _, ok := at[key]; !ok {
				at[key] = 0
				t.Heads = append(t.Heads, key)
			}
		}
	}
	slices.Sort(t.Heads)
	for i, head := range t.Heads {
		at[head] = i
	}
	for i, one := range all {
		cells := make([]string, len(t.Heads))
		for key, value := range one {
			cells[at[key]] = plain(value)
		}
		t.Rows = append(t.Rows, Row{i + 1, cells})
	}
	return t.check()
}

// plain writes a JSON value as a cell.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	raw, _ := json.Marshal(v) // came out of JSON: goes back into it
	return string(raw)
}

// maxTitles is how many lines may stand above the heads: the titles of a report.
const maxTitles = 20

// underHeads finds the line of heads: of the first lines the one in which most heads are known.
func underHeads(rows []Row) (Table, error) {
	best, most := 0, 0
	for i, r := range rows[:min(len(rows), maxTitles)] {
		if n := len(Suggest(r.Cells)); n > most {
			best, most = i, n
		}
	}
	if len(rows) == 0 {
		return Table{}, fault.New(fault.Invalid, "legacy.file-empty")
	}
	t := Table{Rows: rows[best+1:]}
	for _, head := range rows[best].Cells {
		t.Heads = append(t.Heads, text.Clean(head))
	}
	return t.check()
}

func (t Table) check() (Table, error) {
	for len(t.Heads) > 0 && t.Heads[len(t.Heads)-1] == "" {
		t.Heads = t.Heads[:len(t.Heads)-1]
	}
	if len(t.Heads) < 2 || len(t.Rows) == 0 {
		return Table{}, fault.New(fault.Invalid, "legacy.file-empty")
	}
	return t, nil
}

// column is where a head stands, -1 when there is none.
func (t Table) column(head string) int {
	if head == "" {
		return -1
	}
	return slices.Index(t.Heads, head)
}

// cell is what a line says in a column; a short line says nothing.
func (r Row) cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return text.Clean(r.Cells[column])
}

// empty tells whether a line says nothing at all.
func (r Row) empty() bool {
	return !slices.ContainsFunc(r.Cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}
