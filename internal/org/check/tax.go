package check

import "regexp"

var taxCode = regexp.MustCompile(`^\d{10}(\d{3})?$`)

var taxWeights = [9]int{31, 29, 23, 19, 17, 13, 7, 5, 3}

// TaxCode tells whether s can be a tax code (mã số thuế): ten digits with a check digit, three more
// for a branch, or, for a person or a household business, the personal number. law: tax/code
func TaxCode(s string) bool {
	s = Bare(s)
	if personalID.MatchString(s) {
		return true
	}
	if !taxCode.MatchString(s) || len(s) == 13 && s[10:] == "000" {
		return false
	}
	sum := 0
	for i, w := range taxWeights {
		sum += w * int(s[i]-'0')
	}
	return 10-sum%11 == int(s[9]-'0') // 10 is no digit: such a code is never given
}
