package pades_test

import (
	"bytes"
	"crypto"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Every kind of key and digest, with and without a time stamp, seen and unseen: poppler and qpdf agree with us.
func TestOthersAcceptWhatWeSign(t *testing.T) {
	nss, long := trusting(t), authority().Root.NotAfter
	for _, c := range []struct {
		name    string
		key     crypto.Signer
		hash    crypto.Hash
		stamped bool
	}{
		{"RSA 2048, SHA-256", keys.rsa(), crypto.SHA256, false},
		{"RSA 2048, SHA-512, stamped", keys.rsa(), crypto.SHA512, true},
		{"P-256, SHA-256, stamped", keys.p256(), crypto.SHA256, true},
		{"P-384, SHA-384", keys.p384(), crypto.SHA384, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			leader, clerk := newHandUntil(t, "Nguyễn Văn An", c.key, long), newHandUntil(t, "Con dấu", keys.p256(), long)
			s := leader.spec()
			s.Hash = c.hash
			s.Look = pades.Look{Page: 1, Box: [4]float64{300, 100, 420, 220}, Image: seal(), Lines: []string{"Ủy ban nhân dân xã", "02-03-2026 15:30:00 +07:00"}}
			one := leader.sign(t, letter(), s, c.stamped)
			two := clerk.sign(t, one, clerk.spec(), c.stamped)
			if !bytes.HasPrefix(one, letter()) || !bytes.HasPrefix(two, one) {
				t.Fatal("bytes moved")
			}
			for i, file := range [][]byte{one, two} {
				said := tool(t, file, "pdfsig", "-nssdir", nss)
				for line, want := range map[string]int{"Signature is Valid.": i + 1, "Certificate is Trusted.": i + 1, "ETSI.CAdES.detached": i + 1, "Total document signed": 1} {
					if got := strings.Count(said, line); got != want {
						t.Errorf("file %d: %q %d times, want %d:\n%s", i+1, line, got, want, said)
					}
				}
				if said := tool(t, file, "qpdf", "--check"); !strings.Contains(said, "No syntax or stream encoding errors") {
					t.Errorf("qpdf: %s", said)
				}
			}
		})
	}
}
