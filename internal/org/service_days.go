package org

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Day returns one special day as it was entered.
func (s *Service) Day(ctx context.Context, dayID string) (Day, error) {
	return s.read().day(ctx, dayID)
}

// DayToEdit returns a special day to whoever may change the calendar that it stands in.
func (s *Service) DayToEdit(ctx context.Context, dayID string) (Day, error) {
	d, err := s.Day(ctx, dayID)
	if err == nil {
		_, err = s.calendarPlace(ctx, s.read(), d.UnitID)
	}
	return d, err
}

// AddDay makes a date a day off or a make-up day of a unit and all below it. Who does it needs the
// right there and gives a reason. It returns the key of the day.
func (s *Service) AddDay(ctx context.Context, d Day) (string, error) {
	d = d.clean()
	d.ID = id.New()
	err := s.changeCalendar(ctx, d.UnitID, func(ctx context.Context, tx *db.Tx, u Unit) error {
		if err := s.checkDay(ctx, store{tx}, u, d); err != nil {
			return err
		}
		if err := (store{tx}).addDay(ctx, d, s.clock.Now()); err != nil {
			if db.IsDuplicate(err) {
				return fault.New(fault.Conflict, "org.day-twice", "date", text.Date(d.Date)).Because(err)
			}
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.day-added", Subject: calendarSubject(d.UnitID), Why: d.Reason, Data: d})
	})
	return d.ID, err
}

// CheckDay says what AddDay would object to.
func (s *Service) CheckDay(ctx context.Context, d Day) error {
	u, err := s.calendarPlace(ctx, s.read(), d.UnitID)
	if err != nil {
		return err
	}
	return s.checkDay(ctx, s.read(), u, d.clean())
}

// checkDay wants a date that exists, a name, a reason, and a change: a day off must have been
// worked, a make-up day must not.
func (s *Service) checkDay(ctx context.Context, st store, u Unit, d Day) error {
	if err := fault.OnFields(d.problems()); err != nil {
		return err
	}
	days, err := st.days(ctx, []string{d.UnitID})
	if err != nil {
		return err
	}
	for _, there := range days {
		if there.Date == d.Date {
			return fault.OnFields([]fault.Field{{Name: "ngay", Key: "org.day-twice", Args: fault.Args("date", text.Date(d.Date))}})
		}
	}
	cal, err := calendarOf(ctx, st, u)
	if err != nil {
		return err
	}
	switch works := cal.IsWorking(d.Date); {
	case d.Kind == term.Off && !works:
		return fault.OnFields([]fault.Field{{Name: "ngay", Key: "org.day-is-off", Args: fault.Args("date", text.Date(d.Date))}})
	case d.Kind == term.MakeUp && works:
		return fault.OnFields([]fault.Field{{Name: "ngay", Key: "org.day-is-worked", Args: fault.Args("date", text.Date(d.Date))}})
	}
	return nil
}

func (d Day) clean() Day {
	d.Name, d.NameEn = text.Clean(d.Name), text.Clean(d.NameEn)
	d.Decision, d.Reason = text.Clean(d.Decision), text.Clean(d.Reason)
	return d
}

func (d Day) problems() []fault.Field {
	var bad []fault.Field
	add := func(wrong bool, name, key string) {
		if wrong {
			bad = append(bad, fault.Field{Name: name, Key: key})
		}
	}
	_, err := clock.ParseDate(string(d.Date))
	add(err != nil || d.Date.Year() < 2000 || d.Date.Year() > 2100, "ngay", "org.field.date")
	add(d.Kind != term.Off && d.Kind != term.MakeUp, "loai", "org.field.day-kind")
	add(d.Name == "", "ten", "org.field.day-name")
	add(len(d.Name) > 200, "ten", "org.field.too-long")
	_, err = clock.ParseDate(string(d.Replaces))
	add(d.Replaces != "" && err != nil, "bu-cho", "org.field.date")
	add(d.Reason == "", "ly-do", "org.field.reason")
	add(len(d.Reason) > 1000, "ly-do", "org.field.too-long")
	return bad
}

// RemoveDay takes a special day away again. Dates of terms that ran over it move.
func (s *Service) RemoveDay(ctx context.Context, dayID, reason string) error {
	d, err := s.read().day(ctx, dayID)
	if err != nil {
		return err
	}
	if reason = text.Clean(reason); reason == "" {
		return fault.OnFields([]fault.Field{{Name: "ly-do", Key: "org.field.reason"}})
	}
	return s.changeCalendar(ctx, d.UnitID, func(ctx context.Context, tx *db.Tx, _ Unit) error {
		if removed, err := (store{tx}).removeDay(ctx, dayID); err != nil || !removed {
			return orGone(err)
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.day-removed", Subject: calendarSubject(d.UnitID), Why: reason, Data: d})
	})
}

func orGone(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "org.changed-meanwhile")
}
