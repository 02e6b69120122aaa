package insight

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Ask is a question of somebody who looks at the board.
type Ask struct {
	UnitID                    string // "": the unit of whoever asks
	Span                      Span   // the zero Span: this month
	Field, Procedure, Channel string
	By                        By

	Mapped bool // what units had that are no more counts for those that stand in their place today
	Solver bool // by the unit that decides, in place of the one that received
}

// Row is the figures of one thing of a breakdown.
type Row struct {
	Key    string
	Name   string
	UnitID string // of units
	Alone  bool   // the unit itself, without those below it
	count.Figures
}

// Month is a point of the line over time.
type Month struct {
	Span
	count.Figures
}

// Content is how content people were, with how many were asked and answered.
type Content struct {
	Known                    bool
	Asked, Answered, Content int
}

// Board is what the board shows.
type Board struct {
	Ask
	Unit      org.Unit
	Period    count.Period
	AsOf      time.Time
	Heard     time.Time // what was announced until then is in it
	Now, Past count.Figures
	Near      int
	Left      count.Figures // of units whose place several have taken: they cannot be mapped
	Running   bool          // the period is not over
	Rows      []Row
	Months    []Month
	Paces     []Pace
	Content   Content
	Aims      []Aim // targets of the unit and period

	mapping mapping
}

// place finds the unit that is asked about and refuses whoever may not see its figures.
func (s *Service) place(ctx context.Context, unitID string) (org.Unit, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanView) {
		return org.Unit{}, fault.New(fault.Forbidden, "fault.forbidden", "right", CanView)
	}
	if unitID == "" {
		if unitID = a.UnitID; unitID == "" || !a.Has(CanView, a.UnitPath) {
			unitID = lastKey(a.Scope(CanView)[0])
		}
	}
	u, err := s.Org.Unit(ctx, unitID)
	if fault.Is(err, fault.NotFound) && a.UnitID == unitID { // a unit that org does not know has no figures
		return org.Unit{ID: unitID, Path: a.UnitPath, FullName: a.UnitName}, nil
	}
	if err != nil {
		return org.Unit{}, err
	}
	return u, actor.Need(ctx, CanView, u.Path)
}

// Board answers.
func (s *Service) Board(ctx context.Context, ask Ask) (b *Board, err error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	if ask.Span == (Span{}) {
		ask.Span = SpanAt(clock.DateOf(s.Clock.Now()), 1, false, ReportCut)
	}
	err = s.steady(ctx, func() error {
		b = &Board{Ask: ask, Unit: u, Period: ask.Span.Period(ReportCut), AsOf: s.now()}
		return s.fill(ctx, b)
	})
	return b, err
}

func (s *Service) fill(ctx context.Context, b *Board) error {
	b.Running = s.Clock.Now().Before(b.Period.Until)
	q, err := s.questionOf(ctx, b)
	if err != nil {
		return err
	}
	for _, fill := range []func(context.Context, *Board, Question) error{s.fillTotals, s.fillRows, s.fillMonths, s.fillPaces, s.fillContent, s.fillAims} {
		if err := fill(ctx, b, q); err != nil {
			return err
		}
	}
	st, err := s.read().state(ctx)
	b.Heard = st.HeardAt
	return err
}

// questionOf is what the board asks. Mapped, it asks for the very units whose place the unit has taken.
func (s *Service) questionOf(ctx context.Context, b *Board) (Question, error) {
	q := Question{Path: b.Unit.Path, Period: b.Period, AsOf: b.AsOf, Field: b.Field, Procedure: b.Procedure, Channel: b.Channel, Solver: b.Solver}
	if !b.Mapped {
		return q, nil
	}
	m, err := s.mapping(ctx, b.Solver)
	if err != nil {
		return q, err
	}
	b.mapping, q.Paths = m, m.under(b.Unit.Path)
	if len(m.left) == 0 {
		return q, nil
	}
	lost := q
	lost.Paths = m.left
	left, err := s.figures(ctx, lost, Whole)
	b.Left = left[""]
	return q, err
}

func (s *Service) fillTotals(ctx context.Context, b *Board, q Question) error {
	now, err := s.figures(ctx, q, Whole)
	if err != nil {
		return err
	}
	b.Now = now[""]
	before := q
	before.Period = b.Span.Before().Period(ReportCut)
	past, err := s.figures(ctx, before, Whole)
	if err != nil {
		return err
	}
	b.Past = past[""]
	if b.Running {
		b.Near, err = s.read().size(ctx, q.facts(), Near, q.Period, b.AsOf, b.AsOf)
	}
	return err
}

