package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Keep lists procedures for their keeper, by name: those whose name or code has the words, or all.
func (s *Service) Keep(ctx context.Context, words string, draftsOnly bool) ([]Entry, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	all, err := s.read().kept(ctx)
	if err != nil {
		return nil, err
	}
	asked := strings.Fields(text.Fold(words))
	all = slices.DeleteFunc(all, func(k Entry) bool {
		name := text.Fold(k.Name + " " + k.Code)
		lacks := slices.ContainsFunc(asked, func(w string) bool { return !strings.Contains(name, w) })
		return lacks || draftsOnly && !k.Drafted
	})
	slices.SortStableFunc(all, func(a, b Entry) int { return strings.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	return all, nil
}

// Numbered returns a version of a procedure by its number, and the one before it, if any.
func (s *Service) Numbered(ctx context.Context, procedureID string, number int) (v, before *Version, err error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, nil, err
	}
	versions, err := s.Versions(ctx, procedureID)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range versions {
		switch one.Number {
		case number:
			v = one
		case number - 1:
			before = one
		}
	}
	if v == nil {
		return nil, nil, fault.New(fault.NotFound, "catalog.version-not-found")
	}
	return v, before, nil
}

// History returns what was done to a procedure, newest first.
func (s *Service) History(ctx context.Context, procedureID string) ([]audit.Record, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	return s.Trail.Of(ctx, subject(procedureID), 50)
}
