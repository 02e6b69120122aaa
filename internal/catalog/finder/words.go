package finder

import (
	"strings"
	"unicode"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// word is one syllable, as Vietnamese is written: with its marks and without.
type word struct {
	exact string // marks count; spellings of the same word are equal
	plain string // marks do not count
}

// marked tells whether the word was typed with marks, so that they should count.
func (w word) marked() bool { return w.exact != w.plain }

// meets tells whether what was typed may stand for w: marks must agree only where some were typed.
func (w word) meets(typed word) bool {
	return w.plain == typed.plain && (!typed.marked() || w.exact == typed.exact)
}

// split cuts a text into words.
func split(s string) []word {
	var words []word
	for _, exact := range strings.FieldsFunc(text.Exact(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words = append(words, word{exact: oneI(exact), plain: oneI(text.Fold(exact))})
	}
	return words
}

// tailI are the endings in which y and i are the same sound: đăng kí is đăng ký.
var tailI = strings.NewReplacer("y", "i", "ý", "í", "ỳ", "ì", "ỷ", "ỉ", "ỹ", "ĩ", "ỵ", "ị")

// oneI writes the sound i in one way at the end of a word, where it stands alone or after qu.
func oneI(s string) string {
	letters := []rune(s)
	last := len(letters) - 1
	if last < 1 || (strings.ContainsRune("aeou", plainRune(letters[last-1])) && !strings.HasPrefix(s, "qu")) {
		return s
	}
	return string(letters[:last]) + tailI.Replace(string(letters[last:]))
}

func plainRune(r rune) rune { return []rune(text.Fold(string(r)) + " ")[0] }

// near tells whether one slip of the finger leads from a to b: a letter too many, too few, another
// one, or two letters swapped.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		if i >= len(a)-1 || a[i+1:] == b[i+1:] {
			return true
		}
		return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}
