package dossier

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	scans "github.com/nha-san/nhasan/internal/platform/scan" // this room has a scan of its own: of rows
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Scanned is an original as it was scanned at the counter.
type Scanned struct {
	Original Original
	Files    []File // pictures, or PDFs of a scanner, in the order of the pages
}

// MakeCopy makes an electronic copy of an original: its pages, no more and no fewer than the original has, and behind them the
// attestation. It becomes the result that is proposed. A scan that is coarse or without colour is taken, and told. Made anew, it
// takes the place of the one before. law: certification/electronic-copy, circular-01-2023/digitise
func (s *Service) MakeCopy(ctx context.Context, at At, in Scanned) (*Dossier, error) {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	if _, err := find(ctx, d, MakeCopy); err != nil { // before any work
		return nil, err
	}
	c := &ElectronicCopy{}
	if c.Original, err = in.Original.tidied(clock.DateOf(s.Clock.Now())); err != nil {
		return nil, err
	}
	pages, err := s.copyPages(ctx, in.Files)
	if err != nil {
		return nil, err
	}
	if len(pages) != c.Original.Pages {
		return nil, fault.OnFields([]fault.Field{{Name: "pages", Key: "dossier.copy.pages-differ", Args: fault.Args("pages", c.Original.Pages, "images", len(pages))}})
	}
	for i, p := range pages {
		if p.dpi < CopyDPI {
			c.Coarse = append(c.Coarse, i+1)
		}
		if p.Colourless() {
			c.Colourless = append(c.Colourless, i+1)
		}
	}
	if c.File, err = s.copyFile(ctx, d, c.Original, pages); err != nil {
		return nil, err
	}
	return s.act(ctx, at, MakeCopy, func(context.Context, *db.Tx, *Dossier) (Facts, error) { return Facts{ElectronicCopy: c}, nil })
}

// DropCopy takes an electronic copy back before it is proposed: the copies will be on paper.
func (s *Service) DropCopy(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, MakeCopy, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		return Facts{ElectronicCopy: &ElectronicCopy{}}, unless(d.ElectronicCopy != nil, "dossier.copy.none")
	})
}

// copyPage is a page of a copy and how finely it was scanned.
type copyPage struct {
	scans.Page
	dpi int
}

// copyPages takes the files of a scan apart.
func (s *Service) copyPages(ctx context.Context, files []File) ([]copyPage, error) {
	var out []copyPage
	wrong := func(key string, args ...any) error {
		return fault.OnFields([]fault.Field{{Name: "file", Key: key, Args: fault.Args(args...)}})
	}
	if len(files) == 0 {
		return nil, wrong("dossier.copy.no-files")
	}
	for _, f := range files {
		more, err := s.pagesOf(ctx, f)
		switch {
		case errors.Is(err, scans.ErrNoPoppler):
			return nil, wrong("dossier.copy.no-poppler", "name", f.Name)
		case err != nil && ctx.Err() != nil:
			return nil, err
		case err != nil:
			return nil, wrong("dossier.copy.not-picture", "name", f.Name)
		}
		if out = append(out, more...); len(out) > scans.MostPages {
			return nil, wrong("dossier.copy.too-many", "n", scans.MostPages)
		}
	}
	return out, nil
}

// pagesOf are the pages of one file. A picture that does not say how finely it was scanned is taken for an A4 sheet.
func (s *Service) pagesOf(ctx context.Context, f File) (out []copyPage, err error) {
	_, r, err := s.openBlob(ctx, f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if f.Type != blob.PDF {
		p, err := scans.Take(raw)
		fine := scans.Fine(raw)
		return []copyPage{{scans.Page{Picture: p, Fine: fine}, max(fine, p.DPI())}}, err
	}
	fine, err := scans.FineOfPDF(ctx, raw)
	if err != nil {
		return nil, err
	}
	err = scans.Pages(ctx, raw, func(p scans.Picture) error {
		dpi, scanned := fine[len(out)+1]
		if !scanned {
			dpi = scans.PagesDPI
		}
		out = append(out, copyPage{scans.Page{Picture: p, Fine: scans.PagesDPI}, dpi})
		return nil
	})
	return out, err
}

// copyFile writes the pages and the attestation into one PDF/A.
func (s *Service) copyFile(ctx context.Context, d *Dossier, o Original, pages []copyPage) (File, error) {
	title, now := text.In(text.Vi, "dossier.copy.paper", "name", o.Name), s.Clock.Now()
	var all []scans.Page
	for _, p := range pages {
		all = append(all, p.Page)
	}
	all = append(all, scans.Page{Lines: attestation.page(d, o)})
	raw, err := scans.PDF(scans.About{Title: title, Agency: d.Office.Name, Subject: d.Code, At: now}, all)
	if err != nil {
		return File{}, err
	}
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), int64(len(raw)))
	return File{SHA256: ref.SHA256, Size: ref.Size, Type: ref.Type, Name: label(text.In(text.Vi, "dossier.copy.file-name", "name", o.Name), ref), At: now}, err
}
