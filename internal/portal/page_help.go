package portal

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// helpView is help in plain words: what people ask, and what the words of the office mean.
type helpView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Topics  []topic
	Words   ui.SummaryList
}

// topic is a question with its answer.
type topic struct{ ID, Title, Text string }

// helpTopics are the questions, in the order in which people meet them; helpWords the words of the office.
var (
	helpTopics = []string{"find", "sign-in", "draft", "photo", "weak", "for-whom", "after", "fix", "light", "counter", "data"}
	helpWords  = []string{"mot-cua", "thu-tuc", "ho-so", "thanh-phan", "ban-chinh", "chung-thuc", "trich-luc", "le-phi", "thoi-han",
		"toan-trinh", "tiep-nhan", "bo-sung", "so-dinh-danh", "vneid", "uy-quyen", "ma-tra-cuu", "sha"}
)

// help answers what people ask at the counter.
func (p *Pages) help(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := helpView{Frame: ui.Frame{Title: text.T(ctx, "portal.help.title"), Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
		{Text: text.T(ctx, "portal.help.title")}}},
		Heading: ui.Heading{Title: text.T(ctx, "portal.help.title"), Lead: text.T(ctx, "portal.help.lead")}}
	for _, t := range helpTopics {
		v.Topics = append(v.Topics, topic{ID: t, Title: text.T(ctx, "portal.help."+t), Text: text.T(ctx, "portal.help."+t+"-text")})
	}
	for _, word := range helpWords {
		v.Words.Rows = append(v.Words.Rows, ui.SummaryRow{Key: text.T(ctx, "portal.word."+word), Text: text.T(ctx, "portal.word."+word+"-text")})
	}
	return web.Show(w, r, helpPage(v))
}

// stepHelp is the short help of a step of a draft; that of the form's pages is the same for all.
func stepHelp(ctx context.Context, step string) string {
	switch step {
	case stepOwner, stepUnit, stepPapers, stepCheck, stepKnown:
	case "":
		step = "paper"
	default:
		step = "sheet"
	}
	return text.T(ctx, "portal.step-help."+step)
}
