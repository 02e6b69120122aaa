package org

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "org", Files: schemaFiles}

// Service is the register: questions here, the verbs of people and calendars in the files beside.
type Service struct {
	db    *db.DB
	trail *audit.Log
	clock clock.Clock

	mu        sync.Mutex
	calendars map[string]*term.Calendar // by unit, of the revision
	revision  int64
	kept      map[string]*term.Calendar // by version, whenever it held
}

// New returns the register kept in d.
func New(d *db.DB, trail *audit.Log, c clock.Clock) *Service {
	return &Service{db: d, trail: trail, clock: c}
}

func (s *Service) read() store { return store{s.db.Read()} }

func (s *Service) today() clock.Date { return clock.DateOf(s.clock.Now()) }

// Unit returns the unit as it is today: a unit that is no more as it was last, one still to come as
// it will be first.
func (s *Service) Unit(ctx context.Context, unitID string) (Unit, error) {
	return s.UnitOn(ctx, unitID, s.today())
}

// UnitOn is Unit for another day.
func (s *Service) UnitOn(ctx context.Context, unitID string, on clock.Date) (Unit, error) {
	return unitOn(ctx, s.read(), unitID, on)
}

func unitOn(ctx context.Context, st store, unitID string, on clock.Date) (Unit, error) {
	versions, err := st.versions(ctx, unitID)
	if err != nil {
		return Unit{}, err
	}
	if len(versions) == 0 {
		return Unit{}, fault.New(fault.NotFound, "org.unit-not-found")
	}
	return pick(versions, on), nil
}

// Units returns those of the units that exist, by key, each as Unit would.
func (s *Service) Units(ctx context.Context, ids ...string) (map[string]Unit, error) {
	versions, err := s.read().versions(ctx, ids...)
	if err != nil {
		return nil, err
	}
	units, on := make(map[string]Unit, len(ids)), s.today()
	for len(versions) > 0 {
		n := slices.IndexFunc(versions, func(u Unit) bool { return u.ID != versions[0].ID })
		if n < 0 {
			n = len(versions)
		}
		units[versions[0].ID] = pick(versions[:n], on)
		versions = versions[n:]
	}
	return units, nil
}

// pick chooses of one unit's versions, the oldest first, the one for the day.
func pick(versions []Unit, on clock.Date) Unit {
	chosen := versions[0]
	for _, v := range versions {
		if v.From <= on {
			chosen = v
		}
	}
	return chosen
}

// Versions returns all a unit has been and will be, the oldest first.
func (s *Service) Versions(ctx context.Context, unitID string) ([]Unit, error) {
	return s.read().versions(ctx, unitID)
}

// Children returns the units right below one on the day, "" meaning the top, of a kind or ("") all.
func (s *Service) Children(ctx context.Context, parentID string, kind Kind, on clock.Date) ([]Unit, error) {
	return s.read().on(ctx, filter{On: on, Parent: parentID, Top: parentID == "", Kind: kind})
}

// Below returns all units of a kind, or ("") of any, below a unit on the day, itself left out.
func (s *Service) Below(ctx context.Context, unitID string, kind Kind, on clock.Date) ([]Unit, error) {
	u, err := s.UnitOn(ctx, unitID, on)
	if err != nil {
		return nil, err
	}
	units, err := s.read().on(ctx, filter{On: on, Under: u.Path, Kind: kind})
	return slices.DeleteFunc(units, func(v Unit) bool { return v.ID == unitID }), err
}

// OfKind returns all units of a kind on the day.
func (s *Service) OfKind(ctx context.Context, kind Kind, on clock.Date) ([]Unit, error) {
	return s.read().on(ctx, filter{On: on, Kind: kind})
}

// ByCode returns the unit that had the code on the day: codes are used again.
func (s *Service) ByCode(ctx context.Context, kind Kind, code string, on clock.Date) (Unit, error) {
	if code == "" {
		return Unit{}, fault.New(fault.NotFound, "org.unit-not-found")
	}
	return s.only(ctx, filter{On: on, Kind: kind, Code: code})
}

// ByKey returns the department with the key below a unit on the day, such as "phong-tu-phap".
func (s *Service) ByKey(ctx context.Context, unitID, key string, on clock.Date) (Unit, error) {
	u, err := s.UnitOn(ctx, unitID, on)
	if err != nil {
		return Unit{}, err
	}
	return s.only(ctx, filter{On: on, Under: u.Path, Key: key})
}

func (s *Service) only(ctx context.Context, f filter) (Unit, error) {
	units, err := s.read().on(ctx, f)
	if err != nil {
		return Unit{}, err
	}
	if len(units) != 1 {
		return Unit{}, fault.New(fault.NotFound, "org.unit-not-found")
	}
	return units[0], nil
}

// Query is a search among the units in force on a day; empty fields do not narrow.
type Query struct {
	Text  string // words of name or code, with marks or without
	Kind  Kind
	Under string // path
	On    clock.Date
	Limit int
}

// Search finds units by name or code, those that match with their marks first.
func (s *Service) Search(ctx context.Context, q Query) ([]Unit, error) {
	if q.On == "" {
		q.On = s.today()
	}
	units, err := s.read().on(ctx, filter{On: q.On, Kind: q.Kind, Under: q.Under, Text: text.Fold(q.Text), Limit: q.Limit})
	exact := text.Exact(q.Text)
	slices.SortStableFunc(units, func(a, b Unit) int { return nearness(b, exact) - nearness(a, exact) })
	return units, err
}

// nearness ranks a hit: the name itself, its marks, anything else.
func nearness(u Unit, exact string) int {
	switch name := text.Exact(u.FullName); {
	case name == exact || text.Exact(u.Name) == exact:
		return 2
	case strings.Contains(name, exact):
		return 1
	}
	return 0
}

// Lineage returns what the unit came out of and what came out of it.
func (s *Service) Lineage(ctx context.Context, unitID string) ([]Lineage, error) {
	return s.read().lineage(ctx, unitID)
}

// Successors follows lineage to the units that stand in a unit's place on the day: itself while it
// is in force, the one it merged into, or all those its work was spread over.
func (s *Service) Successors(ctx context.Context, unitID string, on clock.Date) ([]Unit, error) {
	found, seen := map[string]Unit{}, map[string]bool{}
	next := []string{unitID}
	for len(next) > 0 {
		here := next[0]
		next = next[1:]
		if seen[here] {
			continue
		}
		seen[here] = true
		u, err := s.UnitOn(ctx, here, on)
		if err != nil {
			return nil, err
		}
		if u.In(on) {
			found[here] = u
			continue
		}
		lines, err := s.Lineage(ctx, here)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if l.FromID == here && l.Since <= on {
				next = append(next, l.ToID)
			}
		}
	}
	units := make([]Unit, 0, len(found))
	for _, u := range found {
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b Unit) int { return strings.Compare(string(a.Kind)+a.Code+a.ID, string(b.Kind)+b.Code+b.ID) })
	return units, nil
}
