package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// papersView is the list of what to bring.
type papersView struct {
	frameView
	Papers  ui.Checklist
	Mistake []string // what people often forget, as the office sees it
}

// papers shows what to bring, and what is there already.
func (p *Pages) papers(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := papersView{frameView: p.frameOf(r, k, stepPapers, text.T(ctx, "portal.papers.title"), web.Kept(r))}
	v.Heading.Lead = text.T(ctx, "portal.papers.lead")
	v.Papers = paperList(ctx, k)
	v.Mistake = k.Version.SupplementReasons
	v.Problems = leading(v.Problems, k, r)
	return web.Show(w, r, papersPage(v))
}

// leading makes problems with papers lead to the page of the paper.
func leading(s ui.ErrorSummary, k *work, r *http.Request) ui.ErrorSummary {
	for i, item := range s.Items {
		if key, ok := strings.CutPrefix(item.Href, "#paper:"); ok {
			s.Items[i].Href = withBack(k.at(stepPapers+"/"+key), r)
		}
	}
	return s
}

// withBack keeps the way back to the check page in a link.
func withBack(path string, r *http.Request) string {
	if fromCheck(r) {
		return path + "?ve=" + stepCheck
	}
	return path
}

func paperList(ctx context.Context, k *work) ui.Checklist {
	var list ui.Checklist
	for _, c := range k.Way.Papers {
		list.Items = append(list.Items, paperItem(ctx, k, c))
	}
	further := ui.CheckItem{Title: text.T(ctx, "portal.papers.further"), Hint: strings.Join(k.Way.asked(""), " "),
		Href: k.at(stepPapers + "/" + keyFurther), Tag: paperTag(ctx, "portal.paper.optional", ui.Grey, len(filesUnder(k.DraftWork, "")))}
	list.Items = append(list.Items, further)
	return list
}

func paperItem(ctx context.Context, k *work, c catalog.Component) ui.CheckItem {
	name, rest := brief(c.Name)
	hints := []string{rest, howMany(ctx, c)}
	if c.Condition != "" {
		hints = append(hints, text.T(ctx, "portal.paper.if", "condition", c.When()))
	}
	for _, a := range k.Way.asked("paper:" + c.Key) {
		hints = append(hints, text.T(ctx, "portal.field.asked", "text", a))
	}
	n := len(filesUnder(k.DraftWork, c.Key))
	item := ui.CheckItem{Title: name, Hint: strings.Join(nonEmpty(hints...), "\n"),
		Href: k.at(stepPapers + "/" + c.Key)}
	switch {
	case len(k.Way.asked("paper:"+c.Key)) > 0 && !k.broughtAnew(c.Key):
		item.Tag = &ui.Tag{Text: text.T(ctx, "portal.paper.asked"), Colour: ui.Yellow}
	case dossier.Needed(c):
		item.Tag = paperTag(ctx, "portal.paper.needed", ui.Yellow, n)
	case c.PresentOnly:
		item.Tag = paperTag(ctx, "portal.paper.show", ui.Grey, n)
	default:
		item.Tag = paperTag(ctx, "portal.paper.conditional", ui.Grey, n)
	}
	return item
}

// broughtAnew tells whether a paper of a correction is no longer as it was sent.
func (k *work) broughtAnew(key string) bool {
	was := slices.IndexFunc(k.Of.Papers, func(p dossier.Paper) bool { return p.Key == key })
	return was < 0 && len(filesUnder(k.DraftWork, key)) > 0 || was >= 0 && !slices.Equal(k.Of.Papers[was].Files, filesUnder(k.DraftWork, key))
}

// paperTag says how many files there are, or what the paper is.
func paperTag(ctx context.Context, key, colour string, n int) *ui.Tag {
	if n > 0 {
		return &ui.Tag{Text: text.T(ctx, "portal.paper.there", "n", n), Colour: ui.Green}
	}
	return &ui.Tag{Text: text.T(ctx, key), Colour: colour}
}

// briefName is how long a name may be before what can be cut from it is, in letters.
const briefName = 70

// brief cuts the name of a paper or procedure, which the law often makes a whole paragraph, into the
// name itself and what else it says: "Giấy chứng sinh (bản chính)" and "nếu không có thì nộp …".
func brief(name string) (head, rest string) {
	if utf8.RuneCountInString(name) <= briefName {
		return name, ""
	}
	if head, rest, ok := strings.Cut(name, "; "); ok && strings.Count(head, "(") == strings.Count(head, ")") {
		return head, rest
	}
	if head, rest, ok := strings.Cut(name, " ("); ok && strings.HasSuffix(rest, ")") {
		return head, strings.TrimSuffix(rest, ")")
	}
	return name, ""
}

// howMany writes the copies a component wants, or that it is only shown.
func howMany(ctx context.Context, c catalog.Component) string {
	if c.PresentOnly {
		return text.T(ctx, "portal.paper.present")
	}
	var out []string
	for _, one := range []struct {
		key string
		n   int
	}{{"original", c.Originals}, {"certified", c.CertifiedCopies}, {"plain", c.PlainCopies}} {
		if one.n > 0 {
			out = append(out, text.T(ctx, "portal.paper."+one.key, "n", one.n))
		}
	}
	return strings.Join(out, ", ")
}

// donePapers goes on when every paper that must be there is.
func (p *Pages) donePapers(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	wrong, err := p.Dossiers.Wrong(r.Context(), k.DraftWork)
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(wrong, func(f fault.Field) bool { return paperProblem(f) == "" })
	if err := fault.OnFields(missing); err != nil {
		return again(w, r, err)
	}
	_, err = p.Dossiers.Save(r.Context(), k.ID, 0, func(dr *dossier.DraftWork) error { done(dr, stepPapers); return nil })
	if err != nil {
		return err
	}
	return k.goOn(w, r, stepPapers)
}
