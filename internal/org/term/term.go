package term

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Unit is what a term is counted in.
type Unit string

// The units found in the catalogues of procedures.
const (
	WorkingDay  Unit = "working_day"
	CalendarDay Unit = "calendar_day"
	WorkingHour Unit = "working_hour"
	Month       Unit = "month"
)

// Units are all units.
var Units = []Unit{WorkingDay, CalendarDay, WorkingHour, Month}

// Term is the time the law gives. Half a working day is legal and runs as four hours; half a month
// is fifteen days. An amount of 0 means that the law sets no term.
type Term struct {
	Amount float64 `json:"amount"`
	Unit   Unit    `json:"unit"`
}

// What can go wrong with a term or a calendar.
var (
	ErrUnit       = errors.New("unknown unit of a term")
	ErrAmount     = errors.New("amount of a term out of bounds")
	ErrInstant    = errors.New("an instant far outside living memory")
	ErrNeverWorks = errors.New("the calendar has no working time where it is needed")
)

// most is the largest amount of each unit: ten years.
var most = map[Unit]float64{WorkingDay: 2600, CalendarDay: 3660, WorkingHour: 20800, Month: 120}

// None tells whether the law sets no term.
func (t Term) None() bool { return t.Amount == 0 }

// Check says what is wrong with t; no term at all is fine.
func (t Term) Check() error {
	if t.None() && t.Unit == "" {
		return nil
	}
	limit, known := most[t.Unit]
	switch {
	case !known:
		return fmt.Errorf("%w: %q", ErrUnit, t.Unit)
	case math.IsNaN(t.Amount), t.Amount < 0, t.Amount > limit:
		return fmt.Errorf("%w: %v %s (0 to %v)", ErrAmount, t.Amount, t.Unit, limit)
	case t.Unit == CalendarDay && !whole(t.Amount):
		return fmt.Errorf("%w: %v %s, calendar days are whole", ErrAmount, t.Amount, t.Unit)
	case t.Unit == Month && !whole(2*t.Amount):
		return fmt.Errorf("%w: %v %s, months are whole or half", ErrAmount, t.Amount, t.Unit)
	}
	return nil
}

// inHours tells whether t runs through the working sessions and, if so, for how long.
func (t Term) inHours(r Rules) (time.Duration, bool) {
	switch {
	case t.Unit == WorkingHour:
		return hours(t.Amount), true
	case t.Unit == WorkingDay && (r.DayTerms == AsHours || !whole(t.Amount)):
		return hours(t.Amount * r.HoursPerDay), true
	}
	return 0, false
}

// hours turns an amount of hours into time, to the minute.
func hours(h float64) time.Duration {
	return time.Duration(math.Round(h*60)) * time.Minute
}

func whole(v float64) bool { return v == math.Trunc(v) }

// In writes t as official papers do: "05 ngày làm việc", "0,5 ngày làm việc", "5 working days".
func (t Term) In(ctx context.Context) string {
	if t.None() {
		return text.T(ctx, "term.none")
	}
	n := text.Decimal(ctx, t.Amount)
	if whole(t.Amount) {
		n = strconv.Itoa(int(t.Amount))
		if t.Amount < 10 && text.LangOf(ctx) == text.Vi {
			n = "0" + n
		}
	}
	return text.T(ctx, "term.unit."+string(t.Unit), "n", n)
}
