package pdf

import (
	"embed"
	"strings"
	"sync"
	"unicode"

	"github.com/carlos7ags/folio/font"
)

// The fonts are whole: a subset may not be called Liberation (fonts/LICENSE). Papers embed only the
// glyphs they use.
//
//go:embed fonts/*.ttf
var fonts embed.FS

const regular = "fonts/LiberationSerif-Regular.ttf"

// fontFaces makes the fonts known under the name that every paper uses.
const fontFaces = `
@font-face{font-family:serif;src:url(fonts/LiberationSerif-Regular.ttf)}
@font-face{font-family:serif;font-weight:bold;src:url(fonts/LiberationSerif-Bold.ttf)}
@font-face{font-family:serif;font-style:italic;src:url(fonts/LiberationSerif-Italic.ttf)}`

// face parses a font anew: a parsed one must not be shared between papers printed at once.
func face() (font.Face, error) {
	raw, err := fonts.ReadFile(regular)
	if err != nil {
		return nil, err
	}
	return font.ParseTTF(raw)
}

func embedded() (*font.EmbeddedFont, error) {
	f, err := face()
	if err != nil {
		return nil, err
	}
	return font.NewEmbeddedFont(f), nil
}

// lacking stands for a character that the fonts do not have. Without it the character would vanish,
// and archives refuse a file that points to a glyph which is not there.
const lacking = '□'

// glyphs tells which characters of the first plane the fonts have.
var glyphs = sync.OnceValue(func() *[1 << 16]bool {
	f, err := face()
	if err != nil {
		panic(err) // embedded: it is there and sound, or the build is broken
	}
	var has [1 << 16]bool
	for r := range has {
		has[r] = f.GlyphIndex(rune(r)) != 0
	}
	return &has
})

// printable replaces what the fonts lack, and leaves out what has no shape.
func printable(s string) string {
	has := glyphs()
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		case int(r) < len(has) && has[r]:
			return r
		}
		return lacking
	}, s)
}
