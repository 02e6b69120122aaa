package dossier

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// askBrought is the checklist for papers that the applicant brings to the counter. Those that were
// asked for come first; the others are folded away.
func askBrought(rd *reading) []templ.Component {
	var out, others []ui.Option
	k, _ := rd.form.Case(rd.v.CaseKey)
	for _, c := range k.Components {
		o := counterPaper{ctx: rd.ctx, c: c, held: rd.held.Value, problem: rd.problem, mostMB: int(rd.s.MaxFile >> 20)}.option()
		if rd.askedFor("paper:" + c.Key) {
			out = append(out, o)
		} else {
			others = append(others, o)
		}
	}
	ticked := rd.held.Values["paper"]
	fields := []templ.Component{}
	if s := rd.v.OpenSupplement(); s != nil {
		fields = append(fields, bulleted(rd.t("dossier.brought.asked"), askWords(s.Asks)))
	}
	if len(out) > 0 {
		fields = append(fields, ui.Checkboxes{ID: "papers", Name: "paper", Label: rd.t("dossier.brought.papers"), Options: out, Values: ticked, Error: rd.problem("papers")})
	}
	if len(others) > 0 {
		list := ui.Checkboxes{ID: "other-papers", Name: "paper", Label: rd.t("dossier.brought.others"), Options: others, Values: ticked}
		fields = append(fields, folded(foldView{Summary: rd.t("dossier.brought.others"), Open: len(out) == 0 || len(ticked) > 0, Inside: []templ.Component{list}}))
	}
	other := rd.line("other-paper", "dossier.paper.other", "")
	other.Hint = rd.t("dossier.brought.other-hint")
	return append(fields, other, rd.upload("dossier.brought.scan"))
}

func (rd *reading) askedFor(on string) bool {
	s := rd.v.OpenSupplement()
	return s != nil && slices.ContainsFunc(s.Asks, func(a Ask) bool { return a.On == on })
}

// doBrought records what was brought, each paper with its scan.
func doBrought(ctx context.Context, s *Service, at At, a answer) (*Dossier, error) {
	v, err := s.Open(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	form, err := s.Catalog.Version(ctx, v.VersionID)
	if err != nil {
		return nil, err
	}
	papers, err := broughtOf(form, v.CaseKey, a)
	if err != nil {
		return nil, err
	}
	return s.BroughtIn(ctx, at, papers)
}

func broughtOf(form *catalog.Version, caseKey string, a answer) ([]Paper, error) {
	k, _ := form.Case(caseKey)
	papers, wrong := papersOf(k.Components, a.Values)
	if len(wrong) > 0 {
		return nil, fault.OnFields(wrong)
	}
	for i := range papers {
		papers[i].Files = a.papers[papers[i].Key]
	}
	if name := a.word("other-paper"); name != "" {
		papers = append(papers, Paper{Name: name, Form: "original", Count: 1, Files: a.files})
	} else if len(a.files) > 0 {
		return nil, fault.OnFields([]fault.Field{{Name: "other-paper", Key: "dossier.paper-name-missing"}})
	}
	if len(papers) == 0 {
		return nil, fault.OnFields([]fault.Field{{Name: "other-paper", Key: "dossier.brought-nothing"}})
	}
	return papers, nil
}
