package dossier

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Giving is what would come of giving one of many dossiers to somebody, or of handing it back, before it
// is done.
type Giving struct {
	DossierID, Code, Name string

	State State
	Now   string       // whose work it is; "" when nobody's
	Turn  Turn         // the move that is awaited
	Why   *fault.Error // why it cannot be done; nil when it can
}

// Hand is somebody among whom the work can be given out, and how many of the dossiers they may be given.
type Hand struct {
	org.Holder
	Can int
}

// giving looks at many dossiers as they are now; who holds which post is asked once for each.
type giving struct {
	s     *Service
	hands map[Turn][]org.Holder
}

func (g giving) of(ctx context.Context, d *Dossier) ([]org.Holder, error) {
	key := Turn{Role: d.Turn.Role, Path: d.Turn.Path}
	if known, ok := g.hands[key]; ok {
		return known, nil
	}
	people, err := g.s.Hands(ctx, d)
	g.hands[key] = people
	return people, err
}

// each loads the dossiers that whoever acts may view; for the others do gets nil and why.
func (g giving) each(ctx context.Context, items []keep.Item, do func(it keep.Item, d *Dossier, why *fault.Error) error) error {
	for _, it := range items {
		d, err := store{g.s.DB.Read()}.byID(ctx, it.DossierID)
		if err == nil {
			err = g.s.maySee(ctx, d)
		}
		why := fault.As(err)
		if err != nil && why == nil {
			return err
		}
		if err := do(it, d, why); err != nil {
			return err
		}
	}
	return nil
}

// HandsFor are the people to whom at least one of the dossiers could be given by whoever acts, those who can
// be given most of them first.
func (s *Service) HandsFor(ctx context.Context, items []keep.Item) ([]Hand, error) {
	g := giving{s, map[Turn][]org.Holder{}}
	var out []Hand
	err := g.each(ctx, items, func(_ keep.Item, d *Dossier, why *fault.Error) error {
		if why != nil {
			return nil
		}
		if _, err := find(ctx, d, Assign); err != nil {
			return nil
		}
		people, err := g.of(ctx, d)
		for _, p := range people {
			i := slices.IndexFunc(out, func(h Hand) bool { return h.PersonID == p.PersonID })
			if i < 0 {
				out, i = append(out, Hand{Holder: p}), len(out)
			}
			out[i].Can++
		}
		return err
	})
	slices.SortStableFunc(out, func(a, b Hand) int { return b.Can - a.Can })
	return out, err
}

// Givings tell of each dossier whether it can be given to the person, or handed back, and why not.
func (s *Service) Givings(ctx context.Context, items []keep.Item, do Action, personID string) ([]Giving, error) {
	g := giving{s, map[Turn][]org.Holder{}}
	var out []Giving
	err := g.each(ctx, items, func(it keep.Item, d *Dossier, why *fault.Error) error {
		if why != nil {
			out = append(out, Giving{DossierID: it.DossierID, Code: it.Code, Why: why})
			return nil
		}
		one := Giving{DossierID: d.ID, Code: d.Code, Name: d.Name, State: d.State, Now: d.Assignee, Turn: d.Turn}
		_, err := find(ctx, d, do)
		if err == nil && do == Assign && personID != "" {
			err = g.may(ctx, d, personID)
		}
		if one.Why = fault.As(err); err != nil && one.Why == nil {
			return err
		}
		out = append(out, one)
		return nil
	})
	return out, err
}

func (g giving) may(ctx context.Context, d *Dossier, personID string) error {
	people, err := g.of(ctx, d)
	switch {
	case err != nil:
		return err
	case d.AssigneeID == personID:
		return fault.New(fault.Conflict, "desk.bulk.has-it", "name", d.Assignee)
	case !slices.ContainsFunc(people, func(p org.Holder) bool { return p.PersonID == personID }):
		return fault.New(fault.Conflict, "dossier.person-elsewhere")
	}
	return nil
}

// give is Assign for one of many: what is the person's work already stays as it is.
func (s *Service) give(ctx context.Context, at At, args map[string]string) error {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return err
	}
	if d.AssigneeID == args["person"] && d.AssigneeID != "" {
		return fault.New(fault.Conflict, "desk.bulk.has-it", "name", d.Assignee)
	}
	_, err = s.Assign(ctx, at, args["person"], args["note"])
	return err
}
