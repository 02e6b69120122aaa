package org

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// ImportHolidays brings the days off and make-up days of a holidays file in, for everybody. Days
// that were entered by hand and are not in the file stay.
func (s *Service) ImportHolidays(ctx context.Context, r io.Reader, dryRun bool) (Report, error) {
	report := newReport(dryRun)
	if err := actor.Need(ctx, CanEditCalendar, "/"); err != nil {
		return report, err
	}
	list, err := term.ReadHolidays(r)
	if err != nil {
		report.Problems = []Problem{{"holidays", err.Error()}}
		return report, report.refusal()
	}
	err = s.inImport(ctx, dryRun, func(ctx context.Context, tx *db.Tx) error {
		if err := s.writeHolidays(ctx, store{tx}, list, &report); err != nil || !report.changes() {
			return err
		}
		if err := (store{tx}).bump(ctx); err != nil {
			return err
		}
		if err := s.keepCalendars(ctx, tx, "", ""); err != nil {
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.holidays-imported", Subject: calendarSubject(""), Data: report})
	})
	return report, err
}

// importReason is the reason that a day from a holidays file has.
const importReason = "Nhập từ danh mục ngày nghỉ"

func (s *Service) writeHolidays(ctx context.Context, st store, list []term.Holiday, report *Report) error {
	days, err := st.days(ctx, []string{""})
	if err != nil {
		return err
	}
	there := make(map[clock.Date]Day, len(days))
	for _, d := range days {
		there[d.Date] = d
	}
	for _, h := range list {
		was, known := there[h.Date]
		want := Day{SpecialDay: h.SpecialDay, ID: was.ID, Decision: h.Decision, Reason: importReason}
		switch {
		case !known:
			want.ID = id.New()
			err = st.addDay(ctx, want, s.clock.Now())
			report.count("days", 1, 0, 0)
		case want != was:
			err = st.updateDay(ctx, want, s.clock.Now())
			report.count("days", 0, 1, 0)
		default:
			report.count("days", 0, 0, 1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
