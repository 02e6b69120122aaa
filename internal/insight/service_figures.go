package insight

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// By says what figures are broken down by.
type By string

// The ways to break figures down.
const (
	Whole       By = ""
	ByUnit      By = "unit" // units right below, each with all below it
	ByOwn       By = "own"  // every receiving unit at or below, alone
	ByField     By = "field"
	ByProcedure By = "procedure"
	ByChannel   By = "channel"
)

// everywhere is the path above all units.
const everywhere = "/"

// Question is what figures are asked for.
type Question struct {
	Path   string // of the unit, as recorded at reception; with all below
	Period count.Period
	AsOf   time.Time // zero: now

	Field, Procedure, Channel string // narrow; empty ones do not
	Solver                    bool   // Path is of the unit that decides, in place of the one that received

	Paths []string // not nil: these very units in place of Path, none below them
}

// now is just behind the present instant: what happens this very moment counts.
func (s *Service) now() time.Time { return s.Clock.Now().Add(time.Millisecond) }

// figures are the figures of a question, by key: "" of the whole, a path of units, else the field's name, the
// procedure's key, the channel. Nothing asks for a right here.
func (s *Service) figures(ctx context.Context, q Question, by By) (map[string]count.Figures, error) {
	if q.AsOf.IsZero() {
		q.AsOf = s.now()
	}
	end := q.Period.Until
	if q.AsOf.Before(end) {
		end = q.AsOf
	}
	before, err := s.upTo(ctx, q, by, q.Period.From)
	if err != nil {
		return nil, err
	}
	after, err := s.upTo(ctx, q, by, end)
	if err != nil {
		return nil, err
	}
	out := make(map[string]count.Figures, len(after))
	for key, sums := range after {
		out[key] = between(before[key], sums)
	}
	if _, ok := out[""]; by == Whole && !ok {
		out[""] = count.Figures{}
	}
	return out, nil
}

// upTo are the sums of all time before t: of the kept half months that lie before it, and straight from
// facts for the part of a half month, from whichever side that is shorter.
func (s *Service) upTo(ctx context.Context, q Question, by By, t time.Time) (map[string]Sums, error) {
	cells, ok := q.cells(by)
	if !ok {
		return s.fromFacts(ctx, q, by, time.Time{}, t)
	}
	half := halfOf(t)
	start, stop := half.At(0), nextHalf(half).At(0)
	fromEnd := !t.Equal(start) && (stop.Sub(t) < t.Sub(start) || !t.Before(s.Clock.Now()))
	if fromEnd {
		half = nextHalf(half)
	}
	kept, err := s.read().before(ctx, cells, half)
	if err != nil {
		return nil, err
	}
	out := map[string]Sums{}
	for at, x := range kept {
		key := at.Key
		if by == ByUnit || by == ByOwn {
			key = at.Path
		} else if by == Whole {
			key = ""
		}
		out[key] = out[key].plus(x)
	}
	if t.Equal(start) {
		return out, nil
	}
	from, until := start, t
	if fromEnd {
		from, until = t, stop
	}
	edge, err := s.fromFacts(ctx, q, by, from, until)
	for key, x := range edge {
		if fromEnd {
			out[key] = out[key].minus(x)
		} else {
			out[key] = out[key].plus(x)
		}
	}
	return out, err
}

// cells says which kept sums answer a question, if any do.
func (q Question) cells(by By) (cellQuery, bool) {
	grain, key, n := OfUnit, "", 0
	for _, one := range []struct {
		grain Grain
		key   string
	}{{OfField, q.Field}, {OfProcedure, q.Procedure}, {OfChannel, q.Channel}} {
		if one.key != "" {
			grain, key, n = one.grain, one.key, n+1
		}
	}
	switch {
	case n > 1 || q.Solver:
		return cellQuery{}, false
	case q.Paths != nil:
		return cellQuery{Grain: OfOwn, Paths: q.Paths}, n == 0 && (by == Whole || by == ByOwn)
	case by == Whole:
		return cellQuery{Grain: grain, Path: q.Path, Key: key, Children: q.Path == everywhere}, true
	case by == ByUnit:
		return cellQuery{Grain: grain, Path: q.Path, Key: key, Children: true}, true
	case n > 0:
		return cellQuery{}, false
	case by == ByOwn:
		return cellQuery{Grain: OfOwn, Path: q.Path, Below: true}, true
	}
	return cellQuery{Grain: Grain(by), Path: q.Path, Children: q.Path == everywhere}, true
}

// fromFacts adds facts up by key.
func (s *Service) fromFacts(ctx context.Context, q Question, by By, from, until time.Time) (map[string]Sums, error) {
	rows, err := s.read().sums(ctx, q.facts(), by, from, until)
	out := map[string]Sums{}
	for i := range rows {
		r := &rows[i]
		path := r.ReceivingPath
		if q.Solver {
			path = r.CompetentPath
		}
		key, ok := "", true
		switch by {
		case ByUnit:
			key, ok = childOf(q.Path, path)
		case ByOwn:
			key = path
		case ByField:
			key = r.Field
		case ByProcedure:
			key = r.ProcedureID
		case ByChannel:
			key = string(r.Channel)
		}
		if ok {
			out[key] = out[key].plus(Sums(r.sumsRow))
		}
	}
	return out, err
}

// facts are the same narrowing for facts.
func (q Question) facts() factQuery {
	fq := factQuery{Path: q.Path, Paths: q.Paths, Field: q.Field, Procedure: q.Procedure, Channel: q.Channel}
	if q.Solver {
		fq.Path, fq.Solver = "", q.Path
	}
	return fq
}

// childOf is the unit right below parent on the way to path.
func childOf(parent, path string) (string, bool) {
	up := upwards(path)
	for _, p := range up {
		if parentOf(p) == parent {
			return p, true
		}
	}
	return "", false
}

// byHalf are the sums of a question by half month, for lines over time.
func (s *Service) byHalf(ctx context.Context, q Question) (map[clock.Date]Sums, error) {
	cells, ok := q.cells(Whole)
	if !ok {
		return nil, nil
	}
	return s.read().series(ctx, cells)
}
