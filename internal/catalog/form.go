package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// FieldType says what a field of a form takes.
type FieldType string

// The types, as the catalogue files name them.
const (
	Address     FieldType = "address"
	Checkbox    FieldType = "checkbox"
	DateField   FieldType = "date"
	DateTime    FieldType = "datetime"
	Email       FieldType = "email"
	File        FieldType = "file"
	Group       FieldType = "group" // questions asked once or several times over, such as for each heir
	IDNumber    FieldType = "id_number"
	Money       FieldType = "money"
	MultiSelect FieldType = "multiselect"
	Number      FieldType = "number"
	Phone       FieldType = "phone"
	Radio       FieldType = "radio"
	Select      FieldType = "select"
	Table       FieldType = "table" // rows of free text, one a line
	Text        FieldType = "text"
	TextArea    FieldType = "textarea"
	Year        FieldType = "year"
)

// Field is a question of an electronic form.
type Field struct {
	Name     string    `json:"name"`
	LabelVi  string    `json:"label_vi"`
	LabelEn  string    `json:"label_en,omitempty"`
	Type     FieldType `json:"type"`
	Required bool      `json:"required"`
	Rules    Rules     `json:"rules,omitzero"`
	HelpVi   string    `json:"help_vi,omitempty"` // how to answer, under the question
	HelpEn   string    `json:"help_en,omitempty"`
	ShowIf   string    `json:"show_if,omitempty"` // asked only when this holds: "field=value"; of a checkbox "field=true"
	Fields   []Field   `json:"fields,omitempty"`  // the questions of a group
}

// Label is the question in the reader's language.
func (f Field) Label(lang text.Lang) string { return inLang(lang, f.LabelVi, f.LabelEn) }

// Help is how to answer, in the reader's language; often empty.
func (f Field) Help(lang text.Lang) string { return inLang(lang, f.HelpVi, f.HelpEn) }

// Option is the name of a choice in the reader's language; what is kept is always the Vietnamese one.
func (f Field) Option(lang text.Lang, value string) string {
	i := slices.Index(f.Rules.Options, value)
	if lang != text.En || i < 0 || i >= len(f.Rules.OptionsEn) || f.Rules.OptionsEn[i] == "" {
		return value
	}
	return f.Rules.OptionsEn[i]
}

// Rules are what a value must meet. Lengths are letters, not bytes.
type Rules struct {
	MinLength      int      `json:"min_length,omitempty"`
	MaxLength      int      `json:"max_length,omitempty"`
	Pattern        string   `json:"pattern,omitempty"`     // regular expression the value matches
	NotPattern     string   `json:"not_pattern,omitempty"` // … must not match, in any case of letters
	MessageVi      string   `json:"message_vi,omitempty"`  // what to say when a pattern is not met
	Min            Bound    `json:"min,omitempty"`
	Max            Bound    `json:"max,omitempty"`
	MinAge         *int     `json:"min_age,omitempty"` // years today, of a date of birth
	MaxAge         *int     `json:"max_age,omitempty"`
	Options        []string `json:"options,omitempty"`
	OptionsEn      []string `json:"options_en,omitempty"`   // their English names, in the same order
	OptionsFrom    string   `json:"options_from,omitempty"` // a list kept elsewhere: "units.villages"
	Levels         []string `json:"levels,omitempty"`       // of an address: province, district, commune, detail
	Uppercase      bool     `json:"uppercase,omitempty"`
	Default        string   `json:"default,omitempty"`
	RequiredIf     string   `json:"required_if,omitempty"`     // "field=value"
	RequiredUnless string   `json:"required_unless,omitempty"` // a checkbox
	Accept         []string `json:"accept,omitempty"`          // endings of file names, without the dot
	MaxMB          int      `json:"max_mb,omitempty"`
	MustBeTrue     bool     `json:"must_be_true,omitempty"`
	MinRows        int      `json:"min_rows,omitempty"` // of a table or a group
	MaxRows        int      `json:"max_rows,omitempty"`
}

// Bound is the least or greatest value: a number, a date, "now", "today", "today+20d" (calendar
// days), "today+3wd" (working days) or the name of another field.
type Bound string

// UnmarshalJSON takes a number too.
func (b *Bound) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte{'"'}) {
		return json.Unmarshal(raw, (*string)(b))
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	*b = Bound(n)
	return nil
}

// AddressLevels are the parts of an address, from the largest on.
var AddressLevels = []string{"province", "district", "commune", "detail"}

// AddressParts are the names of the values of an address field: "home.province", "home.commune" …
func (f Field) AddressParts() []string {
	levels := f.Rules.Levels
	if len(levels) == 0 {
		levels = AddressLevels
	}
	parts := make([]string, len(levels))
	for i, level := range levels {
		parts[i] = f.Name + "." + level
	}
	return parts
}

// Values are what was typed into a form: field → values, as in url.Values. The parts of an address
// stand under their own names, a table and a choice of several have a value a row.
type Values map[string][]string

// One returns the value of a field, "" when there is none.
func (v Values) One(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return v[name][0]
}

// Ticked tells whether a checkbox is ticked.
func (v Values) Ticked(name string) bool {
	switch strings.ToLower(v.One(name)) {
	case "", "false", "0", "off", "no":
		return false
	}
	return true
}

// Amount reads the number or the money in a field, tidied before.
func (v Values) Amount(name string) (float64, bool) { return figure(v.One(name)) }

// Has tells whether a field has that value among its values.
func (v Values) Has(name, value string) bool { return slices.Contains(v[name], value) }

// ValuesOf reads a JSON object: {"name": "…", "copies": 2, "home": {"province": "…"},
// "heirs": ["…"]}. The objects of a list are the rows of a group: "child.1.name", "child.2.name".
func ValuesOf(object map[string]any) (Values, error) {
	out := Values{}
	return out, out.take("", object)
}

func (v Values) take(prefix string, object map[string]any) error {
	for name, value := range object {
		if err := v.put(prefix+name, value); err != nil {
			return err
		}
	}
	return nil
}

func (v Values) put(name string, value any) error {
	switch x := value.(type) {
	case nil:
	case string:
		v[name] = append(v[name], x)
	case bool:
		v[name] = append(v[name], strconv.FormatBool(x))
	case float64:
		v[name] = append(v[name], strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", ",", 1))
	case []any:
		for i, one := range x {
			row, ok := one.(map[string]any)
			if ok {
				if err := v.take(rowPrefix(name, i+1), row); err != nil {
					return err
				}
			} else if err := v.put(name, one); err != nil {
				return err
			}
		}
	case map[string]any:
		return v.take(name+".", x)
	default:
		return fmt.Errorf("value of %s: unexpected %T", name, value)
	}
	return nil
}