func (s *Service) fillRows(ctx context.Context, b *Board, q Question) error {
	if b.By == Whole {
		b.By = ByUnit
	}
	found, err := s.breakdown(ctx, b, q)
	if err != nil {
		return err
	}
	names, err := s.names(ctx, b.By, found)
	if err != nil {
		return err
	}
	rest := b.Now
	for key, f := range found {
		rest.Minus(f)
		if f != (count.Figures{}) {
			b.Rows = append(b.Rows, Row{Key: key, Name: names[key], UnitID: unitKey(b.By, key), Figures: f})
		}
	}
	slices.SortFunc(b.Rows, func(x, y Row) int {
		if b.By == ByProcedure && x.Received != y.Received {
			return y.Received - x.Received
		}
		return strings.Compare(text.Fold(x.Name)+x.Key, text.Fold(y.Name)+y.Key)
	})
	if b.By == ByUnit && rest != (count.Figures{}) {
		b.Rows = append([]Row{{Key: b.Unit.Path, Name: b.Unit.FullName, UnitID: b.Unit.ID, Alone: true, Figures: rest}}, b.Rows...)
	}
	return nil
}

// breakdown is figures; those of units mapped go to the units of today.
func (s *Service) breakdown(ctx context.Context, b *Board, q Question) (map[string]count.Figures, error) {
	if !b.Mapped || b.By != ByUnit {
		return s.figures(ctx, q, b.By)
	}
	own, err := s.figures(ctx, q, ByOwn)
	out := map[string]count.Figures{}
	for path, f := range own {
		if child, ok := childOf(b.Unit.Path, b.mapping.to[path]); ok {
			sum := out[child]
			sum.Plus(f)
			out[child] = sum
		}
	}
	return out, err
}

func unitKey(by By, key string) string {
	if by == ByUnit || by == ByOwn {
		return lastKey(key)
	}
	return ""
}

// names are what the keys of a breakdown are called.
func (s *Service) names(ctx context.Context, by By, found map[string]count.Figures) (map[string]string, error) {
	out := map[string]string{}
	switch by {
	case ByUnit, ByOwn:
		var paths []string
		for key := range found {
			paths = append(paths, key)
		}
		units, err := s.named(ctx, paths)
		for key := range found {
			out[key] = units[lastKey(key)].FullName
		}
		return out, err
	case ByProcedure:
		known, err := s.read().procedures(ctx)
		for key := range found {
			out[key] = known[key].Name
		}
		return out, err
	}
	for key := range found {
		out[key] = key
		if by == ByChannel {
			out[key] = text.T(ctx, "insight.channel."+key)
		} else if key == "" {
			out[key] = text.T(ctx, "insight.no-field")
		}
	}
	return out, nil
}

// monthsShown is how many months the line over time has.
const monthsShown = 12

func (s *Service) fillMonths(ctx context.Context, b *Board, q Question) error {
	sums, err := s.byHalf(ctx, q)
	if err != nil || sums == nil {
		return err
	}
	last := b.Period.Until.Add(-time.Millisecond)
	if b.AsOf.Before(last) {
		last = b.AsOf
	}
	span := SpanAt(clock.DateOf(last), 1, false, Cut{1})
	for range monthsShown {
		from, to := span.Days(Cut{1})
		var before, end Sums
		for half, x := range sums {
			if half < from {
				before = before.plus(x)
			}
			if half <= to {
				end = end.plus(x)
			}
		}
		b.Months = append(b.Months, Month{span, between(before, end)})
		span = span.Before()
	}
	slices.Reverse(b.Months)
	return nil
}

// fillPaces and fillContent know units as they were recorded alone.
func (s *Service) fillPaces(ctx context.Context, b *Board, q Question) (err error) {
	if b.Mapped || b.Solver {
		return nil
	}
	from, until := halves(q.Period)
	b.Paces, err = s.read().paces(ctx, q.Path, from, until)
	return err
}

func (s *Service) fillContent(ctx context.Context, b *Board, q Question) (err error) {
	if s.Ratings == nil || b.Mapped || b.Solver {
		return nil
	}
	from, to := b.Span.Days(ReportCut)
	b.Content.Asked, b.Content.Answered, b.Content.Content, err = s.Ratings.Satisfaction(ctx, q.Path, string(from[:7]), string(to[:7]))
	b.Content.Known = b.Content.Asked > 0
	return err
}
