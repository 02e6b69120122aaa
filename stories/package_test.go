package stories

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// packed makes the Debian package of the program and lays its content into a folder.
func packed(t *testing.T) (root string) {
	t.Helper()
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Fatal("dpkg-deb is not installed (tools/setup.sh test)")
	}
	out, root := t.TempDir(), t.TempDir()
	cmd := exec.Command("sh", "../tools/deb/build.sh", "1.2-3-gabc")
	cmd.Env = append(os.Environ(), "OUT="+out, "PACKED=none")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the package (make build sbom come first): %v\n%s", err, said)
	}
	found, _ := filepath.Glob(filepath.Join(out, "nhasan_1.2+3+gabc_*.deb"))
	if len(found) != 1 {
		t.Fatalf("packages made: %v", found)
	}
	for _, into := range [][]string{{"-x", found[0], root}, {"-e", found[0], filepath.Join(root, "DEBIAN")}} {
		if said, err := exec.Command("dpkg-deb", into...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	return root
}

var setting = regexp.MustCompile(`(?m)^#?(NHASAN_[A-Z_]+)=`)

// The package brings the program, its settings and what it is made of; with those settings the house serves.
func TestTheDebianPackageServes(t *testing.T) {
	root := packed(t)
	raw, err := os.ReadFile(filepath.Join(root, "etc/nhasan/env"))
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(root, "usr/bin/nhasan")
	var known bytes.Buffer
	for _, command := range [][]string{{"serve"}, {"backup", "make"}} {
		said, _ := exec.Command(program, append(command, "--help")...).CombinedOutput()
		known.Write(said)
	}
	for _, m := range setting.FindAllStringSubmatch(string(raw), -1) {
		if !strings.Contains(known.String(), "$"+m[1]) {
			t.Errorf("the program does not know the setting %s", m[1])
		}
	}
	unit, err := os.ReadFile(filepath.Join(root, "usr/lib/systemd/system/nhasan.service"))
	if err != nil || !strings.Contains(string(unit), "ExecStart=/usr/bin/nhasan serve\n") {
		t.Errorf("the unit does not start the program: %v", err)
	}
	for _, doc := range []string{"copyright", "licences.txt", "nhasan.cdx.json", "operate.md", "changes.md"} {
		if info, err := os.Stat(filepath.Join(root, "usr/share/doc/nhasan", doc)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing: %v", doc, err)
		}
	}
	p := &Program{Dir: filepath.Join(root, "var/lib/nhasan"), said: &record{}}
	p.cmd = exec.Command("sh", "-c", "set -a; . "+filepath.Join(root, "etc/nhasan/env")+`; NHASAN_ADDR=127.0.0.1:0
		NHASAN_DB=sqlite:$DIR/nhasan.db NHASAN_FILES=$DIR/files NHASAN_KEY_FILE=$DIR/key; exec "$PROGRAM" serve`)
	p.cmd.Env = append(os.Environ(), "DIR="+p.Dir, "PROGRAM="+program)
	p.launch(t)
	defer p.stop()
	r, err := http.Get(p.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != http.StatusOK {
		t.Errorf("the first page: %s", r.Status)
	}
	if info, err := os.Stat(filepath.Join(p.Dir, "nhasan.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the database: %v, %v", info.Mode(), err)
	}
}
