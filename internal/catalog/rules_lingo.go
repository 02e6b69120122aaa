package catalog

import (
	_ "embed" // the English names of fields
	"encoding/json"
	"fmt"

	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed fields.json
var fieldsJSON []byte

var fieldNames = mustFields(fieldsJSON)

func mustFields(raw []byte) (names map[string]string) {
	if err := json.Unmarshal(raw, &names); err != nil {
		panic(fmt.Sprintf("fields.json: %v", err))
	}
	return names
}

// FieldEn is the English name of a field of work (lĩnh vực), "" when nobody has given one.
func FieldEn(field string) string { return fieldNames[field] }

// FieldIn is the name of a field of work in the reader's language.
func FieldIn(lang text.Lang, field string) string {
	if en := FieldEn(field); lang == text.En && en != "" {
		return en
	}
	return field
}
