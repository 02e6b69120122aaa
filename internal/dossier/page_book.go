package dossier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	workbook "github.com/nha-san/nhasan/internal/platform/sheet"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// bookPath is where the certification books lie.
const bookPath = registerPath + "/chung-thuc"

// books shows a page of a certification book.
func (p *Pages) books(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	kept, err := p.s.Books(ctx)
	if err != nil {
		return err
	}
	q := bookQueryOf(r.URL.Query(), kept, actor.Of(ctx), clock.DateOf(p.s.Clock.Now()))
	lines, next, err := p.s.BookLines(ctx, q)
	if err != nil {
		return err
	}
	fields, err := p.bookFields(ctx, q, kept)
	if err != nil {
		return err
	}
	v := bookOf(ctx, q, lines, next)
	v.Fields = fields
	return web.Show(w, r, registerPage(v))
}

// bookQueryOf reads the address of a book. What is left out is the own office's, of this year, the first
// book that has lines.
func bookQueryOf(v url.Values, kept []BookQuery, a actor.Actor, today clock.Date) BookQuery {
	q := BookQuery{Book: catalog.Book(v.Get("so")), Year: v.Get("nam"), Unit: v.Get("don-vi"), After: after(v.Get("sau"))}
	mine := func(k BookQuery) bool { return k.Unit == a.UnitPath }
	if q.Unit == "" {
		q.Unit = a.UnitPath
		if len(kept) > 0 && !slices.ContainsFunc(kept, mine) {
			q.Unit = kept[0].Unit
		}
	}
	if q.Year == "" {
		q.Year = string(today[:4])
	}
	if q.Book == "" || !q.Book.Known() {
		q.Book = catalog.Books[0]
		if i := slices.IndexFunc(kept, func(k BookQuery) bool { return k.Unit == q.Unit && k.Year == q.Year }); i >= 0 {
			q.Book = kept[i].Book
		}
	}
	return q
}

func (q BookQuery) values() url.Values {
	v := url.Values{"so": {string(q.Book)}, "nam": {q.Year}, "don-vi": {q.Unit}}
	if q.After > 0 {
		v.Set("sau", strconv.FormatInt(q.After, 10))
	}
	return v
}

func (q BookQuery) address() string { return bookPath + "?" + q.values().Encode() }

// bookFields choose office, year and book among those that are kept.
func (p *Pages) bookFields(ctx context.Context, q BookQuery, kept []BookQuery) ([]templ.Component, error) {
	paths, years := []string{q.Unit}, []string{q.Year}
	for _, k := range kept {
		paths, years = append(paths, k.Unit), append(years, k.Year)
	}
	slices.Sort(paths)
	slices.Sort(years)
	paths, years = slices.Compact(paths), slices.Compact(years)
	known, err := p.s.Org.Units(ctx, lastKeys(paths)...)
	if err != nil {
		return nil, err
	}
	book := ui.Select{Name: "so", Label: text.T(ctx, "dossier.book.book"), Value: string(q.Book)}
	for _, b := range catalog.Books {
		book.Options = append(book.Options, ui.Option{Value: string(b), Text: b.Title(ctx)})
	}
	year := ui.Select{Name: "nam", Label: text.T(ctx, "dossier.book.year"), Value: q.Year}
	for _, y := range slices.Backward(years) {
		year.Options = append(year.Options, ui.Option{Value: y, Text: y})
	}
	unit := ui.Select{Name: "don-vi", Label: text.T(ctx, "dossier.book.unit"), Value: q.Unit}
	for _, path := range paths {
		unit.Options = append(unit.Options, ui.Option{Value: path, Text: nameOf(known, path)})
	}
	return []templ.Component{book, year, unit}, nil
}

