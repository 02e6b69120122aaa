package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// batchStep is how many dossiers of a piece of work over many are done in one request: a page that
// takes longer than a few seconds looks broken.
const batchStep = 20

// Pick returns those of the dossiers that whoever acts may view, for work over many. seen are the
// versions that were on the officer's page, by key.
func (s *Service) Pick(ctx context.Context, seen map[string]int) ([]keep.Item, error) {
	if len(seen) == 0 {
		return nil, fault.New(fault.Invalid, "desk.bulk.nothing")
	}
	q := Query{Box: BoxAll, Limit: keep.LargestBatch}
	for id := range seen {
		q.IDs = append(q.IDs, id)
	}
	return s.pick(ctx, q, seen)
}

// PickAll returns all dossiers of a list, as many as one piece of work may be over.
func (s *Service) PickAll(ctx context.Context, q Query) ([]keep.Item, error) {
	q.After, q.Limit = Cursor{}, keep.LargestBatch
	return s.pick(ctx, q, nil)
}

func (s *Service) pick(ctx context.Context, q Query, seen map[string]int) ([]keep.Item, error) {
	found, _, err := s.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]keep.Item, len(found))
	for i, it := range found {
		out[i] = keep.Item{DossierID: it.ID, Code: it.Code, Version: it.Version}
		if v := seen[it.ID]; v > 0 {
			out[i].Version = v
		}
	}
	return out, nil
}

// verb is something that can be done to many dossiers: to each in a transaction of its own, and for
// each it is asked anew whether it may be done.
type verb func(ctx context.Context, s *Service, at At, args map[string]string) error

// verbs are all of them. What prints or downloads is only checked here: the file is made when it is
// fetched.
var verbs = map[string]verb{
	string(Receive): func(ctx context.Context, s *Service, at At, _ map[string]string) error {
		_, err := s.Receive(ctx, at)
		return err
	},
	string(Take): func(ctx context.Context, s *Service, at At, _ map[string]string) error {
		_, err := s.Take(ctx, at)
		return err
	},
	string(HandOver): func(ctx context.Context, s *Service, at At, args map[string]string) error {
		_, err := s.HandOver(ctx, at, args["note"])
		return err
	},
	string(Assign): func(ctx context.Context, s *Service, at At, args map[string]string) error {
		return s.give(ctx, at, args)
	},
	string(HandBack): func(ctx context.Context, s *Service, at At, args map[string]string) error {
		_, err := s.HandBack(ctx, at, args["reason"])
		return err
	},
	"label": func(ctx context.Context, s *Service, at At, args map[string]string) error {
		return s.book.AddLabelTo(ctx, at.ID, args["label"])
	},
	"follow": func(ctx context.Context, s *Service, at At, _ map[string]string) error {
		return s.book.Follow(ctx, at.ID, true)
	},
	"message": func(ctx context.Context, s *Service, at At, args map[string]string) error {
		_, err := s.Say(ctx, at.ID, Saying{Words: args["words"], NoPapers: args["no-papers"] != ""})
		return err
	},
	"print": func(ctx context.Context, s *Service, at At, _ map[string]string) error { return s.canPrint(ctx, at.ID) },
	"download": func(ctx context.Context, s *Service, at At, _ map[string]string) error {
		return s.canDownload(ctx, at.ID)
	},
}

// CarryOn does the next dossiers of a piece of work. What stands against one is noted beside it and
// the next is done; a defect ends the request, and the work can be carried on later.
func (s *Service) CarryOn(ctx context.Context, batch *keep.Batch) error {
	do, ok := verbs[batch.Verb]
	if !ok {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	left := batchStep
	for _, it := range batch.Items {
		if it.Outcome != "" {
			continue
		}
		if left--; left < 0 {
			return nil
		}
		if err := s.one(ctx, batch, it, do); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) one(ctx context.Context, batch *keep.Batch, it keep.Item, do verb) error {
	outcome, why := keep.Done, ""
	if err := do(ctx, s, At{ID: it.DossierID, Seen: it.Version}, batch.Args); err != nil {
		f := fault.As(err)
		if f == nil {
			return err
		}
		outcome, why = keep.Refused, text.TMap(ctx, f.Key, f.Args)
		if len(f.Fields) > 0 {
			why = text.TMap(ctx, f.Fields[0].Key, f.Fields[0].Args)
		}
	}
	return s.book.Settle(ctx, batch.ID, it.Seq, outcome, why)
}

// lastReceipt is the slip of a dossier that is printed for many: the last receipt.
func (s *Service) lastReceipt(ctx context.Context, dossierID string) (Slip, error) {
	slips, err := s.Slips(ctx, dossierID)
	if err != nil {
		return Slip{}, err
	}
	for i := len(slips) - 1; i >= 0; i-- {
		if slips[i].Form == "01" {
			return slips[i], nil
		}
	}
	return Slip{}, fault.New(fault.Conflict, "desk.bulk.no-slip")
}

func (s *Service) canPrint(ctx context.Context, dossierID string) error {
	if _, err := s.lastReceipt(ctx, dossierID); err != nil {
		return err
	}
	return s.canDownload(ctx, dossierID)
}

// canDownload refuses whoever may not read the papers of a dossier.
func (s *Service) canDownload(ctx context.Context, dossierID string) error {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return err
	}
	return s.mayReadPapers(ctx, d)
}
