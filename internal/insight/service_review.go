package insight

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Review is where the time of procedures goes.
type Review struct {
	Ask
	Unit org.Unit
	Rows []ReviewRow
}

// ReviewRow is one procedure in a review.
type ReviewRow struct {
	Procedure, Name   string
	N                 int
	Minutes           int64 // of working time, together
	Asked, Back, Late Rate
}

// Review lists the procedures of which dossiers were finished in a period.
func (s *Service) Review(ctx context.Context, ask Ask) (*Review, error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	rows, err := s.read().reviews(ctx, u.Path, "", ask.Span.Period(ReportCut))
	if err != nil {
		return nil, err
	}
	known, err := s.read().procedures(ctx)
	r := &Review{Ask: ask, Unit: u}
	for _, x := range rows {
		r.Rows = append(r.Rows, rowOfReview(x, known[x.ProcedureID].Name))
	}
	return r, err
}

func rowOfReview(x reviewRow, name string) ReviewRow {
	return ReviewRow{x.ProcedureID, name, x.N, x.Minutes, Rate{x.Asked, x.N}, Rate{x.Back, x.N}, Rate{x.Late, x.N}}
}

// Study is the review of one procedure.
type Study struct {
	ReviewRow
	Ask
	Unit     org.Unit
	Took     []int64 // minutes of working time, the shortest first
	Terms    []term.Term
	Legs     []Leg
	Pairings []Pairing
	Asked    WhatIf // of the term that was asked for
	Shortest WhatIf // the shortest term that would have done; none when Days is 0
	Table    []WhatIf
}

// Study looks at one procedure; days is the term that is asked about, 0 for none.
func (s *Service) Study(ctx context.Context, ask Ask, days int) (*Study, error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	p := ask.Span.Period(ReportCut)
	st := &Study{Ask: ask, Unit: u}
	rows, err := s.read().reviews(ctx, u.Path, ask.Procedure, p)
	if err != nil {
		return nil, err
	}
	known, err := s.read().procedures(ctx)
	if err != nil {
		return nil, err
	}
	if _, ok := known[ask.Procedure]; !ok {
		return nil, fault.New(fault.NotFound, "insight.review.no-procedure")
	}
	st.ReviewRow = ReviewRow{Procedure: ask.Procedure, Name: known[ask.Procedure].Name}
	if len(rows) > 0 {
		st.ReviewRow = rowOfReview(rows[0], st.Name)
	}
	if st.Took, err = s.read().took(ctx, u.Path, ask.Procedure, p); err != nil {
		return nil, err
	}
	lines, err := s.read().stretches(ctx, u.Path, ask.Procedure, p)
	if err != nil {
		return nil, err
	}
	st.Legs, st.Pairings = legs(lines), pairings(lines)
	st.weigh(days)
	st.Terms, err = s.termsOf(ctx, ask.Procedure)
	return st, err
}

func (st *Study) weigh(days int) {
	if days > 0 {
		st.Asked = whatIf(st.Took, days)
	}
	st.Shortest, _ = shortest(st.Took)
	for d := 1; d <= 365 && len(st.Took) > 0; d++ {
		w := whatIf(st.Took, d)
		st.Table = append(st.Table, w)
		if w.Part == w.Of || len(st.Table) == 30 {
			break
		}
	}
}

// termsOf are the terms that the procedure has today, each once.
func (s *Service) termsOf(ctx context.Context, procedureID string) ([]term.Term, error) {
	if s.Catalog == nil {
		return nil, nil
	}
	v, err := s.Catalog.Current(ctx, procedureID, clock.DateOf(s.Clock.Now()))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return termsIn(v), nil
}

func termsIn(v *catalog.Version) []term.Term {
	var out []term.Term
	for _, c := range v.Cases {
		for _, ch := range c.Channels {
			if !ch.Term.None() && !slices.Contains(out, ch.Term) {
				out = append(out, ch.Term)
			}
		}
	}
	return out
}
