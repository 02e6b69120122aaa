package archive

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// SetTerm says how long papers of a kind are kept, at the unit of whoever acts and below. A term that ends needs the
// ground on which it does. Papers that were disposed of before stay so.
func (s *Service) SetTerm(ctx context.Context, procedure string, t Term) error {
	a := actor.Of(ctx)
	if err := actor.Need(ctx, CanRetain, a.UnitPath); err != nil {
		return err
	}
	t.UnitPath, t.SetBy, t.SetAt, t.Ground = a.UnitPath, a.Name, s.Clock.Now(), text.Clean(t.Ground)
	if err := t.sound(procedure); err != nil {
		return err
	}
	var err error
	t.Procedure, t.Title, err = s.Procedure(ctx, text.Clean(procedure))
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.OnFields([]fault.Field{{Name: "procedure", Key: "archive.term.no-procedure"}})
	case err != nil:
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).setTerm(ctx, t); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: room + "term-set", Subject: "archive/term/" + t.Procedure, Why: t.Ground,
			Data: map[string]any{"unit": t.UnitPath, "years": t.Years, "counted": t.Counted}})
	})
}

func (t Term) sound(procedure string) error {
	var wrong []fault.Field
	add := func(bad bool, name, key string) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	add(strings.TrimSpace(procedure) == "", "procedure", "archive.term.procedure-missing")
	add(t.Years < 0 || t.Years > 200, "years", "archive.term.years-wrong")
	add(t.Counted != FromIssue && t.Counted != FromEnd, "counted", "archive.term.counted-missing")
	add(t.Years != Forever && t.Ground == "", "ground", "archive.term.ground-missing")
	if len(wrong) > 0 {
		return fault.OnFields(wrong)
	}
	return nil
}

// Terms are those that hold where whoever acts may set some: set there, or above.
func (s *Service) Terms(ctx context.Context) ([]Term, error) {
	all, err := store{s.DB.Read()}.terms(ctx)
	if err != nil {
		return nil, err
	}
	var out []Term
	for _, t := range all {
		for _, path := range actor.Of(ctx).Scope(CanRetain) {
			if strings.HasPrefix(t.UnitPath, path) || strings.HasPrefix(path, t.UnitPath) {
				out = append(out, t)
				break
			}
		}
	}
	return out, nil
}

// Usual is the term of papers for which nobody has set one.
func (s *Service) Usual() (Term, error) { return usual() }

// TermOf is the term that holds for a paper.
func (s *Service) TermOf(ctx context.Context, p *Paper) (Term, error) {
	terms, err := store{s.DB.Read()}.terms(ctx)
	if err != nil {
		return Term{}, err
	}
	rest, err := usual()
	return termOf(terms, rest, p), err
}
