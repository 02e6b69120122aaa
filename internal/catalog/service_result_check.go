package catalog

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/catalog/result"
)

// ResultTroubles are what stands against publishing a template.
func (s *Service) ResultTroubles(ctx context.Context, t *ResultTemplate) ([]result.Problem, error) {
	return s.troublesOf(ctx, s.read(), t)
}

func (s *Service) troublesOf(ctx context.Context, st store, t *ResultTemplate) ([]result.Problem, error) {
	form, err := s.formsNow(ctx, st, t.ProcedureID)
	problems := resultProblems(t, form...)
	if t.IsFile() && !s.Office.Installed() {
		problems = append(problems, result.Problem{Key: "catalog.result.no-office"})
	}
	return problems, err
}

// formsNow are the forms that dossiers have now and will have: of what is in force, and of what comes next.
func (s *Service) formsNow(ctx context.Context, st store, procedureID string) ([][]Field, error) {
	versions, err := st.versions(ctx, procedureID)
	var out [][]Field
	for i, v := range versions {
		if i == 0 || v.HoldsOn(s.today()) {
			out = append(out, v.Fields)
		}
	}
	return out, err
}

// PreviewResult prints a template with a made-up dossier.
func (s *Service) PreviewResult(ctx context.Context, resultID string) (*ResultTemplate, []byte, error) {
	t, err := s.ResultTemplate(ctx, resultID)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.ByID(ctx, t.ProcedureID)
	if err != nil {
		return nil, nil, err
	}
	forms, err := s.formsNow(ctx, s.read(), t.ProcedureID)
	if err != nil {
		return nil, nil, err
	}
	data := result.Sample()
	data[result.Procedure] = p.Name
	for _, form := range slices.Backward(forms) {
		for name, words := range Answers(form, madeUp(form)) {
			data[name] = words
		}
	}
	raw, err := s.PrintResult(ctx, t, result.Paper{Title: t.Name, At: s.Clock.Now(), Data: data})
	return t, raw, err
}
