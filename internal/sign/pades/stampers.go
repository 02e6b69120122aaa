package pades

import (
	"crypto/x509"

	"github.com/nha-san/nhasan/internal/sign/cms"
)

// Stampers returns the certificates of those who stamped the times of a file's signatures, and of the file as a whole: of each their own
// first, then those beside it. Whether they are to be trusted is not asked.
func Stampers(file []byte) (out [][]*x509.Certificate) {
	seen := map[string]bool{}
	for _, f := range newCheck(file, Trust{}).found {
		t := f.token
		if t == nil && f.signed != nil && len(f.signed.Token) > 0 {
			t, _ = cms.ParseToken(f.signed.Token) // one that cannot be read has nobody to ask about
		}
		if t == nil || seen[string(t.Cert.Raw)] {
			continue
		}
		seen[string(t.Cert.Raw)] = true
		out = append(out, append([]*x509.Certificate{t.Cert}, t.Certs...))
	}
	return out
}
