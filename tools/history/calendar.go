package main

import (
	"encoding/json"
	"io/fs"
	"slices"
	"time"

	"github.com/nha-san/nhasan/demo"
)

var zone = time.FixedZone("ICT", 7*60*60)

// calendar knows on which days the offices work: the demonstration's own holidays.
type calendar struct{ off []string }

func readCalendar() (calendar, error) {
	var file struct {
		Years []struct {
			Closed []string `json:"weekday_closures"`
		} `json:"years"`
	}
	raw, err := fs.ReadFile(demo.Files, "holidays.json")
	if err != nil {
		return calendar{}, err
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return calendar{}, err
	}
	var c calendar
	for _, y := range file.Years {
		c.off = append(c.off, y.Closed...)
	}
	return c, nil
}

func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func (c calendar) works(t time.Time) bool {
	w := t.Weekday()
	return w != time.Saturday && w != time.Sunday && !slices.Contains(c.off, t.Format(time.DateOnly))
}

// days are the working days from one day to another, both included.
func (c calendar) days(from, to string) []time.Time {
	var out []time.Time
	for t := day(from); !t.After(day(to)); t = t.AddDate(0, 0, 1) {
		if c.works(t) {
			out = append(out, t)
		}
	}
	return out
}

// after is the n-th working day after a day; n may be negative.
func (c calendar) after(t time.Time, n int) time.Time {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if t = t.AddDate(0, 0, step); c.works(t) {
			n--
		}
	}
	return t
}

// due is the last day of a term that starts the day after; a term without a number has none.
func (c calendar) due(t time.Time, n int, unit string) time.Time {
	if unit != "calendar_day" {
		return c.after(t, n)
	}
	t = t.AddDate(0, 0, n)
	for !c.works(t) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// between is how many working days lie between two days, the later included.
func (c calendar) between(a, b time.Time) int {
	n := 0
	b = at(b, 0, 0)
	for t := at(a, 0, 0); t.Before(b); {
		if t = t.AddDate(0, 0, 1); c.works(t) {
			n++
		}
	}
	return n
}

func at(t time.Time, h, m int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), h, m, 0, 0, zone)
}
