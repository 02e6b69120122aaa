package dossier

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// may refuses unless whoever acts is whom the row means, has its right at its place, and it is their turn.
func (st step) may(ctx context.Context, d *Dossier) error {
	a := actor.Of(ctx)
	switch st.at {
	case byApplicant:
		return allow(a.Kind == actor.System || isApplicant(a, d), "dossier.not-yours")
	case bySystem:
		return allow(a.Kind == actor.System, "dossier.done-by-itself")
	case byAssignee:
		mine := a.PersonID != "" && a.PersonID == d.AssigneeID
		free := a.Kind == actor.System || a.Has(CanAssign, d.Turn.Path)
		return allow(d.AssigneeID != "" && (mine || free), "dossier.not-your-work")
	case byLast:
		last := d.Last
		return allow(undoable[last.Kind] && a.Kind == actor.Officer && (a.PersonID == last.PersonID || a.Has(CanCorrect, d.Competent.Path) ||
			a.Has(CanCorrect, d.Receiving.Path)), "dossier.not-yours-to-correct")
	case byReviewer:
		return allow(reviews(a, d, st.right), "dossier.initials.not-yours")
	case atAgency:
		return allow(slices.ContainsFunc(d.Errands, func(e Errand) bool { return e.open() && e.mayAnswer(a, st.right) }), "dossier.not-asked")
	}
	if err := actor.Need(ctx, st.right, st.place(d)); err != nil {
		return err
	}
	if st.turn && !a.Holds(d.Turn.Role, d.Turn.Path) {
		return fault.New(fault.Forbidden, "dossier.not-your-turn", "turn", d.Turn.Name)
	}
	return nil
}

// place is the path of the unit at which the row's right is asked.
func (st step) place(d *Dossier) string {
	switch {
	case st.at == atCompetent || st.at == byReviewer:
		return d.Competent.Path
	case st.at == atTurn && d.Turn.Path != "":
		return d.Turn.Path
	}
	return d.Receiving.Path
}

func isApplicant(a actor.Actor, d *Dossier) bool {
	return a.Kind == actor.Citizen && a.AccountID == d.AccountID && d.AccountID != ""
}

func allow(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.New(fault.Forbidden, key)
}

// find returns the row by which whoever acts may do the action now. When none fits it says why:
// the rule of the row that came nearest.
func find(ctx context.Context, d *Dossier, do Action) (step, error) {
	var refused error
	for _, st := range flow {
		if !st.begins(d.State) || st.do != do {
			continue
		}
		err := st.may(ctx, d)
		if err == nil && st.rule != nil {
			err = st.rule(d)
		}
		if err == nil {
			return st, nil
		}
		if refused == nil || fault.Is(err, fault.Conflict) {
			refused = err
		}
	}
	if refused == nil {
		refused = fault.New(fault.Conflict, "dossier.wrong-state")
	}
	return step{}, refused
}

func (st step) begins(from State) bool {
	return st.from == from || st.from == anyState && from != Draft
}

// row finds the flow's row for an act with its facts: where it leads, what it does to the clock,
// which slip goes with it.
func row(d *Dossier, do Action, f Facts) (step, bool) {
	from := d.State
	if from == "" {
		from = Draft
	}
	for _, st := range flow {
		if st.begins(from) && st.do == do && (st.leads == nil || st.leads(d, f)) {
			return st, true
		}
	}
	return step{}, false
}

// Choice is a button: an action, and why it cannot be pressed yet (nil when it can).
type Choice struct {
	Do   Action
	Why  *fault.Error
	Form string
}

// Choices lists what whoever acts could do with the dossier in its state. Actions for which the
// right is missing are left out; those that must wait carry the reason.
func Choices(ctx context.Context, d *Dossier) []Choice {
	var out []Choice
	for _, st := range flow {
		if !st.begins(d.State) || slices.ContainsFunc(out, func(c Choice) bool { return c.Do == st.do }) {
			continue
		}
		row, err := find(ctx, d, st.do)
		switch f := fault.As(err); {
		case err == nil:
			out = append(out, Choice{Do: st.do, Form: row.form})
		case f != nil && f.Kind == fault.Conflict:
			out = append(out, Choice{Do: st.do, Why: f})
		}
	}
	return out
}
