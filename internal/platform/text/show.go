package text

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Integer writes n with the separators of the language: 1.234.567 or 1,234,567.
func Integer(lang Lang, n int64) string {
	sep := byte('.')
	if lang == En {
		sep = ','
	}
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(sep)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// Dong writes an amount of money in whole đồng: 1.234.567 đ.
func Dong(ctx context.Context, dong int64) string { return Integer(LangOf(ctx), dong) + " đ" }

// Decimal writes a number with up to two decimals, comma in Vietnamese: 0,5.
func Decimal(ctx context.Context, v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if i := strings.IndexByte(s, '.'); i >= 0 && len(s) > i+3 {
		s = strconv.FormatFloat(v, 'f', 2, 64)
	}
	if LangOf(ctx) == Vi {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Date writes a day as dd/mm/yyyy in both languages; no date is an empty string.
func Date(d clock.Date) string {
	if len(d) != len(time.DateOnly) {
		return string(d)
	}
	return string(d[8:10] + "/" + d[5:7] + "/" + d[0:4])
}

// DateTime writes an instant in the country's time: "17:00 ngày 26/02/2026", "17:00 on 26/02/2026".
func DateTime(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(clock.Zone)
	word := " ngày "
	if LangOf(ctx) == En {
		word = " on "
	}
	return local.Format("15:04") + word + local.Format("02/01/2006")
}

// LongDateTime writes an instant as slips do: "17 giờ 00 phút, ngày 26 tháng 02 năm 2026". Day and
// month below ten take a leading zero only where Decree 30/2020 wants it: days, and months 1 and 2.
func LongDateTime(t time.Time) string {
	local := t.In(clock.Zone)
	return fmt.Sprintf("%02d giờ %02d phút, %s", local.Hour(), local.Minute(), LongDate(t))
}

// LongDate writes "ngày 05 tháng 3 năm 2026".
func LongDate(t time.Time) string {
	local := t.In(clock.Zone)
	month := strconv.Itoa(int(local.Month()))
	if local.Month() <= 2 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", local.Day(), month, local.Year())
}

// Weekday names the day of the week.
func Weekday(ctx context.Context, w time.Weekday) string {
	if LangOf(ctx) == En {
		return w.String()
	}
	return [...]string{"Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}[w]
}
