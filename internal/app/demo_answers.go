package app

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// answers fills a form so that it passes its checks.
func (h *history) answers(fields []catalog.Field, c identity.Citizen) catalog.Values {
	v := catalog.Values{}
	for _, f := range fields {
		switch f.Type {
		case catalog.Address:
			for _, part := range f.AddressParts() {
				v[part] = []string{addressPart(part)}
			}
		case catalog.Checkbox:
			v[f.Name] = []string{"true"}
		case catalog.Table:
			v[f.Name] = []string{h.name(h.rnd.IntN(99)) + ", sinh năm 1990, xã Phú Nghĩa"}
		case catalog.File:
			v[f.Name] = []string{"giay-to.pdf"}
		default:
			if one := h.answer(f, c); one != "" {
				v[f.Name] = []string{one}
			}
		}
	}
	return v
}

func addressPart(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "province":
		return "Hòa Bình"
	case "district":
		return "Lạc Thủy"
	case "commune":
		return "Phú Nghĩa"
	}
	return "Thôn Đồng Phú"
}

// answer fills one field.
func (h *history) answer(f catalog.Field, c identity.Citizen) string {
	switch f.Type {
	case catalog.Select, catalog.Radio, catalog.MultiSelect:
		if len(f.Rules.Options) > 0 {
			return f.Rules.Options[0]
		}
		return "Thôn Đồng Phú"
	case catalog.IDNumber:
		return c.PersonalNumber
	case catalog.Phone:
		return "0" + c.Phone[3:]
	case catalog.Email:
		return "nguoidan@example.vn"
	case catalog.DateField:
		return h.date(f)
	case catalog.DateTime:
		days := 40
		if strings.HasPrefix(string(f.Rules.Max), "now") || f.Rules.Max == "today" {
			days = -2
		}
		return clock.DateOf(h.clock.Now()).AddDays(days).At(8 * time.Hour).Format("2006-01-02T15:04")
	case catalog.Year:
		return "2010"
	case catalog.Number, catalog.Money:
		return h.number(f)
	}
	return h.words(f, c)
}

// date is a day within the field's bounds: a birth long ago where an age is asked.
func (h *history) date(f catalog.Field) string {
	today := clock.DateOf(h.clock.Now())
	low, high := string(f.Rules.Min), string(f.Rules.Max)
	switch {
	case f.Rules.MinAge != nil:
		return string(today.AddDays(-366 * (*f.Rules.MinAge + 5)))
	case strings.HasPrefix(low, "today"):
		return string(today.AddDays(60))
	case strings.HasPrefix(f.Name, "child") || strings.Contains(f.Name, "death"):
		return string(today.AddDays(-20))
	case high == "today" || high == "":
		return string(today.AddDays(-2000))
	}
	return string(today.AddDays(-10))
}

func (h *history) number(f catalog.Field) string {
	n := 1 + h.rnd.IntN(3)
	if low, err := strconv.Atoi(string(f.Rules.Min)); err == nil && n < low {
		n = low
	}
	if high, err := strconv.Atoi(string(f.Rules.Max)); err == nil && n > high {
		n = high
	}
	if f.Type == catalog.Money {
		n = max(n, 50_000_000)
	}
	return strconv.Itoa(n)
}

// words are a name where one is asked, else a short sentence of the least length.
func (h *history) words(f catalog.Field, c identity.Citizen) string {
	var s string
	switch {
	case strings.HasPrefix(f.Name, "applicant") && strings.Contains(f.Name, "name"):
		s = c.Name
	case strings.Contains(f.Name, "name"):
		s = h.name(h.rnd.IntN(997))
	case f.Rules.Pattern != "":
		return ""
	default:
		s = fmt.Sprintf("Theo hồ sơ kèm theo số %d", 1+h.rnd.IntN(90))
	}
	for len([]rune(s)) < f.Rules.MinLength {
		s += ", xã Phú Nghĩa"
	}
	if r := []rune(s); f.Rules.MaxLength > 0 && len(r) > f.Rules.MaxLength {
		s = string(r[:f.Rules.MaxLength])
	}
	return s
}
