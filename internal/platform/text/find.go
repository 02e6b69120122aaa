package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// An index of words holds each word folded, so that it is found however little of it was typed, and a word with marks once
// more with its marks told by digits, which no engine folds: "Hòa" stands there as hoa and as qzho02a. No word begins with qz.

// IndexedEnd is how texts end that Indexed wrote. Before it did, texts were folded only.
const IndexedEnd = "|"

// Indexed is what an index of words keeps of texts.
func Indexed(texts ...string) string {
	all := strings.Join(texts, " ")
	var told []string
	for _, w := range wordsOf(all) {
		if HasMarks(w) {
			told = append(told, marksTold(Exact(w)))
		}
	}
	slices.Sort(told)
	return strings.Join(append([]string{Fold(all)}, slices.Compact(told)...), " ") + IndexedEnd
}

// Sought are the words that somebody looks for, each in the spellings of which an indexed text must have one. Of the last,
// which may be begun only, a spelling may be the beginning. A word typed with marks must be there with these marks, wherever
// its tone stands; one typed without is found with any.
func Sought(typed string) [][]string {
	var out [][]string
	words := wordsOf(typed)
	for i, w := range words {
		plain := Fold(w)
		if !HasMarks(w) {
			out = append(out, []string{plain})
			continue
		}
		ways := []string{marksTold(Exact(w))}
		if asTyped := marksTold(strings.ToLower(norm.NFC.String(w))); i == len(words)-1 && asTyped != ways[0] { // hoà may yet become hoàng
			ways = append(ways, asTyped)
		}
		out = append(out, ways)
	}
	return out
}

// Holds tells whether an indexed text has the words.
func Holds(indexed string, sought [][]string) bool {
	has := strings.FieldsFunc(indexed, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, ways := range sought {
		begun := i == len(sought)-1
		if !slices.ContainsFunc(has, func(w string) bool {
			return slices.ContainsFunc(ways, func(way string) bool { return w == way || begun && strings.HasPrefix(w, way) })
		}) {
			return false
		}
	}
	return true
}

// wordsOf cuts a text into words; all but letters, their marks and digits parts them.
func wordsOf(s string) []string {
	words := strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
	return slices.DeleteFunc(words, func(w string) bool { return Fold(w) == "" })
}

// The digits of marks: what a mark makes of its letter comes first, then the tone.
var (
	shapes = map[rune]byte{'\u0302': '6', '\u031b': '7', '\u0306': '8'} // â ơ ă
	tones  = map[rune]byte{'\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5'}
)

// marksTold tells the marks of a word in lower case: behind each letter that has some stand two digits.
func marksTold(word string) string {
	b := []byte("qz")
	var letter rune
	shape, tone := byte('0'), byte('0')
	flush := func() {
		if letter == 'đ' {
			letter, shape = 'd', '9'
		}
		if letter != 0 {
			b = append(b, string(letter)...)
		}
		if shape != '0' || tone != '0' {
			b = append(b, shape, tone)
		}
		shape, tone = '0', '0'
	}
	for _, r := range norm.NFD.String(word) {
		if !unicode.Is(unicode.Mn, r) {
			flush()
			letter = r
		} else if t := tones[r]; t != 0 {
			tone = t
		} else if shape = shapes[r]; shape == 0 { // a mark of another language
			shape = '5'
		}
	}
	flush()
	return string(b)
}
