package dossier

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Upload is a file sent ahead of the dossier that will name it.
type Upload struct {
	ID string
	File
}

// store keeps a file's bytes; the name is only a label and loses any folders.
func (s *Service) store(ctx context.Context, name string, r io.Reader) (File, error) {
	ref, err := s.Blobs.Put(ctx, r, s.MaxFile)
	if err != nil {
		return File{}, err
	}
	return File{SHA256: ref.SHA256, Size: ref.Size, Type: ref.Type, Name: label(name, ref), At: s.Clock.Now()}, nil
}

// label makes a short name out of what the person's device called the file: without folders, without marks that
// turn the direction of reading, and with an ending that says what the file is.
func label(name string, ref blob.Ref) string {
	name = text.Clean(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`"<>|:*?/`, r) || r < ' ':
			return '_'
		case unicode.Is(unicode.Cf, r): // unseen, and able to make exe.pdf of fdp.exe
			return -1
		}
		return r
	}, name)
	if ext := strings.ToLower(path.Ext(name)); strings.Trim(name, ".") != "" && ext != ref.Ext() && !(ref.Type == blob.JPEG && ext == ".jpeg") {
		name += ref.Ext()
	}
	if r := []rune(name); len(r) > 100 {
		name = string(r[:100-len(ref.Ext())]) + ref.Ext()
	}
	if strings.Trim(name, ".") == "" {
		name = ref.Short() + ref.Ext()
	}
	return name
}

// Store keeps a file for an officer who is about to use it in an action.
func (s *Service) Store(ctx context.Context, name string, r io.Reader) (File, error) {
	if !actor.Of(ctx).SignedIn() {
		return File{}, fault.New(fault.SignIn, "fault.sign-in")
	}
	return s.store(ctx, name, r)
}

// Arriving is a file on its way in, under the name that the sender gives it.
type Arriving struct {
	Name string
	io.Reader
}

// Upload keeps a file that a program sends ahead.
func (s *Service) Upload(ctx context.Context, name string, r io.Reader) (Upload, error) {
	ups, err := s.UploadAll(ctx, []Arriving{{name, r}})
	if err != nil {
		return Upload{}, err
	}
	return ups[0], nil
}

// UploadAll keeps files that a program sends ahead, all of them or none.
func (s *Service) UploadAll(ctx context.Context, files []Arriving) ([]Upload, error) {
	var ups []Upload
	for _, in := range files {
		f, err := s.Store(ctx, in.Name, in)
		if err != nil {
			return nil, err
		}
		ups = append(ups, Upload{ID: id.New(), File: f})
	}
	return ups, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.insertUploads(ctx, ups, actor.Of(ctx).AccountID, s.Clock.Now())
	})
}

// Uploaded returns a file sent ahead by whoever acts.
func (s *Service) Uploaded(ctx context.Context, uploadID string) (File, error) {
	return store{s.DB.Read()}.upload(ctx, uploadID, actor.Of(ctx).AccountID)
}

// files are all files of a dossier: papers and result.
func (d *Dossier) files() []File {
	var out []File
	for _, p := range d.Papers {
		out = append(out, p.Files...)
	}
	if d.ElectronicCopy != nil {
		out = append(out, d.ElectronicCopy.File)
	}
	if d.Result != nil {
		out = append(out, d.Result.Files...)
	}
	for _, e := range d.Errands {
		out = append(out, e.Files...)
	}
	for _, p := range d.Payments {
		out = append(append(out, p.Files...), p.Receipt...)
	}
	if d.Mandate != nil {
		out = append(out, d.Mandate.Files...)
	}
	return out
}

// FilesOf lists the files that a dossier names, for work that goes through every one.
func (s *Service) FilesOf(ctx context.Context, dossierID string) ([]File, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	return d.files(), nil
}

// OpenFile opens a file of a dossier for whoever may see it: its applicant, or an officer by right,
// whose look is recorded. The reader fails when the bytes are not those that were handed in.
func (s *Service) OpenFile(ctx context.Context, dossierID, sha256 string) (File, io.ReadCloser, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return File{}, nil, err
	}
	files, err := s.filesFor(ctx, d)
	if err != nil {
		return File{}, nil, err
	}
	i := slices.IndexFunc(files, func(f File) bool { return f.SHA256 == sha256 })
	if i < 0 {
		return File{}, nil, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	if !mine(ctx, d) {
		if err := s.Trail.LookNow(ctx, d.Subject(), "dossier.process", "file:"+files[i].Name); err != nil {
			return File{}, nil, err
		}
	}
	return s.openBlob(ctx, files[i])
}

// filesFor are the files that whoever acts may open: for the applicant the result too once it is
// ready; for those who may not see personal data the result alone.
func (s *Service) filesFor(ctx context.Context, d *Dossier) ([]File, error) {
	err := s.mayReadPapers(ctx, d)
	switch {
	case err == nil && mine(ctx, d):
		return visibleToApplicant(d), nil
	case fault.Is(err, fault.Forbidden) && d.Result != nil:
		return d.Result.Files, nil
	}
	return d.files(), err
}

// visibleToApplicant leaves out a result that is not out yet, and what agencies wrote to each other.
func visibleToApplicant(d *Dossier) []File {
	trial := *d
	trial.ElectronicCopy = nil // not signed yet
	if d.State != Done && d.State != Returned && d.State != Posted {
		trial.Result = nil
	}
	trial.Errands = slices.DeleteFunc(slices.Clone(d.Errands), func(e Errand) bool { return e.Kind != ForPart })
	return trial.files()
}

// OpenDraftFile opens a file of a draft for its owner.
func (s *Service) OpenDraftFile(ctx context.Context, draftID, sha256 string) (File, io.ReadCloser, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return File{}, nil, err
	}
	for _, p := range dr.Papers {
		for _, f := range p.Files {
			if f.SHA256 == sha256 {
				return s.openBlob(ctx, f)
			}
		}
	}
	return File{}, nil, fault.New(fault.NotFound, "dossier.file-not-found")
}

func (s *Service) openBlob(ctx context.Context, f File) (File, io.ReadCloser, error) {
	r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	return f, r, err
}
