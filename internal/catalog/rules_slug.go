package catalog

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// slugLength bounds the part of an address that comes from the name.
const slugLength = 70

// levelSlugs end the address, since both levels may have a procedure of one name.
var levelSlugs = map[Level]string{Province: "cap-tinh", District: "cap-huyen", Commune: "cap-xa"}

// slugOf makes the address of a procedure: dang-ky-khai-sinh-cap-xa. An address that is taken gets
// a number; once given, an address stays, whatever the name becomes.
func slugOf(name string, level Level, taken func(string) bool) string {
	end := levelSlugs[level]
	base := strings.TrimSuffix(hyphened(name), "-"+end)
	if len(base) > slugLength {
		base = base[:slugLength+1]
		base = base[:strings.LastIndexByte(base, '-')]
	}
	slug := base + "-" + end
	for n := 2; taken(slug); n++ {
		slug = fmt.Sprintf("%s-%s-%d", base, end, n)
	}
	return slug
}

// hyphened writes a name with letters without marks, digits and hyphens only.
func hyphened(name string) string {
	words := strings.FieldsFunc(text.Fold(name), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}
