package slip

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

// mark is the text of the QR code at the upper left of every printed paper, in the order in which
// Circular 01/2023 lists it: dossier code, procedure code, the applicant's identifier, name of the
// paper, issuing system, time of issue, and on a receipt the appointment. The circular sets no
// separator; readers of identity cards know the vertical bar. law: circular-01-2023/qr
func (s Slip) mark(paper string, due time.Time) string {
	if s.QRText != "" {
		return s.QRText
	}
	parts := []string{s.DossierCode, s.ProcedureCode, s.OwnerID, paper, s.System, stamp(s.IssuedAt)}
	if !due.IsZero() {
		parts = append(parts, stamp(due))
	}
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "|", "/")
	}
	return strings.Join(parts, "|")
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return local(t).Format("02/01/2006 15:04")
}

// code draws a QR code for the page, "" for no text.
func code(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	png, err := pdf.QR(text)
	if err != nil {
		return "", err
	}
	return pdf.DataURI(png), nil
}
