package tickets

import (
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/id"
)

// FuzzTyped reads codes, days and settings of a counter as they are typed.
func FuzzTyped(f *testing.F) {
	f.Add("https://x/lich-hen/abcd-efgh", "bat=1&chu-1=a&ten-1=x&cua-1=999999999999999999999&phuc-vu-1=A,b;c&khung-phut=-1&doi-tuong=z")
	f.Add("\x00ế", "phien=x&chu-1=&ten-1=%F0%9F%98%80")
	f.Fuzz(func(t *testing.T, code, form string) {
		if tidy := tidyCode(code); strings.Trim(tidy, id.CodeLetters) != "" || tidyCode(tidy) != tidy {
			t.Errorf("%q is looked up as %q", code, tidy)
		}
		if at := whenOf(code); !at.IsZero() && when(at) != code {
			t.Errorf("%q is %s", code, when(at))
		}
		dayIn(code)
		lettersOf(code)
		if v, err := url.ParseQuery(form); err == nil {
			if set := settingOf(v, Setting{UnitID: "u"}); set.UnitID != "u" || len(set.Queues) > mostWindows+spare {
				t.Errorf("%q is %+v", form, set)
			}
		}
	})
}
