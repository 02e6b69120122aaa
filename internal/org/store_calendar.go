package org

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/id"
)

type shiftRow struct {
	bun.BaseModel `bun:"table:org_calendar_shift"`
	ID            string     `bun:"id,pk"`
	UnitID        string     `bun:"unit_id"`
	FromOn        clock.Date `bun:"from_on"`
	Weekday       int        `bun:"weekday"`
	OpenMinute    int        `bun:"open_minute"`
	ShutMinute    int        `bun:"shut_minute"`
	ReceptionOnly bool       `bun:"reception_only"`
}

type dayRow struct {
	bun.BaseModel `bun:"table:org_calendar_day"`
	ID            string     `bun:"id,pk"`
	UnitID        string     `bun:"unit_id"`
	DayOn         clock.Date `bun:"day_on"`
	Kind          string     `bun:"kind"`
	Name          string     `bun:"name"`
	NameEn        string     `bun:"name_en"`
	ReplacesOn    clock.Date `bun:"replaces_on"`
	Expected      bool       `bun:"expected"`
	Decision      string     `bun:"decision"`
	Reason        string     `bun:"reason"`
	AddedAt       time.Time  `bun:"added_at"`
}

type calendarRow struct {
	bun.BaseModel `bun:"table:org_calendar_version"`
	Version       string    `bun:"version,pk"`
	Content       string    `bun:"content"`
	MadeAt        time.Time `bun:"made_at"`
}

func (r dayRow) day() Day {
	return Day{ID: r.ID, UnitID: r.UnitID, Decision: r.Decision, Reason: r.Reason, SpecialDay: term.SpecialDay{
		Date: r.DayOn, Kind: term.DayKind(r.Kind), Name: r.Name, NameEn: r.NameEn, Replaces: r.ReplacesOn, Expected: r.Expected}}
}

func dayRowOf(d Day, now time.Time) *dayRow {
	return &dayRow{ID: d.ID, UnitID: d.UnitID, DayOn: d.Date, Kind: string(d.Kind), Name: d.Name, NameEn: d.NameEn,
		ReplacesOn: d.Replaces, Expected: d.Expected, Decision: d.Decision, Reason: d.Reason, AddedAt: now}
}

// hours are the sessions of one unit that hold from a day on.
type hours struct {
	unitID string
	from   clock.Date
	shifts []term.Shift
}

// hours returns the office hours of the units, by unit, the earliest first.
func (s store) hours(ctx context.Context, unitIDs []string) ([]hours, error) {
	var rows []shiftRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id IN (?)", bun.List(unitIDs)).
		Order("unit_id", "from_on", "weekday", "open_minute").Scan(ctx)
	if err != nil {
		return nil, err
	}
	var all []hours
	for _, r := range rows {
		if n := len(all); n == 0 || all[n-1].unitID != r.UnitID || all[n-1].from != r.FromOn {
			all = append(all, hours{unitID: r.UnitID, from: r.FromOn})
		}
		h := &all[len(all)-1]
		h.shifts = append(h.shifts, term.Shift{Weekday: time.Weekday(r.Weekday), Open: term.Minute(r.OpenMinute),
			Shut: term.Minute(r.ShutMinute), ReceptionOnly: r.ReceptionOnly})
	}
	return all, nil
}

// setHours replaces the sessions of a unit from that very day.
func (s store) setHours(ctx context.Context, h hours) error {
	_, err := s.q.NewDelete().Model((*shiftRow)(nil)).Where("unit_id = ? AND from_on = ?", h.unitID, h.from).Exec(ctx)
	if err != nil {
		return err
	}
	rows := make([]shiftRow, len(h.shifts))
	for i, sh := range h.shifts {
		rows[i] = shiftRow{ID: id.New(), UnitID: h.unitID, FromOn: h.from, Weekday: int(sh.Weekday), OpenMinute: int(sh.Open),
			ShutMinute: int(sh.Shut), ReceptionOnly: sh.ReceptionOnly}
	}
	return insertAll(ctx, s.q, rows)
}

// days returns the special days of the units in order of date.
func (s store) days(ctx context.Context, unitIDs []string) ([]Day, error) {
	var rows []dayRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id IN (?)", bun.List(unitIDs)).Order("day_on", "unit_id").Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Day, len(rows))
	for i, r := range rows {
		out[i] = r.day()
	}
	return out, nil
}

func (s store) day(ctx context.Context, dayID string) (Day, error) {
	var r dayRow
	err := s.q.NewSelect().Model(&r).Where("id = ?", dayID).Scan(ctx)
	return r.day(), one(err, "org.day-not-found")
}

func (s store) addDay(ctx context.Context, d Day, now time.Time) error {
	_, err := s.q.NewInsert().Model(dayRowOf(d, now)).Exec(ctx)
	return err
}

func (s store) updateDay(ctx context.Context, d Day, now time.Time) error {
	_, err := s.q.NewUpdate().Model(dayRowOf(d, now)).WherePK().Exec(ctx)
	return err
}

// removeDay removes a day that nobody has removed meanwhile; false when somebody has.
func (s store) removeDay(ctx context.Context, dayID string) (bool, error) {
	res, err := s.q.NewDelete().Model((*dayRow)(nil)).Where("id = ?", dayID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// ownCalendars lists the units that have hours or days of their own.
func (s store) ownCalendars(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.q.NewRaw("SELECT unit_id FROM org_calendar_day UNION SELECT unit_id FROM org_calendar_shift ORDER BY unit_id").Scan(ctx, &ids)
	return ids, err
}

// keepCalendar remembers the content of a calendar by its version.
func (s store) keepCalendar(ctx context.Context, cal *term.Calendar, now time.Time) error {
	raw, err := json.Marshal(cal)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&calendarRow{Version: cal.Version(), Content: string(raw), MadeAt: now}).On("CONFLICT (version) DO NOTHING").Exec(ctx)
	return err
}

func (s store) keptCalendar(ctx context.Context, version string) (*term.Calendar, error) {
	var r calendarRow
	err := s.q.NewSelect().Model(&r).Where("version = ?", version).Scan(ctx)
	if err != nil {
		return nil, one(err, "org.calendar-not-found")
	}
	cal := new(term.Calendar)
	return cal, json.Unmarshal([]byte(r.Content), cal)
}

// revision changes whenever units or calendars do.
func (s store) revision(ctx context.Context) (int64, error) {
	var n int64
	err := s.q.NewRaw("SELECT number FROM org_revision WHERE id = 1").Scan(ctx, &n)
	return n, err
}

func (s store) bump(ctx context.Context) error {
	_, err := s.q.NewRaw("UPDATE org_revision SET number = number + 1 WHERE id = 1").Exec(ctx)
	return err
}
