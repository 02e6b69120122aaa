package org

import (
	"context"
	"slices"
	"strings"
)

// AllVersions returns every version of every unit of the kinds, the oldest first: for files that name
// units as they were called on some day.
func (s *Service) AllVersions(ctx context.Context, kinds ...Kind) ([]Unit, error) {
	rows, err := store{s.db.Read()}.allVersions(ctx)
	if err != nil {
		return nil, err
	}
	var out []Unit
	for _, r := range rows {
		if !slices.Contains(kinds, Kind(r.Kind)) {
			continue
		}
		u, err := r.unit()
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b Unit) int {
		return strings.Compare(string(a.From)+" "+a.ID, string(b.From)+" "+b.ID)
	})
	return out, nil
}
