package dossier

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Submit sends a citizen's draft: a new dossier, or the answer to a request for corrections.
func (s *Service) Submit(ctx context.Context, draftID string) (*Dossier, error) {
	return s.fromDraft(ctx, draftID, Submit)
}

// TakeIn turns a counter officer's draft into a dossier, received on the spot.
func (s *Service) TakeIn(ctx context.Context, draftID string) (*Dossier, error) {
	return s.fromDraft(ctx, draftID, TakeIn)
}

func (s *Service) fromDraft(ctx context.Context, draftID string, do Action) (*Dossier, error) {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	if dr.DossierID != "" {
		return s.answer(ctx, dr)
	}
	return s.send(ctx, dr, do, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropDraft(ctx, dr) })
}

// send makes a dossier of a complete draft; first runs in the same transaction.
func (s *Service) send(ctx context.Context, dr *DraftWork, do Action, first func(context.Context, *db.Tx) error) (*Dossier, error) {
	v, err := s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	if err := s.mayBegin(ctx, dr, v, do); err != nil {
		return nil, err
	}
	dr.Values = catalog.Tidy(v.Fields, dr.Values)
	var out *Dossier
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := first(ctx, tx); err != nil {
			return err
		}
		out, err = s.begin(ctx, tx, dr, v, do)
		return err
	})
	return out, err
}

// mayBegin refuses a draft that is not complete, or whose procedure is not done (online) any more.
func (s *Service) mayBegin(ctx context.Context, dr *DraftWork, v *catalog.Version, do Action) error {
	if _, err := s.Catalog.Current(ctx, dr.ProcedureID, clock.DateOf(s.Clock.Now())); err != nil {
		return err
	}
	if do == Submit {
		if err := takesOnline(v); err != nil {
			return err
		}
	}
	return fault.OnFields(s.wrongIn(ctx, dr, v))
}

// begin makes the first event of a dossier.
func (s *Service) begin(ctx context.Context, tx *db.Tx, dr *DraftWork, v *catalog.Version, do Action) (*Dossier, error) {
	o, err := s.opening(ctx, tx, dr, v)
	if err != nil {
		return nil, err
	}
	d := &Dossier{ID: id.New(), State: Draft, Secret: newSecret(), AccountID: o.AccountID, Receiving: o.Receiving, Competent: o.Competent}
	if _, err := find(ctx, d, do); err != nil {
		return nil, err
	}
	facts := Facts{Opening: o, Consents: dr.agreed()}
	if do == TakeIn {
		d.open(&Event{DossierID: d.ID, At: s.Clock.Now()}, o)
		if facts.Receipt, err = s.receipt(ctx, d); err != nil {
			return nil, err
		}
		d = &Dossier{ID: d.ID, State: Draft, Secret: d.Secret}
	}
	return d, s.happen(ctx, tx, d, do, facts)
}

// opening fixes code, units and parties.
func (s *Service) opening(ctx context.Context, tx *db.Tx, dr *DraftWork, v *catalog.Version) (*Opening, error) {
	receiving, err := s.Org.Unit(ctx, dr.ReceivingID)
	if err != nil {
		return nil, err
	}
	today := clock.DateOf(s.Clock.Now())
	if !receiving.In(today) {
		return nil, fault.OnFields([]fault.Field{{Name: "receiving", Key: "dossier.choose-unit"}})
	}
	competent, err := s.Catalog.Competent(ctx, dr.ProcedureID, receiving, today)
	if err != nil {
		return nil, err
	}
	office := competent
	if competent.Kind == org.Department {
		if office, err = s.Org.Unit(ctx, competent.ParentID); err != nil {
			return nil, err
		}
	}
	code, err := s.newCode(ctx, tx, receiving)
	if err != nil {
		return nil, err
	}
	mandate, papers := dr.settled()
	o := &Opening{Code: code, Channel: dr.Channel, Procedure: dr.ProcedureID, VersionID: dr.VersionID,
		CaseKey: dr.CaseKey, Name: dr.Name, Receiving: place(receiving), Competent: place(competent), Office: place(office),
		Owner: dr.Owner, Submitter: dr.Submitter, Values: dr.Values, Papers: papers, Owners: dr.Owners, Mandate: mandate}
	if a := actor.Of(ctx); a.Kind == actor.Citizen {
		o.AccountID = a.AccountID
	}
	return o, nil
}

func place(u org.Unit) Place { return Place{UnitID: u.ID, Path: u.Path, Name: u.Authority()} }

// newCode takes the next code of the unit and day. A unit without an official identifier uses its
// configured prefix; without either nothing can be received there.
func (s *Service) newCode(ctx context.Context, tx *db.Tx, u org.Unit) (string, error) {
	prefix := u.IdentifierCode
	if prefix == "" {
		prefix = u.CodePrefix
	}
	if prefix == "" {
		return "", fault.New(fault.Conflict, "dossier.no-prefix", "unit", u.FullName)
	}
	now := s.Clock.Now()
	n, err := store{tx}.next(ctx, "code/"+prefix, string(clock.DateOf(now)))
	return codeOf(prefix, now, n), err
}

