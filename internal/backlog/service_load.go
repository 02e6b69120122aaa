package backlog

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// MostFiles bounds the files of one load: a thousand pages at a go.
const MostFiles = 1000

// Upload is a file that is brought in.
type Upload struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Bring takes scans into a batch: pictures, or PDFs of a scanner, found in the scanners' folder or brought along. They are kept
// now and taken apart in the background.
func (s *Service) Bring(ctx context.Context, batchID string, way scan.Way, files []Upload, found ...string) (*Load, error) {
	b, err := s.batchFor(ctx, batchID, CanWork)
	if err != nil {
		return nil, err
	}
	switch {
	case len(files)+len(found) == 0:
		return nil, fault.OnFields([]fault.Field{{Name: "files", Key: "backlog.no-files"}})
	case len(files)+len(found) > MostFiles:
		return nil, fault.OnFields([]fault.Field{{Name: "files", Key: "backlog.too-many", Args: fault.Args("n", MostFiles)}})
	case way.Each < 0 || way.Each > scan.MostPages:
		return nil, fault.OnFields([]fault.Field{{Name: "each", Key: "backlog.each-bad"}})
	}
	a := actor.Of(ctx)
	l := &Load{ID: id.New(), BatchID: b.ID, Way: way, By: a.PersonID, ByName: a.Name, At: s.Clock.Now()}
	var brought []LoadFile
	for _, f := range files {
		kept, err := s.keep(ctx, f)
		if err != nil {
			return nil, err
		}
		brought = append(brought, kept)
	}
	return l, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		l.Files = nil
		for _, one := range found {
			f, err := store{tx}.useFound(ctx, b.UnitID, one, FoundBrought)
			if err != nil {
				return err
			}
			l.Files = append(l.Files, f.File)
		}
		l.Files = append(l.Files, brought...)
		if err := (store{tx}).addLoad(ctx, l); err != nil {
			return err
		}
		if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.bring", Subject: "backlog-batch/" + b.ID, Data: map[string]any{"load": l.ID, "files": len(l.Files)}}); err != nil {
			return err
		}
		return s.Queue.Put(ctx, tx, Brought{l.ID})
	})
}

func (s *Service) keep(ctx context.Context, f Upload) (LoadFile, error) {
	r, err := f.Open()
	if err != nil {
		return LoadFile{}, err
	}
	defer r.Close()
	name := text.Clean(f.Name)
	ref, err := s.Blobs.Put(ctx, r, 0)
	if problem := fault.As(err); problem != nil && problem.Kind == fault.Invalid {
		return LoadFile{}, fault.OnFields([]fault.Field{{Name: "files", Key: "backlog.bad-file", Args: fault.Args("name", name)}})
	}
	if err != nil {
		return LoadFile{}, err
	}
	if !ref.IsImage() && ref.Type != blob.PDF {
		return LoadFile{}, fault.OnFields([]fault.Field{{Name: "files", Key: "backlog.bad-file", Args: fault.Args("name", name)}})
	}
	return LoadFile{ref.SHA256, ref.Size, ref.Type, name}, nil
}

// takeApart makes papers of a load. Heard twice, it makes them once.
func (s *Service) takeApart(ctx context.Context, loadID string) error {
	l, ended, err := store{s.DB.Read()}.load(ctx, loadID)
	if err != nil || ended {
		return err
	}
	images, sides, err := s.sidesOf(ctx, l)
	var groups [][]int
	failed := ""
	if err == nil {
		groups, err = scan.Split(sides, l.Way)
	}
	var not unusable
	switch {
	case errors.Is(err, scan.ErrNoPoppler):
		failed = text.In(text.Vi, "backlog.no-poppler")
	case errors.As(err, &not):
		failed = text.In(text.Vi, "backlog.load-bad", "name", not.name)
	case err != nil && groups == nil && images != nil:
		failed = text.In(text.Vi, "backlog.load-split")
	case err != nil:
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		first, err := st.endLoad(ctx, l.ID, len(groups), failed)
		if err != nil || !first {
			return err
		}
		b, err := st.batch(ctx, l.BatchID)
		if err != nil {
			return err
		}
		ord, err := st.lastOrd(ctx, b.ID)
		if err != nil {
			return err
		}
		for i, group := range groups {
			p := &Paper{ID: id.New(), BatchID: b.ID, Ord: ord + i + 1, Version: 1, State: Scanned, Path: b.UnitPath, ScannedBy: l.By, Names: Names{Scanned: l.ByName}}
			for _, n := range group {
				p.Images = append(p.Images, images[n])
			}
			if err := st.addPaper(ctx, p); err != nil {
				return err
			}
			if err := s.Queue.Put(ctx, tx, ToRead{p.ID}); err != nil {
				return err
			}
		}
		return s.changed(ctx, tx, b.ID)
	})
}

