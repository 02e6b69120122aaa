package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// bookRow is a line of a certification book.
type bookRow struct {
	bun.BaseModel `bun:"table:dossier_book,alias:b"`
	ID            string    `bun:"id,pk"`
	DossierID     string    `bun:"dossier_id"`
	Seq           int       `bun:"seq"`
	UnitID        string    `bun:"unit_id"`
	UnitPath      string    `bun:"unit_path"`
	Book          string    `bun:"book"`
	Year          string    `bun:"year"`
	No            int64     `bun:"no"`
	What          string    `bun:"what"`
	Copies        int       `bun:"copies"`
	Signer        string    `bun:"signer"`
	SignerTitle   string    `bun:"signer_title"`
	At            time.Time `bun:"at"`
}

func (s store) insertBookRow(ctx context.Context, row bookRow) error {
	row.At = clock.Whole(row.At)
	_, err := s.q.NewInsert().Model(&row).Exec(ctx)
	return err
}

// bookLines reads a page of a book in the order of its numbers, one line more than the limit.
func (s store) bookLines(ctx context.Context, a actor.Actor, q BookQuery) ([]BookLine, error) {
	var rows []struct {
		bookRow `bun:",extend"`
		Body    string `bun:"body"`
	}
	sel := s.inBook(a, q).ColumnExpr("b.no, b.at, b.what, b.copies, b.signer, b.signer_title, r.body").OrderExpr("b.no").Limit(int64(q.Limit + 1))
	if q.After > 0 {
		sel.Where("b.no > ?", q.After)
	}
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]BookLine, len(rows))
	for i, r := range rows {
		d, err := dossierOf(&recordRow{Body: r.Body})
		if err != nil {
			return nil, err
		}
		out[i] = BookLine{Dossier: d, No: r.No, At: clock.Whole(r.At), What: r.What, Copies: r.Copies, Signer: r.Signer, SignerTitle: r.SignerTitle}
	}
	return out, nil
}

// bookSize counts at most limit lines.
func (s store) bookSize(ctx context.Context, a actor.Actor, q BookQuery, limit int) (int, error) {
	var n int
	few := s.inBook(a, q).ColumnExpr("1 AS one").Limit(int64(limit))
	err := s.q.NewSelect().ColumnExpr("count(*)").TableExpr("(?) AS few", few).Scan(ctx, &n)
	return n, err
}

// inBook are the lines of a book that are within the reach of whoever acts.
func (s store) inBook(a actor.Actor, q BookQuery) *bun.SelectQuery {
	return s.q.NewSelect().TableExpr("dossier_book AS b").Join("JOIN dossier_record AS r ON r.id = b.dossier_id").
		Where("b.book = ? AND b.year = ? AND b.unit_path = ?", string(q.Book), q.Year, q.Unit).
		WhereGroup(" AND ", reach(a.Scope(CanView)))
}

// booksKept are the books that have lines within reach, by office, book and year.
func (s store) booksKept(ctx context.Context, a actor.Actor) ([]BookQuery, error) {
	var rows []struct {
		Path string `bun:"unit_path"`
		Book string `bun:"book"`
		Year string `bun:"year"`
	}
	err := s.q.NewSelect().TableExpr("dossier_book AS b").Join("JOIN dossier_record AS r ON r.id = b.dossier_id").
		WhereGroup(" AND ", reach(a.Scope(CanView))).ColumnExpr("DISTINCT b.unit_path, b.book, b.year").OrderExpr("b.unit_path, b.year DESC, b.book").
		Limit(2000).Scan(ctx, &rows)
	out := make([]BookQuery, len(rows))
	for i, r := range rows {
		out[i] = BookQuery{Unit: r.Path, Book: catalog.Book(r.Book), Year: r.Year}
	}
	return out, err
}
