package pades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// signedAt is in the past for the machine's clock too, by which pdfsig goes.
var signedAt = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

var keys = struct {
	rsa, p256, p384 func() crypto.Signer
}{
	sync.OnceValue(func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) }),
	sync.OnceValue(func() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }),
	sync.OnceValue(func() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)) }),
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var authority = sync.OnceValue(func() *trial.Authority { return must(trial.New(signedAt)) })

// hand is a person with a key and a certificate.
type hand struct {
	key  crypto.Signer
	cert *x509.Certificate
}

func newHand(t testing.TB, name string, key crypto.Signer) hand {
	t.Helper()
	return newHandUntil(t, name, key, time.Time{})
}

// newHandUntil is newHand with a certificate for as long as others' programs, which go by the machine's clock, may run.
func newHandUntil(t testing.TB, name string, key crypto.Signer, until time.Time) hand {
	t.Helper()
	cert, err := authority().Issue(trial.Person{Name: name, Organisation: "UBND xã An Bình", Public: key.Public(), Until: until})
	if err != nil {
		t.Fatal(err)
	}
	return hand{key, cert}
}

func (h hand) spec() pades.Spec {
	return pades.Spec{Cert: h.cert, Chain: []*x509.Certificate{authority().Issuer}, At: signedAt, Name: h.cert.Subject.CommonName}
}

// sign signs a file in both steps; stamped, with a time stamp.
func (h hand) sign(t testing.TB, file []byte, s pades.Spec, stamped bool) []byte {
	t.Helper()
	f, err := pades.Prepare(file, s)
	if err != nil {
		t.Fatal(err)
	}
	value, err := h.key.Sign(rand.Reader, f.Digest(), f.Hash)
	if err != nil {
		t.Fatal(err)
	}
	var token []byte
	if stamped {
		token = stamp(t, signedAt, value)
	}
	out, err := pades.Complete(f, value, token)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func stamp(t testing.TB, at time.Time, message []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(message)
	token, err := stamper(at).Stamp(crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func stamper(at time.Time) trial.Stamper {
	return trial.Stamper{Authority: authority(), Now: func() time.Time { return at }}
}

var letter = sync.OnceValue(func() []byte {
	return must(pdf.Render(context.Background(), pdf.Paper{HTML: "<h1>Quyết định</h1><p>Về việc cấp giấy phép.</p>", Title: "Quyết định"}))
})

// seal is a red ring on nothing.
var seal = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for y := range 60 {
		for x := range 60 {
			if d := (x-30)*(x-30) + (y-30)*(y-30); d < 900 && d > 600 {
				img.Set(x, y, color.NRGBA{200, 0, 0, 180})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// tool runs a program on a file and returns what it says. tools/setup.sh test installs what is missing.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed (tools/setup.sh test)", name)
	}
	at := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(at, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(name, append(args, at)...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// trusting makes a folder for pdfsig in which the trial root is trusted.
func trusting(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("certutil"); err != nil {
		t.Fatal("certutil is not installed (tools/setup.sh test)")
	}
	dir := t.TempDir()
	root := filepath.Join(dir, "root.pem")
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority().Root.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-N", "-d", dir, "--empty-password"}, {"-A", "-d", dir, "-n", "root", "-t", "C,C,C", "-i", root}} {
		if out, err := exec.Command("certutil", args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v: %v\n%s", args, err, out)
		}
	}
	return dir
}
