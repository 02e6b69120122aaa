package dossier

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// forApplicants are the applicants' own steps, which an officer at the counter or a program may do
// for them.
var forApplicants = []Action{Submit, TakeIn, Resubmit, AddSupplement, Withdraw}

// onBehalf names the person for whom a step is done, when whoever does it is another: the owner of a
// dossier that somebody else hands in, or the applicant whose step is done at the counter.
func onBehalf(ctx context.Context, d *Dossier, do Action, f Facts) context.Context {
	a := actor.Of(ctx)
	owner, submitter := d.Owner, d.Submitter
	if f.Opening != nil {
		owner, submitter = f.Opening.Owner, f.Opening.Submitter
	}
	switch {
	case !slices.Contains(forApplicants, do):
		return ctx
	case a.Kind != actor.Citizen:
		a.OnBehalfOf = submitter.Name
	case !owner.Same(submitter):
		a.OnBehalfOf = owner.Name
	default:
		return ctx
	}
	return actor.With(ctx, a)
}

// standIn names the absent officer in whose stead whoever acts does the step, "" when a post of their
// own lets them do it.
func standIn(ctx context.Context, st step, d *Dossier) string {
	name := ""
	for _, p := range actor.Of(ctx).Posts {
		switch {
		case !slices.Contains(Roles[p.Role], st.right) || !strings.HasPrefix(st.place(d), p.UnitPath):
		case st.turn && (p.Role != d.Turn.Role || p.UnitPath != d.Turn.Path):
		case p.For == "":
			return ""
		case name == "":
			name = p.For
		}
	}
	return name
}
