package insight

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Aim is a target beside what was reached.
type Aim struct {
	Target
	Reached Rate
	Light   Light
	OfYear  bool // set for the year; the period shown has none of its own
}

// NewTarget is what somebody types to set a target, or to take it away.
type NewTarget struct {
	UnitID    string
	Indicator Indicator
	Span      Span
	Goal      string // percent, as typed; "" takes the target away
	Owner     string
	Reason    string
}

// SetTarget sets, changes or takes away a target. What was stays in the history.
func (s *Service) SetTarget(ctx context.Context, n NewTarget) error {
	n.Owner, n.Reason, n.Goal = text.Clean(n.Owner), text.Clean(n.Reason), text.Clean(n.Goal)
	goal, ok := typedPercent(n.Goal)
	var wrong []fault.Field
	need := func(ok bool, name, key string) {
		if !ok {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	need(slices.Contains(Indicators, n.Indicator), "indicator", "insight.target.indicator-missing")
	need(n.Span.Months > 0, "span", "insight.target.span-missing")
	need(ok || n.Goal == "", "goal", "insight.target.goal-form")
	need(n.Owner != "" || n.Goal == "", "owner", "insight.target.owner-missing")
	need(n.Reason != "", "reason", "insight.target.reason-missing")
	if err := fault.OnFields(wrong); err != nil {
		return err
	}
	u, err := s.Org.Unit(ctx, n.UnitID)
	if err != nil {
		return err
	}
	if err := actor.Need(ctx, CanTarget, u.Path); err != nil {
		return err
	}
	a := actor.Of(ctx)
	t := Target{ID: id.New(), At: s.Clock.Now(), UnitID: u.ID, Indicator: n.Indicator, Span: n.Span, Goal: goal, Gone: n.Goal == "", Owner: n.Owner, Reason: n.Reason, By: a.Name}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addTarget(ctx, t, a.PersonID); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "insight.target-set", Subject: "org/unit/" + u.ID, Why: n.Reason,
			Data: map[string]any{"indicator": n.Indicator, "span": n.Span.Name(), "goal": goal, "gone": t.Gone, "owner": n.Owner}})
	})
}

// Targets are the targets of a unit in a period with what was reached, and the history of all its targets.
func (s *Service) Targets(ctx context.Context, ask Ask) (*Board, []Aim, []Target, error) {
	ask.By, ask.Field, ask.Procedure, ask.Channel, ask.Mapped, ask.Solver = ByChannel, "", "", "", false, false
	b, err := s.Board(ctx, ask)
	if err != nil {
		return nil, nil, nil, err
	}
	history, err := s.read().targets(ctx, b.Unit.ID, "")
	return b, b.Aims, history, err
}

// fillAims sets targets beside what was reached. A target is of a unit's own whole figures.
func (s *Service) fillAims(ctx context.Context, b *Board, _ Question) error {
	if b.Mapped || b.Solver || b.Field+b.Procedure+b.Channel != "" {
		return nil
	}
	held, err := s.read().targets(ctx, b.Unit.ID, b.Span.Name())
	if err != nil {
		return err
	}
	here, whole := holding(held), map[Indicator]Target{}
	if year, ok := b.Span.year(); ok {
		of, err := s.read().targets(ctx, b.Unit.ID, year.Name())
		if err != nil {
			return err
		}
		whole = holding(of)
	}
	for _, i := range Indicators {
		t, ok := here[i]
		if !ok {
			if t, ok = whole[i]; !ok {
				continue
			}
		}
		r := b.reached(i)
		b.Aims = append(b.Aims, Aim{Target: t, Reached: r, Light: light(r, t.Goal), OfYear: t.Span != b.Span})
	}
	return nil
}

func (b *Board) reached(i Indicator) Rate {
	switch i {
	case TheOnTime:
		return onTime(b.Now)
	case TheOnTimeStrict:
		return onTimeStrict(b.Now)
	case TheContent:
		return Rate{b.Content.Content, b.Content.Answered}
	}
	return online(b.Now)
}

// aim is the target of an indicator, if there is one.
func (b *Board) aim(i Indicator) (Aim, bool) {
	for _, a := range b.Aims {
		if a.Indicator == i {
			return a, true
		}
	}
	return Aim{}, false
}

// mayAt tells whether whoever acts holds a right at a unit.
func mayAt(ctx context.Context, right string, u org.Unit) bool {
	return actor.Of(ctx).Has(right, u.Path)
}
