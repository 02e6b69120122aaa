package catalog

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTidyKeepsWhatIsMeant(t *testing.T) {
	form := []Field{
		{Name: "name", Type: Text, Rules: Rules{Uppercase: true}}, {Name: "born", Type: DateField},
		{Name: "at", Type: DateTime}, {Name: "area", Type: Number}, {Name: "capital", Type: Money},
		{Name: "id", Type: IDNumber}, {Name: "tel", Type: Phone}, {Name: "home", Type: Address},
		{Name: "yes", Type: Checkbox}, {Name: "no", Type: Checkbox}, {Name: "rows", Type: Table}, {Name: "note", Type: TextArea},
	}
	got := Tidy(form, Values{
		"name": {"  bùi   thị  hoà "}, "born.day": {"2"}, "born.month": {"9"}, "born.year": {"1990"},
		"at.day": {"1"}, "at.month": {"8"}, "at.year": {"2023"}, "at.time": {"7:05"}, "area": {"1.250,5"}, "capital": {"50.000.000 đ"},
		"id": {"017.086.001.234"}, "tel": {"+84 912 345 678"}, "home.commune": {" Xã  Khoan Dụ "}, "yes": {"on"}, "no": {"0"},
		"rows": {" a \n\n b "}, "note": {" một\r\nhai "}, "stranger": {"x"},
	})
	want := Values{
		"name": {"BÙI THỊ HOÀ"}, "born": {"1990-09-02"}, "at": {"2023-08-01T07:05"}, "area": {"1250,5"}, "capital": {"50000000"},
		"id": {"017086001234"}, "tel": {"0912345678"}, "home.commune": {"Xã Khoan Dụ"}, "yes": {"true"},
		"rows": {"a", "b"}, "note": {"một\nhai"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestValuesOfJSON(t *testing.T) {
	got, err := ValuesOf(map[string]any{"name": "An", "copies": 2.0, "area": 1.125, "yes": true, "none": nil,
		"home": map[string]any{"commune": "Khoan Dụ"}, "heirs": []any{"a", "b"}})
	want := Values{"name": {"An"}, "copies": {"2"}, "area": {"1,125"}, "yes": {"true"}, "home.commune": {"Khoan Dụ"}, "heirs": {"a", "b"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("err %v (-want +got)\n%s", err, diff)
	}
	if _, err := ValuesOf(map[string]any{"x": struct{}{}}); err == nil {
		t.Error("a value that JSON does not know was taken")
	}
}

func TestFilesByEndingAndSize(t *testing.T) {
	f := Field{Name: "scan", Type: File, Rules: Rules{Accept: []string{"pdf", "jpg"}, MaxMB: 6}}
	for file, want := range map[string]string{"a.pdf 100": "[]", "A.JPEG 100": "[]", "a.exe 100": "[scan file-kind]",
		"a 100": "[scan file-kind]", "a.pdf 6291456": "[]", "a.pdf 6291457": "[scan file-size]"} {
		var name string
		var size int64
		fmt.Sscan(file, &name, &size)
		if got := fmt.Sprint(said(CheckFile(f, name, size, Env{}))); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

func TestFormsThatCannotBeFilledInAreSeen(t *testing.T) {
	good := Field{Name: "box", LabelVi: "Ô", Type: Checkbox}
	for want, f := range map[string]Field{
		"field-name":      {Name: "Họ tên", LabelVi: "x", Type: Text},
		"field-label":     {Name: "a", Type: Text},
		"field-type":      {Name: "a", LabelVi: "x", Type: "slider"},
		"field-options":   {Name: "a", LabelVi: "x", Type: Select},
		"field-pattern":   {Name: "a", LabelVi: "x", Type: Text, Rules: Rules{Pattern: "("}},
		"field-bound":     {Name: "a", LabelVi: "x", Type: DateField, Rules: Rules{Min: "tomorrow"}},
		"field-condition": {Name: "a", LabelVi: "x", Type: Text, Rules: Rules{RequiredIf: "c=1"}},
		"field-twice":     good,
		"":                {Name: "a", LabelVi: "x", Type: DateField, Rules: Rules{Min: "today+3wd", Max: "2030-01-01", RequiredUnless: "box"}},
	} {
		got := ""
		for _, w := range checkFields([]Field{good, f}) {
			got += w.key
		}
		if got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
}

func FuzzTidyTwiceIsOnce(f *testing.F) {
	for _, s := range []string{"1.250,5", "1,125", "1.125", "12.5", "2/9/1990", "+84912345678", "a\r\nb", "50.000 đ", "2023-08-10T09:00:01", "\xff", "ế"} {
		f.Add(s)
	}
	var form []Field
	for kind := range knownTypes {
		form = append(form, Field{Name: string(kind), LabelVi: "x", Type: kind, Rules: Rules{Uppercase: true}})
	}
	f.Fuzz(func(t *testing.T, s string) {
		typed := Values{}
		for kind := range knownTypes {
			typed[string(kind)] = []string{s}
			typed[string(kind)+".day"], typed[string(kind)+".year"], typed[string(kind)+".time"] = []string{s}, []string{s}, []string{s}
		}
		once := Tidy(form, typed)
		if diff := cmp.Diff(once, Tidy(form, once)); diff != "" {
			t.Errorf("%q: (-once +twice)\n%s", s, diff)
		}
		CheckForm(form, typed, Env{Now: thursday})
	})
}
