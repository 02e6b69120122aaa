package dossier

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Stop ends a dossier whose conditions cannot be met, with reasons in writing on form 05. It is not a
// negative decision, which is a result, nor a refusal to receive. law: onestop/stop
func (s *Service) Stop(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, Stop, because(reason))
}

// GiveBack records that original papers went back to their owner after the dossier ended without a
// result. law: onestop/give-back
func (s *Service) GiveBack(ctx context.Context, at At, papers []string, recipient string) (*Dossier, error) {
	return s.act(ctx, at, GiveBack, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		var wrong []fault.Field
		var keys []string
		for _, p := range d.PapersHeld() {
			if key := p.Key + "/" + p.Name; slices.Contains(papers, key) {
				keys = append(keys, key)
			}
		}
		if len(keys) == 0 {
			wrong = append(wrong, fault.Field{Name: "paper", Key: "dossier.give-back-nothing"})
		}
		if recipient = text.Clean(recipient); recipient == "" {
			wrong = append(wrong, fault.Field{Name: "recipient", Key: "dossier.recipient-missing"})
		}
		return Facts{GivenBack: keys, Recipient: recipient}, fault.OnFields(wrong)
	})
}

// Post gives the result to the public post, with the number by which it can be followed.
func (s *Service) Post(ctx context.Context, at At, carrier, tracking string) (*Dossier, error) {
	return s.act(ctx, at, Post, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		carrier, tracking = text.Clean(carrier), text.Clean(tracking)
		if tracking == "" {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "tracking", Key: "dossier.tracking-missing"}})
		}
		return Facts{Method: "post", Carrier: carrier, Tracking: tracking}, nil
	})
}

// PostBack records that the post brought the result back: it waits at the counter again.
func (s *Service) PostBack(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, PostBack, because(reason))
}

// remind tells the applicant once more that the result waits. law: onestop/unclaimed
func (s *Service) remind(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, Remind, func(context.Context, *db.Tx, *Dossier) (Facts, error) { return Facts{}, nil })
}

// Classify says who may open a dossier beside those whose work it is. State secrets have no place in
// this house at all. law: pdp/minimise
func (s *Service) Classify(ctx context.Context, at At, level, reason string) (*Dossier, error) {
	return s.act(ctx, at, Classify, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		if level != Normal && level != Restricted {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "level", Key: "dossier.level-missing"}})
		}
		reason, err := needReason(reason)
		return Facts{Level: level, Reason: reason}, err
	})
}

// Correct undoes the last step, which was a mistake, by a further event with a reason. The step stays in
// the history; the clock runs as if it had not been. law: onestop/correct
func (s *Service) Correct(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, Correct, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		reason, err := needReason(reason)
		return Facts{Undoes: d.Last.Seq, Undone: d.Last.Kind, Reason: reason}, err
	})
}
