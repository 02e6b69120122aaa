// Command sign measures signing and validating PDF: how many files are signed (RSA-2048, B-B) against what the key alone
// does, how many signed files are validated, and how much memory a file of 50 MB takes to be signed and validated.
//
//	go run ./bench/sign
package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/nha-san/nhasan/bench/machine"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

func main() {
	long := flag.Duration("for", 5*time.Second, "how long each is measured")
	flag.Parse()
	if err := run(*long); err != nil {
		fmt.Fprintln(os.Stderr, "bench/sign:", err)
		os.Exit(1)
	}
}

var at = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

func run(long time.Duration) error {
	fmt.Printf("machine: %s, one at a time\n", machine.Name())
	authority, err := trial.New(at)
	if err != nil {
		return err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	cert, err := authority.Issue(trial.Person{Name: "Nguyễn Văn An", Organisation: "UBND xã", Public: key.Public()})
	if err != nil {
		return err
	}
	s := signer{key, pades.Spec{Cert: cert, Chain: []*x509.Certificate{authority.Issuer}, At: at, Name: "An"}}
	letter, err := pdf.Render(context.Background(), pdf.Paper{HTML: "<h1>Quyết định</h1>" + strings.Repeat("<p>Điều khoản thi hành.</p>", 20), Title: "Quyết định"})
	if err != nil {
		return err
	}
	digest := sha256.Sum256(letter)
	raw, err := rate(long, func() error { _, err := key.Sign(rand.Reader, digest[:], crypto.SHA256); return err })
	if err != nil {
		return err
	}
	signed := letter
	files, err := rate(long, func() (err error) { signed, err = s.sign(letter); return err })
	if err != nil {
		return err
	}
	fmt.Printf("sign: the key alone %.0f a second, files of %d KB %.0f a second, ratio %.2f\n", raw, len(letter)/1024, files, files/raw)
	trust := pades.Trust{Roots: x509.NewCertPool(), Now: at}
	trust.Roots.AddCert(authority.Root)
	checked, err := rate(long, func() error { return sound(pades.Validate(signed, trust)) })
	if err != nil {
		return err
	}
	fmt.Printf("validate: %.0f files with one signature a second\n", checked)
	return s.large(trust)
}

// sound refuses what is not as it should be: nothing is known of revocation here, and nothing else is wrong.
func sound(r pades.Report) error {
	if r.Reason != pades.RevocationUnknown {
		return fmt.Errorf("%s: %s", r.Verdict, r.Reason)
	}
	return nil
}

// rate is how often something is done in a second.
func rate(long time.Duration, do func() error) (float64, error) {
	n, began := 0, time.Now()
	for ; time.Since(began) < long; n++ {
		if err := do(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

type signer struct {
	key  crypto.Signer
	spec pades.Spec
}

func (s signer) sign(file []byte) ([]byte, error) {
	f, err := pades.Prepare(file, s.spec)
	if err != nil {
		return nil, err
	}
	value, err := s.key.Sign(rand.Reader, f.Digest(), f.Hash)
	if err != nil {
		return nil, err
	}
	return pades.Complete(f, value, nil)
}

// large signs and validates a file of 50 MB and 300 pages, and prints the most memory that the process ever held.
func (s signer) large(trust pades.Trust) error {
	file := scans(300, 50<<20/300)
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the most from now on
		return err
	}
	began := time.Now()
	signed, err := s.sign(file)
	if err != nil {
		return err
	}
	signing := time.Since(began)
	file = nil
	began = time.Now()
	if err := sound(pades.Validate(signed, trust)); err != nil {
		return err
	}
	raw, err := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(raw)) {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Printf("a file of %d MB and 300 pages: signed in %s, validated in %s, the process held at most %s\n", len(signed)>>20,
				signing.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), strings.TrimSpace(kb))
		}
	}
	return err
}

// scans is a PDF of pages with nothing but a picture of that many bytes each.
func scans(pages, size int) []byte {
	var b bytes.Buffer
	b.Grow(pages*(size+500) + 1<<20)
	b.WriteString("%PDF-1.7\n")
	var places []int
	object := func(body string, stream []byte) int {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\n", len(places), body)
		if stream != nil {
			b.WriteString("stream\n")
			b.Write(stream)
			b.WriteString("\nendstream\n")
		}
		b.WriteString("endobj\n")
		return len(places)
	}
	object("<</Type/Catalog/Pages 2 0 R>>", nil)
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+2*i)
	}
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String()), nil)
	picture := make([]byte, size)
	for i := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I %d 0 R>>>>>>", 4+2*i), nil)
		_, _ = rand.Read(picture)
		object(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 1240/Height 1754/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>", size), picture)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, start)
	return b.Bytes()
}