// receipt fixes what the clock will be measured by: rule set, term, internal steps, calendar.
func (s *Service) receipt(ctx context.Context, d *Dossier) (*Receipt, error) {
	v, err := s.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return nil, err
	}
	cal, err := s.calendar(ctx, d)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	r := &Receipt{Era: term.RulesOn(clock.DateOf(now)).Era, Term: termOf(v, d.CaseKey, d.Channel), Plan: plan(v.Steps), Calendar: cal.Version()}
	if err := s.conditions(ctx, d, v, r); err != nil {
		return nil, err
	}
	trial := *d
	trial.Era, trial.Term, trial.SameDay, trial.ReceivedAt = r.Era, r.Term, r.SameDay, now
	due, err := deriveDue(&trial, cal, now)
	r.DueAt = due.At
	return r, err
}

// conditions fixes what the version says of the clock besides the term, and the parts that other
// agencies will do.
func (s *Service) conditions(ctx context.Context, d *Dossier, v *catalog.Version, r *Receipt) error {
	r.SameDay, r.Unextendable, r.Book = v.SameDay(r.Term), !v.Extendable(), v.Book
	for _, cause := range []term.Cause{term.ForPayment, term.ForAgency} {
		if v.Stops(cause) {
			r.PausesFor = append(r.PausesFor, cause)
		}
	}
	for _, c := range v.Children {
		if own := c.UnitKind != "" && strings.Contains(text.Fold(c.Agency), "uy ban nhan dan"); own {
			continue // the deciding authority's own part is the dossier's own result
		}
		at, err := s.agency(ctx, d, c.Agency)
		if err != nil {
			return err
		}
		r.Parts = append(r.Parts, PartPlan{Key: c.Key, Name: c.Name, Agency: at, Term: c.Term, After: true})
	}
	return nil
}

// termOf is the term of the case and channel; a channel that the procedure does not name has the
// term of the counter.
func termOf(v *catalog.Version, caseKey string, kind catalog.ChannelKind) term.Term {
	k, _ := v.Case(caseKey)
	if ch, ok := k.Channel(kind); ok {
		return ch.Term
	}
	ch, _ := k.Channel(catalog.Direct)
	return ch.Term
}

// Receive accepts a dossier sent online: from now the clock runs.
func (s *Service) Receive(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, Receive, func(ctx context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		r, err := s.receipt(ctx, d)
		return Facts{Receipt: r}, err
	})
}

// AskFix sends a dossier back before reception, with the list of what to mend.
func (s *Service) AskFix(ctx context.Context, at At, r Request) (*Dossier, error) {
	return s.act(ctx, at, AskFix, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		r.Complete = true
		return s.requestFacts(r)
	})
}

// askFacts checks a request: at least one thing, each with words, and the officer's word that the
// list is complete.
func askFacts(asks []Ask, reason string, complete bool) (Facts, error) {
	var wrong []fault.Field
	var kept []Ask
	for _, a := range asks {
		if a.Text = text.Clean(a.Text); a.Text != "" {
			kept = append(kept, a)
		}
	}
	if len(kept) == 0 {
		wrong = append(wrong, fault.Field{Name: "asks", Key: "dossier.ask-nothing"})
	}
	if !complete {
		wrong = append(wrong, fault.Field{Name: "complete", Key: "dossier.ask-confirm-complete"})
	}
	return Facts{Asks: kept, Reason: text.Clean(reason), Complete: complete}, fault.OnFields(wrong)
}

// Refuse does not accept a dossier; the reason goes to the applicant in writing.
func (s *Service) Refuse(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, Refuse, because(reason))
}

// Withdraw ends a dossier at its applicant's wish.
func (s *Service) Withdraw(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, Withdraw, because(reason))
}

// because makes the facts of an event that must be reasoned.
func because(reason string) saying {
	return func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		reason, err := needReason(reason)
		return Facts{Reason: reason}, err
	}
}

func needReason(reason string) (string, error) {
	reason = text.Clean(reason)
	if len([]rune(reason)) < 5 {
		return "", fault.OnFields([]fault.Field{{Name: "reason", Key: "dossier.reason-missing"}})
	}
	return reason, nil
}

// answer sends the corrected form and papers for a request that is open.
func (s *Service) answer(ctx context.Context, dr *DraftWork) (*Dossier, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dr.DossierID)
	if err != nil {
		return nil, err
	}
	return s.correct(ctx, At{ID: d.ID}, dr, corrects(d), func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropDraft(ctx, dr) })
}

// corrects is the action that answers what a dossier was asked for.
func corrects(d *Dossier) Action {
	if d.State == Fixing {
		return Resubmit
	}
	return AddSupplement
}

// correct puts a complete form and papers in the place of those that were found wanting; first runs in
// the same transaction.
func (s *Service) correct(ctx context.Context, at At, dr *DraftWork, do Action, first func(context.Context, *db.Tx) error) (*Dossier, error) {
	v, err := s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	if err := fault.OnFields(s.wrongIn(ctx, dr, v)); err != nil {
		return nil, err
	}
	return s.act(ctx, at, do, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
		return Facts{Values: catalog.Tidy(v.Fields, dr.Values), Papers: dr.Papers, Consents: dr.agreed()}, first(ctx, tx)
	})
}
