package catalog

import (
	"slices"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Handling is what the clock and the officers must know of a procedure besides its papers and steps.
// The zero value is what holds for most: no certification, nothing stops the clock but a supplement,
// one unit does all of it, and the term may be extended as the era allows.
type Handling struct {
	Certification bool    `json:"certification,omitempty"`  // chứng thực: due on the day of receipt
	Book          Book    `json:"book,omitempty"`           // in which certifications are numbered; "" for none
	PaymentPauses bool    `json:"payment_pauses,omitempty"` // the clock stops while a financial obligation is being met
	AgencyPauses  bool    `json:"agency_pauses,omitempty"`  // … while another agency answers
	NoExtension   bool    `json:"no_extension,omitempty"`   // the term may not be extended
	Children      []Child `json:"children,omitempty"`       // the parts of a joined-up procedure (liên thông)
}

// Book is a certification book, by the letters behind its number: 12, volume 01/2023-SCT/BS.
// law: certification/books
type Book string

// The books.
const (
	BookCopies     Book = "BS"    // copies of originals
	BookSignatures Book = "CK"    // signatures, translators' too
	BookContracts  Book = "HĐ,GD" // contracts and transactions, wills
)

// Books are all of them, in the order in which offices keep them.
var Books = []Book{BookCopies, BookSignatures, BookContracts}

// Symbol is what is written behind a number: "SCT/BS".
func (b Book) Symbol() string { return "SCT/" + string(b) }

// Known tells whether it is one of the Books, or none at all.
func (b Book) Known() bool { return b == "" || slices.Contains(Books, b) }

// Child is a part of a joined-up procedure that another agency does.
type Child struct {
	Key       string    `json:"key"` // unique in its version
	Name      string    `json:"name"`
	NameEn    string    `json:"name_en,omitempty"`
	Agency    string    `json:"agency"`              // as the decision names it: "Công an cấp xã"
	UnitKind  string    `json:"unit_kind,omitempty"` // kind of the unit of ours that does it; empty: an agency outside
	Procedure string    `json:"procedure,omitempty"` // key of the procedure it is, level and name, where there is one
	Term      term.Term `json:"term,omitzero"`       // its own; none: it runs within the whole
	Result    string    `json:"result,omitempty"`
}

// Title is the name in the reader's language.
func (c Child) Title(lang text.Lang) string { return inLang(lang, c.Name, c.NameEn) }

// SameDay tells whether a dossier with that term is due on the day of receipt: a certification of a
// working day or less. Received after 15:00 it is due the next working day, which the rules of terms see
// to. Contracts, with two days, are no same-day cases. law: certification/term
func (c Content) SameDay(t term.Term) bool {
	return c.Certification && !t.None() && (t.Unit == term.WorkingDay && t.Amount <= 1 ||
		t.Unit == term.WorkingHour && t.Amount <= HoursPerDay)
}

// Stops tells whether waiting for that cause stops the clock: for a supplement always, for the rest
// where the procedure says so.
func (c Content) Stops(cause term.Cause) bool {
	switch cause {
	case term.ForSupplement:
		return true
	case term.ForPayment:
		return c.PaymentPauses
	case term.ForAgency:
		return c.AgencyPauses
	}
	return false
}

// Extendable tells whether the term may be extended at all; how often is for the rules of the era.
func (c Content) Extendable() bool { return !c.NoExtension }

// JoinedUp tells whether other agencies have parts of their own.
func (c Content) JoinedUp() bool { return len(c.Children) > 0 }

// Child returns the part with that key.
func (c Content) Child(key string) (Child, bool) {
	i := slices.IndexFunc(c.Children, func(one Child) bool { return one.Key == key })
	if i < 0 {
		return Child{}, false
	}
	return c.Children[i], true
}

// Fields of work whose procedures have something in common that no file says of each.
const (
	certificationField = "Chứng thực"
	landField          = "Đất đai"
)

// handlingOf is what holds for a procedure of a field of work when nothing is said of it. The time in
// which land users meet financial obligations is not part of the term. law: land/term
func handlingOf(field string) Handling {
	return Handling{Certification: field == certificationField, PaymentPauses: field == landField}
}

// inLang is the English words where they are read and there are any, else the Vietnamese ones.
func inLang(lang text.Lang, vi, en string) string {
	if lang == text.En && en != "" {
		return en
	}
	return vi
}
