package archive

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// mostProposed bounds one proposal.
const mostProposed = 200

// Propose puts papers of one office whose time is over before a second person. law: archives/dispose
func (s *Service) Propose(ctx context.Context, paperIDs []string, why string) (*Disposal, error) {
	a := actor.Of(ctx)
	paperIDs = slices.Compact(slices.Sorted(slices.Values(paperIDs)))
	switch why = text.Clean(why); {
	case len(paperIDs) == 0:
		return nil, fault.OnFields([]fault.Field{{Name: "paper", Key: "archive.dispose.none"}})
	case len(paperIDs) > mostProposed:
		return nil, fault.OnFields([]fault.Field{{Name: "paper", Key: "archive.dispose.too-many", Args: map[string]any{"most": mostProposed}}})
	case why == "":
		return nil, fault.OnFields([]fault.Field{{Name: "reason", Key: "archive.reason-missing"}})
	case a.PersonID == "":
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanDispose)
	}
	d := &Disposal{ID: id.New(), State: Proposed, Why: why, ProposerID: a.PersonID, Proposer: a.Name, ProposedAt: s.Clock.Now(), Year: s.today().Year()}
	return d, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, paperID := range paperIDs {
			p, item, err := s.disposable(ctx, tx, paperID)
			if err != nil {
				return err
			}
			if len(d.Items) > 0 && p.Office.UnitID != d.Office.UnitID {
				return fault.OnFields([]fault.Field{{Name: "paper", Key: "archive.dispose.two-offices"}})
			}
			d.Office, d.Items = p.Office, append(d.Items, item)
		}
		slices.SortStableFunc(d.Items, func(x, y DisposalItem) int { return strings.Compare(string(x.IssuedOn), string(y.IssuedOn)) })
		if err := (store{tx}).addDisposal(ctx, d); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: room + "dispose-proposed", Subject: d.OwnSubject(), Why: why, Data: map[string]any{"papers": paperIDs}})
	})
}

// disposable is a paper that whoever acts may dispose of now: in reach, its time over, not disposed of yet.
func (s *Service) disposable(ctx context.Context, tx *db.Tx, paperID string) (*Paper, DisposalItem, error) {
	st := store{tx}
	p, err := st.byID(ctx, paperID)
	if err != nil {
		return nil, DisposalItem{}, err
	}
	if err := mayReach(ctx, p); err != nil {
		return nil, DisposalItem{}, err
	}
	if err := actor.Need(ctx, CanDispose, p.Office.Path); err != nil {
		return nil, DisposalItem{}, err
	}
	terms, rest, _, err := s.ending(ctx, st)
	if err != nil {
		return nil, DisposalItem{}, err
	}
	t := termOf(terms, rest, p)
	until, over := due(t, p, s.today())
	if !over {
		return nil, DisposalItem{}, fault.New(fault.Conflict, "archive.dispose.not-due", "number", p.Number)
	}
	return p, DuePaper{p, until, t.Ground}.item(), nil
}

// Decide agrees to a proposal or refuses it. Whoever proposed does not decide. On agreement the files leave all papers
// of the proposal at once, each with an event that names the minutes; every paper is looked at once more before.
func (s *Service) Decide(ctx context.Context, disposalID string, agree bool, answer string) (*Disposal, error) {
	a := actor.Of(ctx)
	if answer = text.Clean(answer); answer == "" && !agree {
		return nil, fault.OnFields([]fault.Field{{Name: "answer", Key: "archive.reason-missing"}})
	}
	var d *Disposal
	return d, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if d, err = (store{tx}).disposal(ctx, disposalID); err != nil {
			return err
		}
		if err := s.mayDecide(ctx, d); err != nil {
			return err
		}
		d.State, d.DeciderID, d.Decider, d.DecidedAt, d.Answer = Refused, a.PersonID, a.Name, s.Clock.Now(), answer
		if agree {
			d.State, d.Year = Agreed, s.today().Year()
			if d.Ord, err = (store{tx}).nextMinutes(ctx, d.Office.UnitID, d.Year); err != nil {
				return err
			}
		}
		if err := (store{tx}).decide(ctx, d); err != nil {
			return err
		}
		for _, it := range d.Items {
			if err := s.dispose(ctx, tx, d, it); err != nil {
				return err
			}
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: room + "dispose-" + string(d.State), Subject: d.OwnSubject(), Why: answer, Data: map[string]any{"minutes": d.Minutes()}})
	})
}

func (s *Service) mayDecide(ctx context.Context, d *Disposal) error {
	a := actor.Of(ctx)
	switch {
	case !a.Has(CanDispose, d.Office.Path):
		return fault.New(fault.NotFound, "archive.dispose.not-found")
	case a.PersonID == "":
		return fault.New(fault.Forbidden, "fault.forbidden", "right", CanDispose)
	case a.PersonID == d.ProposerID:
		return fault.New(fault.Conflict, "archive.dispose.same-person")
	case d.State != Proposed:
		return fault.New(fault.Conflict, "archive.dispose.decided")
	}
	return nil
}

// dispose takes the files from one paper of agreed minutes; of refused ones it takes nothing.
func (s *Service) dispose(ctx context.Context, tx *db.Tx, d *Disposal, it DisposalItem) error {
	if d.State != Agreed {
		return nil
	}
	p, _, err := s.disposable(ctx, tx, it.PaperID)
	if err != nil {
		return err
	}
	was, files := p.Version, p.Files
	if err := s.happen(ctx, tx, p, Dispose, Facts{Reason: it.Ground, Minutes: d.Minutes()}); err != nil {
		return err
	}
	if err := (store{tx}).letGo(ctx, p.ID, files, s.Clock.Now()); err != nil {
		return err
	}
	return store{tx}.save(ctx, p, was)
}

// Disposal is a proposal for whoever may propose or decide there, or see the papers.
func (s *Service) Disposal(ctx context.Context, disposalID string) (*Disposal, error) {
	d, err := store{s.DB.Read()}.disposal(ctx, disposalID)
	if err != nil {
		return nil, err
	}
	if !actor.Of(ctx).Has(CanView, d.Office.Path) {
		return nil, fault.New(fault.NotFound, "archive.dispose.not-found")
	}
	return d, nil
}

// Disposals are the newest proposals where whoever acts may dispose of papers, without their papers.
func (s *Service) Disposals(ctx context.Context) ([]*Disposal, error) {
	return store{s.DB.Read()}.disposals(ctx, actor.Of(ctx).Scope(CanDispose), pageSize)
}
