package catalog

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// thursday is 10 August 2023, 09:00.
var thursday = time.Date(2023, time.August, 10, 9, 0, 0, 0, clock.Zone)

// said lists findings as "name key", warnings with a question mark.
func said(found Findings) []string {
	out := []string{}
	for _, f := range found {
		mark := ""
		if f.Warning {
			mark = "?"
		}
		out = append(out, f.Name+" "+strings.TrimPrefix(f.Key, "catalog.form.")+mark)
	}
	return out
}

func age(n int) *int { return &n }

func TestWhatIsWrongWithAValue(t *testing.T) {
	for _, c := range []struct {
		name  string
		field Field
		value string
		want  string // "" is fine
	}{
		{"a required text is missing", Field{Type: Text, Required: true}, "  ", "required"},
		{"a choice is missing", Field{Type: Select, Required: true, Rules: Rules{Options: []string{"Nam"}}}, "", "choose"},
		{"a file is missing", Field{Type: File, Required: true}, "", "attach"},
		{"an optional text is missing", Field{Type: Text, Rules: Rules{MinLength: 5}}, "", ""},
		{"a text is too short", Field{Type: Text, Rules: Rules{MinLength: 3}}, "Lê", "too-short"},
		{"letters are counted, not bytes", Field{Type: Text, Rules: Rules{MinLength: 3, MaxLength: 5}}, "Đặng", ""},
		{"a text is too long", Field{Type: Text, Rules: Rules{MaxLength: 3}}, "Đặng", "too-long"},
		{"no text is without end", Field{Type: Text}, strings.Repeat("x", 501), "too-long"},
		{"an area takes more", Field{Type: TextArea}, strings.Repeat("x", 501), ""},
		{"no area is without end", Field{Type: TextArea}, strings.Repeat("x", 10_001), "too-long"},
		{"a pattern is met", Field{Type: Text, Rules: Rules{Pattern: `^\d{6,20}$`}}, "123456", ""},
		{"a pattern is not met", Field{Type: Text, Rules: Rules{Pattern: `^\d{6,20}$`}}, "12345", "pattern"},
		{"the form has words of its own", Field{Type: Text, Rules: Rules{Pattern: `^\d$`, MessageVi: "Một chữ số"}}, "x", "own"},
		{"a forbidden word", Field{Type: Text, Rules: Rules{NotPattern: "công ty", MessageVi: "Không"}}, "CÔNG TY Ba Sao", "own"},
		{"no forbidden word", Field{Type: Text, Rules: Rules{NotPattern: "công ty"}}, "Tạp hóa Ba Sao", ""},

		{"a personal number", Field{Type: IDNumber}, "017 086 001 234", ""},
		{"an old card while it was good", Field{Type: IDNumber}, "113456789", ""},
		{"a passport", Field{Type: IDNumber}, "c1234567", ""},
		{"eleven digits", Field{Type: IDNumber}, "01708600123", "id-number"},
		{"a passport where the form takes none", Field{Type: IDNumber, Rules: Rules{Pattern: `^(\d{9}|\d{12})$`}}, "C1234567", "pattern"},
		{"a mobile phone", Field{Type: Phone, Rules: Rules{Pattern: `^0\d{9}$`}}, "+84 912 345 678", ""},
		{"a landline", Field{Type: Phone}, "0218 3874 123", ""},
		{"a landline where the form wants ten digits", Field{Type: Phone, Rules: Rules{Pattern: `^0\d{9}$`}}, "02183874123", "pattern"},
		{"no phone", Field{Type: Phone}, "0123", "phone"},
		{"an address of e-mail", Field{Type: Email}, "lan@example.vn", ""},
		{"no address of e-mail", Field{Type: Email}, "lan@example", "email"},
		{"a tax code", Field{Name: "tax_code", Type: Text, Rules: Rules{Pattern: `^\d{10,13}$`}}, "0100109106-001", ""},
		{"a wrong tax code", Field{Name: "tax_code", Type: Text, Rules: Rules{Pattern: `^\d{10,13}$`}}, "0100109107", "tax-code"},

		{"a number", Field{Type: Number, Rules: Rules{Min: "0.1"}}, "12,5", ""},
		{"a number below the least", Field{Type: Number, Rules: Rules{Min: "0.1"}}, "0,05", "min"},
		{"a number above the most", Field{Type: Number, Rules: Rules{Max: "50"}}, "51", "max"},
		{"thousands with a dot", Field{Type: Number, Rules: Rules{Min: "1000"}}, "1.250", ""},
		{"no number", Field{Type: Number}, "ba", "number"},
		{"not a number", Field{Type: Number}, "NaN", "number"},
		{"a number with an exponent", Field{Type: Number}, "1e9", "number"},
		{"money with dots", Field{Type: Money, Rules: Rules{Min: "1"}}, "1.500.000 đồng", ""},
		{"money with a fraction", Field{Type: Money}, "1.000,50", "money"},
		{"no money", Field{Type: Money, Rules: Rules{Min: "1"}}, "0", "min"},
		{"negative money", Field{Type: Money}, "-5", "money"},
		{"a year", Field{Type: Year, Rules: Rules{Min: "1960"}}, "1960", ""},
		{"a year too early", Field{Type: Year, Rules: Rules{Min: "1960"}}, "1959", "min"},
		{"no year", Field{Type: Year}, "59", "year"},
		{"a year of another age", Field{Type: Year}, "3000", "year"},

		{"a date", Field{Type: DateField}, "2023-02-28", ""},
		{"a date as people write it", Field{Type: DateField}, "28/2/2023", ""},
		{"a day that does not exist", Field{Type: DateField}, "30/02/2023", "date"},
		{"no date", Field{Type: DateField}, "hôm qua", "date"},
		{"today is not after today", Field{Type: DateField, Rules: Rules{Max: "today"}}, "2023-08-10", ""},
		{"tomorrow is", Field{Type: DateField, Rules: Rules{Max: "today"}}, "2023-08-11", "until"},
		{"yesterday is before today", Field{Type: DateField, Rules: Rules{Min: "today"}}, "2023-08-09", "from"},
		{"in twenty days", Field{Type: DateField, Rules: Rules{Min: "today+20d"}}, "2023-08-30", ""},
		{"in nineteen days", Field{Type: DateField, Rules: Rules{Min: "today+20d"}}, "2023-08-29", "from"},
		{"in three working days", Field{Type: DateField, Rules: Rules{Min: "today+3wd"}}, "2023-08-15", ""},
		{"a weekend is no working day", Field{Type: DateField, Rules: Rules{Min: "today+3wd"}}, "2023-08-14", "from"},
		{"not before a date", Field{Type: DateField, Rules: Rules{Min: "2021-01-01"}}, "2020-12-31", "from"},
		{"turns twenty today", Field{Type: DateField, Rules: Rules{MinAge: age(20)}}, "2003-08-10", ""},
		{"turns twenty tomorrow", Field{Type: DateField, Rules: Rules{MinAge: age(20)}}, "2003-08-11", "too-young"},
		{"turns six today", Field{Type: DateField, Rules: Rules{MaxAge: age(6)}}, "2017-08-10", ""},
		{"turned six yesterday", Field{Type: DateField, Rules: Rules{MaxAge: age(6)}}, "2017-08-09", "too-old"},
		{"born tomorrow", Field{Type: DateField, Rules: Rules{MaxAge: age(6)}}, "2023-08-11", "until"},
		{"this minute is not past", Field{Type: DateTime, Rules: Rules{Min: "now"}}, "2023-08-10T09:00", ""},
		{"a minute ago is", Field{Type: DateTime, Rules: Rules{Min: "now"}}, "2023-08-10T08:59:59", "from"},
		{"in a minute is to come", Field{Type: DateTime, Rules: Rules{Max: "now"}}, "2023-08-10T09:01", "until"},
		{"any hour of today", Field{Type: DateTime, Rules: Rules{Min: "today", Max: "today"}}, "2023-08-10T23:59", ""},
		{"an hour that does not exist", Field{Type: DateTime}, "2023-08-10T25:00", "datetime"},

		{"a value of the list", Field{Type: Radio, Rules: Rules{Options: []string{"Nam", "Nữ"}}}, "Nữ", ""},
		{"a value of no list", Field{Type: Radio, Rules: Rules{Options: []string{"Nam", "Nữ"}}}, "Khác", "choose"},
		{"a list kept elsewhere that is not known", Field{Type: Select, Rules: Rules{OptionsFrom: "units.villages"}}, "Thôn Đồng", ""},
		{"an unticked consent", Field{Type: Checkbox, Rules: Rules{MustBeTrue: true}}, "false", "tick"},
		{"a ticked consent", Field{Type: Checkbox, Rules: Rules{MustBeTrue: true}}, "on", ""},
	} {
		if c.field.Name == "" {
			c.field.Name = "f"
		}
		c.field.LabelVi = "Trường"
		want := []string{}
		if c.want != "" {
			want = []string{c.field.Name + " " + c.want}
		}
		got := said(CheckForm([]Field{c.field}, Values{c.field.Name: {c.value}}, Env{Now: thursday}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (%q): (-want +got)\n%s", c.name, c.value, diff)
		}
	}
}

func TestFieldsThatDependOnOthers(t *testing.T) {
	form := []Field{
		{Name: "purpose", Type: Select, Required: true, Rules: Rules{Options: []string{"Kết hôn", "Vay vốn"}}},
		{Name: "partner", Type: Text, Required: true, Rules: Rules{RequiredIf: "purpose=Kết hôn"}},
		{Name: "mother", Type: Text, Required: true, Rules: Rules{RequiredUnless: "abandoned"}},
		{Name: "abandoned", Type: Checkbox},
		{Name: "from", Type: DateField},
		{Name: "to", Type: DateField, Rules: Rules{Min: "from"}},
	}
	for _, c := range []struct {
		values Values
		want   []string
	}{
		{Values{}, []string{"purpose choose", "mother required"}},
		{Values{"purpose": {"Vay vốn"}, "abandoned": {"on"}}, []string{}},
		{Values{"purpose": {"Kết hôn"}, "mother": {"Bùi Thị Hoa"}}, []string{"partner required"}},
		{Values{"purpose": {"Vay vốn"}, "mother": {"Hoa"}, "from": {"2023-08-12"}, "to": {"2023-08-11"}}, []string{"to from"}},
		{Values{"purpose": {"Vay vốn"}, "mother": {"Hoa"}, "from": {"2023-08-12"}, "to": {"2023-08-12"}}, []string{}},
		{Values{"purpose": {"Vay vốn"}, "mother": {"Hoa"}, "from": {"bao giờ"}, "to": {"2023-08-12"}}, []string{"from date"}},
	} {
		if diff := cmp.Diff(c.want, said(CheckForm(form, c.values, Env{Now: thursday}))); diff != "" {
			t.Errorf("%v: (-want +got)\n%s", c.values, diff)
		}
	}
}

func TestAddressesRowsAndChoicesOfSeveral(t *testing.T) {
	home := Field{Name: "home", Type: Address, Required: true}
	place := Field{Name: "place", Type: Address, Rules: Rules{Levels: []string{"province", "commune"}}}
	heirs := Field{Name: "heirs", Type: Table, Required: true, Rules: Rules{MinRows: 2}}
	kinds := Field{Name: "kinds", Type: MultiSelect, Required: true, Rules: Rules{Options: []string{"vận động", "nhìn"}}}
	for _, c := range []struct {
		field  Field
		values Values
		want   []string
	}{
		{home, Values{}, []string{"home.province address-province", "home.commune address-commune"}},
		{home, Values{"home.province": {"Hòa Bình"}, "home.commune": {"Khoan Dụ"}}, []string{}},
		{home, Values{"home.province": {"Hòa Bình"}, "home.commune": {"Khoan Dụ"}, "home.detail": {strings.Repeat("x", 301)}}, []string{"home.detail too-long"}},
		{place, Values{}, []string{}},
		{place, Values{"place.province": {"Hòa Bình"}}, []string{"place.commune address-commune"}},
		{heirs, Values{}, []string{"heirs required"}},
		{heirs, Values{"heirs": {"Bùi Văn An", "  "}}, []string{"heirs rows"}},
		{heirs, Values{"heirs": {"Bùi Văn An\r\nBùi Thị Bình"}}, []string{}},
		{heirs, Values{"heirs": {"An\n" + strings.Repeat("x", 501)}}, []string{"heirs row-too-long"}},
		{heirs, Values{"heirs": {strings.Repeat("x\n", 201)}}, []string{"heirs too-many-rows"}},
		{kinds, Values{}, []string{"kinds choose"}},
		{kinds, Values{"kinds": {"nhìn", "vận động"}}, []string{}},
		{kinds, Values{"kinds": {"nhìn", "bay"}}, []string{"kinds choose"}},
	} {
		if diff := cmp.Diff(c.want, said(CheckForm([]Field{c.field}, c.values, Env{Now: thursday}))); diff != "" {
			t.Errorf("%s %v: (-want +got)\n%s", c.field.Name, c.values, diff)
		}
	}
}

func TestAPersonalNumberThatDisagreesOnlyWarns(t *testing.T) {
	form := []Field{
		{Name: "mother_id_number", Type: IDNumber}, {Name: "mother_birth_year", Type: Year},
		{Name: "child_id_number", Type: IDNumber}, {Name: "child_birth_date", Type: DateField},
		{Name: "child_sex", Type: Radio, Rules: Rules{Options: []string{"Nam", "Nữ"}}},
	}
	agree := Values{"mother_id_number": {"017186001234"}, "mother_birth_year": {"1986"},
		"child_id_number": {"025305001234"}, "child_birth_date": {"2005-03-04"}, "child_sex": {"Nữ"}}
	if got := said(CheckForm(form, agree, Env{Now: thursday})); len(got) > 0 {
		t.Errorf("numbers that agree gave %v", got)
	}
	differ := Values{"mother_id_number": {"017186001234"}, "mother_birth_year": {"1987"},
		"child_id_number": {"025305001234"}, "child_birth_date": {"2006-03-04"}, "child_sex": {"Nam"}}
	found := CheckForm(form, differ, Env{Now: thursday})
	want := []string{"mother_id_number id-birth?", "child_id_number id-birth?", "child_id_number id-sex?"}
	if diff := cmp.Diff(want, said(found)); diff != "" {
		t.Errorf("numbers that disagree: (-want +got)\n%s", diff)
	}
	if len(found.Errors()) != 0 || len(found.Warnings()) != 3 {
		t.Errorf("%d errors and %d warnings, want 0 and 3", len(found.Errors()), len(found.Warnings()))
	}
	old := CheckForm(form[:1], Values{"mother_id_number": {"113456789"}}, Env{Now: thursday.AddDate(2, 0, 0)})
	if diff := cmp.Diff([]string{"mother_id_number old-card?"}, said(old)); diff != "" {
		t.Errorf("an old card in 2025: (-want +got)\n%s", diff)
	}
}

func TestWorkingDaysFollowTheCalendar(t *testing.T) {
	calendar, err := term.NewCalendar([]term.Period{term.OfficeHours()}, []term.SpecialDay{{Date: "2023-08-11", Kind: term.Off}})
	if err != nil {
		t.Fatal(err)
	}
	form := []Field{{Name: "from_date", Type: DateField, Rules: Rules{Min: "today+3wd"}}}
	for day, want := range map[string][]string{"2023-08-15": {"from_date from"}, "2023-08-16": {}} {
		got := said(CheckForm(form, Values{"from_date": {day}}, Env{Now: thursday, Calendar: calendar}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s with Friday off: (-want +got)\n%s", day, diff)
		}
	}
}

func TestListsKeptElsewhere(t *testing.T) {
	form := []Field{{Name: "village", Type: Select, Rules: Rules{OptionsFrom: "units.villages"}}}
	env := Env{Now: thursday, Choices: func(source string) []string {
		if source != "units.villages" {
			t.Errorf("asked for the list %q", source)
		}
		return []string{"Thôn Liên Sơn"}
	}}
	for village, want := range map[string]int{"Thôn Liên Sơn": 0, "Thôn Liên": 1} {
		if got := CheckForm(form, Values{"village": {village}}, env); len(got) != want {
			t.Errorf("%s gave %v, want %d findings", village, said(got), want)
		}
	}
}

func TestEveryFindingHasASentenceInBothLanguages(t *testing.T) {
	form := []Field{{Name: "f", LabelVi: "Họ và tên", LabelEn: "Full name", Type: Text, Required: true}}
	for lang, want := range map[text.Lang]string{text.Vi: "Vui lòng nhập Họ và tên.", text.En: "Enter: Full name."} {
		f := CheckForm(form, Values{}, Env{Now: thursday, Lang: lang})[0]
		if got := text.In(lang, f.Key, "field", f.Args["field"]); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if missing := text.Missing(); len(missing) > 0 {
		t.Errorf("words without a twin: %v", missing)
	}
}
