package sign

import (
	"bytes"
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/pades/xmlreport"
)

// Seen is what one signature in a file is worth, in the reader's language.
type Seen struct {
	Verdict      pades.Verdict
	Signer       string
	Organisation string
	At           time.Time // zero when the file does not say
	Stamped      bool      // At is by a time stamp, not by the signer's word
	Words        string    // why
}

// Look tells what the signatures in a PDF are worth, the oldest first; none for a file that is no PDF or carries none.
func (s *Service) Look(ctx context.Context, file []byte) ([]Seen, error) {
	if !isPDF(file) {
		return nil, nil
	}
	trust, err := s.Trust(ctx)
	if err != nil {
		return nil, err
	}
	var out []Seen
	for _, sig := range pades.Validate(file, trust).Signatures {
		one := Seen{Verdict: sig.Verdict, Signer: sig.Signer, Organisation: sig.Organisation, Stamped: sig.TimeSource == pades.ByStamp,
			Words: text.T(ctx, "sign.reason."+string(sig.Reason))}
		if sig.SignedAt != nil {
			one.At = *sig.SignedAt
		}
		out = append(out, one)
	}
	return out, nil
}

// Report is what the signatures in a PDF are worth as XML after ETSI TS 119 102-2; nil for a file that is no PDF.
func (s *Service) Report(ctx context.Context, file []byte) ([]byte, error) {
	if !isPDF(file) {
		return nil, nil
	}
	trust, err := s.Trust(ctx)
	if err != nil {
		return nil, err
	}
	return xmlreport.Write(file, pades.Validate(file, trust), trust.Now)
}

func isPDF(file []byte) bool { return bytes.HasPrefix(file, []byte("%PDF-")) }
