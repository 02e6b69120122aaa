package org

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Revision grows with every change of units or calendars, in whichever process. Who keeps a date that
// follows from a calendar counts it anew when the revision has grown.
func (s *Service) Revision(ctx context.Context) (int64, error) { return s.read().revision(ctx) }

// Calendar returns the calendar that holds for a unit, or ("") everybody's. It is remembered until
// units or calendars change, in whichever process.
func (s *Service) Calendar(ctx context.Context, unitID string) (*term.Calendar, error) {
	revision, err := s.read().revision(ctx)
	if err != nil {
		return nil, err
	}
	if cal := s.remembered(unitID, revision); cal != nil {
		return cal, nil
	}
	u := Unit{}
	if unitID != "" {
		if u, err = s.Unit(ctx, unitID); err != nil {
			return nil, err
		}
	}
	cal, err := calendarOf(ctx, s.read(), u)
	if err == nil {
		s.remember(unitID, revision, cal)
	}
	return cal, err
}

func (s *Service) remembered(unitID string, revision int64) *term.Calendar {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.revision != revision {
		return nil
	}
	return s.calendars[unitID]
}

func (s *Service) remember(unitID string, revision int64, cal *term.Calendar) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.revision > revision {
		return // counted before a change that another request has seen already
	}
	if s.revision < revision || s.calendars == nil {
		s.calendars, s.revision = map[string]*term.Calendar{}, revision
	}
	s.calendars[unitID] = cal
}

func calendarOf(ctx context.Context, st store, u Unit) (*term.Calendar, error) {
	units := chain(u)
	all, err := st.hours(ctx, units)
	if err != nil {
		return nil, err
	}
	days, err := st.days(ctx, units)
	if err != nil {
		return nil, err
	}
	return assemble(units, all, days)
}

// mostKept bounds the old calendars that are remembered: a house has one for each change of a calendar in its years.
const mostKept = 200

// CalendarByVersion returns a calendar as it once was, to count an old due date again. What a version says never
// changes, so it is remembered.
func (s *Service) CalendarByVersion(ctx context.Context, version string) (*term.Calendar, error) {
	s.mu.Lock()
	cal := s.kept[version]
	s.mu.Unlock()
	if cal != nil {
		return cal, nil
	}
	cal, err := assemble([]string{""}, nil, nil) // that of a house in which no calendar was ever changed
	if err != nil || cal.Version() != version {
		cal, err = s.read().keptCalendar(ctx, version)
	}
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= mostKept {
		s.kept = map[string]*term.Calendar{}
	}
	s.kept[version] = cal
	return cal, nil
}

// Days returns the special days that bear on a unit in a year, in order: of each date only what the
// nearest unit says.
func (s *Service) Days(ctx context.Context, unitID string, year int) ([]Day, error) {
	u := Unit{}
	if unitID != "" {
		var err error
		if u, err = s.Unit(ctx, unitID); err != nil {
			return nil, err
		}
	}
	all, err := s.read().days(ctx, chain(u))
	if err != nil {
		return nil, err
	}
	var days []Day
	best := nearest(chain(u), all)
	for _, d := range all {
		if d.Date.Year() == year && best[d.Date].ID == d.ID {
			days = append(days, d)
		}
	}
	return days, nil
}

// changeCalendar is what every change has around it: the right at the place, the change with its
// trail, the new contents kept by version, and the word to all processes to forget the old ones.
func (s *Service) changeCalendar(ctx context.Context, unitID string, do func(context.Context, *db.Tx, Unit) error) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		u, err := s.calendarPlace(ctx, store{tx}, unitID)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, u); err != nil {
			return err
		}
		if err := (store{tx}).bump(ctx); err != nil {
			return err
		}
		return s.keepCalendars(ctx, tx, unitID, u.Path)
	})
}

// calendarPlace asks for the right where the calendar belongs.
func (s *Service) calendarPlace(ctx context.Context, st store, unitID string) (Unit, error) {
	if unitID == "" {
		return Unit{}, actor.Need(ctx, CanEditCalendar, "/")
	}
	u, err := unitOn(ctx, st, unitID, s.today())
	if err != nil {
		return Unit{}, err
	}
	return u, actor.Need(ctx, CanEditCalendar, u.Path)
}

// keepCalendars keeps the contents that hold below the path of the unit whose calendar was changed, and
// puts them into the ledger. Units without days and hours of their own have the content of one above, so
// only the others are assembled.
func (s *Service) keepCalendars(ctx context.Context, tx *db.Tx, changed, path string) error {
	st := store{tx}
	own, err := st.ownCalendars(ctx)
	if err != nil {
		return err
	}
	touched := []string{changed} // also when it has none of its own any more
	for _, unitID := range append(own, "") {
		u := Unit{}
		if unitID != "" {
			if u, err = unitOn(ctx, st, unitID, s.today()); err != nil {
				return err
			}
		}
		if !strings.HasPrefix(u.Path, path) {
			continue
		}
		cal, err := calendarOf(ctx, st, u)
		if err != nil {
			return err
		}
		if err := st.keepCalendar(ctx, cal, s.clock.Now()); err != nil {
			return err
		}
		touched = append(touched, unitID)
	}
	return s.sealCalendars(ctx, tx, touched)
}

func calendarSubject(unitID string) string {
	if unitID == "" {
		return "org/calendar"
	}
	return "org/calendar/" + unitID
}
