package identity

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// ImportLine is one officer in one post, as a file says. Days are as they were typed.
type ImportLine struct {
	Line                          int // of the file, the head is 1
	Name, Unit, Post              string
	Login, Email, Phone           string
	FromOn, UntilOn, DecisionNote string
}

// LineProblem is what is wrong on a line, and what to do about it; line 0 is the whole file.
type LineProblem struct {
	Line   int
	Column string // key of a column, "" for none
	Key    string
	Args   map[string]any
}

// Limits of a file.
const (
	importBytes = 512 << 10
	importLines = 500
)

// importColumns are the columns of a file in the order of its template: the key, whether a file must
// have it, and the heads by which it is known, folded. The first head is the one of the template.
var importColumns = []struct {
	key   string
	must  bool
	heads []string
	put   func(*ImportLine, string)
}{
	{"ho-ten", true, []string{"Họ và tên", "ho va ten", "ho ten", "ten can bo", "full name"}, func(l *ImportLine, s string) { l.Name = s }},
	{"don-vi", true, []string{"Đơn vị", "don vi", "ma don vi", "ten don vi", "co quan", "unit"}, func(l *ImportLine, s string) { l.Unit = s }},
	{"chuc-danh", true, []string{"Chức danh", "chuc danh", "chuc vu", "vi tri", "post"}, func(l *ImportLine, s string) { l.Post = s }},
	{"ten-dang-nhap", false, []string{"Tên đăng nhập", "ten dang nhap", "tai khoan", "login"}, func(l *ImportLine, s string) { l.Login = cleanLogin(s) }},
	{"thu-dien-tu", false, []string{"Thư điện tử", "thu dien tu", "email", "e-mail", "dia chi email"}, func(l *ImportLine, s string) { l.Email = strings.ToLower(s) }},
	{"dien-thoai", false, []string{"Điện thoại", "dien thoai", "so dien thoai", "phone"}, func(l *ImportLine, s string) { l.Phone = s }},
	{"tu-ngay", false, []string{"Từ ngày", "tu ngay", "ngay bo nhiem", "from"}, func(l *ImportLine, s string) { l.FromOn = s }},
	{"den-ngay", false, []string{"Đến ngày", "den ngay", "den het ngay", "until"}, func(l *ImportLine, s string) { l.UntilOn = s }},
	{"quyet-dinh", false, []string{"Quyết định", "quyet dinh", "so quyet dinh", "van ban", "decision"}, func(l *ImportLine, s string) { l.DecisionNote = s }},
}

// ImportTemplate is a file with the heads and one example, as spreadsheets open it with its marks.
func ImportTemplate() []byte {
	heads := make([]string, len(importColumns))
	for i, c := range importColumns {
		heads[i] = c.heads[0]
	}
	return []byte("\ufeff" + strings.Join(heads, ";") + "\r\n" +
		"Bùi Thị Hoa;Xã Phú Nghĩa;Công chức tại Bộ phận Tiếp nhận và Trả kết quả;hoa.bui;hoa.bui@example.vn;0912345678;01/09/2023;;15/QĐ-UBND\r\n")
}

// ReadImport reads a file of officers: UTF-8 with or without a mark, or UTF-16 with one, as spreadsheets
// save it; fields apart by semicolon, comma or tab. It says what is wrong line by line, and reads on.
func ReadImport(raw []byte) ([]ImportLine, []LineProblem) {
	if len(raw) > importBytes {
		return nil, []LineProblem{{Key: "identity.import.large", Args: map[string]any{"n": importBytes >> 10}}}
	}
	s, ok := decoded(raw)
	if !ok {
		return nil, []LineProblem{{Key: "identity.import.encoding"}}
	}
	skipped := 0
	if head, rest, found := strings.Cut(s, "\n"); found && strings.HasPrefix(strings.ToLower(head), "sep=") {
		s, skipped = rest, 1
	}
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(s), -1, true
	head, err := r.Read()
	if err != nil {
		return nil, []LineProblem{{Key: "identity.import.empty"}}
	}
	at, bad := columnsOf(head)
	if len(bad) > 0 {
		return nil, bad
	}
	return readLines(r, at, skipped)
}

// decoded brings a file to UTF-8 with plain line ends; false when it is in no known form.
func decoded(raw []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		little := raw[0] == 0xff
		raw = raw[2:]
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			if little {
				units[i] = uint16(raw[2*i+1])<<8 | uint16(raw[2*i])
			}
		}
		raw = []byte(string(utf16.Decode(units)))
	case bytes.HasPrefix(raw, []byte("\ufeff")):
		raw = raw[3:]
	}
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return "", false
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\r", "\n"), true
}

// separator is the sign that stands most often in the first line.
func separator(s string) rune {
	head, _, _ := strings.Cut(s, "\n")
	best := ';'
	for _, sign := range ";,\t" {
		if strings.Count(head, string(sign)) > strings.Count(head, string(best)) {
			best = sign
		}
	}
	return best
}

