package term

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Minute is a time of day, in minutes since midnight, written 07:30.
type Minute int

// ParseMinute reads 07:30; 24:00 is the end of the day.
func ParseMinute(s string) (Minute, error) {
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != 5 {
		return 0, fmt.Errorf("time of day %q is not written hh:mm", s)
	}
	return Minute(t.Hour()*60 + t.Minute()), nil
}

func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// MarshalText writes 07:30.
func (m Minute) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads 07:30.
func (m *Minute) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMinute(string(b))
	return err
}

func (m Minute) on(d clock.Date) time.Time { return d.At(time.Duration(m) * time.Minute) }

// Shift is one session of a weekday. A reception shift takes dossiers in, such as on a Saturday
// morning, but the time of terms does not run in it.
type Shift struct {
	Weekday       time.Weekday `json:"weekday"` // 0 is Sunday
	Open          Minute       `json:"open"`
	Shut          Minute       `json:"shut"`
	ReceptionOnly bool         `json:"reception_only,omitempty"`
}

// Period is office hours and the days for which they hold: both days included, empty is unbounded.
type Period struct {
	From   clock.Date `json:"from,omitempty"`
	Until  clock.Date `json:"until,omitempty"`
	Shifts []Shift    `json:"shifts"`
}

// DayKind is what makes a date differ from its weekday.
type DayKind string

// A date is off though its weekday is worked, or worked to make up for another.
const (
	Off    DayKind = "off"
	MakeUp DayKind = "make-up"
)

// SpecialDay is a day off or a make-up day.
type SpecialDay struct {
	Date     clock.Date `json:"date"`
	Kind     DayKind    `json:"kind"`
	Name     string     `json:"name,omitempty"`     // "Tết Nguyên đán"
	NameEn   string     `json:"name_en,omitempty"`  // "Lunar New Year (Tet)"
	Replaces clock.Date `json:"replaces,omitempty"` // of a make-up day: the day off it is worked for
	Expected bool       `json:"expected,omitempty"` // computed from the law, no decision yet
}

// Calendar is when an office works. It does not change; make another.
type Calendar struct {
	periods []Period
	weeks   [][7][]Shift // of each period, by weekday
	days    map[clock.Date]SpecialDay
	version string
}

// NewCalendar checks office hours and special days and joins them. Where periods overlap, the one
// that begins last holds.
func NewCalendar(periods []Period, days []SpecialDay) (*Calendar, error) {
	c := &Calendar{periods: slices.Clone(periods), days: make(map[clock.Date]SpecialDay, len(days))}
	for _, p := range c.periods {
		if err := p.check(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(c.periods, func(a, b Period) int { return strings.Compare(string(b.From), string(a.From)) })
	for _, p := range c.periods {
		c.weeks = append(c.weeks, p.byWeekday())
	}
	for _, d := range days {
		if _, err := clock.ParseDate(string(d.Date)); err != nil {
			return nil, err
		}
		if d.Kind != Off && d.Kind != MakeUp {
			return nil, fmt.Errorf("%s: a special day is %q or %q, not %q", d.Date, Off, MakeUp, d.Kind)
		}
		if _, twice := c.days[d.Date]; twice {
			return nil, fmt.Errorf("%s is given twice", d.Date)
		}
		c.days[d.Date] = d
	}
	c.version = c.hash()
	return c, nil
}

// check wants the sessions of a weekday in order and apart, so that no minute is counted twice.
func (p Period) check() error {
	if p.Until != "" && p.Until < p.From {
		return fmt.Errorf("office hours end on %s, before they begin on %s", p.Until, p.From)
	}
	var last [7]Minute
	for _, s := range p.Shifts {
		if s.Weekday < time.Sunday || s.Weekday > time.Saturday {
			return fmt.Errorf("there is no weekday %d", s.Weekday)
		}
		if s.Open < last[s.Weekday] || s.Shut <= s.Open || s.Shut > 24*60 {
			return fmt.Errorf("the session %s–%s of %s is empty, overlaps or is out of order", s.Open, s.Shut, s.Weekday)
		}
		last[s.Weekday] = s.Shut
	}
	return nil
}

func (p Period) byWeekday() (week [7][]Shift) {
	for _, s := range p.Shifts {
		week[s.Weekday] = append(week[s.Weekday], s)
	}
	return week
}

// Version names the content: equal calendars have equal versions, on every machine.
func (c *Calendar) Version() string { return c.version }

// Periods lists the office hours, the latest first.
func (c *Calendar) Periods() []Period { return slices.Clone(c.periods) }

// SpecialDays lists the days off and make-up days in order.
func (c *Calendar) SpecialDays() []SpecialDay {
	days := make([]SpecialDay, 0, len(c.days))
	for _, d := range c.days {
		days = append(days, d)
	}
	slices.SortFunc(days, func(a, b SpecialDay) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return days
}

// MarshalJSON writes the whole content; whoever reads it back gets the same version.
func (c *Calendar) MarshalJSON() ([]byte, error) {
	return json.Marshal(content{c.periods, c.SpecialDays()})
}

// UnmarshalJSON reads what MarshalJSON wrote, with all checks.
func (c *Calendar) UnmarshalJSON(b []byte) error {
	var in content
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	made, err := NewCalendar(in.Periods, in.Days)
	if err == nil {
		*c = *made
	}
	return err
}

type content struct {
	Periods []Period     `json:"periods"`
	Days    []SpecialDay `json:"days"`
}

func (c *Calendar) hash() string {
	b, err := c.MarshalJSON()
	if err != nil {
		panic(err) // strings and numbers only
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
