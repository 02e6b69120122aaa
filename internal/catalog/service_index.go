package catalog

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Procedures lists all procedures by name, those without a version in force too.
func (s *Service) Procedures(ctx context.Context) ([]*Procedure, error) {
	return s.read().procedures(ctx)
}

// CompetentSince lists the days from which somebody decides a procedure, the earliest first: between
// two of them nothing changes.
func (s *Service) CompetentSince(ctx context.Context, procedureID string) ([]clock.Date, error) {
	return s.read().competentSince(ctx, procedureID)
}
