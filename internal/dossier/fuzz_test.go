package dossier

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// FuzzTrackingCode types codes as people and scripts do: what is looked up is short and plain, and tidying twice is
// tidying once.
func FuzzTrackingCode(f *testing.F) {
	for _, s := range []string{"H28.159.03-230810-0001", " h28-1 ", "000.00.28.H28-20230810-0001", "\x00ế", strings.Repeat("Ấ", 400)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code := tidyCode(s)
		if len(code) > longestCode || tidyCode(code) != code || strings.IndexFunc(code, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
			t.Errorf("%q is looked up as %q", s, code)
		}
		UsualCode(s)
		serialOn(code, clock.Date("2023-08-10").At(0))
		if sameSecret(s, newSecret()) {
			t.Errorf("%q opens a dossier", s)
		}
	})
}

// FuzzCursor reads places in lists from addresses: what is taken is written again the same way.
func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add(Cursor{SortAt: clock.Date("2023-08-10").At(0), ID: "018f0000-0000-7000-8000-000000000001", Word: "an"}.String())
	f.Add("MjAyMw")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCursor(s)
		if err != nil {
			return
		}
		again, err := ParseCursor(c.String())
		if err != nil || !again.SortAt.Equal(c.SortAt) || again.ID != c.ID {
			t.Errorf("%q is %+v, and again %+v (%v)", s, c, again, err)
		}
	})
}

// FuzzFileName names files as devices do: what is kept has no folder, nothing unseen, and says what the file is.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"a.pdf", "../../etc/passwd", `C:\x\y.exe`, "a.pdf.exe", "\u202efdp.exe", "", "...", strings.Repeat("ế", 300), "a\r\nX: y.jpg", "con"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name := label(s, blob.Ref{SHA256: strings.Repeat("ab", 32), Type: blob.PDF})
		bad := func(r rune) bool {
			return strings.ContainsRune("/\\\"<>|:*?", r) || r < ' ' || unicode.Is(unicode.Cf, r)
		}
		if !utf8.ValidString(name) || strings.ContainsFunc(name, bad) || !strings.HasSuffix(strings.ToLower(name), ".pdf") || utf8.RuneCountInString(name) > 120 {
			t.Errorf("%q is kept as %q", s, name)
		}
	})
}

// FuzzTypedForms reads what forms and addresses of the desk carry.
func FuzzTypedForms(f *testing.F) {
	f.Add("owner_name=An&owner_birth=1/2/2000&owner_no=017195001234&owner_tel=0912345601&what-1=x&copies-1=9999999999999999999&on=field:a&text:field:a=x&other=y")
	f.Add("o=tat-ca&q=%E1%BA%BF&tu=31/2/2023&den=x&sau=abc&xep=z&paper=k&form:k=copy&count:k=-1&owner_birth=9")
	f.Add("tu=2023-08-01&den=2023-01-01&nam=x&so=BS&don-vi=/&sau=9223372036854775808&amount=1.000.000")
	papers := []catalog.Component{{Key: "k", Name: "Giấy", Originals: 1}, {Key: "l", Name: "Giấy khác", PresentOnly: true}}
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		who, _ := partyOf(v, "owner", "2023-08-10")
		if hidden := who.masked(); len(who.PersonalNo) > 7 && hidden.PersonalNo == who.PersonalNo {
			t.Errorf("%q is not hidden", who.PersonalNo)
		}
		for _, a := range attestedOf(v) {
			if a.Copies > 9999 {
				t.Errorf("%d copies", a.Copies)
			}
		}
		_, _ = asksOf([]Ask{{On: "field:a", Name: "A"}}, v)
		if all, wrong := papersOf(papers, v); len(wrong) == 0 {
			for _, p := range all {
				if p.Count < 0 || p.Count > 99 {
					t.Errorf("%d sheets", p.Count)
				}
			}
		}
		if q, wrong, _ := registerQueryOf(v, "2023-08-10"); wrong == nil && q.To < q.From {
			t.Errorf("a register from %s to %s", q.From, q.To)
		}
		if q, err := queryOf(v); err == nil {
			again, err := queryOf(q.values())
			if err != nil || again.Box != q.Box || again.From != q.From {
				t.Errorf("%+v comes back as %+v", q, again)
			}
		}
		bookQueryOf(v, nil, actor.Actor{}, "2023-08-10")
		dongOf(v.Get("amount"))
	})
}
