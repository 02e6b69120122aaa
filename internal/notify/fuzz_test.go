package notify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzTexts fills texts that an administrator wrote with values that anybody may have typed: titles and short messages
// stay one line, and no value is read as a place to be filled.
func FuzzTexts(f *testing.F) {
	f.Add("Hồ sơ {code}", "{code}: {name}", "Kính gửi {name},\n{unknown} {}", "a\r\nBcc: x@y.z")
	f.Add("{{code}}", "{code}{code}{code}", "{Code}", "{name}")
	f.Add("", "\xff", strings.Repeat("{code}", 50), "ế")
	event := Event{Key: "test.event", Vars: map[string]string{"code": "H28-1", "name": "An"}}
	f.Fuzz(func(t *testing.T, title, short, body, typed string) {
		texts := Texts{Title: title, Short: short, Body: body}
		event.faults(texts, "")
		got := texts.fill(map[string]string{"code": typed, "name": "{code}"})
		if strings.ContainsAny(got.Title, "\r\n") || strings.ContainsAny(got.Short, "\r\n") {
			t.Errorf("lines in %q or %q", got.Title, got.Short)
		}
		if utf8.RuneCountInString(got.Short) > shortLimit {
			t.Errorf("a short message of %d letters", utf8.RuneCountInString(got.Short))
		}
		if body == "{name}" && got.Body != "{code}" {
			t.Errorf("a value was filled: %q", got.Body)
		}
		got.Plain()
	})
}
