package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAYearOfPapersIsPackedByCommand(t *testing.T) {
	h := laid(t).house
	file := filepath.Join(t.TempDir(), "goi.zip")
	pack := func(more ...string) (int, string, string) {
		return call(append([]string{"archive", "sip", "--db", h.DB, "--files", h.Files, "--key-file", h.Key, "--unit", "xã phú nghĩa", "--out", file}, more...)...)
	}
	status, out, errOut := pack("--year", "2023", "--fond", "H28.159")
	if status != 0 || !strings.Contains(out, "urn:H28.159:uuid:") || strings.Contains(out, " 0 papers") {
		t.Fatalf("status %d: %s%s", status, out, errOut)
	}
	if status, out, errOut := call("verify", "sip", file, "--json"); status != 0 || !strings.Contains(out, `"objid":"urn:H28.159:`) {
		t.Errorf("its check: status %d: %s%s", status, out, errOut)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("everybody may read the personal data in it: %v, %v", info.Mode(), err)
	}
	if status, _, _ := pack("--year", "2023", "--fond", "H28.159"); status != 1 {
		t.Errorf("written over an earlier one: status %d", status)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := pack("--year", "2023", "--fond", "phông 1"); status != 1 {
		t.Errorf("a fond of spaces: status %d", status)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("a package that failed is left behind: %v", err)
	}
}
