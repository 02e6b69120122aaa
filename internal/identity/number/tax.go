package number

import (
	"regexp"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

var taxForm = regexp.MustCompile(`^\d{10}(-\d{3})?$`)

// taxWeights multiply the first nine digits; the tenth is ten less the sum modulo eleven.
var taxWeights = [9]int{31, 29, 23, 19, 17, 13, 7, 5, 3}

// ParseTax reads a tax code: ten digits with a check digit, -001 to -999 after them for a branch,
// or the personal number of twelve digits, which takes its place for people and household
// businesses since 1 July 2025. law: tax/code
func ParseTax(s string) (string, error) {
	if twelve.MatchString(s) {
		return s, nil
	}
	if !taxForm.MatchString(s) || (len(s) == 14 && s[11:] == "000") {
		return "", fault.New(fault.Invalid, "identity.number.tax-form")
	}
	sum := 0
	for i, w := range taxWeights {
		sum += w * int(s[i]-'0')
	}
	if 10-sum%11 != int(s[9]-'0') {
		return "", fault.New(fault.Invalid, "identity.number.tax-check")
	}
	return s, nil
}
