package dossier

import (
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// ElectronicCopy is a copy of an original on paper that is certified as a file: its pages and behind them one with the
// attestation. Whoever is competent signs it; number, book and day come with the agency's seal, so that no number is taken
// before the file is whole, and none is skipped. law: certification/electronic-copy
type ElectronicCopy struct {
	Original   Original `json:"original"`
	File       File     `json:"file,omitzero"`        // before it is signed
	Coarse     []int    `json:"coarse,omitempty"`     // pages that were scanned below CopyDPI
	Colourless []int    `json:"colourless,omitempty"` // pages that were not scanned in colour
}

// Original is the paper that was shown.
type Original struct {
	Name   string     `json:"name"`
	Number string     `json:"number,omitempty"`
	On     clock.Date `json:"on,omitempty"`
	Issuer string     `json:"issuer"`
	Pages  int        `json:"pages"` // as many as the copy has pictures
}

// CopyDPI is how finely an original is to be scanned, in colour. law: decree-30-2020/layout
const CopyDPI = 200

// tidied is the original as it is written down, or what stands against it.
func (o Original) tidied(today clock.Date) (Original, error) {
	for _, s := range []*string{&o.Name, &o.Number, &o.Issuer} {
		*s = text.Clean(strings.ReplaceAll(*s, "\n", " "))
	}
	var wrong []fault.Field
	need := func(ok bool, name, key string) {
		if !ok {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	need(o.Name != "", "original", "dossier.copy.name-missing")
	need(o.On <= today, "original-on", "dossier.copy.on-later")
	need(o.Issuer != "", "issuer", "dossier.copy.issuer-missing")
	need(o.Pages > 0, "pages", "dossier.copy.pages-missing")
	if len(wrong) > 0 {
		return o, fault.OnFields(wrong)
	}
	return o, nil
}

// certifiesCopies holds for dossiers whose result goes into the book of copies; others are not offered the action.
func certifiesCopies(d *Dossier) error {
	return allow(d.Book == catalog.BookCopies, "dossier.copy.other-procedure")
}

// withCopy puts the electronic copy in the place of a proposed result's files.
func (d *Dossier) withCopy(r *Result) error {
	if d.ElectronicCopy == nil || r.Negative {
		return nil
	}
	if len(r.Files) > 0 {
		return fault.OnFields([]fault.Field{{Name: "file", Key: "dossier.copy.only-file"}})
	}
	r.ElectronicCopy, r.Files = d.ElectronicCopy, []File{d.ElectronicCopy.File}
	return nil
}

// isCopy tells whether the result is an electronic copy.
func (d *Dossier) isCopy() bool { return d.Result != nil && d.Result.ElectronicCopy != nil }

// mustSign holds back the approval of an electronic copy without a signature: it would certify nothing.
func mustSign(d *Dossier) error { return unless(!d.isCopy(), "dossier.copy.must-sign") }

// copyNumbering refuses what an electronic copy does not let the desk choose: nothing of it changes any more, and its number is
// that of the book.
func copyNumbering(d *Dossier, number string, files []File) error {
	switch {
	case !d.isCopy():
		return nil
	case len(files) > 0:
		return fault.OnFields([]fault.Field{{Name: "file", Key: "dossier.copy.stays"}})
	case text.Clean(number) != "":
		return fault.OnFields([]fault.Field{{Name: "number", Key: "dossier.copy.book-number"}})
	}
	return nil
}

// attested is what the result of a dossier certifies when nobody says it: one paper.
func (d *Dossier) attested() []Attested {
	if d.isCopy() {
		return []Attested{{What: d.Result.ElectronicCopy.Original.Name, Copies: 1}}
	}
	return []Attested{{What: d.Result.Text, Copies: 1}}
}
