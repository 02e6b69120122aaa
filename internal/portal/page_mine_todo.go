package portal

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// todoLine is one thing that waits for the citizen, with the button or link that does it.
type todoLine struct {
	ID, Title, Text, Href string
	Tag                   *ui.Tag
	Press                 *ui.FormFrame // a button instead of a link
	Button                string
}

// wanted says of a dossier sent back when and how much was asked, and until when to answer.
func (p *Pages) wanted(ctx context.Context, line *dossierLine, dossierID string) error {
	d, err := p.Dossiers.Mine(ctx, dossierID)
	if err != nil {
		return err
	}
	if open := d.OpenSupplement(); open != nil {
		line.Meta = text.T(ctx, "portal.mine.asked", "at", text.DateTime(ctx, open.AskedAt), "n", len(open.Asks))
	}
	return nil
}

// talkLines are dossiers with messages to read or to answer.
func talkLines(ctx context.Context, lines map[string]dossierLine, items []dossier.Item, talks map[string]dossier.Talk) []todoLine {
	var out []todoLine
	for _, it := range items {
		t := talks[it.ID]
		if t.ForApplicant == 0 && t.Waits != dossier.FromApplicant {
			continue
		}
		line := todoLine{ID: "tin-" + it.Code, Title: lines[it.ID].Name, Text: it.Code, Href: talkPath(it.ID)}
		switch {
		case t.ForApplicant > 0:
			line.Tag = &ui.Tag{Text: text.T(ctx, "portal.talk.unread", "n", t.ForApplicant), Colour: ui.Purple}
		default:
			line.Tag = &ui.Tag{Text: text.T(ctx, "portal.talk.answer"), Colour: ui.Yellow}
		}
		if t.Waits == dossier.FromApplicant {
			line.Text += "\n" + waitsWords(ctx, t)
		}
		out = append(out, line)
	}
	return out
}

// rateLines are dossiers whose handling can be rated.
func (p *Pages) rateLines(ctx context.Context) ([]todoLine, error) {
	asked, err := p.Rating.Mine(ctx)
	if err != nil {
		return nil, err
	}
	var out []todoLine
	for _, a := range asked {
		name, _ := brief(p.named(ctx, a.Procedure.ID, a.Procedure.Name))
		id := strings.TrimPrefix(a.Subject, "dossier/")
		out = append(out, todoLine{ID: "danh-gia-" + a.Code, Title: name, Text: a.Code + " · " + text.T(ctx, "portal.rate-until", "at", text.DateTime(ctx, a.Until)),
			Href: dossierPath(id), Press: &ui.FormFrame{Action: dossierPath(id) + "/danh-gia"}, Button: text.T(ctx, "portal.rate-go")})
	}
	return out, nil
}

// nextSteps are what people usually do after a procedure, both by national code.
var nextSteps = map[string]struct {
	code, key string
	level     catalog.Level
}{
	"1.001193": {"2.000815", "birth", catalog.Commune},  // birth → certified copies
	"1.000656": {"1.001731", "death", catalog.District}, // death → support for the funeral
	"1.004873": {"1.000894", "single", catalog.Commune}, // unmarried → marriage
	"1.000894": {"2.000635", "marriage", catalog.District},
}

// suggested is what usually comes after the newest dossier; nil when nothing does.
func (p *Pages) suggested(ctx context.Context, items []dossier.Item, procedures map[string]string) (*ui.Card, error) {
	if len(items) == 0 {
		return nil, nil
	}
	done, err := p.Catalog.ByID(ctx, procedures[items[0].ID])
	if err != nil {
		return nil, err
	}
	next, ok := nextSteps[done.Code]
	if !ok {
		return nil, nil
	}
	found, err := p.Catalog.Search(ctx, catalog.Query{Text: next.code, Level: next.level, PerPage: 1})
	if err != nil || len(found.Items) == 0 || found.Items[0].Code != next.code {
		return nil, err
	}
	it := found.Items[0]
	return &ui.Card{Title: it.Title(text.LangOf(ctx)), Href: "/thu-tuc/" + it.Slug, Text: text.T(ctx, "portal.next."+next.key), Meta: it.Term.In(ctx)}, nil
}