// unusable is a file that is no scan.
type unusable struct {
	name string
	error
}

// sidesOf are the pages of a load as pictures in the store, and what splitting wants to know of each.
func (s *Service) sidesOf(ctx context.Context, l *Load) (images []Image, sides []scan.Side, err error) {
	for n, f := range l.Files {
		var signed bool
		take := func(p scan.Picture) error {
			side := scan.Side{File: n, Separator: l.Way.Separators && p.IsSeparator()}
			image, err := s.imageOf(ctx, p, !side.Separator && !signed && !l.Way.AsTheyLie)
			images, sides = append(images, image), append(sides, side)
			return err
		}
		raw, err := s.bytes(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
		if err != nil {
			return nil, nil, err
		}
		signed = f.Type == blob.PDF && scan.Signed(raw) // somebody answers for its pages as they are
		if f.Type == blob.PDF {
			if err := scan.Pages(ctx, raw, take); err != nil {
				if errors.Is(err, scan.ErrNoPoppler) {
					return nil, nil, err
				}
				return nil, nil, unusable{f.Name, err}
			}
		} else {
			p, err := scan.Take(raw)
			if err != nil {
				return nil, nil, unusable{f.Name, err}
			}
			if err := take(p); err != nil {
				return nil, nil, err
			}
		}
		if err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := (store{tx}).loadDone(ctx, l.ID, n+1); err != nil {
				return err
			}
			return s.changed(ctx, tx, l.BatchID)
		}); err != nil {
			return nil, nil, err
		}
	}
	return images, sides, nil
}

// imageOf keeps a page, set upright if it may be. As it was scanned it is kept beside: what was written anew is no evidence.
func (s *Service) imageOf(ctx context.Context, p scan.Picture, upright bool) (Image, error) {
	put := func(p scan.Picture) (Image, error) {
		ref, err := s.Blobs.Put(ctx, bytes.NewReader(p.JPEG), 0)
		return Image{SHA256: ref.SHA256, Size: ref.Size, Width: p.Width, Height: p.Height, Grey: p.Grey}, err
	}
	scanned, err := put(p)
	if err != nil || !upright {
		return scanned, err
	}
	straight, turned, err := scan.Straighten(p)
	if err != nil || turned == 0 { // a picture that cannot be read stays as it is, and people see it
		return scanned, nil
	}
	out, err := put(straight)
	out.Turned, out.Before = turned, &scanned
	return out, err
}

func (s *Service) bytes(ctx context.Context, ref blob.Ref) ([]byte, error) {
	r, err := s.Blobs.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (s *Service) picture(ctx context.Context, i Image) (scan.Picture, error) {
	raw, err := s.bytes(ctx, blob.Ref{SHA256: i.SHA256, Size: i.Size, Type: blob.JPEG})
	return scan.Picture{JPEG: raw, Width: i.Width, Height: i.Height, Grey: i.Grey}, err
}

// readWords recognises the words of a paper's pages. Without a reader the paper stays unread; people read it all the same.
func (s *Service) readWords(ctx context.Context, paperID string) error {
	if s.Reader == nil {
		return nil
	}
	p, err := store{s.DB.Read()}.paper(ctx, paperID)
	if err != nil {
		return err
	}
	var all [][]scan.Word
	for _, i := range p.Images {
		picture, err := s.picture(ctx, i)
		if err != nil {
			return err
		}
		words, err := s.Reader.Read(ctx, picture)
		if err != nil {
			return err
		}
		all = append(all, words)
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.putWords(ctx, p.ID, all) })
}

// Guesses are a paper's fields as they were recognised in its words; none while they were not.
func (s *Service) Guesses(ctx context.Context, p *Paper) (map[string]Guess, error) {
	words, err := store{s.DB.Read()}.words(ctx, p.ID)
	return guess(words), err
}
