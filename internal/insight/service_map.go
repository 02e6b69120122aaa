package insight

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// mapping says which unit of today stands in the place of each unit that dossiers name. Figures as recorded
// then and figures mapped are never mixed: a board is wholly one or the other, and says which.
type mapping struct {
	to   map[string]string // path as recorded → path of today
	left []string          // paths of units whose place several have taken
}

// under are the recorded paths that count for a unit of today and all below it.
func (m mapping) under(path string) []string {
	out := []string{}
	for from, to := range m.to {
		if strings.HasPrefix(to, path) {
			out = append(out, from)
		}
	}
	return out
}

// mapping follows the lineage of all units that dossiers name to the map of today.
func (s *Service) mapping(ctx context.Context, solver bool) (mapping, error) {
	m := mapping{to: map[string]string{}}
	paths, err := s.read().ownPaths(ctx, solver)
	if err != nil {
		return m, err
	}
	units, err := s.named(ctx, paths)
	if err != nil {
		return m, err
	}
	today := clock.DateOf(s.Clock.Now())
	for _, path := range paths {
		u := units[lastKey(path)]
		if u.Path == "" || u.In(today) { // one that org does not know stays where it was
			m.to[path] = or(u.Path, path)
			continue
		}
		heirs, err := s.Org.Successors(ctx, u.ID, today)
		if err != nil {
			return m, err
		}
		if len(heirs) == 1 {
			m.to[path] = heirs[0].Path
		} else {
			m.left = append(m.left, path)
		}
	}
	return m, nil
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
