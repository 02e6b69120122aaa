package catalog

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// changed returns the catalogue with one cell changed, by line (2 is the first procedure).
func changed(t *testing.T, raw []byte, line int, column, value string) []byte {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows[line-1][slices.Index(rows[0], column)] = value
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

func TestErrorsOfTheCatalogueByLine(t *testing.T) {
	good := demo(t)
	cell := func(line int, column, value string) Sources {
		return Sources{CSV: changed(t, good.CSV, line, column, value)}
	}
	for name, c := range map[string]struct {
		in   Sources
		want string
	}{
		"no name":              {cell(5, "name_vi", " "), "5 name empty"},
		"a name of signs":      {cell(5, "name_vi", "???"), "5 name no-letters"},
		"an unknown level":     {cell(7, "level", "ward"), "7 level unknown"},
		"a code of no code":    {cell(9, "code", "1001193"), "9 code code"},
		"an unknown unit":      {cell(3, "deadline_unit", "week"), "3 deadline_unit term"},
		"a term of nothing":    {cell(3, "deadline_value", "0"), "3 deadline_value number"},
		"a term of no unit":    {cell(3, "deadline_unit", ""), "3 deadline_unit term"},
		"half a calendar day":  {cell(3, "deadline_value", "1.5"), "3 deadline_unit term"},
		"a negative fee":       {cell(4, "fee_vnd", "-1"), "4 fee_vnd number"},
		"a fee in words":       {cell(4, "fee_vnd", "miễn phí"), "4 fee_vnd number"},
		"an unknown service":   {cell(4, "service_level", "level 4"), "4 service_level unknown"},
		"nobody handles it":    {cell(4, "handling_unit_vi", ""), "4 handling_unit_vi empty"},
		"a name twice":         {cell(3, "name_vi", "Đăng ký khai sinh có yếu tố nước ngoài"), "3 name name-twice"},
		"a code twice":         {cell(3, "code", "2.000528"), "3 code code-twice"},
		"no column":            {Sources{CSV: []byte("code,name_vi\n")}, "1 name_en no-column"},
		"an empty file":        {Sources{CSV: []byte{}}, "1  csv"},
		"a short line":         {Sources{CSV: []byte(strings.Join(columns, ",") + "\n1.001193,Tên\n")}, "2  columns"},
		"a stray quote":        {Sources{CSV: []byte(strings.Join(columns, ",") + "\n1.001193,Tê\"n\n")}, "2  csv"},
		"not text":             {Sources{CSV: []byte("code\nx\xff\n")}, "2  not-utf8"},
		"nothing at all":       {Sources{}, "0  nothing"},
		"details without line": {Sources{CSV: cell(188, "name_vi", "Đăng ký sinh").CSV, Detailed: good.Detailed}, "32 name no-row"},
		"details of a code":    {Sources{CSV: cell(188, "code", "1.999999").CSV, Detailed: good.Detailed}, "32 code code-differs"},
	} {
		_, problems := c.in.Read()
		if len(problems) == 0 {
			t.Errorf("%s: no problem, want %q", name, c.want)
			continue
		}
		p := problems[0]
		got := fmt.Sprintf("%d %s %s", p.Line, p.Column, strings.TrimPrefix(p.Key, "catalog.import."))
		if strings.HasPrefix(c.want, "32 ") { // where the details stand is for the file to say
			got = "32 " + strings.SplitN(got, " ", 2)[1]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestErrorsOfTheDetailsByLine(t *testing.T) {
	good := string(demo(t).Detailed)
	with := func(old, new string) string {
		if strings.Count(good, old) == 0 {
			t.Fatalf("the details do not contain %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	line := func(part string) int { return 1 + strings.Count(good[:strings.Index(good, part)], "\n") }
	birth := line("{\n   \"code\": \"1.001193\"")
	for name, c := range map[string]struct {
		in, want string
	}{
		"an unknown key":         {with(`"role_vi"`, `"rolle_vi"`), fmt.Sprintf("%d  json", birth)},
		"a number in words":      {with(`"original_copies": 1`, `"original_copies": "một"`), fmt.Sprintf("%d components.original_copies json", line(`"original_copies": 1`))},
		"an unknown role":        {with(`"Công chức một cửa"`, `"Người máy"`), fmt.Sprintf("%d steps role", birth)},
		"hours that do not fit":  {with(`"hours": 5`, `"hours": 6`), fmt.Sprintf("%d steps hours", birth)},
		"an unknown channel":     {with(`"channel": "direct"`, `"channel": "pigeon"`), fmt.Sprintf("%d channels unknown", birth)},
		"an unknown type":        {with(`"type": "select"`, `"type": "slider"`), fmt.Sprintf("%d form_fields field-type", birth)},
		"a bound of nothing":     {with(`"max": "today"`, `"max": "tomorrow"`), fmt.Sprintf("%d form_fields field-bound", birth)},
		"no list":                {`{"procedures": 1}`, "1  json"},
		"no procedures":          {`{"metadata": {}}`, "1  json"},
		"half a file":            {good[:len(good)-50], fmt.Sprintf("%d  json", 1+strings.Count(good[:len(good)-50], "\n"))},
		"a comma too many":       {with(`"vocab": {`, `"vocab": {,`), fmt.Sprintf("%d  json", line(`"vocab": {`))},
		"an empty file":          {``, "1  json"},
		"a condition on nothing": {with(`"required_unless": "child_abandoned"`, `"required_unless": "nobody"`), fmt.Sprintf("%d form_fields field-condition", birth)},
	} {
		_, problems := Sources{Detailed: []byte(c.in)}.Read()
		if len(problems) == 0 {
			t.Errorf("%s: no problem, want %q", name, c.want)
			continue
		}
		p := problems[0]
		if got := fmt.Sprintf("%d %s %s", p.Line, p.Column, strings.TrimPrefix(p.Key, "catalog.import.")); got != c.want {
			t.Errorf("%s: %q, want %q (%v)", name, got, c.want, p.Args)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	head := strings.Join(columns, ",")
	f.Add([]byte(head + "\n1.001193,Đăng ký khai sinh,Birth,commune,Hộ tịch,UBND cấp xã,full,1,working_day,0,Giấy,Luật; NĐ,PT,high\n"))
	f.Add([]byte("\ufeff" + head + "\n,\"a\nb\",,district,x,y,none,,,,,,,"))
	f.Fuzz(func(t *testing.T, raw []byte) { holds(t, Sources{CSV: raw}) })
}

func FuzzReadDetailed(f *testing.F) {
	f.Add([]byte(`{"metadata":{},"procedures":[{"name":"x","level":"commune"},{}]}`))
	f.Add([]byte(`{"procedures":[{"steps":[{"order":1,"role_vi":"Văn thư"}],"form_fields":[{"validation":{"min":1,"max":"today"}}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) { holds(t, Sources{Detailed: raw}) })
}

// holds fails when a draft that came in without problems could not be kept or shown.
func holds(t *testing.T, s Sources) {
	drafts, problems := s.Read()
	for _, p := range problems {
		if p.Line < 0 || text.In(text.Vi, p.Key)[0] == '[' {
			t.Errorf("problem without line or words: %+v", p)
		}
	}
	if len(problems) > 0 {
		return
	}
	for _, d := range drafts {
		slug := slugOf(d.Name, d.Level, func(string) bool { return false })
		if d.Name == "" || d.Level == "" || strings.HasPrefix(slug, "-") || (d.Code != "" && !check.ProcedureCode(d.Code)) {
			t.Errorf("%+v came in without a problem, at %s", d, slug)
		}
		CheckForm(d.Fields, Values{}, Env{Now: thursday})
	}
}
