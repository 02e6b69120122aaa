package number

import (
	"slices"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		what  string
		parse func(string) (string, error)
		typed string
		want  string // "" when it must be refused
	}{
		{"personal number", ParsePersonal, "017086001234", "017086001234"},
		{"personal number with spaces", ParsePersonal, "017 086 001 234", "017086001234"},
		{"personal number of an unknown province", ParsePersonal, "999086001234", "999086001234"},
		{"personal number a digit short", ParsePersonal, "02530500123", ""},
		{"personal number with a letter", ParsePersonal, "01708600123A", ""},
		{"personal number in other digits", ParsePersonal, "٠١٧٠٨٦٠٠١٢٣٤", ""},
		{"old card", ParseOldCard, "113 456 789", "113456789"},
		{"old card of ten digits", ParseOldCard, "1134567890", ""},
		{"tax code", ParseTax, "0100109106", "0100109106"},
		{"tax code", ParseTax, "0101243150", "0101243150"},
		{"tax code", ParseTax, "0300588569", "0300588569"},
		{"tax code", ParseTax, "0100686209", "0100686209"},
		{"tax code with a wrong check digit", ParseTax, "0100109107", ""},
		{"tax code of a branch", ParseTax, "0100109106-001", "0100109106-001"},
		{"tax code of branch nought", ParseTax, "0100109106-000", ""},
		{"personal number as tax code", ParseTax, "017086001234", "017086001234"},
		{"tax code a digit short", ParseTax, "010010910", ""},
		{"mobile", ParsePhone, "0912 345 678", "+84912345678"},
		{"mobile from abroad", ParsePhone, "+84 912.345.678", "+84912345678"},
		{"mobile with both prefixes", ParsePhone, "+840912345678", "+84912345678"},
		{"land line of Hòa Bình", ParsePhone, "(0218) 3123456", "+842183123456"},
		{"a prefix nobody has", ParsePhone, "0951234567", ""},
		{"mobile a digit short", ParsePhone, "091234567", ""},
		{"e-mail", ParseEmail, " Lan@Example.vn ", "lan@example.vn"},
		{"e-mail with a name before it", ParseEmail, "Lan <lan@example.vn>", ""},
		{"e-mail without a domain", ParseEmail, "lan@localhost", ""},
	} {
		got, err := c.parse(c.typed)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q: got %q, %v; want %q", c.what, c.typed, got, err, c.want)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s %q: %v is not a fault that a page can show", c.what, c.typed, err)
		}
	}
}

func TestDoubtsWarnButNeverInventFacts(t *testing.T) {
	for _, c := range []struct {
		number string
		born   clock.Date
		sex    Sex
		want   []string
	}{
		{"017086001234", "1986-05-01", Male, nil},
		{"017186001234", "1986-05-01", Female, nil},
		{"025305001234", "2005-01-31", Female, nil},
		{"017086001234", "1987-05-01", Male, []string{"identity.number.doubt-year"}},
		{"017086001234", "", Female, []string{"identity.number.doubt-sex"}},
		{"017086001234", "2086-05-01", Female, []string{"identity.number.doubt-sex", "identity.number.doubt-year"}},
		{"017086001234", "", Unknown, nil},
		{"12", "1986-05-01", Male, nil},
	} {
		if got := Doubts(c.number, c.born, c.sex); !slices.Equal(got, c.want) {
			t.Errorf("Doubts(%s, %s, %s) = %v, want %v", c.number, c.born, c.sex, got, c.want)
		}
	}
}

func TestMaskShowsOnlyTheEnds(t *testing.T) {
	for in, want := range map[string]string{
		"001099001234": "001*****1234", "+84912345678": "+84*****5678", "1234": "****", "": "",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAStoredPhoneIsShownAsItIsRead(t *testing.T) {
	if got := ShowPhone("+84912345678"); got != "0912 345 678" {
		t.Errorf("got %q", got)
	}
	if IsMobile("+842183123456") || !IsMobile("+84912345678") {
		t.Error("only the mobile takes text messages")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("0912 345 678")
	f.Add("017086001234")
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (string, error){ParsePersonal, ParseOldCard, ParseTax, ParsePhone, ParseEmail} {
			if got, err := parse(s); err == nil {
				if again, err := parse(got); err != nil || again != got {
					t.Fatalf("%q was read as %q, which reads as %q, %v", s, got, again, err)
				}
			}
		}
	})
}