func bookOf(ctx context.Context, q BookQuery, lines []BookLine, next int64) registerView {
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.book."+key, args...) }
	v := registerView{
		Frame: ui.Frame{Title: t("title"), Wide: true, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath},
			{Text: text.T(ctx, "dossier.register.title"), Href: registerPath}, {Text: t("title")}}},
		Heading: ui.Heading{Title: q.Book.Title(ctx), Caption: t("title"), Lead: t("volume", "volume", q.volume())},
		Filter:  ui.FilterSpec{Action: bookPath, Clear: bookPath}, Some: len(lines) > 0,
		Table: ui.Table{Caption: q.Book.Title(ctx), HideCaption: true, Dense: true, KeyboardList: true},
		Empty: ui.Empty{Title: t("empty"), Text: t("empty-hint")}, Export: bookPath + "/xuat", ExportNote: t("masked"),
		Exports: []ui.Button{{Text: text.T(ctx, "dossier.register.xlsx"), Name: "dang", Value: "xlsx", Kind: ui.Secondary},
			{Text: text.T(ctx, "dossier.register.pdf"), Name: "dang", Value: "pdf", Kind: ui.Secondary}},
	}
	if actor.Of(ctx).HasAnywhere(CanUnmask) {
		v.Purpose = &ui.TextField{Name: "muc-dich", Label: t("purpose"), Hint: text.T(ctx, "dossier.register.purpose-hint"), MaxLength: 200, Autocomplete: "off"}
	}
	for _, head := range []string{"no", "at", "owner", "what", "copies", "signer", "dossier"} {
		v.Table.Head = append(v.Table.Head, ui.Head{Text: t(head)})
	}
	for _, l := range lines {
		row := l.line()
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: row.No, Header: true}, {Text: row.At}, pair(row.Owner, row.OwnerID),
			{Text: row.What}, {Text: row.Copies}, pair(l.Signer, l.SignerTitle), {Text: l.Code, Href: filePath(l.ID), Whole: true}}})
	}
	if q.After > 0 {
		first := q
		first.After = 0
		v.First = &ui.Link{Text: text.T(ctx, "dossier.desk.first-page"), Href: first.address()}
	}
	q.After = 0
	for name, values := range q.values() {
		v.Hidden = append(v.Hidden, hiddenField{name, values[0]})
	}
	if next > 0 {
		q.After = next
		v.Pager.NextHref = q.address()
	}
	return v
}

// exportBook hands out a book as a workbook or on paper, in Vietnamese: both are official papers.
func (p *Pages) exportBook(w http.ResponseWriter, r *http.Request) error {
	ctx, v := text.WithLang(r.Context(), text.Vi), r.URL.Query()
	q := bookQueryOf(v, nil, actor.Of(ctx), clock.DateOf(p.s.Clock.Now()))
	purpose := text.Clean(v.Get("muc-dich"))
	name := "so-chung-thuc-" + bookFiles[q.Book] + "-" + clean(q.Year)
	if v.Get("dang") == "pdf" {
		taken, err := p.s.TakeBook(r.Context(), q, MaxPrintRows, purpose)
		if err != nil {
			return err
		}
		pdf, err := p.s.BookPDF(ctx, q, taken)
		if err != nil {
			return err
		}
		sendPDF(w, name+".pdf", pdf)
		return nil
	}
	taken, err := p.s.TakeBook(r.Context(), q, MaxSheetRows, purpose)
	if err != nil {
		return err
	}
	kind := slip.BookKind(q.Book)
	table := workbook.Table{Name: "Sổ chứng thực", Title: []string{strings.ToUpper(actor.Of(ctx).UnitName), strings.ToUpper(q.Book.Title(ctx)), "Quyển số " + q.volume()},
		Head: kind.Heads(), Widths: []float64{10, 14, 34, 44, 30, 12, 12, 26}[:len(kind.Heads())], Author: actor.Of(ctx).UnitName, Foot: pageOfPages, Mark: taken.Mark(ctx), Code: taken.Code}
	return sendSheet(w, name+".xlsx", table, func(yield func([]string, error) bool) {
		for l, err := range p.s.bookRows(ctx, q, purpose) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(l.line().Cells(kind), nil) {
				return
			}
		}
	})
}

// bookFiles name the books in names of files.
var bookFiles = map[catalog.Book]string{catalog.BookCopies: "ban-sao", catalog.BookSignatures: "chu-ky", catalog.BookContracts: "hop-dong"}

// clean leaves digits only.
func clean(year string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, year)
}
