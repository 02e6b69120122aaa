package catalog

import (
	"encoding/json"
	"net/url"
	"testing"
)

// FuzzValuesOf reads forms that programs send, and tidies them against fields of each type.
func FuzzValuesOf(f *testing.F) {
	for _, s := range []string{`{}`, `{"name":"An","copies":2,"home":{"province":"Hòa Bình"},"heirs":["a","b"]}`, `{"child":[{"name":"x"},{"name":1e400}]}`,
		`{"a":{"b":{"c":{"d":[[[[1]]]]}}}}`, `{"day":"2023-02-31","n":-0.0,"yes":true,"nothing":null}`} {
		f.Add([]byte(s))
	}
	fields := []Field{{Name: "name", Type: "text", Required: true}, {Name: "copies", Type: "number"}, {Name: "day", Type: "date", ShowIf: "name=An"},
		{Name: "home", Type: "address"}, {Name: "yes", Type: "checkbox"}, {Name: "child", Type: Group, Fields: []Field{{Name: "name", Type: "text"}}}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var object map[string]any
		if json.Unmarshal(raw, &object) != nil {
			return
		}
		v, err := ValuesOf(object)
		if err != nil {
			return
		}
		Asked(fields, v)
		for name := range v {
			v.Amount(name)
			v.Ticked(name)
		}
	})
}

// FuzzEditedForms reads what the editor of procedures posts: fields with their rules and conditions, cases, general parts.
func FuzzEditedForms(f *testing.F) {
	f.Add("label_vi=Họ+tên&type=text&marks=required&show_field=a&show_value=b&min=today%2B3wd&max=x&pattern=%5B&choices=a%0Ab")
	f.Add("name=Trường+hợp&channels=direct&term-direct=3%3B+4&fee-direct=99999999999999999999&service_level=full&handling_unit=x&book=BS")
	f.Add("from=31/2/2023&decision=1&why=x&label_vi=&type=group&min_rows=-1&max_rows=1e9")
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		c := &Content{Fields: []Field{{Name: "a", Type: "text"}}}
		var one Field
		if len(readField(c, "", &one, v)) == 0 {
			if one.Name == "" || !knownTypes[one.Type] {
				t.Errorf("a field was read as %+v", one)
			}
		}
		var k Case
		readCase(c, "", &k, v)
		readGeneral(c, v)
		readGrounds(c, v)
		typedOf(v)
		if raw, err := json.Marshal(one); err == nil {
			var again Field
			if err := json.Unmarshal(raw, &again); err != nil {
				t.Errorf("%s cannot be read again: %v", raw, err)
			}
		}
	})
}
