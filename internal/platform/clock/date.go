package clock

import (
	"fmt"
	"time"
)

// Date is a day of the calendar without time or zone, written 2006-01-02. Dates compare as
// strings, are stored as text and read the same in JSON. The empty Date is "no date".
type Date string

// ParseDate reads 2006-01-02 and refuses a day that does not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("date %q is not written yyyy-mm-dd", s)
	}
	return Date(t.Format(time.DateOnly)), nil
}

// DateOf returns the day that t falls on in the country.
func DateOf(t time.Time) Date { return Date(t.In(Zone).Format(time.DateOnly)) }

// At returns the instant of the given time of day (since midnight) on d in the country.
func (d Date) At(sinceMidnight time.Duration) time.Time {
	t := d.civil()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Zone).Add(sinceMidnight)
}

// AddDays returns the date n days later, or earlier when n is negative; what lies beyond the years that a Date can
// write is its first or last day.
func (d Date) AddDays(n int) Date {
	switch t := d.civil().AddDate(0, 0, n); {
	case t.Year() > 9999:
		return "9999-12-31"
	case t.Year() < 0:
		return "0000-01-01"
	default:
		return Date(t.Format(time.DateOnly))
	}
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.civil().Weekday() }

// Year returns the year, 0 for no date.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.civil().Year()
}

// Days returns the number of days from d to later, negative when later is before d.
func (d Date) Days(later Date) int { return int(later.civil().Sub(d.civil()) / (24 * time.Hour)) }

// civil is midnight UTC of d. Dates are made by ParseDate and DateOf, so a bad one is a defect.
func (d Date) civil() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		panic(fmt.Sprintf("clock.Date %q", string(d)))
	}
	return t
}
