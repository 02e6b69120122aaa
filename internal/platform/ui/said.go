package ui

import (
	"context"
	"io"
	"regexp"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Said writes words that may be data. On a page in another language what is Vietnamese among them says
// that it is, line by line and on either side of a colon, so that it is read aloud as such.
func Said(s string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if text.LangOf(ctx) == text.Vi {
			_, err := io.WriteString(w, templ.EscapeString(s))
			return err
		}
		return saidInParts(w, s)
	})
}

// speech is what may be in one language each, with the sign that ends them.
var speech = regexp.MustCompile(`[^\n:·]+|[\n:·]`)

func saidInParts(w io.Writer, s string) error {
	for _, part := range speech.FindAllString(s, -1) {
		written := templ.EscapeString(part)
		if text.IsVietnamese(part) {
			written = `<span lang="vi">` + written + `</span>`
		}
		if _, err := io.WriteString(w, written); err != nil {
			return err
		}
	}
	return nil
}

// langAttr marks an element whose words are Vietnamese on a page that is not: options of a list hold
// nothing but words.
func langAttr(ctx context.Context, s string) templ.Attributes {
	if text.LangOf(ctx) == text.Vi || !text.IsVietnamese(s) {
		return nil
	}
	return templ.Attributes{"lang": string(text.Vi)}
}
