package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// checklistView is exactly the papers of one's own case, to be ticked off at home.
type checklistView struct {
	Frame              ui.Frame
	Heading            ui.Heading
	Action             string
	Questions          []partRadios
	Conditions         *ui.Checkboxes
	Items, Show        []tickItem
	None               bool
	Facts, Hours       ui.SummaryList
	Counter            bool // it is brought to the counter
	PDF, Start, Reason string
	Mistakes           []string
}

type partRadios = ui.Radios

// tickItem is a paper to be ticked off: what, and how it is to be brought.
type tickItem struct{ ID, Name, How string }

// wish is what a reader said about their case: the case, the way of handing in, the conditions that hold,
// by their numbers from 1.
type wish struct {
	Case    string
	Channel catalog.ChannelKind
	Holding []int
}

func wishIn(q url.Values) wish {
	w := wish{Case: q.Get("truong-hop"), Channel: catalog.ChannelKind(q.Get("kenh"))}
	for _, value := range q["dk"] {
		if n, err := strconv.Atoi(value); err == nil && n > 0 {
			w.Holding = append(w.Holding, n)
		}
	}
	return w
}

// fit puts the first case and channel there are in the place of those there are not.
func (w wish) fit(v *catalog.Version) (catalog.Case, catalog.Channel) {
	k, ok := v.Case(w.Case)
	if !ok {
		k, _ = v.Case("")
	}
	ch, ok := k.Channel(w.Channel)
	if !ok && len(k.Channels) > 0 {
		ch = k.Channels[0]
	}
	return k, ch
}

// papers are those wanted in this case: to hand in, the filled-in form included, and to show.
func (w wish) papers(k catalog.Case) (handIn, show []catalog.Component) {
	var holding []string
	for i, condition := range k.Conditions() {
		if slices.Contains(w.Holding, i+1) {
			holding = append(holding, condition)
		}
	}
	return k.Papers(holding)
}

// checklist shows the papers of one's own case before anybody signs in.
func (p *Pages) checklist(w http.ResponseWriter, r *http.Request) error {
	proc, v, err := p.current(r)
	if err != nil {
		return err
	}
	ctx, wish := r.Context(), wishIn(r.URL.Query())
	k, ch := wish.fit(v)
	self := "/chuan-bi/" + proc.Slug
	title := proc.Title(text.LangOf(ctx))
	view := checklistView{
		Frame: ui.Frame{Title: text.T(ctx, "portal.list.title") + " – " + title, Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
			{Text: title, Href: "/thu-tuc/" + proc.Slug}, {Text: text.T(ctx, "portal.list.title")}}},
		Heading: ui.Heading{Title: text.T(ctx, "portal.list.title"), Caption: title, Lead: text.T(ctx, "portal.list.lead")},
		Action:  self, Counter: ch.Kind == catalog.Direct, Mistakes: v.SupplementReasons,
		PDF: self + "/danh-sach.pdf?" + r.URL.RawQuery, Start: "/nop-ho-so/" + proc.Slug + "?" + url.Values{"truong-hop": {k.Key}}.Encode(),
	}
	view.ask(ctx, v, k, ch, wish)
	handIn, show := wish.papers(k)
	view.Items, view.Show = ticks(ctx, "nop", handIn, ch.Kind), ticks(ctx, "xuat-trinh", show, "")
	view.None = len(k.Components) == 0
	view.Facts = ui.SummaryList{Rows: []ui.SummaryRow{{Key: text.T(ctx, "portal.start.term"), Text: ch.Term.In(ctx)},
		{Key: text.T(ctx, "portal.start.fee"), Text: fee(ctx, ch)}}}
	if view.Counter {
		if view.Hours, err = p.officeHours(ctx); err != nil {
			return err
		}
	}
	return web.Show(w, r, checklistPage(view))
}

