package dossier

import (
	"slices"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// handedInForThem keeps a portal's program away from the dossiers of people with an account here.
func handedInForThem(d *Dossier) error { return unless(d.AccountID == "", "dossier.not-yours") }

func notTakenYet(d *Dossier) error {
	if d.AssigneeID != "" {
		return fault.New(fault.Conflict, "dossier.taken", "name", d.Assignee)
	}
	return nil
}

func moreSteps(d *Dossier) error { return unless(d.Step < approvalStep(d.Plan)-1, "dossier.last-step") }
func lastStep(d *Dossier) error {
	return unless(d.Step >= approvalStep(d.Plan)-1, "dossier.more-steps")
}

func notFirstStep(d *Dossier) error { return unless(d.Step > 1, "dossier.first-step") }
func firstStep(d *Dossier) error    { return unless(d.Step <= 1, "dossier.not-first-step") }

func hasResultFile(d *Dossier) error {
	return unless(d.Result != nil && len(d.Result.Files) > 0, "dossier.result-on-paper")
}

// undecided holds until the result has its number: from then on it cannot be undone by stopping.
func undecided(d *Dossier) error {
	return unless(d.Result == nil || d.Result.Number == "", "dossier.decided")
}

// partsLeft holds while some part of a joined-up procedure may be sent that was not.
func partsLeft(d *Dossier) error { return unless(len(d.partsToSend()) > 0, "dossier.no-part") }

// outsideAsked holds while an agency without a desk here was asked: the competent unit writes down
// what it answered.
func outsideAsked(d *Dossier) error {
	return unless(slices.ContainsFunc(d.Errands, func(e Errand) bool { return e.open() && e.Outside() }), "dossier.agency-answers")
}

// mayExtend bounds how often a new date is given, by the rules of the era. law: onestop/extend
func mayExtend(d *Dossier) error {
	switch {
	case d.Term.None() && !d.SameDay:
		return fault.New(fault.Conflict, "dossier.no-term")
	case d.Unextendable:
		return fault.New(fault.Conflict, "dossier.not-extendable")
	case len(d.Extensions) >= rulesOf(d).MaxExtensions:
		return fault.New(fault.Conflict, "dossier.extended-enough", "n", rulesOf(d).MaxExtensions)
	}
	return nil
}

// notFallen holds while the date in force has not been noted as passed.
func notFallen(d *Dossier) error {
	return unless(!slices.ContainsFunc(d.Fallen, d.Due.At.Equal), "dossier.fallen-already")
}

func holdsPapers(d *Dossier) error { return unless(len(d.PapersHeld()) > 0, "dossier.no-papers-held") }

func toAStep(_ *Dossier, f Facts) bool   { return f.Step > 0 }
func toTheDesk(_ *Dossier, f Facts) bool { return f.Step == 0 }

// othersOpen, backToWork and allIn tell where a dossier goes when an agency's errand is over: on
// waiting, back to its step, or, when its own result is out, to the end.
func othersOpen(d *Dossier, f Facts) bool { return d.stillAsked(f) }
func backToWork(d *Dossier, f Facts) bool { return !d.stillAsked(f) && undecided(d) == nil }
func allIn(d *Dossier, f Facts) bool      { return !d.stillAsked(f) && undecided(d) != nil }

// stillAsked tells whether errands are open after the one that f ends and with those that f sends.
func (d *Dossier) stillAsked(f Facts) bool {
	return len(f.Errands) > 0 || slices.ContainsFunc(d.Errands, func(e Errand) bool { return e.open() && e.Key != f.Errand })
}

func nothingSent(_ *Dossier, f Facts) bool { return len(f.Errands) == 0 }
func partsSent(_ *Dossier, f Facts) bool   { return len(f.Errands) > 0 }

func unless(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.New(fault.Conflict, key)
}
