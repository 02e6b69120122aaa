package catalog

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// editListView is the things of a part in their order, each with its form, and buttons that move it.
type editListView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Notices  []ui.Notice
	Tabs     *ui.Tabs // the cases of the procedure
	Form     ui.FormFrame
	Edition  string
	In       string
	Items    []editItem
	Empty    *ui.Empty
	Add      ui.Button
	More     []ui.Link
	Back     ui.Link
}

// editItem is one thing: what it is, and whether it can go up or down.
type editItem struct {
	Number   string
	Title    string
	Hint     string
	Href     string
	Inside   *ui.Link
	Up, Down string // values of the buttons; empty leaves them out
	Remove   string
}

// itemList is a list inside a content, whatever its things are. Its size is -1 where there is no
// such list.
type itemList interface {
	size(c *Content, in string) int
	title(ctx context.Context, c *Content, in string, i int) (title, hint string)
	ask(a asker, c *Content, in string, i int) []editPart // of a new one where i is the size
	read(c *Content, in string, i int, v url.Values) []fault.Field
	swap(c *Content, in string, i, j int)
	remove(c *Content, in string, i int)
}

// items is a list of things of one kind.
type items[T any] struct {
	at    func(c *Content, in string) *[]T
	name  func(ctx context.Context, c *Content, one T) (title, hint string)
	form  func(a asker, c *Content, one T) []editPart
	take  func(c *Content, in string, one *T, v url.Values) []fault.Field
	after func(list []T) // brings numbers into order when the list has changed
}

func (l items[T]) size(c *Content, in string) int {
	if list := l.at(c, in); list != nil {
		return len(*list)
	}
	return -1
}

func (l items[T]) title(ctx context.Context, c *Content, in string, i int) (string, string) {
	return l.name(ctx, c, (*l.at(c, in))[i])
}

func (l items[T]) ask(a asker, c *Content, in string, i int) []editPart {
	var one T
	if list := *l.at(c, in); i < len(list) {
		one = list[i]
	}
	return l.form(a, c, one)
}

func (l items[T]) read(c *Content, in string, i int, v url.Values) []fault.Field {
	list := l.at(c, in)
	var one T
	if i < len(*list) {
		one = (*list)[i]
	}
	if wrong := l.take(c, in, &one, v); len(wrong) > 0 {
		return wrong
	}
	if i < len(*list) {
		(*list)[i] = one
	} else {
		*list = append(*list, one)
	}
	l.tidy(*list)
	return nil
}

func (l items[T]) swap(c *Content, in string, i, j int) {
	list := *l.at(c, in)
	list[i], list[j] = list[j], list[i]
	l.tidy(list)
}

func (l items[T]) remove(c *Content, in string, i int) {
	list := l.at(c, in)
	*list = slices.Delete(*list, i, i+1)
	l.tidy(*list)
}

func (l items[T]) tidy(list []T) {
	if l.after != nil {
		l.after(list)
	}
}

// arrange does what a button of the list says: "len:2", "xuong:1", "bo:3".
func arrange(l itemList, c *Content, in, order string) error {
	verb, number, _ := strings.Cut(order, ":")
	n, err := strconv.Atoi(number)
	i, size := n-1, l.size(c, in)
	if err != nil || i < 0 || i >= size {
		return fault.New(fault.Conflict, "catalog.changed-meanwhile")
	}
	switch {
	case verb == "len" && i > 0:
		l.swap(c, in, i, i-1)
	case verb == "xuong" && i < size-1:
		l.swap(c, in, i, i+1)
	case verb == "bo":
		l.remove(c, in, i)
	}
	return nil
}

// listOf is the page of a list.
func (d *draft) listOf(ctx context.Context, held web.Held, part string, l itemList) editListView {
	title := say(ctx, "edit.part."+part)
	v := editListView{
		Frame: d.frame(ctx, title), Heading: ui.Heading{Title: title, Caption: d.procedure.Name, Lead: say(ctx, "edit.lead."+part)},
		Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: d.at(part, "")}, Edition: strconv.Itoa(d.Edition), In: d.in,
		Add:  ui.Button{Text: say(ctx, "edit.add."+part), Href: d.at(part, "moi"), Kind: ui.Secondary},
		Back: ui.Link{Text: say(ctx, "edit.back-to-draft"), Href: d.path()},
	}
	v.Frame.Failed = held.Was()
	size := l.size(&d.Content, d.in)
	for i := range size {
		n := strconv.Itoa(i + 1)
		item := editItem{Number: n, Href: d.at(part, n), Remove: "bo:" + n}
		item.Title, item.Hint = l.title(ctx, &d.Content, d.in, i)
		if i > 0 {
			item.Up = "len:" + n
		}
		if i < size-1 {
			item.Down = "xuong:" + n
		}
		v.Items = append(v.Items, item)
	}
	if size == 0 {
		v.Empty = &ui.Empty{Title: say(ctx, "edit.none."+part)}
	}
	d.around(ctx, part, &v)
	return v
}

// asking is the address of the page that asks before a thing of a list is taken out.
func (d *draft) asking(part, number string) string {
	return to(d.path()+"/sua/"+part, "trong", d.in, "bo", number)
}

