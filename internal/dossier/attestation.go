package dossier

import (
	_ "embed" // the wording
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	scans "github.com/nha-san/nhasan/internal/platform/scan" // this room has a scan of its own: of rows
	"github.com/nha-san/nhasan/internal/platform/text"
)

// The words of an attestation; where they come from stands in the file. {name}, {number}, {on}, {issuer}, {pages}, {agency} and
// {code} stand for the dossier's own; a line of which one is not known is left out.
//
//go:embed attestation.json
var attestationFile []byte

// wording is the attestation behind a copy.
type wording struct {
	Source string   `json:"source"`
	Title  string   `json:"title"`
	Head   string   `json:"head"`
	Lines  []string `json:"lines"`
	Seal   string   `json:"seal"`   // over the place of the seal, which says number, book and day
	Signer string   `json:"signer"` // over the place of the signature
}

var attestation = func() (w wording) {
	if err := json.Unmarshal(attestationFile, &w); err != nil {
		panic(fmt.Errorf("wording of attestations: %w", err))
	}
	return w
}()

// The page of an attestation, in points. Its foot is left to signature and seal: the places "certified" and "seal" of
// internal/sign/places.json.
const (
	attestLeft, attestRight = 85.0, 552.0
	attestTop               = 740.0
	attestSize              = 13.0
	attestLine              = 20.0
	sealX, sealY            = 60.0, 140.0  // over the box of the seal
	signerX, signerY        = 440.0, 176.0 // middle of the box of the signature, and over it
)

// page lays out the attestation of a copy.
func (w wording) page(d *Dossier, o Original) []scans.Line {
	var out []scans.Line
	y := attestTop
	centred := func(s string, size, x, y float64) {
		out = append(out, scans.Line{Text: s, Size: size, X: x - pdf.Width(s, size)/2, Y: y})
	}
	centred(w.Title, 15, scans.SheetWide/2, y)
	centred(w.Head, 14, scans.SheetWide/2, y-attestLine*1.5)
	y -= attestLine * 3.5
	for _, line := range w.said(d, o) {
		for _, row := range wrapped(line, attestSize, attestRight-attestLeft) {
			out = append(out, scans.Line{Text: row, Size: attestSize, X: attestLeft, Y: y})
			y -= attestLine
		}
	}
	out = append(out, scans.Line{Text: w.Seal, Size: 10, X: sealX, Y: sealY})
	centred(w.Signer, 11, signerX, signerY)
	return out
}

// said are the lines with what they say of this copy.
func (w wording) said(d *Dossier, o Original) []string {
	known := map[string]string{"{name}": o.Name, "{number}": o.Number, "{on}": text.Date(o.On), "{issuer}": o.Issuer,
		"{pages}": padded(int64(o.Pages)), "{agency}": d.Office.Name, "{code}": d.Code}
	var out []string
next:
	for _, line := range w.Lines {
		for mark, value := range known {
			if strings.Contains(line, mark) && value == "" {
				continue next
			}
		}
		for mark, value := range known {
			line = strings.ReplaceAll(line, mark, value)
		}
		out = append(out, line)
	}
	return out
}

// wrapped breaks a text between words into rows that are no wider.
func wrapped(s string, size, wide float64) []string {
	var out []string
	row := ""
	for word := range strings.FieldsSeq(s) {
		longer := strings.TrimSpace(row + " " + word)
		if row != "" && pdf.Width(longer, size) > wide {
			out, longer = append(out, row), word
		}
		row = longer
	}
	return append(out, row)
}
