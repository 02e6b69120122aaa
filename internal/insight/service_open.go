package insight

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Open are the published sums by month: of each receiving unit alone, or of each field over all units. Months
// that are not over are left out.
func (s *Service) Open(ctx context.Context, by By) ([][]string, error) {
	if !s.Settings.Public {
		return nil, fault.New(fault.NotFound, "insight.open.off")
	}
	q := cellQuery{Grain: OfOwn, Path: everywhere, Below: true}
	if by == ByField {
		q = cellQuery{Grain: OfField, Path: everywhere, Children: true}
	}
	var months map[monthSlot]Sums
	err := s.steady(ctx, func() (err error) {
		months, err = s.read().months(ctx, q, halfOf(s.Clock.Now())[:8]+"01")
		return err
	})
	if err != nil {
		return nil, err
	}
	var paths []string
	for at := range months {
		paths = append(paths, at.Path)
	}
	units, err := s.named(ctx, paths)
	sums := map[[4]string]Sums{}
	for at, x := range months {
		key := [4]string{at.Month, "", at.Key, ""}
		if by == ByOwn {
			u := units[lastKey(at.Path)]
			key = [4]string{at.Month, string(u.Kind), u.FullName, u.Code}
		}
		sums[key] = sums[key].plus(x)
	}
	out := make([][]string, 0, len(sums))
	for key, x := range sums {
		of := []string{key[0], key[2]}
		if by == ByOwn {
			of = []string{key[0], key[3], key[2], key[1]}
		}
		out = append(out, append(of, s.Settings.open(x)...))
	}
	slices.SortFunc(out, slices.Compare[[]string])
	return out, err
}

// monthSlot names a month of a unit or field.
type monthSlot struct {
	Path, Key, Month string
}

// monthOf is the month of a half, "2023-08".
func monthOf(half clock.Date) string { return string(half[:7]) }
