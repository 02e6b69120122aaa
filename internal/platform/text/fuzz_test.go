package text

import (
	"testing"
	"unicode/utf8"
)

// FuzzTypedWords tidies and folds what people type: twice is once, and what comes out is text.
func FuzzTypedWords(f *testing.F) {
	for _, s := range []string{"  Quách  Thị\tNgữ ", "e\u0302\u0301", "\x00\xff", "ĐƯỜNG", "\u202e", "a\u200bb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, tidy := range map[string]func(string) string{"Clean": Clean, "Fold": Fold, "Exact": Exact} {
			once := tidy(s)
			if tidy(once) != once {
				t.Errorf("%s of %q is %q, and of that %q", name, s, once, tidy(once))
			}
			if utf8.ValidString(s) && !utf8.ValidString(once) {
				t.Errorf("%s of %q is no text: %q", name, s, once)
			}
		}
		Plain(s)
		HasMarks(s)
		IsVietnamese(s)
	})
}

// FuzzEveryWordIsFoundByItself wants every word of a text to be found in it as it is, and without its marks.
func FuzzEveryWordIsFoundByItself(f *testing.F) {
	for _, s := range []string{"Bùi Thị Hoà", "e\u0302\u0301", "Đường số 9", "q\u0300 \u0300", "İstanbul ß", "\xff a\u200bb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		indexed := Indexed(s)
		for _, w := range append(wordsOf(s), s) {
			if !Holds(indexed, Sought(w)) || !Holds(indexed, Sought(Fold(w))) {
				t.Errorf("%q is not found in %q, indexed as %q", w, s, indexed)
			}
		}
	})
}
