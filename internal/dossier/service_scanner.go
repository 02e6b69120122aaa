package dossier

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Scanners are the files that scanners on the network left for an office. Whoever calls has asked for the right.
type Scanners interface {
	// Waiting are the newest files that nobody has used, at most so many.
	Waiting(ctx context.Context, unitID string, most int) ([]ScannerFile, error)
	// File is one of those; NotFound when it does not wait there.
	File(ctx context.Context, unitID, id string) (ScannerFile, error)
	// Use takes a file in tx for a subject; one that somebody else used is a Conflict.
	Use(ctx context.Context, tx *db.Tx, unitID, id, subject string) (ScannerFile, error)
}

// ScannerFile is a file that a scanner left; its At is when.
type ScannerFile struct {
	ID string
	File
}

// mostScanned bounds how many files of scanners are offered at a counter: what lies on it was scanned a moment ago.
const mostScanned = 40

// Scanned are the files of scanners that wait for the office of an intake, the newest first; none where there are no scanners.
func (s *Service) Scanned(ctx context.Context, dr *DraftWork) ([]ScannerFile, error) {
	if s.Scanners == nil {
		return nil, nil
	}
	if err := s.mayScan(ctx, dr); err != nil {
		return nil, err
	}
	return s.Scanners.Waiting(ctx, dr.ReceivingID, mostScanned)
}

// mayScan asks for the right to receive at the office: its scanners' files are other people's papers too. An office that receives has
// a code and so a folder of its own; what lies in the folders of offices above is not its business.
func (s *Service) mayScan(ctx context.Context, dr *DraftWork) error {
	u, err := s.Org.Unit(ctx, dr.ReceivingID)
	if err != nil {
		return err
	}
	return actor.Need(ctx, CanReceive, u.Path)
}

// OpenScanned opens a file of a scanner, for whoever takes a dossier in and looks for its papers. The look is in the trail under
// the file: whose it is nobody knows yet.
func (s *Service) OpenScanned(ctx context.Context, draftID, scanID string) (File, io.ReadCloser, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return File{}, nil, err
	}
	if s.Scanners == nil {
		return File{}, nil, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	if err := s.mayScan(ctx, dr); err != nil {
		return File{}, nil, err
	}
	f, err := s.Scanners.File(ctx, dr.ReceivingID, scanID)
	if err != nil {
		return File{}, nil, err
	}
	if err := s.Trail.LookNow(ctx, "backlog-found/"+scanID, CanReceive, "scan"); err != nil {
		return File{}, nil, err
	}
	return s.openBlob(ctx, f.File)
}

// FromScanner is which file of a scanner goes under which paper.
type FromScanner struct {
	ID    string
	Paper Paper
}

// TakeScanned puts files of scanners under the papers of an intake: all of them, or none.
func (s *Service) TakeScanned(ctx context.Context, draftID string, chosen []FromScanner) (*DraftWork, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	if s.Scanners == nil {
		return nil, fault.New(fault.NotFound, "fault.not-found")
	}
	if err := s.mayScan(ctx, dr); err != nil {
		return nil, err
	}
	var out *DraftWork
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = s.saveIn(ctx, tx, draftID, 0, func(dr *DraftWork) error {
			for _, c := range chosen {
				f, err := s.Scanners.Use(ctx, tx, dr.ReceivingID, c.ID, "draft/"+draftID)
				if err != nil {
					return err
				}
				if f.Size > s.MaxFile {
					return fault.OnFields([]fault.Field{{Name: scannedName + c.ID, Key: "dossier.scanner.too-large", Args: fault.Args("name", f.Name, "mb", s.MaxFile>>20)}})
				}
				if err := dr.attach(c.Paper, f.File, s.MaxFiles); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	})
	return out, err
}
