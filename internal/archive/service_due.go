package archive

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// mostLookedAt bounds one look for papers whose time is over.
const mostLookedAt = 20_000

// Due are papers that need not be kept any longer where whoever acts may dispose of some, the oldest first, and that
// wait in no proposal; as many as one proposal takes. more tells that there are others.
func (s *Service) Due(ctx context.Context) (out []DuePaper, more bool, err error) {
	st := store{s.DB.Read()}
	terms, rest, kinds, err := s.ending(ctx, st)
	if err != nil || len(kinds) == 0 && rest.Years == Forever {
		return nil, false, err
	}
	today, at := s.today(), after{}
	for looked := 0; looked < mostLookedAt; {
		page, err := st.issuedUnder(ctx, actor.Of(ctx).Scope(CanDispose), kinds, "", today, at, 500)
		if err != nil || len(page) == 0 {
			return out, false, err
		}
		looked, at = looked+len(page), after{page[len(page)-1].IssuedOn, page[len(page)-1].ID}
		waits, err := st.waiting(ctx, idsOf(page))
		if err != nil {
			return nil, false, err
		}
		for _, p := range page {
			t := termOf(terms, rest, p)
			until, over := due(t, p, today)
			if !over || waits[p.ID] {
				continue
			}
			if len(out) == mostProposed {
				return out, true, nil
			}
			out = append(out, DuePaper{p, until, t.Ground})
		}
	}
	return out, true, nil
}

// ending are the terms, the usual one, and the kinds for which some term ends; no kinds when the usual one does.
func (s *Service) ending(ctx context.Context, st store) (terms []Term, rest Term, kinds []string, err error) {
	if rest, err = usual(); err != nil {
		return nil, rest, nil, err
	}
	terms, err = st.terms(ctx)
	if rest.Years != Forever {
		return terms, rest, nil, err
	}
	for _, t := range terms {
		if t.Years != Forever && !slices.Contains(kinds, t.Procedure) {
			kinds = append(kinds, t.Procedure)
		}
	}
	return terms, rest, kinds, err
}

func idsOf(all []*Paper) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.ID
	}
	return out
}
