package insight

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Cut is how periods of reports are cut: they begin on the Day of the month before. On the 1st they are
// those of the calendar. law: report/cut-off
type Cut struct{ Day int }

// ReportCut is that of official reports: from the 15th to the 14th.
var ReportCut = Cut{Day: 15}

// Span is a period that has a name: a month, quarter or year, of the calendar or of reports, or any days.
type Span struct {
	Report   bool // cut as reports are
	Months   int  // 1, 3, 12; 0 is any days
	Year     int
	No       int        // which month or quarter of the year, from 1
	From, To clock.Date // of any days, both included
}

// Name is the span as an address has it: 2023-08, 2023-Q3, 2023, bc-2023-Q3, 2023-01-05..2023-02-28.
func (s Span) Name() string {
	prefix := ""
	if s.Report {
		prefix = "bc-"
	}
	switch s.Months {
	case 1:
		return fmt.Sprintf("%s%04d-%02d", prefix, s.Year, s.No)
	case 3:
		return fmt.Sprintf("%s%04d-Q%d", prefix, s.Year, s.No)
	case 12:
		return fmt.Sprintf("%s%04d", prefix, s.Year)
	}
	return string(s.From) + ".." + string(s.To)
}

// ParseSpan reads Name back.
func ParseSpan(name string) (Span, bool) {
	if from, to, ok := strings.Cut(name, ".."); ok {
		f, err := clock.ParseDate(from)
		t, err2 := clock.ParseDate(to)
		return Span{From: f, To: t}, err == nil && err2 == nil && f <= t && f >= "1900-01-01" && t < "2200-01-01"
	}
	rest, report := strings.CutPrefix(name, "bc-")
	year, part, parted := strings.Cut(rest, "-")
	y, err := strconv.Atoi(year)
	s := Span{Report: report, Months: 12, Year: y, No: 1}
	if err != nil || len(year) != 4 || y < 1900 || y > 2199 {
		return Span{}, false
	}
	if parted {
		s.Months = 1
		if q, ok := strings.CutPrefix(part, "Q"); ok {
			s.Months, part = 3, q
		}
		if s.No, err = strconv.Atoi(part); err != nil || s.No < 1 || s.No > 12/s.Months {
			return Span{}, false
		}
	}
	return s, s.Name() == name
}

// Days are the first and the last day.
func (s Span) Days(cut Cut) (from, to clock.Date) {
	if s.Months == 0 {
		return s.From, s.To
	}
	first := time.Date(s.Year, time.Month((s.No-1)*s.Months+1), 1, 0, 0, 0, 0, time.UTC)
	if s.Report && cut.Day > 1 {
		first = first.AddDate(0, -1, cut.Day-1)
	}
	day := func(t time.Time) clock.Date { return clock.Date(t.Format(time.DateOnly)) }
	return day(first), day(first.AddDate(0, s.Months, -1))
}

// Period is the span for counting.
func (s Span) Period(cut Cut) count.Period {
	from, to := s.Days(cut)
	return count.Period{From: from.At(0).UTC(), Until: to.AddDays(1).At(0).UTC()}
}

// Before is the span of the same kind before; of any days as many days before.
func (s Span) Before() Span {
	if s.Months == 0 {
		n := s.From.Days(s.To) + 1
		return Span{From: s.From.AddDays(-n), To: s.To.AddDays(-n)}
	}
	s.No--
	if s.No == 0 {
		s.No, s.Year = 12/s.Months, s.Year-1
	}
	return s
}

// SpanAt is the span of a kind in which a day lies.
func SpanAt(day clock.Date, months int, report bool, cut Cut) Span {
	year, month := day.Year(), int(day[5]-'0')*10+int(day[6]-'0')
	s := Span{Report: report, Months: months, Year: year, No: (month-1)/months + 1}
	if _, to := s.Days(cut); to < day {
		if s.No++; s.No > 12/months {
			s.No, s.Year = 1, s.Year+1
		}
	}
	return s
}

// Title names the span: "tháng 8/2023", "quý III/2023 (báo cáo: 15/05/2023 – 14/08/2023)".
func (s Span) Title(ctx context.Context, cut Cut) string {
	from, to := s.Days(cut)
	days := text.T(ctx, "insight.span.days", "from", text.Date(from), "to", text.Date(to))
	year := strconv.Itoa(s.Year)
	name := days
	switch s.Months {
	case 1:
		name = text.T(ctx, "insight.span.month", "no", fmt.Sprintf("%02d", s.No), "year", year)
	case 3:
		name = text.T(ctx, "insight.span.quarter", "no", [...]string{"I", "II", "III", "IV"}[s.No-1], "year", year)
	case 12:
		name = text.T(ctx, "insight.span.year", "year", year)
	}
	if s.Report {
		return text.T(ctx, "insight.span.report", "name", name, "days", days)
	}
	return name
}
