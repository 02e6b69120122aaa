package term

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// OfficeHours are those of the demonstration: 07:30–11:30 and 13:00–17:00, Monday to Friday.
func OfficeHours() Period {
	var p Period
	for w := time.Monday; w <= time.Friday; w++ {
		p.Shifts = append(p.Shifts,
			Shift{Weekday: w, Open: 7*60 + 30, Shut: 11*60 + 30},
			Shift{Weekday: w, Open: 13 * 60, Shut: 17 * 60})
	}
	return p
}

// Demonstration is OfficeHours with the days off and make-up days of a holidays file.
func Demonstration(holidays io.Reader) (*Calendar, error) {
	list, err := ReadHolidays(holidays)
	if err != nil {
		return nil, err
	}
	days := make([]SpecialDay, len(list))
	for i, h := range list {
		days[i] = h.SpecialDay
	}
	return NewCalendar([]Period{OfficeHours()}, days)
}

// Holiday is a special day and the decisions of its year.
type Holiday struct {
	SpecialDay
	Decision string
}

type holidayFile struct {
	Years []struct {
		Year     int      `json:"year"`
		Status   string   `json:"status"` // decided, or computed from the law
		Decrees  []string `json:"decision_refs"`
		Named    []named  `json:"days"`
		Closures []string `json:"weekday_closures"`
		MakeUps  []struct {
			Date     string `json:"date"`
			Replaces string `json:"replaces"`
		} `json:"make_up_working_days"`
	} `json:"years"`
}

type named struct {
	Date   string `json:"date"`
	Name   string `json:"name_vi"`
	NameEn string `json:"name_en"`
}

// ReadHolidays reads a yearly list of days off: of each year the closures from Monday to Friday and
// the Saturdays worked for them. Names come from the list of holidays proper. Errors name the place.
func ReadHolidays(r io.Reader) ([]Holiday, error) {
	var file holidayFile
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("list of holidays: %w", err)
	}
	if len(file.Years) == 0 {
		return nil, fmt.Errorf("list of holidays: it holds no years")
	}
	var all []Holiday
	seen := map[clock.Date]bool{}
	for _, y := range file.Years {
		expected, decision := y.Status == "computed", strings.Join(y.Decrees, "; ")
		add := func(list string, i int, kind DayKind, date, replaces string) error {
			h := Holiday{SpecialDay{Kind: kind, Expected: expected}, decision}
			err := h.fill(date, replaces, y.Named)
			if err == nil && (h.Date.Year() != y.Year || seen[h.Date]) {
				err = fmt.Errorf("%s is of another year or stands twice", date)
			}
			if err != nil {
				return fmt.Errorf("list of holidays: year %d, %s[%d]: %w", y.Year, list, i, err)
			}
			seen[h.Date] = true
			all = append(all, h)
			return nil
		}
		for i, date := range y.Closures {
			if err := add("weekday_closures", i, Off, date, ""); err != nil {
				return nil, err
			}
		}
		for i, m := range y.MakeUps {
			if err := add("make_up_working_days", i, MakeUp, m.Date, m.Replaces); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func (h *Holiday) fill(date, replaces string, names []named) (err error) {
	if h.Date, err = clock.ParseDate(date); err != nil {
		return err
	}
	if replaces != "" {
		if h.Replaces, err = clock.ParseDate(replaces); err != nil {
			return err
		}
	}
	for _, n := range names {
		if n.Date == date || n.Date == replaces {
			h.Name, h.NameEn = n.Name, n.NameEn
		}
	}
	return nil
}
