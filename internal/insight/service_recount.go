package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Follow derives the facts of open dossiers again when a calendar has changed: their due dates have moved.
func (s *Service) Follow(ctx context.Context) error {
	revision, err := s.Org.Revision(ctx)
	if err != nil {
		return err
	}
	was, err := s.read().state(ctx)
	if err != nil || was.Revision == revision {
		return err
	}
	if err := s.again(ctx, true); err != nil {
		return err
	}
	return s.turn(ctx, func(is *state) { is.Revision = revision }, func(context.Context, store) error { return nil })
}

// again derives the facts of all dossiers, or of open ones, once more.
func (s *Service) again(ctx context.Context, openOnly bool) error {
	for after := ""; ; {
		ids, err := s.Dossiers.KeysAfter(ctx, after, batch, openOnly)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.takeAgain(ctx, ids); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// takeAgain takes dossiers over without having heard of them, however often somebody is faster.
func (s *Service) takeAgain(ctx context.Context, ids []string) error {
	for {
		was, err := s.read().state(ctx)
		if err != nil {
			return err
		}
		if err := s.take(ctx, was, was, ids); !fault.Is(err, fault.Conflict) {
			return err
		}
	}
}

// turn changes the state, and what do changes with it.
func (s *Service) turn(ctx context.Context, change func(*state), do func(context.Context, store) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		was, err := st.state(ctx)
		if err != nil {
			return err
		}
		is := was
		change(&is)
		if err := st.advance(ctx, was, is); err != nil {
			return err
		}
		return do(ctx, st)
	})
}

// Recount makes everything from nothing: facts from events, sums from facts.
func (s *Service) Recount(ctx context.Context) error {
	if err := s.again(ctx, false); err != nil {
		return err
	}
	if err := s.forget(ctx); err != nil {
		return err
	}
	return s.turn(ctx, func(*state) {}, func(ctx context.Context, st store) error {
		cells, paces, err := addUp(ctx, st)
		if err != nil {
			return err
		}
		for _, write := range []func() error{
			func() error { return st.dropCells(ctx) }, func() error { return st.addCells(ctx, cells) },
			func() error { return st.dropPaces(ctx) }, func() error { return st.addPaces(ctx, paces) },
		} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
}

// forget drops facts of dossiers that there are not.
func (s *Service) forget(ctx context.Context) error {
	for after := ""; ; {
		ids, err := s.read().keysAfter(ctx, after, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		after = ids[len(ids)-1]
		facts, err := s.derive(ctx, ids)
		if err != nil {
			return err
		}
		if len(facts) == len(ids) {
			continue
		}
		if err := s.takeAgain(ctx, ids); err != nil {
			return err
		}
	}
}

// addUp adds all facts up.
func addUp(ctx context.Context, st store) (map[Place]Sums, map[paceKey]paceSum, error) {
	cells, paces := map[Place]Sums{}, map[paceKey]paceSum{}
	for after := ""; ; {
		ids, err := st.keysAfter(ctx, after, 1000)
		if err != nil || len(ids) == 0 {
			return cells, paces, err
		}
		after = ids[len(ids)-1]
		facts, err := st.facts(ctx, ids)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range facts {
			addTo(cells, paces, f, 1)
		}
	}
}

// Difference is something in which what is kept differs from what the events say.
type Difference struct {
	Dossier string `json:"dossier,omitempty"` // its code
	What    string `json:"what"`
	Kept    string `json:"kept"`
	Counted string `json:"counted"`
}

// Check is one nightly comparison.
type Check struct {
	At       time.Time
	Compared int
	Differ   int
	Report   []Difference // the first of them
}

// mostDifferences bounds what a report lists; Differ counts all.
const mostDifferences = 200

// Compare derives every fact from events again and every sum from facts, and keeps a report of what
// differs from what the board shows. It mends nothing: a difference is a fault that somebody must explain.
func (s *Service) Compare(ctx context.Context) (*Check, error) {
	c := &Check{At: s.Clock.Now()}
	if err := s.compareFacts(ctx, c); err != nil {
		return nil, err
	}
	if err := s.compareSums(ctx, c); err != nil {
		return nil, err
	}
	report, err := json.Marshal(c.Report)
	if err != nil {
		return nil, err
	}
	if c.Differ > 0 {
		s.Log.ErrorContext(ctx, "figures differ from events", "compared", c.Compared, "differ", c.Differ)
	}
	return c, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.addCheck(ctx, &checkRow{ID: id.New(), At: c.At, Compared: c.Compared, Differ: c.Differ, Report: string(report)})
	})
}

// CompareNightly compares once a day of the country, however often it is asked.
func (s *Service) CompareNightly(ctx context.Context) error {
	last, err := s.Checks(ctx, 1)
	if err != nil || (len(last) > 0 && clock.DateOf(last[0].At) >= clock.DateOf(s.Clock.Now())) {
		return err
	}
	_, err = s.Compare(ctx)
	return err
}

// Checks are the last comparisons, the newest first.
func (s *Service) Checks(ctx context.Context, limit int) ([]Check, error) {
	return s.read().checks(ctx, limit)
}

func (c *Check) note(code, what string, kept, counted any) {
	c.Differ++
	if len(c.Report) < mostDifferences {
		c.Report = append(c.Report, Difference{code, what, fmt.Sprint(kept), fmt.Sprint(counted)})
	}
}

func (s *Service) compareFacts(ctx context.Context, c *Check) error {
	for after := ""; ; {
		ids, err := s.Dossiers.KeysAfter(ctx, after, batch, false)
		if err != nil || len(ids) == 0 {
			return err
		}
		after = ids[len(ids)-1]
		kept, err := s.read().facts(ctx, ids)
		if err != nil {
			return err
		}
		counted, err := s.derive(ctx, ids)
		if err != nil {
			return err
		}
		for _, f := range counted {
			c.Compared++
			was, ok := kept[f.ID]
			if !ok {
				continue // happened after what was heard last
			}
			if was.Seq == f.Seq {
				c.compare(was, f)
			}
		}
	}
}

// compare names the columns in which a kept fact differs from one derived now.
func (c *Check) compare(kept, counted *Fact) {
	a, b := rowOf(kept), rowOf(counted)
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for _, column := range reflect.VisibleFields(va.Type()) {
		if column.Anonymous {
			continue
		}
		if x, y := plain(va.FieldByIndex(column.Index).Interface()), plain(vb.FieldByIndex(column.Index).Interface()); x != y {
			c.note(kept.Code, column.Tag.Get("bun"), x, y)
		}
	}
	if x, y := len(kept.Steps), len(counted.Steps); x != y {
		c.note(kept.Code, "steps", x, y)
	}
}

func plain(v any) any {
	if t, ok := v.(interface{ IsZero() bool }); ok {
		if t.IsZero() {
			return ""
		}
	}
	if t, ok := v.(interface{ UnixMilli() int64 }); ok {
		return t.UnixMilli()
	}
	return v
}

func (s *Service) compareSums(ctx context.Context, c *Check) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { // both as of one instant
		st := store{tx}
		kept, err := st.allCells(ctx)
		if err != nil {
			return err
		}
		counted, _, err := addUp(ctx, st)
		if err != nil {
			return err
		}
		for p, x := range counted {
			if x != (Sums{}) && kept[p] != x {
				c.note("", p.String(), kept[p], x)
			}
			delete(kept, p)
		}
		for p, x := range kept {
			c.note("", p.String(), x, Sums{})
		}
		return nil
	})
}

// String names a place for a report.
func (p Place) String() string {
	return string(p.Grain) + " " + p.Path + " " + p.Key + " " + string(p.Half)
}
