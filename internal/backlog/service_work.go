package backlog

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// heldFor is how long a paper stays in the hand of whoever took it.
const heldFor = 15 * time.Minute

// Next gives whoever acts the next paper of a batch for a task, and keeps it from others for a while; nil when none is left.
func (s *Service) Next(ctx context.Context, batchID string, t Task) (*Paper, error) {
	if _, err := s.batchFor(ctx, batchID, CanWork); err != nil {
		return nil, err
	}
	if t.of() == "" {
		return nil, fault.New(fault.NotFound, "fault.not-found")
	}
	me, now := actor.Of(ctx).PersonID, s.Clock.Now()
	for {
		p, err := store{s.DB.Read()}.next(ctx, batchID, t, me, now)
		if err != nil || p == nil {
			return nil, err
		}
		mine := false
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			mine, err = store{tx}.hold(ctx, p, me, now, now.Add(heldFor))
			return err
		})
		if err != nil || mine {
			return p, err
		}
	}
}

// At names a paper and the version the person saw.
type At struct {
	ID   string
	Seen int
}

// Enter takes the fields of a scanned paper. One that looks like another is refused until the person says that it is
// another all the same.
func (s *Service) Enter(ctx context.Context, at At, f Fields, another bool) (*Paper, error) {
	return s.work(ctx, at, ToEnter, func(ctx context.Context, tx *db.Tx, p *Paper, b *Batch) error {
		p.Fields = f
		if err := fault.OnFields(f.wrong(s.today())); err != nil {
			return err
		}
		twins, err := store{tx}.like(ctx, b, p)
		if err != nil {
			return err
		}
		if len(twins) > 0 && !another {
			return fault.OnFields([]fault.Field{{Name: FieldNumber, Key: "backlog.twice", Args: fault.Args("n", twins[0].Ord)}})
		}
		a := actor.Of(ctx)
		p.State, p.EnteredBy, p.Names.Entered, p.Note = Entered, a.PersonID, a.Name, ""
		return nil
	})
}

// Check takes the fields as a second person reads them. What they changed counts as wrong.
func (s *Service) Check(ctx context.Context, at At, f Fields) (*Paper, error) {
	return s.work(ctx, at, ToCheck, func(ctx context.Context, tx *db.Tx, p *Paper, b *Batch) error {
		if err := fault.OnFields(f.wrong(s.today())); err != nil {
			return err
		}
		a := actor.Of(ctx)
		if err := (store{tx}).addLook(ctx, id.New(), p, ToCheck, a.PersonID, len(differs(p.Fields, f)), s.Clock.Now()); err != nil {
			return err
		}
		p.Fields, p.State, p.CheckedBy, p.Names.Checked = f, Checked, a.PersonID, a.Name
		if p.Draw == NotDrawn {
			p.Draw = drawOf(p.ID, b.Sample)
		}
		return nil
	})
}

// Retype takes the counted fields of a drawn paper as somebody typed them who did not see what stands there. Where they
// differ the paper goes to be checked once more, with what was typed now.
func (s *Service) Retype(ctx context.Context, at At, f Fields) (same bool, err error) {
	_, err = s.work(ctx, at, ToRetype, func(ctx context.Context, tx *db.Tx, p *Paper, b *Batch) error {
		keep := p.Fields
		keep.Number, keep.IssuedOn, keep.Holder, keep.PersonalNo, keep.BirthOn = f.Number, f.IssuedOn, f.Holder, f.PersonalNo, f.BirthOn
		if err := fault.OnFields(keep.wrong(s.today())); err != nil {
			return err
		}
		a := actor.Of(ctx)
		apart := differs(p.Fields, keep)
		if err := (store{tx}).addLook(ctx, id.New(), p, ToRetype, a.PersonID, len(apart), s.Clock.Now()); err != nil {
			return err
		}
		p.Draw = Typed
		if same = len(apart) == 0; !same {
			p.State, p.Fields, p.EnteredBy, p.Names.Entered, p.Note = Entered, keep, a.PersonID, a.Name, text.In(text.Vi, "backlog.retyped-otherwise")
		}
		return nil
	})
	return same, err
}

// SendBack gives a paper back to be entered anew, with the reason: a page is missing, the scan cannot be read.
func (s *Service) SendBack(ctx context.Context, at At, t Task, reason string) error {
	if reason = text.Clean(reason); reason == "" {
		return fault.OnFields([]fault.Field{{Name: "reason", Key: "backlog.reason-missing"}})
	}
	_, err := s.work(ctx, at, t, func(ctx context.Context, tx *db.Tx, p *Paper, b *Batch) error {
		p.State, p.Note = Scanned, reason
		return nil
	})
	return err
}

// work is the one way a paper goes on while people look at it: load, right, task, change, save guarded, trail.
func (s *Service) work(ctx context.Context, at At, t Task, change func(context.Context, *db.Tx, *Paper, *Batch) error) (out *Paper, err error) {
	if _, _, err := s.paperFor(ctx, at.ID, CanWork); err != nil {
		return nil, err
	}
	return out, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err := store{tx}.paper(ctx, at.ID)
		if err != nil {
			return err
		}
		b, err := store{tx}.batch(ctx, p.BatchID)
		if err != nil {
			return err
		}
		if at.Seen != 0 && at.Seen != p.Version || t.of() != p.State {
			return fault.New(fault.Conflict, "backlog.changed")
		}
		if !t.fits(p, actor.Of(ctx).PersonID) {
			return fault.New(fault.Forbidden, "backlog.own-work")
		}
		if err := change(ctx, tx, p, b); err != nil {
			return err
		}
		out = p
		if err := (store{tx}).save(ctx, p); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog." + string(t), Subject: p.Subject(), Why: p.Note, Data: map[string]any{"state": p.State}})
	})
}

// Tidy makes fields of what was typed.
func Tidy(f Fields) Fields {
	f.Number, f.Holder, f.SignedBy, f.PersonalNo = text.Clean(f.Number), text.Clean(f.Holder), text.Clean(f.SignedBy), check.Bare(f.PersonalNo)
	return f
}
