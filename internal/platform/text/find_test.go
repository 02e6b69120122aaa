package text

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestMarksCountWhereTheyWereTyped(t *testing.T) {
	for _, c := range []struct {
		typed, in string
		want      bool
	}{
		{"hoa", "Bùi Thị Hoà", true},
		{"hoa", "Bùi Thị Hoa", true},
		{"Hoà", "Bùi Thị Hoà", true},
		{"Hoà", "Bùi Thị Hòa", true},
		{"Hòa", "Bùi Thị Hoà", true},
		{"HOÀ", "bùi thị hòa", true},
		{"Hoà", "Bùi Thị Hoa", false},
		{"Hoà", "Bùi Thị Hoá", false},
		{"Hoà,", "(Hoà)", true},
		{"Thuỷ", "huyện Lạc Thủy", true},
		{"Thúy", "Thuý", true},
		{"Thúy", "Thủy", false},
		{"quý", "Lê Quý", true},
		{"quý", "Lê Quỳ", false},
		{"hoàn", "hoàn toàn", true},
		{"đinh", "Đinh Văn An", true},
		{"đinh", "Dinh Văn An", false},
		{"dinh", "Đinh Văn An", true},
		{"Dạt", "Đạt", false},
		{"nguyên", "Nguyễn Văn An", false},
		{"nguyễn an", "Nguyễn Văn Ân", true},
		{"nguyễn ân", "Nguyễn Văn An", false},
		{"bùi la", "Bùi Thị Lan", true},
		{"bùi lâ", "Bùi Thị Lan", false},
		{"Hoà", "Hoàng Văn An", true}, // it may be begun only
		{"Hoà An", "Hoàng Văn An", false},
		{"hôn", "hơn", false},
		{"ấp", "Ấp Bắc", true},
		{"ắp", "Ấp Bắc", false},
		{"Müller", "Müller", true},
		{"Müller", "Muller", false},
		{"0001", "H28.159.03-230810-0001", true},
		{"qzhoa", "Hòa", false},
		{"", "gì cũng được", true},
		{"?", "gì cũng được", true},
	} {
		for name, form := range map[string]norm.Form{"composed": norm.NFC, "apart": norm.NFD} {
			if got := Holds(Indexed(form.String(c.in)), Sought(form.String(c.typed))); got != c.want {
				t.Errorf("%q looked for in %q, %s: %v, want %v", c.typed, c.in, name, got, c.want)
			}
		}
	}
}

func TestAnIndexedTextHasItsWordsFoldedAndItsMarksTold(t *testing.T) {
	if got, want := Indexed("X28-01", "Bùi Thị Hoà, Bùi Đức Ấn"), "x28-01 bui thi hoa, bui duc an qza61n qzbu02i qzd90u71c qzho02a qzthi05|"; got != want {
		t.Errorf("indexed as %q, want %q", got, want)
	}
}
