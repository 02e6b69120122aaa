package dossier

import (
	"net/url"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// queryOf reads the address of a list.
func queryOf(v url.Values) (Query, error) {
	after, err := ParseCursor(v.Get("sau"))
	q := Query{Box: Box(v.Get("o")), Text: text.Clean(v.Get("q")), State: State(v.Get("trang-thai")), Channel: v.Get("kenh"),
		Standing: Standing(v.Get("han")), Field: v.Get("linh-vuc"), Procedure: v.Get("thu-tuc"), Version: v.Get("phien-ban"), Person: v.Get("nguoi"),
		Label: v.Get("nhan"), From: dayIn(v.Get("tu")), To: dayIn(v.Get("den")), At: v.Get("noi"), Sort: Sort(v.Get("xep")), After: after}
	if !slices.Contains(Boxes, q.Box) {
		q.Box = BoxTurn
	}
	if !slices.Contains(Sorts, q.Sort) {
		q.Sort = ByDue
	}
	return q, err
}

// dayIn reads a day as people type it or as addresses carry it; what is no day narrows nothing.
func dayIn(s string) clock.Date {
	day, ok := typedDay(s)
	if !ok {
		return ""
	}
	return day
}

// values are the query as an address carries it; the page after a cursor is part of it.
func (q Query) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"o": string(q.Box), "q": q.Text, "trang-thai": string(q.State),
		"kenh": q.Channel, "han": string(q.Standing), "linh-vuc": q.Field, "thu-tuc": q.Procedure, "phien-ban": q.Version, "nguoi": q.Person, "nhan": q.Label,
		"tu": string(q.From), "den": string(q.To), "noi": q.At, "xep": string(q.Sort), "sau": q.After.String()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// address is where a list lies.
func (q Query) address() string { return deskPath + "?" + q.values().Encode() }

func (q Query) narrowed() bool {
	return q.Text != "" || q.State != "" || q.Channel != "" || q.narrowedMore()
}

// narrowedMore tells whether one of the folded filters is set.
func (q Query) narrowedMore() bool {
	return q.Standing != "" || q.Field != "" || q.Procedure != "" || q.Version != "" || q.Person != "" || q.Label != "" || q.From != "" || q.To != "" || q.At != ""
}

// hidden carries what the filter's fields do not: the box and the order.
func hidden(q Query) []hiddenField {
	out := []hiddenField{{"o", string(q.Box)}}
	if q.Sort != ByDue {
		out = append(out, hiddenField{"xep", string(q.Sort)})
	}
	return out
}

// sortedBy is the address of the same list in another order: the second time the other way round.
func (q Query) sortedBy(s Sort) (href, now string) {
	up, down := s, "-"+s
	if s == ByDue {
		down = "-han"
	}
	q.After = Cursor{}
	switch q.Sort {
	case up:
		now, q.Sort = "ascending", down
	case down:
		now, q.Sort = "descending", up
	default:
		q.Sort = up
	}
	return q.address(), now
}
