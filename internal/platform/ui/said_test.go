package ui

import (
	"context"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestWhatIsVietnameseOnAnEnglishPageSaysThatItIs(t *testing.T) {
	const words = "1 original\nOnly when: trẻ em bị bỏ rơi <b>"
	for lang, want := range map[text.Lang]string{
		text.Vi: "1 original\nOnly when: trẻ em bị bỏ rơi &lt;b&gt;",
		text.En: "1 original\nOnly when:<span lang=\"vi\"> trẻ em bị bỏ rơi &lt;b&gt;</span>",
	} {
		var b strings.Builder
		if err := Said(words).Render(text.WithLang(context.Background(), lang), &b); err != nil || b.String() != want {
			t.Errorf("in %s: %q, %v, want %q", lang, b.String(), err, want)
		}
	}
}
