package portal

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// groupView is questions asked several times over, such as for each heir.
type groupView struct {
	ID, Legend, Hint, Wrong string
	Rows                    []groupRow
	More                    *ui.Button // nil when there may be no more
}

// fold is questions that stay folded away until they are wanted.
type fold struct {
	Summary string
	Open    bool
	Inside  []templ.Component
}

// groupRow is one of them, with the button that takes it away.
type groupRow struct {
	ID, Title string
	Questions []templ.Component
	Drop      *ui.Button
}

func (q question) group(ctx context.Context) groupView {
	v := groupView{ID: q.Name, Hint: q.hint(ctx), Wrong: q.Wrong(q.Name)}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	for n := 1; n <= q.RowsShown; n++ {
		title := text.T(ctx, "portal.row", "name", q.label(ctx), "n", n)
		row := groupRow{ID: q.Name + "-" + strconv.Itoa(n), Title: title}
		for _, f := range q.Row(n) {
			row.Questions = append(row.Questions, q.inside(ctx, f))
		}
		if q.RowsShown > 1 {
			row.Drop = &ui.Button{Text: text.T(ctx, "portal.row.drop", "n", n), Kind: ui.LinkLike, Name: "bot", Value: q.Name + "." + strconv.Itoa(n)}
		}
		v.Rows = append(v.Rows, row)
	}
	if q.RowsShown < q.MostRows() {
		v.More = &ui.Button{Text: text.T(ctx, "portal.row.more"), Kind: ui.Secondary, Name: "them", Value: q.Name}
	}
	return v
}

// inside is a question of a row. One that hangs on another of the row can be shown and hidden there.
func (q question) inside(ctx context.Context, f catalog.Field) templ.Component {
	in := question{Field: f, Form: append(q.Form, q.Row(1)...), Value: q.Value, Wrong: q.Wrong, Rows: nonEmpty(q.Value(f.Name)), MaxMB: q.MaxMB}
	part := in.part(ctx)
	if f.ShowIf == "" {
		return part
	}
	name := conditionOn(f)
	return hangingPart(hanging{If: f.ShowIf, Hidden: !f.Shown(catalog.Values{name: nonEmpty(q.Value(name))}), Body: part})
}
