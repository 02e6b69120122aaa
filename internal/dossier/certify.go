package dossier

import (
	"context"
	"fmt"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Certified is what a certification was entered as in its book. Numbers run without gaps over a year; of
// several papers certified at once each has its own, one after another. law: certification/books
type Certified struct {
	Book        catalog.Book `json:"book"`
	Volume      int          `json:"volume"` // of the year, from 1
	Year        string       `json:"year"`
	Items       []Attested   `json:"items"`
	Signer      string       `json:"signer"`
	SignerTitle string       `json:"signer_title,omitempty"`
}

// Attested is one paper, signature or contract that was certified.
type Attested struct {
	No     int64  `json:"no"`
	What   string `json:"what"`
	Copies int    `json:"copies"` // of the same paper, one number for all
}

// onlyVolume is the volume of a book that lies in a database: it does not get full.
const onlyVolume = 1

// mostAttested bounds what one dossier certifies at once.
const mostAttested = 50

// Number is how the certification is cited: "12, quyển số 01/2023-SCT/BS", "12–14, …" for several.
func (c *Certified) Number() string {
	first, last := c.Items[0].No, c.Items[len(c.Items)-1].No
	no := padded(first)
	if last != first {
		no += "–" + padded(last)
	}
	return fmt.Sprintf("%s, quyển số %02d/%s-%s", no, c.Volume, c.Year, c.Book.Symbol())
}

// attest takes the numbers for what is certified. Nothing said means one paper, named as the result is.
func (s *Service) attest(ctx context.Context, tx *db.Tx, d *Dossier, year string, items []Attested) (*Certified, error) {
	if items = saidAttested(items); len(items) == 0 || d.isCopy() {
		items = d.attested()
	}
	if len(items) > mostAttested {
		return nil, fault.OnFields([]fault.Field{{Name: "attested", Key: "dossier.book.too-many", Args: fault.Args("n", mostAttested)}})
	}
	c := &Certified{Book: d.Book, Volume: onlyVolume, Year: year, Items: items, Signer: d.Result.ApprovedBy}
	events, err := store{tx}.events(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Kind == Approve {
			c.SignerTitle = e.Position
		}
	}
	for i := range c.Items {
		if c.Items[i].No, err = (store{tx}).next(ctx, bookSeries(d.Book, d.Office), year); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// bookSeries names the series of numbers of an office's book.
func bookSeries(b catalog.Book, office Place) string {
	return "book/" + b.Symbol() + "/" + office.UnitID
}

// saidAttested leaves out lines on which nothing was said.
func saidAttested(items []Attested) []Attested {
	var out []Attested
	for _, it := range items {
		if it.What = text.Clean(strings.ReplaceAll(it.What, "\n", " ")); it.What != "" {
			it.Copies = max(it.Copies, 1)
			out = append(out, it)
		}
	}
	return out
}

// enter writes what an event certified into the book.
func (s *Service) enter(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	c := e.Facts.Certified
	if c == nil {
		return nil
	}
	for _, it := range c.Items {
		row := bookRow{ID: id.New(), DossierID: d.ID, Seq: e.Seq, UnitID: d.Office.UnitID, UnitPath: d.Office.Path, Book: string(c.Book), Year: c.Year,
			No: it.No, What: it.What, Copies: it.Copies, Signer: c.Signer, SignerTitle: c.SignerTitle, At: e.At}
		if err := (store{tx}).insertBookRow(ctx, row); err != nil {
			return err
		}
	}
	return nil
}
