package dossier

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// BookQuery says which certification book is meant: of one office and year, for numbers begin anew with
// each. law: certification/books
type BookQuery struct {
	Book  catalog.Book
	Year  string // "2023"
	Unit  string // path of the office
	After int64  // the number before the first line; 0 begins at the beginning
	Limit int    // at most 200; 0 is a page
}

// BookLine is one number of a certification book.
type BookLine struct {
	*Dossier
	No                  int64
	At                  time.Time
	What                string
	Copies              int
	Signer, SignerTitle string

	whole *Dossier // with all its personal data, for who may see them
}

// line is what the book prints. The fee stands in receipts, which are kept elsewhere.
func (l BookLine) line() slip.BookRow {
	signer := joined(", ", l.Signer, l.SignerTitle)
	owner := joined(", ", l.Owner.Name, ownerNames(l.Owners))
	return slip.BookRow{No: padded(l.No), At: dayOf(l.At), Owner: owner, OwnerID: l.Owner.PersonalNo, What: l.What, Signer: signer,
		Copies: padded(int64(l.Copies)), Note: l.Code}
}

// Books lists the certification books that have lines within the reach of whoever acts.
func (s *Service) Books(ctx context.Context) ([]BookQuery, error) {
	if err := mayRegister(ctx); err != nil {
		return nil, err
	}
	return store{s.DB.Read()}.booksKept(ctx, actor.Of(ctx))
}

// BookLines returns a page of a book and the last number on it when more follow, else 0. Numbers of papers
// are hidden, as in all lists.
func (s *Service) BookLines(ctx context.Context, q BookQuery) ([]BookLine, int64, error) {
	if err := mayRegister(ctx); err != nil {
		return nil, 0, err
	}
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = pageSize
	}
	lines, err := store{s.DB.Read()}.bookLines(ctx, actor.Of(ctx), q)
	if err != nil {
		return nil, 0, err
	}
	next := int64(0)
	if len(lines) > q.Limit {
		lines = lines[:q.Limit]
		next = lines[len(lines)-1].No
	}
	for i := range lines {
		d := *lines[i].Dossier
		d.Owner, d.Owners = d.Owner.masked(), slices.Clone(d.Owners)
		lines[i].whole, lines[i].Dossier = lines[i].Dossier, &d
	}
	return lines, next, nil
}

// bookRows yields a whole book. With a purpose, lines whose personal data whoever acts may see come in
// full, and each such look goes into the trail first. law: pdp/article-access-log
func (s *Service) bookRows(ctx context.Context, q BookQuery, purpose string) iter.Seq2[BookLine, error] {
	return func(yield func(BookLine, error) bool) {
		q.After, q.Limit = 0, registerBatch
		for {
			lines, next, err := s.BookLines(ctx, q)
			if err == nil && purpose != "" {
				err = s.unhideLines(ctx, lines, purpose)
			}
			if err != nil {
				yield(BookLine{}, err)
				return
			}
			for _, l := range lines {
				if !yield(l, nil) {
					return
				}
			}
			if next == 0 {
				return
			}
			q.After = next
		}
	}
}

func (s *Service) unhideLines(ctx context.Context, lines []BookLine, purpose string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i := range lines {
			if !s.hasAt(ctx, CanUnmask, lines[i].whole) {
				continue
			}
			if err := s.Trail.Look(ctx, tx, lines[i].Subject(), purpose, "personal_no"); err != nil {
				return err
			}
			lines[i].Dossier = lines[i].whole
		}
		return nil
	})
}

// TakeBook is TakeRegister for a certification book.
func (s *Service) TakeBook(ctx context.Context, q BookQuery, limit int, purpose string) (Taken, error) {
	if err := mayTakeAway(ctx, purpose); err != nil {
		return Taken{}, err
	}
	a := actor.Of(ctx)
	n, err := store{s.DB.Read()}.bookSize(ctx, a, q, limit+1)
	if err != nil {
		return Taken{}, err
	}
	if n > limit {
		return Taken{}, fault.New(fault.Conflict, "dossier.register.too-long", "limit", text.Integer(text.LangOf(ctx), int64(limit)))
	}
	return s.takeAway(ctx, "book", n, purpose, map[string]any{"book": q.Book.Symbol(), "year": q.Year, "unit": q.Unit})
}

// BookPDF prints the book that TakeBook let go.
func (s *Service) BookPDF(ctx context.Context, q BookQuery, t Taken) ([]byte, error) {
	u, err := s.Org.Unit(ctx, lastKey(q.Unit))
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	book := slip.Book{Slip: slip.Slip{Era: slip.Era(term.RulesOn(clock.DateOf(now)).Era), Agency: u.Authority(), Unit: oneStop, Place: u.Name, IssuedAt: now,
		System: "Nhà Sàn", Mark: t.Mark(ctx)}, Title: q.Book.Title(text.WithLang(ctx, text.Vi)), Symbol: q.volume(), Kind: slip.BookKind(q.Book)}
	for l, err := range s.bookRows(ctx, q, t.Purpose) {
		if err != nil {
			return nil, err
		}
		book.Rows = append(book.Rows, l.line())
	}
	return book.PDF(ctx)
}

// volume is how the book is cited: "01/2023-SCT/BS".
func (q BookQuery) volume() string {
	return padded(onlyVolume) + "/" + q.Year + "-" + q.Book.Symbol()
}

// after reads the number behind which a page begins; what is none begins at the beginning.
func after(typed string) int64 {
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
