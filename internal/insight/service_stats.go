package insight

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Line is the figures of something, with the everyday rates in percent; a rate of nothing is null.
type Line struct {
	count.Figures
	OnlineRate       *float64 `json:"online_rate"`
	OnTimeRate       *float64 `json:"on_time_rate"`
	StrictOnTimeRate *float64 `json:"on_time_rate_strict"`
	ResultsRate      *float64 `json:"electronic_result_rate"`
	DigitisedRate    *float64 `json:"digitised_rate"`
}

func lineOf(f count.Figures) Line {
	return Line{f, online(f).Percent(), onTime(f).Percent(), onTimeStrict(f).Percent(), Rate{f.Flagged.Results, f.Flagged.Done}.Percent(), Rate{f.Flagged.Digitised, f.Flagged.Done}.Percent()}
}

// UnitLine is the figures of one receiving unit, alone.
type UnitLine struct {
	Unit  string `json:"unit"` // its key
	Name  string `json:"name"`
	Level string `json:"level"` // kind of the unit
	Line
}

// Statistics are the figures of a unit and of each receiving unit at it and below.
type Statistics struct {
	Unit   string          `json:"unit"`
	Name   string          `json:"name"`
	From   clock.Date      `json:"from"`
	To     clock.Date      `json:"to"` // included
	AsOf   time.Time       `json:"as_of"`
	Total  Line            `json:"total"`
	Levels map[string]Line `json:"levels"`
	Units  []UnitLine      `json:"units"`
}

// CatchUp brings the figures up to what has happened.
func (s *Service) CatchUp(ctx context.Context) error {
	if _, err := s.Hear(ctx); err != nil {
		return err
	}
	return s.Follow(ctx)
}

// Statistics are the same figures as the board's, from one day to another, both included.
func (s *Service) Statistics(ctx context.Context, u org.Unit, from, to clock.Date) (*Statistics, error) {
	q := Question{Path: u.Path, Period: count.Period{From: from.At(0).UTC(), Until: to.AddDays(1).At(0).UTC()}, AsOf: s.now()}
	var own map[string]count.Figures
	err := s.steady(ctx, func() (err error) {
		own, err = s.figures(ctx, q, ByOwn)
		return err
	})
	if err != nil {
		return nil, err
	}
	units, err := s.named(ctx, slices.Collect(maps.Keys(own)))
	if err != nil {
		return nil, err
	}
	var lines []UnitLine
	for path, f := range own {
		v := units[lastKey(path)]
		lines = append(lines, UnitLine{Unit: v.ID, Name: v.FullName, Level: string(v.Kind), Line: lineOf(f)})
	}
	return Tally(Statistics{Unit: u.ID, Name: u.FullName, From: from, To: to, AsOf: q.AsOf}, lines), nil
}

// Tally adds up the figures of units, which may come from the house or from its ledger, under a heading.
// Units without any are left out.
func Tally(head Statistics, units []UnitLine) *Statistics {
	out := &head
	out.Levels, out.Units = map[string]Line{}, []UnitLine{}
	var total count.Figures
	levels := map[string]count.Figures{}
	for _, u := range units {
		if u.Figures == (count.Figures{}) {
			continue
		}
		total.Plus(u.Figures)
		level := levels[u.Level]
		level.Plus(u.Figures)
		levels[u.Level] = level
		u.Line = lineOf(u.Figures)
		out.Units = append(out.Units, u)
	}
	for name, f := range levels {
		out.Levels[name] = lineOf(f)
	}
	out.Total = lineOf(total)
	slices.SortFunc(out.Units, func(a, b UnitLine) int {
		return strings.Compare(a.Level+text.Fold(a.Name)+a.Unit, b.Level+text.Fold(b.Name)+b.Unit)
	})
	return out
}

// named returns the units at the ends of paths; one that org does not know is named by its key.
func (s *Service) named(ctx context.Context, paths []string) (map[string]org.Unit, error) {
	ids := make([]string, len(paths))
	for i, p := range paths {
		ids[i] = lastKey(p)
	}
	units, err := s.Org.Units(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, ok := units[id]; !ok {
			units[id] = org.Unit{ID: id, Name: id, FullName: id}
		}
	}
	return units, nil
}

func lastKey(path string) string {
	up := strings.Split(strings.Trim(path, "/"), "/")
	return up[len(up)-1]
}

// Write writes the figures for people.
func (s *Statistics) Write(ctx context.Context, w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s – %s\n\n", s.Name, text.Date(s.From), text.Date(s.To))
	write := func(name string, l Line) {
		f := l.Figures
		fmt.Fprintf(&b, "%s\n  %s: %s\n  %s: %s\n  %s: %s\n  %s: %s\n", name,
			text.T(ctx, "insight.figure.received"), text.Integer(text.LangOf(ctx), int64(f.Received)),
			text.T(ctx, "insight.rate.online"), online(f).In(ctx), text.T(ctx, "insight.rate.on-time"), onTime(f).In(ctx),
			text.T(ctx, "insight.figure.pending"), text.T(ctx, "insight.pending-of", "n", f.Pending, "late", f.PendingOverdue))
		for _, x := range shares(f) {
			fmt.Fprintf(&b, "  %s: %s\n", text.T(ctx, "insight.share."+x.Key), x.In(ctx))
		}
	}
	write(text.T(ctx, "insight.total"), s.Total)
	for _, name := range slices.Sorted(maps.Keys(s.Levels)) {
		write(levelName(ctx, name), s.Levels[name])
	}
	for _, u := range s.Units {
		write(u.Name, u.Line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func levelName(ctx context.Context, kind string) string {
	if key := "insight.level." + kind; text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	return kind
}
