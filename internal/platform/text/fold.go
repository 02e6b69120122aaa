package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text to the form in which people without a Vietnamese keyboard type it: no marks, đ
// as d, lower case. "Hôn" and "hơn" fold together, so an exact hit must be ranked first.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Clean prepares what a person typed for storage: NFC, no control characters but line ends and
// tabs, no spaces around it.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.TrimSpace(norm.NFC.String(s))
}

// toneMoves carries the newer placement of the tone mark (hoà, thuỷ) to the older one (hòa, thủy).
var toneMoves = strings.NewReplacer(
	"oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa",
	"oè", "òe", "oé", "óe", "oẻ", "ỏe", "oẽ", "õe", "oẹ", "ọe",
	"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy",
)

// Exact brings text to the form in which two spellings of the same word are equal but marks still
// count: NFC, lower case, tone marks where the older spelling puts them.
func Exact(s string) string {
	s = strings.ToLower(norm.NFC.String(s))
	var b strings.Builder
	for i, word := range strings.Fields(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		if strings.HasPrefix(word, "qu") { // in quý, quỳ the u belongs to the consonant
			b.WriteString("qu" + toneMoves.Replace(word[2:]))
		} else if closed(word) { // hoàn, toán: the mark stays where a consonant follows
			b.WriteString(word)
		} else {
			b.WriteString(toneMoves.Replace(word))
		}
	}
	return b.String()
}

// closed tells whether the word's last letter is a consonant or a glide after its vowels.
func closed(word string) bool {
	last := []rune(Fold(word))
	if len(last) == 0 {
		return false
	}
	return !strings.ContainsRune("aey", last[len(last)-1]) || strings.HasSuffix(string(last), "oay")
}

// HasMarks tells whether s was typed with Vietnamese marks, in which case marks should count.
func HasMarks(s string) bool { return Fold(s) != strings.ToLower(norm.NFC.String(s)) }

// Plain takes the marks off and keeps the case, for lines that carry no Vietnamese letters: a short
// message of 70 marked characters becomes one of 160 plain ones.
func Plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ':
			b.WriteByte('d')
		case r == 'Đ':
			b.WriteByte('D')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
