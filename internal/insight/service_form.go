package insight

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Report is form II.06a of a unit and a period, with the everyday rates.
type Report struct {
	Ask
	Unit   org.Unit
	Period count.Period
	AsOf   time.Time
	Form
	Left  count.Figures // of units that cannot be mapped
	Rates []NamedRate
}

// NamedRate is one of the everyday rates. What the house has no data of yet is not Known, and is no nought.
type NamedRate struct {
	Key   string
	Known bool
	Rate
}

// Report counts form II.06a. One whose columns do not add up is refused, not shown.
func (s *Service) Report(ctx context.Context, ask Ask) (*Report, error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	ask.Field, ask.Procedure, ask.Channel = "", "", ""
	var r *Report
	err = s.steady(ctx, func() error {
		b := Board{Ask: ask, Unit: u, Period: ask.Span.Period(ReportCut), AsOf: s.now()}
		q, err := s.questionOf(ctx, &b)
		if err != nil {
			return err
		}
		r = &Report{Ask: ask, Unit: u, Period: b.Period, AsOf: b.AsOf, Left: b.Left}
		if r.Form, err = s.form(ctx, q); err != nil {
			return err
		}
		r.Rates, err = s.rates(ctx, q, r.Total)
		return err
	})
	return r, err
}

func (s *Service) form(ctx context.Context, q Question) (Form, error) {
	whole, err := s.figures(ctx, q, Whole)
	if err != nil {
		return Form{}, err
	}
	fields, err := s.figures(ctx, q, ByField)
	if err != nil {
		return Form{}, err
	}
	f := Form{Total: whole[""]}
	for name, g := range fields {
		if g != (count.Figures{}) {
			f.Rows = append(f.Rows, FormRow{or(name, text.In(text.Vi, "insight.no-field")), g})
		}
	}
	slices.SortFunc(f.Rows, func(a, b FormRow) int { return strings.Compare(text.Fold(a.Field), text.Fold(b.Field)) })
	return f, f.check()
}

// rates are the everyday rates, each with both numbers. law: report/ii-06a
func (s *Service) rates(ctx context.Context, q Question, f count.Figures) ([]NamedRate, error) {
	abroad, err := s.read().abroad(ctx, q.facts(), q.Period)
	if err != nil {
		return nil, err
	}
	out := []NamedRate{{"on-time", true, onTime(f)}, {"on-time-strict", true, onTimeStrict(f)}, {"online", true, online(f)},
		{"abroad", true, Rate{abroad, f.Received}}}
	for _, missing := range []string{"full-online", "services-used", "paid-online"} {
		out = append(out, NamedRate{Key: missing})
	}
	out = append(out, NamedRate{"results", true, Rate{f.Flagged.Results, f.Flagged.Done}}, NamedRate{"digitised", true, Rate{f.Flagged.Digitised, f.Flagged.Done}},
		NamedRate{"reused", true, Rate{f.Flagged.Reused, f.Received}})
	content := NamedRate{Key: "content"}
	if s.Ratings != nil && q.Paths == nil && !q.Solver {
		last := q.Period.Until.Add(-time.Millisecond)
		month := func(t time.Time) string { return string(halfOf(t))[:7] }
		asked, answered, happy, err := s.Ratings.Satisfaction(ctx, q.Path, month(q.Period.From), month(last))
		if err != nil {
			return nil, err
		}
		content.Known, content.Rate = asked > 0, Rate{happy, answered}
	}
	return append(out, content), nil
}