// ask puts the questions by which a case is found, with what was answered.
func (view *checklistView) ask(ctx context.Context, v *catalog.Version, k catalog.Case, ch catalog.Channel, w wish) {
	if len(v.Cases) > 1 {
		q := ui.Radios{Name: "truong-hop", Label: text.T(ctx, "portal.list.case"), Value: k.Key}
		for _, one := range v.Cases {
			q.Options = append(q.Options, ui.Option{Value: one.Key, Text: one.Title(text.LangOf(ctx))})
		}
		view.Questions = append(view.Questions, q)
	}
	if len(k.Channels) > 1 {
		q := ui.Radios{Name: "kenh", Label: text.T(ctx, "portal.list.channel"), Value: string(ch.Kind)}
		for _, one := range k.Channels {
			q.Options = append(q.Options, ui.Option{Value: string(one.Kind), Text: text.T(ctx, "portal.list.channel."+string(one.Kind))})
		}
		view.Questions = append(view.Questions, q)
	}
	conditions := k.Conditions()
	if len(conditions) == 0 {
		return
	}
	view.Conditions = &ui.Checkboxes{Name: "dk", Label: text.T(ctx, "portal.list.conditions"), Hint: text.T(ctx, "portal.list.conditions-hint")}
	for i, condition := range conditions {
		n := strconv.Itoa(i + 1)
		view.Conditions.Options = append(view.Conditions.Options, ui.Option{Value: n, Text: upper(strings.TrimPrefix(condition, "khi "))})
		if slices.Contains(w.Holding, i+1) {
			view.Conditions.Values = append(view.Conditions.Values, n)
		}
	}
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func ticks(ctx context.Context, id string, papers []catalog.Component, kind catalog.ChannelKind) []tickItem {
	out := make([]tickItem, len(papers))
	for i, c := range papers {
		name, rest := brief(c.Title(text.LangOf(ctx)))
		out[i] = tickItem{ID: id + "-" + strconv.Itoa(i+1), Name: name, How: strings.Join(nonEmpty(howToBring(ctx, c, kind), rest), "\n")}
	}
	return out
}

// howToBring says what becomes of the paper on that way: a photograph of the original from home, the
// number of copies at the counter.
func howToBring(ctx context.Context, c catalog.Component, kind catalog.ChannelKind) string {
	switch {
	case c.PresentOnly:
		return text.T(ctx, "portal.list.show")
	case kind == catalog.Online && c.FormFile != "":
		return text.T(ctx, "portal.list.form-online")
	case kind == catalog.Online && c.Originals+c.CertifiedCopies+c.PlainCopies > 0:
		return text.T(ctx, "portal.list.photo", "how", howMany(ctx, c))
	case kind == catalog.Online:
		return text.T(ctx, "portal.list.photo-any")
	case c.FormFile != "":
		return strings.Join(nonEmpty(howMany(ctx, c), text.T(ctx, "portal.list.form-paper")), ", ")
	}
	return howMany(ctx, c)
}

// checklistPDF is the same list on a sheet of paper, for whoever has no printer at hand but a friend who
// does.
func (p *Pages) checklistPDF(w http.ResponseWriter, r *http.Request) error {
	proc, v, err := p.current(r)
	if err != nil {
		return err
	}
	ctx, wish := r.Context(), wishIn(r.URL.Query())
	k, ch := wish.fit(v)
	handIn, show := wish.papers(k)
	b := &sheetOfPaper{}
	b.WriteString(copyStyle)
	b.WriteString("<h1>" + lines(text.T(ctx, "portal.list.title")) + "</h1>")
	b.line("mid", proc.Title(text.LangOf(ctx)))
	b.line("mid", strings.Join(nonEmpty(k.Title(text.LangOf(ctx)), text.T(ctx, "portal.list.channel."+string(ch.Kind))), " · "))
	b.rows([][2]string{{text.T(ctx, "portal.start.term"), ch.Term.In(ctx)}, {text.T(ctx, "portal.start.fee"), fee(ctx, ch)}})
	for _, part := range []struct {
		key   string
		items []tickItem
	}{{"portal.list.hand-in", ticks(ctx, "", handIn, ch.Kind)}, {"portal.list.to-show", ticks(ctx, "", show, "")}} {
		if len(part.items) > 0 {
			b.heading(text.T(ctx, part.key))
			b.ticks(part.items)
		}
	}
	b.line("small", text.T(ctx, "portal.list.printed", "on", text.Date(p.today())))
	title := text.T(ctx, "portal.list.title") + " – " + proc.Title(text.LangOf(ctx))
	raw, err := pdf.Render(ctx, pdf.Paper{HTML: b.String(), Title: title, Lang: langTag(ctx), At: p.today().At(0)})
	if err != nil {
		return err
	}
	return servePDF(w, proc.Slug+"-giay-to.pdf", raw)
}

// ticks are papers with an empty box before each.
func (b *sheetOfPaper) ticks(items []tickItem) {
	b.WriteString("<table>")
	for _, it := range items {
		b.WriteString(`<tr><td style="width:8%">[  ]</td><td>` + lines(it.Name))
		if it.How != "" {
			b.WriteString(`<br/><i>` + lines(it.How) + `</i>`)
		}
		b.WriteString("</td></tr>")
	}
	b.WriteString("</table>")
}
