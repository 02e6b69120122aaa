package text

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestFoldForgetsMarks(t *testing.T) {
	for s, want := range map[string]string{"Đường": "duong", "hơn hôn": "hon hon", "KHAI SINH": "khai sinh", "Thuỷ": "thuy", "": ""} {
		if got := Fold(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestExactKeepsMarksAndForgetsWhereTheToneStands(t *testing.T) {
	for _, c := range []struct{ a, b string }{{"Lạc Thuỷ", "lạc thủy"}, {"Hoà Bình", "Hòa Bình"}, {"khoẻ", "khỏe"}, {"quý", "Quý"}, {"hoàn", "HOÀN"}} {
		if Exact(c.a) != Exact(c.b) {
			t.Errorf("Exact(%q) = %q, Exact(%q) = %q: the same word twice", c.a, Exact(c.a), c.b, Exact(c.b))
		}
	}
	for _, c := range []struct{ a, b string }{{"hôn", "hơn"}, {"ma", "má"}} {
		if Exact(c.a) == Exact(c.b) {
			t.Errorf("Exact says that %q is %q", c.a, c.b)
		}
	}
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, Fold(once))
		}
	})
}

func TestCleanKeepsWhatPeopleMeant(t *testing.T) {
	for s, want := range map[string]string{"  a\r\nb ": "a\nb", "x\x00y": "xy", "e\u0302": "ê"} {
		if got := Clean(s); got != want {
			t.Errorf("Clean(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	vi, en := context.Background(), WithLang(context.Background(), En)
	at := time.Date(2026, 2, 26, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{Integer(Vi, 1234567), "1.234.567"}, {Integer(En, -1234), "-1,234"}, {Integer(Vi, 12), "12"},
		{Dong(vi, 8000), "8.000 đ"}, {Decimal(vi, 0.5), "0,5"}, {Decimal(en, 91.954), "91.95"}, {Decimal(vi, 5), "5"},
		{Date("2026-02-05"), "05/02/2026"}, {Date(""), ""}, {DateTime(vi, at), "17:00 ngày 26/02/2026"},
		{DateTime(en, at), "17:00 on 26/02/2026"}, {DateTime(vi, time.Time{}), ""},
		{LongDateTime(at), "17 giờ 00 phút, ngày 26 tháng 02 năm 2026"},
		{LongDate(time.Date(2026, 3, 5, 0, 0, 0, 0, clock.Zone)), "ngày 05 tháng 3 năm 2026"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	words[Vi]["test.files"], words[En]["test.files"], words[En]["test.files.one"] = "{n} tệp", "{n} files", "{n} file"
	words[Vi]["test.only-vi"] = "chỉ tiếng Việt"
	defer func() {
		for _, key := range []string{"test.files", "test.files.one", "test.only-vi"} {
			delete(words[Vi], key)
			delete(words[En], key)
		}
	}()
	for _, c := range []struct{ got, want string }{
		{In(Vi, "test.files", "n", 1234), "1.234 tệp"}, {In(En, "test.files", "n", 1), "1 file"}, {In(En, "test.files", "n", 2), "2 files"},
		{In(En, "test.only-vi"), "chỉ tiếng Việt"}, {In(Vi, "test.nothing"), "⟦test.nothing⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if got := Missing(); len(got) != 1 || got[0] != "en: test.only-vi" {
		t.Errorf("Missing() = %v, want the one sentence that English lacks", got)
	}
}

func TestIsVietnamese(t *testing.T) {
	for s, want := range map[string]bool{
		"Giấy chứng sinh (bản chính)":    true,
		"Thiếu chữ ký hoặc khai chưa đủ": true,
		"Xã Hưng Thi": true,
		"Mẹ":          true,
		"":            false,
		"Public services of Lạc Thủy district":         false,
		"1 original, forms lie at the counter":         false,
		"2.000942 · Commune · Certification · 2,000 đ": false,
	} {
		if got := IsVietnamese(s); got != want {
			t.Errorf("IsVietnamese(%q) = %v", s, got)
		}
	}
}
