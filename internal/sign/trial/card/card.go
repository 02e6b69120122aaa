// Package card is a card made of software (SoftHSM2), for tests: keys are put on it with OpenSC's pkcs11-tool.
package card

import (
	"crypto"
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// PIN is that of every card.
const PIN = "123456"

// Soft is a card.
type Soft struct{ t testing.TB }

// Module is the library of software cards on this machine; a test fails where there is none.
func Module(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"} {
		if _, err := os.Stat(name); err == nil {
			return name
		}
	}
	t.Fatal("SoftHSM2 is not installed (tools/setup.sh test)")
	return ""
}

// New makes an empty card and puts it into this process's machine until the test ends.
func New(t testing.TB) *Soft {
	t.Helper()
	dir := t.TempDir()
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.WriteFile(conf, []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\nlog.level = ERROR\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	s := &Soft{t}
	s.run("softhsm2-util", "--init-token", "--free", "--label", "lãnh đạo", "--pin", PIN, "--so-pin", "87654321")
	return s
}

// Put puts a key, its certificate and those above it on the card.
func (s *Soft) Put(private crypto.Signer, cert *x509.Certificate, above ...*x509.Certificate) {
	s.t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		s.t.Fatal(err)
	}
	s.write("privkey", raw, "01")
	s.write("cert", cert.Raw, "01")
	for i, c := range above {
		s.write("cert", c.Raw, "1"+string(rune('0'+i)))
	}
}

func (s *Soft) write(kind string, raw []byte, id string) {
	s.t.Helper()
	name := filepath.Join(s.t.TempDir(), kind)
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.run("pkcs11-tool", "--module", Module(s.t), "--login", "--pin", PIN, "--write-object", name, "--type", kind, "--id", id, "--label", kind+id)
}

func (s *Soft) run(name string, args ...string) {
	s.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}
