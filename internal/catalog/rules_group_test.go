package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// heirs is a form with a group, and with questions that hang on others.
func heirs() []Field {
	return []Field{
		{Name: "married", LabelVi: "Đã kết hôn", Type: Checkbox},
		{Name: "spouse", LabelVi: "Vợ hoặc chồng", Type: Text, Required: true, ShowIf: "married=true"},
		{Name: "spouse_job", LabelVi: "Nghề nghiệp", Type: Text, Required: true, ShowIf: "spouse=Bùi Thị Hoa"},
		{Name: "heir", LabelVi: "Người thừa kế", Type: Group, Required: true, Rules: Rules{MaxRows: 3}, Fields: []Field{
			{Name: "heir_name", LabelVi: "Họ tên", Type: Text, Required: true, Rules: Rules{Uppercase: true}},
			{Name: "heir_kin", LabelVi: "Quan hệ", Type: Select, Rules: Rules{Options: []string{"Con", "Khác"}}},
			{Name: "heir_other", LabelVi: "Quan hệ khác", Type: Text, Required: true, ShowIf: "heir_kin=Khác"},
			{Name: "heir_tax", LabelVi: "Đã khai thuế", Type: Checkbox, Rules: Rules{MustBeTrue: true}, ShowIf: "married=true"},
		}},
	}
}

func TestAFormWithAGroupIsSound(t *testing.T) {
	if found := checkFields(heirs()); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestRowsAreTidiedAndNumberedAnew(t *testing.T) {
	got := Tidy(heirs(), Values{"heir.2.heir_name": {" bùi  văn a"}, "heir.5.heir_name": {"x"}, "heir.5.heir_kin": {"Con"}, "heir.5.heir_other": {"cháu"},
		"heir.0.heir_name": {"x"}, "heir.01.heir_name": {"x"}, "heir.999999999.heir_name": {"x"}, "heir.1.heir_name": {" "}, "spouse": {"ẩn"}})
	want := Values{"heir.1.heir_name": {"BÙI VĂN A"}, "heir.2.heir_name": {"X"}, "heir.2.heir_kin": {"Con"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatIsNotAskedIsNotWanted(t *testing.T) {
	for name, c := range map[string]struct {
		values Values
		want   []string
	}{
		"nobody named":          {Values{}, []string{"heir rows"}},
		"one heir is enough":    {Values{"heir.1.heir_name": {"A"}}, []string{}},
		"a kin of another kind": {Values{"heir.1.heir_name": {"A"}, "heir.2.heir_kin": {"Khác"}}, []string{"heir.2.heir_name required", "heir.2.heir_other required"}},
		"a spouse":              {Values{"married": {"on"}, "heir.1.heir_name": {"A"}}, []string{"spouse required", "heir.1.heir_tax tick"}},
		"a question on a question": {Values{"married": {"on"}, "spouse": {"Bùi Thị Hoa"}, "heir.1.heir_name": {"A"}, "heir.1.heir_tax": {"1"}},
			[]string{"spouse_job required"}},
		"an answer that fell away asks nothing": {Values{"spouse": {"Bùi Thị Hoa"}, "heir.1.heir_name": {"A"}}, []string{}},
		"too many": {Values{"heir.1.heir_name": {"A"}, "heir.2.heir_name": {"B"}, "heir.3.heir_name": {"C"}, "heir.4.heir_name": {"D"}},
			[]string{"heir too-many-rows"}},
	} {
		if diff := cmp.Diff(c.want, said(CheckForm(heirs(), c.values, Env{Now: thursday}))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestWhatIsAskedAfterWhatWasAnswered(t *testing.T) {
	names := func(values Values) (out []string) {
		for _, f := range Asked(heirs(), values) {
			out = append(out, f.Name)
		}
		return out
	}
	want := []string{"married", "heir.1.heir_name", "heir.1.heir_kin"}
	if diff := cmp.Diff(want, names(Values{})); diff != "" {
		t.Errorf("an empty form (-want +got)\n%s", diff)
	}
	want = []string{"married", "spouse", "heir.1.heir_name", "heir.1.heir_kin", "heir.1.heir_tax",
		"heir.2.heir_name", "heir.2.heir_kin", "heir.2.heir_other", "heir.2.heir_tax"}
	if diff := cmp.Diff(want, names(Values{"married": {"true"}, "heir.1.heir_name": {"A"}, "heir.2.heir_kin": {"Khác"}})); diff != "" {
		t.Errorf("a form on its way (-want +got)\n%s", diff)
	}
}

func TestRowsOfJSON(t *testing.T) {
	got, err := ValuesOf(map[string]any{"heir": []any{map[string]any{"heir_name": "A"}, map[string]any{"heir_name": "B"}}})
	if diff := cmp.Diff(Values{"heir.1.heir_name": {"A"}, "heir.2.heir_name": {"B"}}, got); err != nil || diff != "" {
		t.Errorf("err %v (-want +got)\n%s", err, diff)
	}
}

func TestWhatIsWrongWithGroupsAndConditions(t *testing.T) {
	text := func(name, show string) Field { return Field{Name: name, LabelVi: "x", Type: Text, ShowIf: show} }
	group := func(fields ...Field) Field { return Field{Name: "g", LabelVi: "x", Type: Group, Fields: fields} }
	for name, c := range map[string]struct {
		fields []Field
		want   string
	}{
		"hangs on a later question": {[]Field{text("a", "b=1"), text("b", "")}, "field-show"},
		"hangs on itself":           {[]Field{text("a", "a=1")}, "field-show"},
		"hangs on nothing":          {[]Field{text("a", "so")}, "field-show"},
		"hangs on a group":          {[]Field{group(text("b", "")), text("a", "g=1")}, "field-show"},
		"hangs inside a group":      {[]Field{group(text("b", "")), text("a", "b=1")}, "field-show"},
		"an empty group":            {[]Field{group()}, "field-group"},
		"a group in a group":        {[]Field{group(text("b", ""), Field{Name: "h", LabelVi: "x", Type: Group, Fields: []Field{text("c", "")}})}, "field-group-kind"},
		"a name in and out":         {[]Field{text("b", ""), group(text("b", ""))}, "field-twice"},
		"questions of no group":     {[]Field{{Name: "a", LabelVi: "x", Type: Text, Fields: []Field{text("b", "")}}}, "field-group"},
	} {
		found := checkFields(c.fields)
		if len(found) == 0 || found[0].key != c.want {
			t.Errorf("%s: %v, want %s", name, found, c.want)
		}
	}
}
