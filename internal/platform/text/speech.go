package text

import "strings"

// IsVietnamese tells whether words are Vietnamese, by the letters that English does not have: half of the
// words have one. It says so of names too, and is wrong of words that happen to need no mark.
func IsVietnamese(s string) bool {
	all, marked := 0, 0
	for _, word := range strings.Fields(s) {
		all++
		if Fold(word) != strings.ToLower(word) {
			marked++
		}
	}
	return marked > 0 && 2*marked >= all
}
