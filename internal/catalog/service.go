package catalog

import (
	"context"
	"embed"
	"sync"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "catalog", Files: schemaFiles}

// Needs is what the catalogue stands on.
type Needs struct {
	DB    *db.DB
	Clock clock.Clock
	Trail *audit.Log
	Org   *org.Service

	Office result.Converter // turns templates that are files into PDF; LibreOffice of the machine when zero
}

// Service is the catalogue: reading here, the rest in the files beside.
type Service struct {
	Needs

	mu    sync.Mutex
	shelf *shelf
}

// New returns the catalogue and prepares finding.
func New(ctx context.Context, n Needs) (*Service, error) {
	s := &Service{Needs: n}
	_, err := s.current(ctx)
	return s, err
}

func (s *Service) read() store { return store{s.DB.Read()} }

func (s *Service) today() clock.Date { return clock.DateOf(s.Clock.Now()) }

// ByID returns the procedure with that key.
func (s *Service) ByID(ctx context.Context, procedureID string) (*Procedure, error) {
	return s.read().procedure(ctx, "id", procedureID)
}

// BySlug returns the procedure at that address.
func (s *Service) BySlug(ctx context.Context, slug string) (*Procedure, error) {
	return s.read().procedure(ctx, "slug", slug)
}

// Find returns the procedure that a program names by key, address or national code. A code that two
// levels share names none.
func (s *Service) Find(ctx context.Context, name string) (*Procedure, error) {
	if id.Valid(name) {
		return s.ByID(ctx, name)
	}
	found, err := s.read().withCode(ctx, name)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fault.New(fault.Conflict, "catalog.code-of-two", "code", name)
	}
	return s.BySlug(ctx, name)
}

// Version returns a version, drafts too: whoever keeps its key keeps its content.
func (s *Service) Version(ctx context.Context, versionID string) (*Version, error) {
	return s.read().version(ctx, versionID)
}

// Versions returns all versions of a procedure, the newest first.
func (s *Service) Versions(ctx context.Context, procedureID string) ([]*Version, error) {
	return s.read().versions(ctx, procedureID)
}

// Current returns the version in force on the day.
func (s *Service) Current(ctx context.Context, procedureID string, on clock.Date) (*Version, error) {
	return s.read().current(ctx, procedureID, on)
}
