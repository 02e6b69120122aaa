package app

import (
	"crypto/sha256"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/archive/offline"
)

// A square is checked from the command line with the keys and the list that were carried along, and nothing else.
func TestASquareIsCheckedWithoutAHouse(t *testing.T) {
	key, err := offline.KeyOf([]byte("a house"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := offline.KeyOf([]byte("another house"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	file := "%PDF-1.7 giấy khai sinh"
	sum := sha256.Sum256([]byte(file))
	square := func(k offline.Key, code string) string {
		c, err := k.Code(offline.Statement{Code: code, Issuer: "Ủy ban nhân dân xã Phú Nghĩa", Title: "Giấy khai sinh", Number: "47", On: "2023-08-10",
			Holder: "Bùi Thị Lan", Digest: sum[:offline.DigestSize]})
		if err != nil {
			t.Fatal(err)
		}
		return offline.Link("https://motcua.example.vn", c)
	}
	keys, err := json.Marshal(offline.Keys{key.Public()})
	if err != nil {
		t.Fatal(err)
	}
	list, err := key.List(offline.RevokedOf(time.Date(2023, 8, 12, 0, 0, 0, 0, time.UTC), []string{"TH0H1-00000"}))
	if err != nil {
		t.Fatal(err)
	}
	forgedList, err := other.List(offline.RevokedOf(time.Date(2023, 8, 12, 0, 0, 0, 0, time.UTC), nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"khoa.json": string(keys), "thu-hoi.json": string(list), "gia.json": string(forgedList), "giay.pdf": file, "khac.pdf": file + " "} {
		write(t, at(name), content)
	}
	good, taken := square(key, "CSLKG-84MET"), square(key, "TH0H1-00000")
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"genuine":           {[]string{good, "--revoked", at("thu-hoi.json"), "--file", at("giay.pdf")}, 0, "Bùi Thị Lan"},
		"without a list":    {[]string{good}, 0, "not known: no list was given"},
		"another file":      {[]string{good, "--file", at("khac.pdf")}, 1, "IS NOT"},
		"revoked":           {[]string{taken, "--revoked", at("thu-hoi.json")}, 1, "revoked"},
		"one letter forged": {[]string{strings.Replace(good, "#", "#A", 1)}, 1, ""},
		"of another house":  {[]string{square(other, "CSLKG-84MET")}, 1, "unknown-key"},
		"a list of others":  {[]string{good, "--revoked", at("gia.json")}, 1, "no known key has signed it"},
		"JSON":              {[]string{good, "--json"}, 0, `"verdict": "genuine"`},
		"no code":           {[]string{"https://example.vn/"}, 1, "no-code"},
	} {
		status, out, said := call(append([]string{"verify", "qr", "--keys", at("khoa.json")}, c.args...)...)
		if status != c.status || !strings.Contains(out+said, c.says) {
			t.Errorf("%s: %d %s%s", name, status, out, said)
		}
		if c.status == 1 && strings.Contains(name, "forged") && strings.Contains(out, "Lan") {
			t.Errorf("%s: what is forged is told: %s", name, out)
		}
	}
}
