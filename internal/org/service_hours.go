package org

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Hours is a change of office hours: the sessions of the week that hold from a day on.
type Hours struct {
	UnitID string
	From   clock.Date
	Shifts []term.Shift
	Reason string
}

// SetHours gives a unit, and all below it without hours of their own, new office hours from a day on.
func (s *Service) SetHours(ctx context.Context, h Hours) error {
	h.Reason = text.Clean(h.Reason)
	if err := fault.OnFields(h.problems()); err != nil {
		return err
	}
	return s.changeCalendar(ctx, h.UnitID, func(ctx context.Context, tx *db.Tx, _ Unit) error {
		if err := (store{tx}).setHours(ctx, hours{h.UnitID, h.From, h.Shifts}); err != nil {
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.hours-set", Subject: calendarSubject(h.UnitID), Why: h.Reason, Data: h})
	})
}

func (h Hours) problems() []fault.Field {
	var bad []fault.Field
	if _, err := clock.ParseDate(string(h.From)); err != nil {
		bad = append(bad, fault.Field{Name: "tu-ngay", Key: "org.field.date"})
	}
	trial, err := term.NewCalendar([]term.Period{{Shifts: h.Shifts}}, nil)
	switch {
	case err != nil:
		bad = append(bad, fault.Field{Name: "sang-mo", Key: "org.field.shifts"})
	case !worksSometime(trial):
		bad = append(bad, fault.Field{Name: "sang-mo", Key: "org.field.no-shifts"})
	}
	if h.Reason == "" {
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.reason"})
	}
	return bad
}

func worksSometime(cal *term.Calendar) bool {
	_, err := term.Add(cal, time.Date(2023, 1, 2, 0, 0, 0, 0, clock.Zone), 1)
	return err == nil
}
