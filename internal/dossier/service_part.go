package dossier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Part is a file on its way in, piece by piece, over a line that may drop at any time. What is here is
// here: the sender asks how much, and goes on from there, after a drop, a reload or a restart.
type Part struct {
	ID        string
	AccountID string
	DraftID   string
	Paper     Paper // under which the file will lie; its files are not looked at
	Name      string
	Size      int64   // bytes, as announced
	SHA256    string  // of the bytes to come, as the sender announced it; "" when the sender cannot tell
	Lengths   []int64 // of the pieces, in order
	Have      int64   // bytes that are here: their sum
	BeganAt   time.Time
	TouchedAt time.Time
	File      *File // once it is whole
}

// mostParts bounds the files of a draft that are under way at once.
const mostParts = 20

// Begin announces a file. One that was begun and not finished is gone on with.
func (s *Service) Begin(ctx context.Context, draftID string, paper Paper, name string, size int64, sum string) (*Part, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	sum = strings.ToLower(sum)
	if err := s.mayCome(dr, size, sum); err != nil {
		return nil, err
	}
	open, err := s.Parts(ctx, draftID)
	if err != nil {
		return nil, err
	}
	for _, p := range open {
		if p.Paper.Key == paper.Key && p.Size == size && p.SHA256 == sum && (sum != "" || p.Name == name) {
			return &p, nil
		}
	}
	if len(open) >= mostParts {
		return nil, fault.New(fault.Conflict, "dossier.too-many-parts", "n", mostParts)
	}
	now := s.Clock.Now()
	paper.Files = nil
	p := &Part{ID: id.New(), AccountID: dr.AccountID, DraftID: dr.ID, Paper: paper, Name: name, Size: size, SHA256: sum, BeganAt: now, TouchedAt: now}
	return p, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.insertPart(ctx, p) })
}

// mayCome refuses what could not be kept anyway, before a byte of it travels.
func (s *Service) mayCome(dr *DraftWork, size int64, sum string) error {
	raw, err := hex.DecodeString(sum)
	switch {
	case size <= 0:
		return fault.New(fault.Invalid, "blob.empty")
	case size > s.MaxFile:
		return fault.New(fault.Invalid, "blob.too-large", "mb", s.MaxFile>>20)
	case err != nil, len(raw) != 0 && len(raw) != sha256.Size:
		return fault.New(fault.Invalid, "dossier.part-sum")
	}
	return dr.room(s.MaxFiles)
}

// Parts are the files of a draft that are still under way.
func (s *Service) Parts(ctx context.Context, draftID string) ([]Part, error) {
	all, err := store{s.DB.Read()}.parts(ctx, draftID)
	var open []Part
	for _, p := range all {
		if p.File == nil && p.AccountID == actor.Of(ctx).AccountID {
			open = append(open, p)
		}
	}
	return open, err
}

// Part returns a file under way, or one that has just become whole.
func (s *Service) Part(ctx context.Context, draftID, partID string) (*Part, error) {
	if _, err := s.Draft(ctx, draftID); err != nil {
		return nil, err
	}
	return store{s.DB.Read()}.part(ctx, draftID, partID)
}

// AddPiece takes the next piece. The offset is how much the sender believes to be here; when that is
// not so the piece is refused with a Conflict, and Part tells where to go on.
func (s *Service) AddPiece(ctx context.Context, draftID, partID string, at int64, r io.Reader) (*Part, error) {
	p, err := s.Part(ctx, draftID, partID)
	if err != nil {
		return nil, err
	}
	if at != p.Have || p.File != nil || p.Have == p.Size {
		return p, fault.New(fault.Conflict, "dossier.part-offset")
	}
	n, err := s.Blobs.PutPiece(ctx, p.ID, at, r, p.Size-p.Have)
	if err != nil {
		return p, err
	}
	p.Lengths, p.Have, p.TouchedAt = append(p.Lengths, n), p.Have+n, s.Clock.Now()
	return p, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.updatePart(ctx, p, at) })
}

// Finish makes a file of the pieces, looks at it as at any other upload and puts it under its paper.
// Asked again it gives the same answer: the first may have been lost on the line.
func (s *Service) Finish(ctx context.Context, draftID, partID string) (*Part, error) {
	p, err := s.Part(ctx, draftID, partID)
	if err != nil || p.File != nil {
		return p, err
	}
	if p.Have != p.Size {
		return p, fault.New(fault.Conflict, "dossier.part-offset")
	}
	f, err := s.joined(ctx, p)
	if err != nil {
		return p, s.spoilt(ctx, p, err)
	}
	if _, err := s.Save(ctx, draftID, 0, func(dr *DraftWork) error { return dr.attach(p.Paper, f, s.MaxFiles) }); err != nil {
		return p, err
	}
	p.File, p.TouchedAt = &f, s.Clock.Now()
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.updatePart(ctx, p, p.Have) })
	if err != nil {
		return p, err
	}
	return p, s.Blobs.DropPieces(ctx, p.ID)
}

// joined stores the file that the pieces make; when the sender said what their bytes add up to, they
// must.
func (s *Service) joined(ctx context.Context, p *Part) (File, error) {
	if p.SHA256 != "" {
		sum := sha256.New()
		if _, err := io.Copy(sum, s.Blobs.Joined(ctx, p.ID, p.Lengths)); err != nil {
			return File{}, err
		}
		if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
			return File{}, fault.New(fault.Invalid, "dossier.part-damaged")
		}
	}
	return s.store(ctx, p.Name, s.Blobs.Joined(ctx, p.ID, p.Lengths))
}

// spoilt throws away pieces of which no file can be made, and keeps the reason.
func (s *Service) spoilt(ctx context.Context, p *Part, why error) error {
	if !fault.Is(why, fault.Invalid) && !fault.Is(why, fault.NotFound) {
		return why
	}
	if err := s.drop(ctx, p); err != nil {
		return err
	}
	return why
}

// Cancel gives a file up that is under way.
func (s *Service) Cancel(ctx context.Context, draftID, partID string) error {
	p, err := s.Part(ctx, draftID, partID)
	if err != nil {
		return err
	}
	return s.drop(ctx, p)
}

func (s *Service) drop(ctx context.Context, p *Part) error {
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropPart(ctx, p.ID) })
	if err != nil {
		return err
	}
	return s.Blobs.DropPieces(ctx, p.ID)
}

// MostPiece is the largest piece that is taken, in bytes.
const MostPiece = blob.MostPiece
