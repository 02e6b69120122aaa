package offline

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func keyFor(t testing.TB, house string) Key {
	t.Helper()
	k, err := KeyOf([]byte(house))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var paper = Statement{Code: "K7Q2M-9XWDA", Issuer: "Ủy ban nhân dân xã Phú Nghĩa", Title: "Giấy khai sinh (bản chính)", Number: "112/2023",
	On: "2023-08-10", Holder: "Bùi Thị Ngọc Ánh", Digest: []byte("0123456789abcdef")}

// published is what somebody carries: read back from what a house publishes.
func published(t testing.TB, k Key, revoked ...string) (Keys, Revoked) {
	t.Helper()
	raw, err := json.Marshal(Keys{k.Public()})
	if err != nil {
		t.Fatal(err)
	}
	var keys Keys
	if err := json.Unmarshal(raw, &keys); err != nil {
		t.Fatal(err)
	}
	list, err := k.List(RevokedOf(time.Date(2023, 8, 11, 0, 0, 0, 0, time.UTC), revoked))
	if err != nil {
		t.Fatal(err)
	}
	r, err := keys.ReadRevoked(list)
	if err != nil {
		t.Fatal(err)
	}
	return keys, r
}

func TestACodeIsCheckedWithoutANetwork(t *testing.T) {
	k := keyFor(t, "the house's key")
	limited := paper
	limited.Until = "2023-12-31"
	for name, c := range map[string]struct {
		of      Statement
		on      string
		revoked []string
		spoil   func(string) string
		want    Verdict
	}{
		"as issued":                           {of: paper, on: "2030-01-01", want: Genuine},
		"on its last day":                     {of: limited, on: "2023-12-31", want: Genuine},
		"after its last day":                  {of: limited, on: "2024-01-01", want: Expired},
		"revoked":                             {of: paper, on: "2023-09-01", revoked: []string{"OTHER", paper.Code}, want: RevokedNow},
		"another is revoked":                  {of: paper, on: "2023-09-01", revoked: []string{"OTHER"}, want: Genuine},
		"read as its link":                    {of: paper, on: "2023-09-01", spoil: func(c string) string { return Link("https://motcua.example.vn", c) + "\n" }, want: Genuine},
		"the name of another":                 {of: paper, on: "2023-09-01", spoil: swapped("Ngọc Ánh", "Hồng Ánh"), want: Forged},
		"a shorter term":                      {of: paper, on: "2023-09-01", spoil: swapped("112/2023", "113/2023"), want: Forged},
		"the key of another":                  {of: paper, on: "2023-09-01", spoil: func(string) string { c, _ := keyFor(t, "another").Code(paper); return c }, want: UnknownKey},
		"another's signature under their key": {of: paper, on: "2023-09-01", spoil: underKeyOf(t, k), want: Forged},
		"cut off":                             {of: paper, on: "2023-09-01", spoil: func(c string) string { return c[:40] }, want: NoCode},
		"a word":                              {of: paper, on: "2023-09-01", spoil: func(string) string { return "xin chào" }, want: NoCode},
		"nothing":                             {of: paper, on: "2023-09-01", spoil: func(string) string { return "" }, want: NoCode},
	} {
		t.Run(name, func(t *testing.T) {
			keys, revoked := published(t, k, c.revoked...)
			code, err := k.Code(c.of)
			if err != nil {
				t.Fatal(err)
			}
			if c.spoil != nil {
				code = c.spoil(code)
			}
			got := keys.Check(code, revoked, clock.Date(c.on))
			if got.Verdict != c.want {
				t.Fatalf("the verdict is %q, wanted %q", got.Verdict, c.want)
			}
			said := got.Verdict == Genuine || got.Verdict == Expired || got.Verdict == RevokedNow
			if said && !cmp.Equal(got.Statement, c.of) || !said && got.Statement.Code != "" {
				t.Errorf("it says %+v", got.Statement)
			}
		})
	}
}

// swapped changes words of the statement and leaves its signature.
func swapped(from, to string) func(string) string {
	return func(code string) string {
		raw, _ := base64.RawURLEncoding.DecodeString(code)
		out := strings.Replace(string(raw), from, to, 1)
		if len(out) != len(raw) { // the length of a field counts bytes
			out = strings.Replace(string(raw), from, to+strings.Repeat(" ", len(from)-len(to)), 1)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(out))
	}
}

func underKeyOf(t *testing.T, k Key) func(string) string {
	return func(string) string {
		theirs, _ := keyFor(t, "another").Code(paper)
		raw, _ := base64.RawURLEncoding.DecodeString(theirs)
		id := k.Public().ID()
		return base64.RawURLEncoding.EncodeToString(append(id[:], raw[4:]...))
	}
}

func TestAListOfRevokedPapersIsSigned(t *testing.T) {
	k := keyFor(t, "the house's key")
	keys := Keys{k.Public()}
	list, err := k.List(RevokedOf(time.Now(), []string{"A", "B", "A"}))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := keys.ReadRevoked(list); err != nil || r.Len() != 2 || !r.Has("B") || r.Has("C") {
		t.Errorf("read %d papers, %v", r.Len(), err)
	}
	var fields map[string]string
	if err := json.Unmarshal(list, &fields); err != nil {
		t.Fatal(err)
	}
	fields["marks"] = ""
	shorter, _ := json.Marshal(fields)
	if _, err := keys.ReadRevoked(shorter); err == nil {
		t.Error("a list from which papers were taken is believed")
	}
	if _, err := (Keys{keyFor(t, "another").Public()}).ReadRevoked(list); err == nil {
		t.Error("a list of a house whose key is not known is believed")
	}
}

func TestAFileIsHeldAgainstItsCode(t *testing.T) {
	s := paper
	s.Digest = []byte{0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23} // FIPS 180-2, B.1
	if !s.IsOf([]byte("abc")) || s.IsOf([]byte("abd")) {
		t.Error("SHA-256 of abc")
	}
	if s.Digest = nil; s.IsOf([]byte("abc")) || s.Begins([]byte("abc")) {
		t.Error("a paper without a file has one")
	}
}

func TestWhatIsPutBehindAFileIsNotTheFile(t *testing.T) {
	s, file := paper, []byte("%PDF-1.7\nmột tờ giấy\n%%EOF\n")
	sum := sha256.Sum256(file)
	s.Digest = sum[:DigestSize]
	longer := append(bytes.Clone(file), "viết thêm\n%%EOF\n"...)
	if !s.IsOf(file) || s.Begins(file) {
		t.Error("the file is the file, and goes on no further")
	}
	if s.IsOf(longer) || !s.Begins(longer) {
		t.Error("a file with more behind it is taken for the file")
	}
	if longer[10] ^= 1; s.IsOf(longer) || s.Begins(longer) {
		t.Error("a changed beginning is taken for the file's")
	}
}

func TestACodeFitsASquareThatIsReadFromABadPrint(t *testing.T) {
	code, err := keyFor(t, "the house's key").Code(paper)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(Link("https://motcua.lacthuy.hoabinh.gov.vn", code)); n > 425 { // version 15 at level M
		t.Errorf("the link has %d characters", n)
	}
}

func TestTheKeyHangsOnTheHousesKeyAlone(t *testing.T) {
	if !cmp.Equal(keyFor(t, "a").Public(), keyFor(t, "a").Public()) || cmp.Equal(keyFor(t, "a").Public(), keyFor(t, "b").Public()) {
		t.Error("the same key gives the same, another gives another")
	}
}

func FuzzCode(f *testing.F) {
	k := keyFor(f, "the house's key")
	code, _ := k.Code(paper)
	f.Add(code)
	f.Add(Link("https://a.vn", code))
	f.Add("AAAAAAEA")
	keys := Keys{k.Public()}
	f.Fuzz(func(t *testing.T, code string) {
		got := keys.Check(code, Revoked{}, "2023-08-10")
		if got.Verdict == Genuine && !cmp.Equal(got.Statement, paper) {
			t.Errorf("%q is genuine and says %+v", code, got.Statement)
		}
	})
}

func FuzzStatement(f *testing.F) {
	raw, _ := paper.bytes()
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := statementOf(raw)
		if err != nil {
			return
		}
		if _, err := s.bytes(); err != nil {
			t.Errorf("%+v was read and cannot be written: %v", s, err)
		}
	})
}
