package catalog

import (
	"regexp"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// minuteLayout is how an instant is typed and kept: in the country's time.
const minuteLayout = "2006-01-02T15:04"

func (s *sheet) date(f Field, value string) bool {
	day, err := clock.ParseDate(value)
	if err != nil || day < "1850-01-01" || day > "2200-12-31" {
		return s.fail(f, "date")
	}
	if least, ok := s.day(f.Rules.Min); ok && day < least {
		return s.fail(f, "from", "day", text.Date(least))
	}
	if most, ok := s.day(f.Rules.Max); ok && day > most {
		return s.fail(f, "until", "day", text.Date(most))
	}
	return s.age(f, day)
}

// age holds a date of birth against the ages of the form. Whoever turns the greatest age today is
// not too old yet.
func (s *sheet) age(f Field, born clock.Date) bool {
	today := s.today()
	if born > today && (f.Rules.MinAge != nil || f.Rules.MaxAge != nil) {
		return s.fail(f, "until", "day", text.Date(today))
	}
	if n := f.Rules.MinAge; n != nil && birthday(born, *n) > today {
		return s.fail(f, "too-young", "n", *n)
	}
	if n := f.Rules.MaxAge; n != nil && birthday(born, *n) < today {
		return s.fail(f, "too-old", "n", *n)
	}
	return true
}

// birthday is the day on which somebody turns n.
func birthday(born clock.Date, n int) clock.Date {
	return clock.DateOf(born.At(0).AddDate(n, 0, 0))
}

func (s *sheet) dateTime(f Field, value string) bool {
	at, err := time.ParseInLocation(minuteLayout, value, clock.Zone)
	if err != nil || at.Year() < 1850 || at.Year() > 2200 {
		return s.fail(f, "datetime")
	}
	if least, ok := s.instant(f.Rules.Min, 0); ok && at.Before(least) {
		return s.fail(f, "from", "day", shown(least))
	}
	if most, ok := s.instant(f.Rules.Max, 1); ok && at.After(most) {
		return s.fail(f, "until", "day", shown(most))
	}
	return true
}

func shown(t time.Time) string {
	return t.In(clock.Zone).Format("15:04") + " " + text.Date(clock.DateOf(t))
}

// instant is a bound of a date with time: now, or the beginning of a day, or of the day after it.
func (s *sheet) instant(b Bound, after int) (time.Time, bool) {
	if b == "now" {
		return s.env.Now.Truncate(time.Minute), true
	}
	day, ok := s.day(b)
	if !ok {
		return time.Time{}, false
	}
	return day.AddDays(after).At(0), true
}

var fromToday = regexp.MustCompile(`^today(?:([+-]\d{1,4})(d|wd))?$`)

// day is a bound of a date; false when there is none, or it names a field that holds no date.
func (s *sheet) day(b Bound) (clock.Date, bool) {
	if m := fromToday.FindStringSubmatch(string(b)); m != nil {
		n, _ := strconv.Atoi(m[1])
		if m[2] == "wd" {
			return s.workingDays(n), true
		}
		return s.today().AddDays(n), true
	}
	day, err := clock.ParseDate(s.spelled(b))
	return day, err == nil
}

// workingDays goes n working days on from today, or back; today itself is not counted. A calendar
// that never works ends the walk at four times the way.
func (s *sheet) workingDays(n int) clock.Date {
	day, way := s.today(), 1
	if n < 0 {
		n, way = -n, -1
	}
	for walked := 0; n > 0 && walked < 4*n+400; walked++ {
		day = day.AddDays(way)
		if s.works(day) {
			n--
		}
	}
	return day
}

func (s *sheet) works(day clock.Date) bool {
	if s.env.Calendar != nil {
		return s.env.Calendar.IsWorking(day)
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}