// removing asks before the n-th thing of a list is taken out: what it holds was typed by somebody.
func (d *draft) removing(ctx context.Context, part string, l itemList, n int) stepView {
	title, hint := l.title(ctx, &d.Content, d.in, n-1)
	heading := say(ctx, "edit.remove-title", "name", title)
	return stepView{Frame: d.frame(ctx, heading, ui.Crumb{Text: say(ctx, "edit.part."+part), Href: d.at(part, "")}),
		Heading: ui.Heading{Title: heading, Caption: d.procedure.Name, Lead: hint}, Confirm: &ui.FormFrame{Action: d.at(part, "")},
		Hidden: []hidden{{"an-ban", strconv.Itoa(d.Edition)}, {"lam", "bo:" + strconv.Itoa(n)}, {"chac", "1"}},
		Submit: ui.Button{Text: say(ctx, "edit.remove"), Kind: ui.Warning}, Back: ui.Link{Text: say(ctx, "edit.back-to-list"), Href: d.at(part, "")}}
}

// around adds what belongs to one part only: the sum of the steps, the cases, the groups.
func (d *draft) around(ctx context.Context, part string, v *editListView) {
	for _, t := range d.Troubles() {
		if t.Part == part {
			v.Notices = append(v.Notices, ui.Notice{Kind: ui.Danger, Text: troubleText(ctx, t)})
		}
	}
	switch part {
	case partSteps:
		if b := d.Balance(); b.Even() && len(d.Steps) > 0 {
			v.Notices = append(v.Notices, ui.Notice{Kind: ui.Success, Text: balanceText(ctx, b)})
		}
	case partPapers:
		v.Tabs = d.caseTabs(ctx)
	case partForm:
		d.formAround(ctx, v)
	}
}

// caseTabs leads to the papers of each case, where there are several.
func (d *draft) caseTabs(ctx context.Context) *ui.Tabs {
	if len(d.Cases) < 2 {
		return nil
	}
	t := &ui.Tabs{Label: say(ctx, "prepare.case")}
	for i, k := range d.Cases {
		t.Items = append(t.Items, ui.Tab{Text: k.Name, Href: to(d.path()+"/sua/"+partPapers, "trong", k.Key), Current: k.Key == d.in || d.in == "" && i == 0})
	}
	return t
}

// formAround leads into groups and, from within one, back to the form.
func (d *draft) formAround(ctx context.Context, v *editListView) {
	if d.in != "" {
		whole := to(d.path() + "/sua/" + partForm)
		v.Back = ui.Link{Text: say(ctx, "edit.back-to-form"), Href: whole}
		for _, f := range d.Fields {
			if f.Name == d.in {
				v.Heading.Title = say(ctx, "edit.group-of", "name", f.LabelVi)
			}
		}
		return
	}
	for i, f := range d.Fields {
		if f.Type == Group {
			v.Items[i].Inside = &ui.Link{Text: say(ctx, "edit.group-fields", "n", len(f.Fields)), Href: to(d.path()+"/sua/"+partForm, "trong", f.Name), About: f.LabelVi}
		}
	}
	v.More = append(v.More, ui.Link{Text: say(ctx, "edit.try-form"), Href: d.path() + "/xem-truoc/to-khai"})
}

// itemOf returns the list and the number of the thing that the address names: the size for a new one.
func (p *Pages) itemOf(r *http.Request, d *draft) (itemList, int, error) {
	list, ok := editLists[r.PathValue("part")]
	if !ok {
		return nil, 0, fault.New(fault.NotFound, "fault.not-found")
	}
	size := list.size(&d.Content, d.in)
	if size >= 0 && r.PathValue("item") == "moi" {
		return list, size, nil
	}
	n, err := strconv.Atoi(r.PathValue("item"))
	if err != nil || n < 1 || n > size {
		return nil, 0, fault.New(fault.NotFound, "fault.not-found")
	}
	return list, n - 1, nil
}

func (p *Pages) editItem(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	list, i, err := p.itemOf(r, d)
	if err != nil {
		return err
	}
	part, title, now := r.PathValue("part"), say(ctx, "edit.add."+r.PathValue("part")), ""
	if i < list.size(&d.Content, d.in) {
		var hint string
		title, hint = list.title(ctx, &d.Content, d.in, i)
		now = joined(title, hint)
	}
	v := d.formOf(ctx, held, title, d.at(part, r.PathValue("item")), now, list.ask(asker{ctx, held}, &d.Content, d.in, i))
	v.Frame = d.frame(ctx, title, ui.Crumb{Text: say(ctx, "edit.part."+part), Href: d.at(part, "")})
	v.Frame.Failed = held.Was()
	v.Back = ui.Link{Text: say(ctx, "edit.back-to-list"), Href: d.at(part, "")}
	return web.Show(w, r, editPage(v))
}

func (p *Pages) keepItem(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	list, i, err := p.itemOf(r, d)
	if err != nil {
		return err
	}
	part, isNew := r.PathValue("part"), r.PathValue("item") == "moi"
	return p.save(w, r, d, part, d.at(part, r.PathValue("item")), d.at(part, ""), func(c *Content) error {
		size := list.size(c, d.in)
		switch {
		case isNew && size >= 0:
			i = size
		case i >= size:
			return fault.New(fault.Conflict, "catalog.changed-meanwhile")
		}
		return fault.OnFields(list.read(c, d.in, i, r.PostForm))
	})
}
