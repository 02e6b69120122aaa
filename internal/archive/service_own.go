package archive

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// pageSize is how many papers a page shows.
const pageSize = 50

// Query narrows the office's register; empty fields do not narrow.
type Query struct {
	State  State
	Words  string // of number, code, holder or title; one typed with marks must have them
	Before string // key of the last paper of the page before
}

// Register lists issued papers of the units where whoever acts may see them, the newest first; next is where the
// following page begins, "" at the end.
func (s *Service) Register(ctx context.Context, q Query) (page []*Paper, next string, err error) {
	if q.Words, err = s.spelling.Of(ctx, s.DB.Read(), q.Words); err != nil {
		return nil, "", err
	}
	all, err := store{s.DB.Read()}.register(ctx, actor.Of(ctx).Scope(CanView), q, pageSize+1)
	return paged(all, err)
}

func paged(all []*Paper, err error) ([]*Paper, string, error) {
	if err != nil || len(all) <= pageSize {
		return all, "", err
	}
	return all[:pageSize], all[pageSize-1].ID, nil
}

// Paper is an issued paper for the office, with what befell it.
func (s *Service) Paper(ctx context.Context, id string) (*Paper, []Event, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if err := mayReach(ctx, p); err != nil {
		return nil, nil, err
	}
	events, err := store{s.DB.Read()}.events(ctx, id)
	return p, events, err
}

// Mine lists what the state has issued to the citizen who acts, the newest first.
func (s *Service) Mine(ctx context.Context, before string) ([]*Paper, string, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Citizen {
		return nil, "", fault.New(fault.SignIn, "fault.sign-in")
	}
	personalNo, err := s.PersonalNo(ctx, a.AccountID)
	if err != nil {
		return nil, "", err
	}
	return paged(store{s.DB.Read()}.ofPerson(ctx, a.AccountID, personalNo, before, pageSize+1))
}

// MyPaper is one paper of the citizen who acts; of others it is not found.
func (s *Service) MyPaper(ctx context.Context, id string) (*Paper, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	mine, err := s.isMine(ctx, p)
	if err != nil || !mine {
		return nil, fault.New(fault.NotFound, "archive.not-found").Because(err)
	}
	return p, nil
}

func (s *Service) isMine(ctx context.Context, p *Paper) (bool, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Citizen || a.AccountID == "" {
		return false, nil
	}
	if p.AccountID == a.AccountID {
		return true, nil
	}
	personalNo, err := s.PersonalNo(ctx, a.AccountID)
	if err != nil || personalNo == "" {
		return false, err
	}
	for _, h := range p.Holders {
		if h.PersonalNo == personalNo {
			return true, nil
		}
	}
	return false, nil
}

// Open opens a file of a paper for its holder, or for an officer who says what for; the officer's look stands in the
// trail and the holder can read it.
func (s *Service) Open(ctx context.Context, id, sha256, purpose string) (File, io.ReadCloser, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	mine, err := s.isMine(ctx, p)
	if err != nil {
		return File{}, nil, err
	}
	if !mine {
		if err := mayReach(ctx, p); err != nil {
			return File{}, nil, err
		}
		if purpose == "" {
			return File{}, nil, fault.OnFields([]fault.Field{{Name: "muc-dich", Key: "archive.purpose-missing"}})
		}
		if err := s.Trail.LookNow(ctx, p.OwnSubject(), purpose, "file"); err != nil {
			return File{}, nil, err
		}
	}
	for _, f := range p.Files {
		if f.SHA256 == sha256 {
			r, err := s.Blobs.Open(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
			return f, r, err
		}
	}
	return File{}, nil, fault.New(fault.NotFound, "archive.not-found")
}

// Names tells whether a paper has a file of the store: then it is kept.
func (s *Service) Names(ctx context.Context, sha256 string) (bool, error) {
	return store{s.DB.Read()}.holds(ctx, sha256)
}

// Looks are who of the offices opened a paper's file and what for, for its holder.
func (s *Service) Looks(ctx context.Context, p *Paper) ([]audit.Record, error) {
	mine, err := s.isMine(ctx, p)
	if err != nil || !mine {
		return nil, err
	}
	return s.Trail.Looks(ctx, p.OwnSubject(), 50)
}

// Slip counts one more print of a paper's slip and returns the paper. The holder may print as often as they like;
// it is counted all the same.
func (s *Service) Slip(ctx context.Context, id string) (*Paper, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	mine, err := s.isMine(ctx, p)
	if err != nil {
		return nil, err
	}
	if !mine {
		return s.act(ctx, At{ID: id}, CanPrint, Print, func(context.Context, *db.Tx, *Paper) (Facts, error) { return Facts{}, nil })
	}
	return p, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if p, err = (store{tx}).byID(ctx, id); err != nil {
			return err
		}
		was := p.Version
		if err := s.happen(ctx, tx, p, Print, Facts{}); err != nil {
			return err
		}
		return store{tx}.save(ctx, p, was)
	})
}
