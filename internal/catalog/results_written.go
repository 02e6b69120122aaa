package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// written is the answer as it stands on a paper.
func (f Field) written(v Values) string {
	switch f.Type {
	case Address:
		var parts []string
		for _, part := range slices.Backward(f.AddressParts()) { // the smallest place comes first
			if one := v.One(part); one != "" {
				parts = append(parts, one)
			}
		}
		return strings.Join(parts, ", ")
	case Checkbox:
		if v.Ticked(f.Name) {
			return "Có"
		}
		return ""
	case File, Group:
		return ""
	case DateField:
		return text.Date(clock.Date(v.One(f.Name)))
	case Money:
		if n, ok := v.Amount(f.Name); ok {
			return text.Integer(text.Vi, int64(n)) + " đồng"
		}
	case Table, MultiSelect:
		return strings.Join(v[f.Name], "\n")
	}
	return v.One(f.Name)
}

// madeUp are answers that a form might get, for previews: what they say is plainly an example.
func madeUp(fields []Field) Values {
	v := Values{}
	for _, f := range fields {
		switch f.Type {
		case Address:
			for i, part := range f.AddressParts() {
				v[part] = []string{"Nơi mẫu " + strconv.Itoa(i+1)}
			}
		case Group:
			for name, value := range madeUp(f.Row(1)) {
				v[name] = value
			}
		default:
			v[f.Name] = []string{f.example()}
		}
	}
	return v
}

var examples = map[FieldType]string{Checkbox: "true", DateField: "1990-01-01", DateTime: "2023-08-10 08:00", Email: "mau@example.vn", IDNumber: "001090000000",
	Money: "1000000", Number: "1", Phone: "0900000000", Year: "1990"}

func (f Field) example() string {
	if words, ok := examples[f.Type]; ok {
		return words
	}
	if len(f.Rules.Options) > 0 {
		return f.Rules.Options[0]
	}
	return "[" + f.LabelVi + "]"
}