// columnsOf finds which field is which column; it says which are missing, unknown or there twice.
func columnsOf(head []string) (map[int]int, []LineProblem) {
	at, seen := map[int]int{}, map[int]bool{}
	var bad []LineProblem
	for i, name := range head {
		name = text.Fold(text.Clean(name))
		if name == "" {
			continue
		}
		c := columnOf(name)
		switch {
		case c < 0:
			continue // more columns do no harm
		case seen[c]:
			bad = append(bad, LineProblem{Line: 1, Key: "identity.import.twice-column", Args: map[string]any{"column": importColumns[c].heads[0]}})
		}
		at[i], seen[c] = c, true
	}
	for c, column := range importColumns {
		if column.must && !seen[c] {
			bad = append(bad, LineProblem{Line: 1, Key: "identity.import.no-column", Args: map[string]any{"column": column.heads[0]}})
		}
	}
	return at, bad
}

func columnOf(folded string) int {
	for c, column := range importColumns {
		for _, head := range column.heads {
			if text.Fold(head) == folded {
				return c
			}
		}
	}
	return -1
}

func readLines(r *csv.Reader, at map[int]int, skipped int) ([]ImportLine, []LineProblem) {
	var lines []ImportLine
	var bad []LineProblem
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 0
			if p := (*csv.ParseError)(nil); errors.As(err, &p) {
				line = p.Line + skipped
			}
			return lines, append(bad, LineProblem{Line: line, Key: "identity.import.broken"})
		}
		line, _ := r.FieldPos(0)
		l := ImportLine{Line: line + skipped}
		empty := true
		for i, f := range fields {
			f = strings.Join(strings.Fields(text.Clean(f)), " ")
			empty = empty && f == ""
			if c, known := at[i]; known {
				importColumns[c].put(&l, f)
			}
		}
		if empty {
			continue
		}
		if len(lines) == importLines {
			return lines, append(bad, LineProblem{Line: l.Line, Key: "identity.import.many", Args: map[string]any{"n": importLines}})
		}
		l.complete()
		bad = append(bad, l.problems()...)
		lines = append(lines, l)
	}
	if len(lines) == 0 && len(bad) == 0 {
		bad = append(bad, LineProblem{Key: "identity.import.empty"})
	}
	return lines, append(bad, doubles(lines)...)
}

// complete fills in the login from the e-mail, which most offices use for both.
func (l *ImportLine) complete() {
	if local, _, found := strings.Cut(l.Email, "@"); l.Login == "" && found {
		l.Login = cleanLogin(local)
	}
}

func (l ImportLine) problems() []LineProblem {
	var bad []LineProblem
	add := func(column, key string, args ...any) {
		p := LineProblem{Line: l.Line, Column: column, Key: key}
		if len(args) == 2 {
			p.Args = map[string]any{args[0].(string): args[1]}
		}
		bad = append(bad, p)
	}
	for _, v := range []struct{ column, value string }{{"ho-ten", l.Name}, {"don-vi", l.Unit}, {"chuc-danh", l.Post}} {
		if v.value == "" {
			add(v.column, "identity.import.wanted")
		}
	}
	switch {
	case l.Login == "":
		add("ten-dang-nhap", "identity.import.login-wanted")
	case checkLogin(l.Login) != nil:
		add("ten-dang-nhap", "identity.login.form")
	}
	if l.Email != "" && !check.Email(l.Email) {
		add("thu-dien-tu", "identity.import.email", "value", l.Email)
	}
	if _, ok := check.Phone(l.Phone); l.Phone != "" && !ok {
		add("dien-thoai", "identity.import.phone", "value", l.Phone)
	}
	for _, d := range []struct{ column, value string }{{"tu-ngay", l.FromOn}, {"den-ngay", l.UntilOn}} {
		if _, ok := dayTyped(d.value); d.value != "" && !ok {
			add(d.column, "identity.import.day", "value", d.value)
		}
	}
	if len(l.Name) > 200 || len(l.DecisionNote) > 200 {
		add("ho-ten", "identity.import.long")
	}
	return bad
}

// doubles finds one e-mail or login for two people, and a line that stands there twice.
func doubles(lines []ImportLine) []LineProblem {
	var bad []LineProblem
	for i, l := range lines {
		j := slices.IndexFunc(lines[:i], func(k ImportLine) bool {
			return (k.Login == l.Login && l.Login != "") || (k.Email == l.Email && l.Email != "")
		})
		if j < 0 {
			continue
		}
		k := lines[j]
		args := map[string]any{"line": k.Line}
		switch {
		case k.Login != l.Login:
			bad = append(bad, LineProblem{l.Line, "thu-dien-tu", "identity.import.double-email", args})
		case text.Exact(k.Name) != text.Exact(l.Name):
			bad = append(bad, LineProblem{l.Line, "ten-dang-nhap", "identity.import.double-login", args})
		case text.Exact(k.Unit) == text.Exact(l.Unit) && text.Exact(k.Post) == text.Exact(l.Post):
			bad = append(bad, LineProblem{l.Line, "", "identity.import.double-line", args})
		}
	}
	return bad
}
