package dossier

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	paper "github.com/nha-san/nhasan/internal/platform/scan" // this room has a scan of its own: of rows
)

// The pages of a paper that was digitised are read in the background. What is recognised stands beside the signed file: a
// machine misreads, and what an officer answers for is the picture. law: circular-01-2023/digitise

// Reading is how far the reading of a file is.
type Reading string

// The readings.
const (
	Waits   Reading = "waiting"
	WasRead Reading = "read"
	Unread  Reading = "unread" // no reader where its turn came; read as soon as there is one
	Failed  Reading = "failed"
)

// Recognised is what was recognised in a file.
type Recognised struct {
	State Reading
	Pages int      // once it was read
	Words []string // the text of each page
}

// haveRead sees to it that the pages of files are read once tx commits. Without a queue nothing is.
func (s *Service) haveRead(ctx context.Context, tx *db.Tx, all []Digitised) error {
	if s.Queue == nil {
		return nil
	}
	for _, one := range all {
		if err := (store{tx}).toRecognise(ctx, one.File, s.Clock.Now()); err != nil {
			return err
		}
		if err := s.Queue.Put(ctx, tx, ToRecognise{one.File.SHA256}); err != nil {
			return err
		}
	}
	return nil
}

// recognise reads the pages of a file, one after another. Heard twice, it is read once.
func (s *Service) recognise(ctx context.Context, sha256 string) error {
	row, err := store{s.DB.Read()}.recognised(ctx, sha256)
	if err != nil || row == nil || row.State == WasRead {
		return err
	}
	if s.Reader == nil {
		return s.setReading(ctx, sha256, Unread, nil)
	}
	words, err := s.wordsOf(ctx, File{SHA256: row.SHA256, Size: row.Size, Type: blob.PDF})
	switch {
	case errors.Is(err, paper.ErrNoPoppler):
		return s.setReading(ctx, sha256, Unread, nil)
	case err != nil && ctx.Err() != nil: // the house stops: it is read after the next start
		return err
	case err != nil: // tried again, and until that goes well the page says that it failed
		return errors.Join(err, s.setReading(ctx, sha256, Failed, nil))
	}
	return s.setReading(ctx, sha256, WasRead, words)
}

func (s *Service) setReading(ctx context.Context, sha256 string, to Reading, words []string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.setReading(ctx, sha256, to, words, s.Clock.Now())
	})
}

// wordsOf reads each page of a scanned PDF.
func (s *Service) wordsOf(ctx context.Context, f File) (out []string, err error) {
	raw, err := s.wholeFile(ctx, f)
	if err != nil {
		return nil, err
	}
	err = paper.Pages(ctx, raw, func(p paper.Picture) error {
		words, err := s.Reader.Read(ctx, p)
		out = append(out, inLines(words))
		return err
	})
	return out, err
}

// inLines sets the words of a page in the lines in which they stand.
func inLines(words []paper.Word) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i > 0 && w.Line != words[i-1].Line:
			b.WriteByte('\n')
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// mostLeft bounds how many files that were left unread are taken up at once.
const mostLeft = 200

// ReadLeft takes up what was left unread while nobody here could read.
func (s *Service) ReadLeft(ctx context.Context) error {
	if s.Reader == nil {
		return nil
	}
	left, err := store{s.DB.Read()}.unread(ctx, mostLeft)
	if err != nil || len(left) == 0 {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, sha256 := range left {
			if err := (store{tx}).setReading(ctx, sha256, Waits, nil, s.Clock.Now()); err != nil {
				return err
			}
			if err := s.Queue.Put(ctx, tx, ToRecognise{sha256}); err != nil {
				return err
			}
		}
		return nil
	})
}

// readings tell how far the reading of a dossier's papers is, by file.
func (s *Service) readings(ctx context.Context, d *Dossier) (map[string]Recognised, error) {
	var files []string
	for _, p := range d.Papers {
		if p.Digitised == nil && !p.IsReused() {
			continue
		}
		for _, f := range p.Files {
			files = append(files, f.SHA256)
		}
	}
	if d.Result != nil && d.Result.Digitised != nil {
		files = append(files, d.Result.Files[0].SHA256)
	}
	return store{s.DB.Read()}.readings(ctx, files)
}

// OpenText opens what was recognised in a file of a dossier, for whoever may open the file. It is a look like any other.
func (s *Service) OpenText(ctx context.Context, dossierID, sha256 string) (File, Recognised, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return File{}, Recognised{}, err
	}
	files, err := s.filesFor(ctx, d)
	if err != nil {
		return File{}, Recognised{}, err
	}
	row, err := store{s.DB.Read()}.recognised(ctx, sha256)
	i := slices.IndexFunc(files, func(f File) bool { return f.SHA256 == sha256 })
	switch {
	case err != nil:
		return File{}, Recognised{}, err
	case i < 0 || row == nil || row.State != WasRead || actor.Of(ctx).Kind != actor.Officer:
		return File{}, Recognised{}, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	if err := s.Trail.LookNow(ctx, d.Subject(), "dossier.process", "text:"+files[i].Name); err != nil {
		return File{}, Recognised{}, err
	}
	out := Recognised{State: row.State, Pages: row.Pages}
	return files[i], out, json.Unmarshal([]byte(row.Words), &out.Words)
}
