package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Standing is a slice of the keeper's list.
type Standing string

// The slices. A procedure can be in several: in force, with a draft and with a version that is to begin.
const (
	AnyStanding Standing = ""
	HasDraft    Standing = "draft"
	InForce     Standing = "in-force"
	IsAhead     Standing = "ahead"
	IsAbolished Standing = "abolished"
)

// Standings are all slices in the order of the page.
var Standings = []Standing{AnyStanding, HasDraft, InForce, IsAhead, IsAbolished}

// Keeping is what the keeper asked for: the entries by name, and how many there are of each standing.
type Keeping struct {
	Entries []Entry
	Counts  map[Standing]int
}

// Keep lists procedures for their keeper, by name: those whose name or code has the words, or all, that
// stand so.
func (s *Service) Keep(ctx context.Context, words string, standing Standing) (Keeping, error) {
	if err := may(ctx, CanEdit); err != nil {
		return Keeping{}, err
	}
	all, err := s.read().kept(ctx, s.today())
	if err != nil {
		return Keeping{}, err
	}
	asked := strings.Fields(text.Fold(words))
	out := Keeping{Counts: map[Standing]int{}}
	for _, e := range all {
		name := text.Fold(e.Name + " " + e.Code)
		if slices.ContainsFunc(asked, func(w string) bool { return !strings.Contains(name, w) }) {
			continue
		}
		for _, st := range Standings {
			if e.Stands(st) {
				out.Counts[st]++
			}
		}
		if e.Stands(standing) {
			out.Entries = append(out.Entries, e)
		}
	}
	slices.SortStableFunc(out.Entries, func(a, b Entry) int { return strings.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	return out, nil
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
