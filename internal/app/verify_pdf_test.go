package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// signedLetter returns the names of a signed letter and of the root that its signer leads to.
func signedLetter(t *testing.T, at time.Time) (file, root string) {
	t.Helper()
	a, err := trial.New(at)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := a.Issue(trial.Person{Name: "Nguyễn Văn An", Organisation: "UBND xã", Public: key.Public()})
	if err != nil {
		t.Fatal(err)
	}
	letter, err := pdf.Render(context.Background(), pdf.Paper{HTML: "<p>Quyết định</p>", Title: "Quyết định"})
	if err != nil {
		t.Fatal(err)
	}
	f, err := pades.Prepare(letter, pades.Spec{Cert: cert, At: at, Name: "An"})
	if err != nil {
		t.Fatal(err)
	}
	value, err := key.Sign(rand.Reader, f.Digest(), f.Hash)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pades.Complete(f, value, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := a.OCSP(cert, at, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.CRL(a.Root, at)
	if err != nil {
		t.Fatal(err)
	}
	out, err = pades.Preserve(out, pades.Proof{Certs: append(f.Certs(), a.Issuer), OCSP: [][]byte{answer}, CRLs: [][]byte{list}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, root = filepath.Join(dir, "a.pdf"), filepath.Join(dir, "root.pem")
	for name, raw := range map[string][]byte{file: out, root: a.PEM()} {
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file, root
}

func TestVerifyPDF(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	file, root := signedLetter(t, at)
	status, out, errOut := call("verify", "pdf", file, "--trust", root, "--as-of", "2026-03-03", "--json")
	var got struct {
		Verdict, Reason string
		Signatures      []struct {
			Verdict, Reason, Signer, Organisation, Level string
			SignedAt                                     string `json:"signed_at"`
			TimeSource                                   string `json:"time_source"`
			Covers                                       *bool  `json:"covers_whole_file"`
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
		t.Fatalf("status %d, %v: %s%s", status, err, out, errOut)
	}
	if s := got.Signatures[0]; got.Verdict != "valid" || s.Signer != "Nguyễn Văn An" || s.Organisation != "UBND xã" || s.Level != "B-B" ||
		s.SignedAt != "2026-03-02T08:30:00Z" || s.TimeSource != "claimed" || s.Covers == nil || *s.Covers {
		t.Errorf("%+v", got)
	}
	if status, out, _ := call("verify", "pdf", file, "--trust", root, "--as-of", "2026-03-03", "--xml"); status != 0 ||
		!strings.Contains(out, "mainindication:total-passed") || !strings.Contains(out, "<Signer>Nguyễn Văn An</Signer>") {
		t.Errorf("as XML: %d, %s", status, out)
	}
	if status, _, _ := call("verify", "pdf", file, "--json", "--xml"); status != 2 {
		t.Errorf("two reports at once end with status %d", status)
	}
	if status, out, _ := call("verify", "pdf", file, "--as-of", "2026-03-03"); status != 1 || !strings.HasPrefix(out, "CANNOT TELL") {
		t.Errorf("without trust: %d, %s", status, out)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[100] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := call("verify", "pdf", file, "--trust", root); status != 1 || !strings.HasPrefix(out, "INVALID") {
		t.Errorf("with a flipped byte: %d, %s", status, out)
	}
	if status, _, _ := call("verify", "pdf", file, "--trust", file); status != 2 {
		t.Errorf("without a certificate in the file of trust: %d, want 2", status)
	}
}
