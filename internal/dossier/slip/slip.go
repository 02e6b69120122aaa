package slip

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

// Era says whose forms a slip follows.
type Era string

// The eras, named as in org/term.
const (
	Era2022 Era = "2022" // Circular 01/2018/TT-VPCP
	Era2025 Era = "2025" // Circular 03/2025/TT-VPCP
)

// Slip is what all forms say. Empty fields are left out, or dotted where the form keeps their line.
type Slip struct {
	Era          Era
	Number       string // with its symbol, "12/TNHS"
	ParentAgency string // superior body, above Agency
	Agency       string // "Ủy ban nhân dân huyện Lạc Thủy"
	Unit         string // "Bộ phận Tiếp nhận và Trả kết quả"
	Place        string // where it is issued: "Lạc Thủy"
	IssuedAt     time.Time

	DossierCode   string
	ProcedureCode string
	ProcedureName string
	Request       string // what is asked for; the procedure's name when empty

	OwnerName     string // whose matter it is
	OwnerID       string // personal or organisation identifier; stands in the QR code only
	CoOwners      string // who owns it beside the owner, by name
	SubmitterName string // who brought it; left out when it is the owner
	Mandate       string // by what they act for the owner
	Address       string
	Phone         string
	Email         string

	System       string // which system issues it, in the QR code
	LookupURL    string // where to follow the dossier, as people type it
	LookupSecret string
	LookupLink   string // the same as a link for a telephone's camera; no code when empty
	Mark         string // who took a list away, when and what for; at the foot of each page
	QRText       string // stands in the QR code in place of what Circular 01/2023 lists

	SealURL, SealHash, SealIndex string // where the event stands in the public ledger; no line when empty
}

// Paper is one component of the dossier.
type Paper struct {
	Name   string
	Kind   string // "Bản chính", "Bản sao", "Bản điện tử"
	Count  int
	SHA256 []string // of its files; the first 12 digits are printed
}

//go:embed slip.css
var style string

// sheet is one copy of a form, ready to print.
type sheet struct {
	kind Kind
	body templ.Component
}

// markup puts the copies of a form together.
func (s Slip) markup(ctx context.Context, copies ...sheet) (string, error) {
	var b strings.Builder
	form := s.form(copies[0].kind)
	b.WriteString("<style>\n" + style + styles[form.Size] + "</style>\n")
	for i, c := range copies {
		if i > 0 {
			b.WriteString("\n" + pdf.Part + "\n")
		}
		if err := c.body.Render(ctx, &b); err != nil {
			return "", fmt.Errorf("writing %s: %w", form.Title, err)
		}
		if s.SealHash != "" && s.LookupSecret == "" {
			if err := sealed(s).Render(ctx, &b); err != nil {
				return "", fmt.Errorf("writing %s: %w", form.Title, err)
			}
		}
	}
	return b.String(), nil
}

// print makes the file of a form.
func (s Slip) print(ctx context.Context, copies ...sheet) ([]byte, error) {
	html, err := s.markup(ctx, copies...)
	if err != nil {
		return nil, err
	}
	form := s.form(copies[0].kind)
	title := form.Title
	if s.DossierCode != "" {
		title += " – " + s.DossierCode
	}
	return pdf.Render(ctx, pdf.Paper{
		HTML: html, Size: form.Size, Title: title, Author: s.Agency, At: local(s.IssuedAt), Counted: counted[form.Size], Mark: s.Mark,
	})
}

// counted are the words at the foot of each page of a register; letters have a number in the upper
// margin, as Decree 30/2020 wants it.
var counted = map[pdf.Size]string{pdf.A4Landscape: "Trang %d/%d"}
