package dossier

import (
	"context"
	"io"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Messages returns what was written on a dossier, for its two sides and for officers who may read its
// papers.
func (s *Service) Messages(ctx context.Context, dossierID string) (*Exchange, error) {
	st := store{s.DB.Read()}
	d, err := st.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	x := &Exchange{}
	if x.Side, err = s.speaks(ctx, d); err != nil {
		if !fault.Is(err, fault.Forbidden) {
			return nil, err
		}
		if rerr := s.mayReadPapers(ctx, d); rerr != nil {
			return nil, rerr
		}
		x.Closed = err
	} else {
		x.Closed = s.shut(d, x.Side)
	}
	if x.Talk, err = st.talk(ctx, d.ID); err != nil {
		return nil, err
	}
	x.Messages, err = st.messages(ctx, d.ID)
	for i := range x.Messages {
		x.Messages[i].CanTake = s.canTake(ctx, &x.Messages[i])
	}
	return x, err
}

func (s *Service) canTake(ctx context.Context, m *Message) bool {
	return m.BackAt.IsZero() && m.AccountID == actor.Of(ctx).AccountID && s.Clock.Now().Sub(m.At) <= backWithin
}

// MarkRead notes that a side has opened the exchange. One who only may read changes nothing.
func (s *Service) MarkRead(ctx context.Context, x *Exchange) error {
	unread := map[Side]int{FromApplicant: x.ForApplicant, FromOffice: x.ForOffice}[x.Side]
	if unread == 0 {
		return nil
	}
	return s.changeTalk(ctx, x.DossierID, func(t *Talk, side Side) {
		if side == FromApplicant {
			t.ApplicantReadAt = s.Clock.Now()
		} else {
			t.OfficeReadAt = s.Clock.Now()
		}
	})
}

// Settle says that the applicant's last words need no answer.
func (s *Service) Settle(ctx context.Context, dossierID string) error {
	return s.changeTalk(ctx, dossierID, func(t *Talk, side Side) {
		if side == FromOffice {
			t.SettledAt = s.Clock.Now()
		}
	})
}

func (s *Service) changeTalk(ctx context.Context, dossierID string, change func(*Talk, Side)) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		d, err := st.byID(ctx, dossierID)
		if err != nil {
			return err
		}
		side, err := s.speaks(ctx, d)
		if err != nil {
			return err
		}
		t, err := st.holdTalk(ctx, d, s.Clock.Now())
		if err != nil {
			return err
		}
		all, err := st.messages(ctx, d.ID)
		if err != nil {
			return err
		}
		change(&t, side)
		return st.saveTalk(ctx, talkOf(t, all))
	})
}

// TakeBack withdraws a message of whoever acts, within minutes. That there was one stays to be seen.
func (s *Service) TakeBack(ctx context.Context, dossierID, messageID string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		d, err := st.byID(ctx, dossierID)
		if err != nil {
			return err
		}
		if _, err := s.speaks(ctx, d); err != nil {
			return err
		}
		t, err := st.holdTalk(ctx, d, s.Clock.Now())
		if err != nil {
			return err
		}
		all, err := st.messages(ctx, d.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(m Message) bool { return m.ID == messageID })
		if i < 0 {
			return fault.New(fault.NotFound, "dossier.message-not-found")
		}
		if !s.canTake(ctx, &all[i]) {
			return fault.New(fault.Conflict, "dossier.message-too-late", "minutes", int(backWithin.Minutes()))
		}
		if err := st.takeBack(ctx, &all[i], s.Clock.Now()); err != nil {
			return err
		}
		all[i].BackAt = s.Clock.Now()
		if err := st.saveTalk(ctx, talkOf(t, all)); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.message-taken-back", Subject: d.Subject(), Data: map[string]any{"message": messageID}})
	})
}

// MyTalks tells the citizen who acts how the exchanges on their dossiers stand.
func (s *Service) MyTalks(ctx context.Context) (map[string]Talk, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.Citizen {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	talks, err := store{s.DB.Read()}.talksOf(ctx, a.AccountID)
	return byDossier(talks), err
}

// Talks tells how the exchanges stand on dossiers that whoever acts has before them in a list.
func (s *Service) Talks(ctx context.Context, items []Item) (map[string]Talk, error) {
	ids := make([]string, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	talks, err := store{s.DB.Read()}.talks(ctx, ids)
	return byDossier(talks), err
}

func byDossier(talks []Talk) map[string]Talk {
	out := map[string]Talk{}
	for _, t := range talks {
		out[t.DossierID] = t
	}
	return out
}

// Unanswered lists dossiers whose applicants wait for an answer that whoever acts may give, the
// longest wait first.
func (s *Service) Unanswered(ctx context.Context) ([]Item, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanView) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanView)
	}
	items, err := store{s.DB.Read()}.unanswered(ctx, a, 200)
	s.stand(items)
	return items, err
}

// OpenMessageFile opens a file of a message, for whoever may read the exchange. An officer's look at
// what the applicant sent is recorded.
func (s *Service) OpenMessageFile(ctx context.Context, dossierID, messageID, sha256 string) (File, io.ReadCloser, error) {
	x, err := s.Messages(ctx, dossierID)
	if err != nil {
		return File{}, nil, err
	}
	for _, m := range x.Messages {
		i := slices.IndexFunc(m.Files, func(f File) bool { return f.SHA256 == sha256 })
		if m.ID != messageID || i < 0 {
			continue
		}
		if m.Side == FromApplicant && x.Side != FromApplicant {
			if err := s.Trail.LookNow(ctx, "dossier/"+dossierID, "dossier.process", "file:"+m.Files[i].Name); err != nil {
				return File{}, nil, err
			}
		}
		return s.openBlob(ctx, m.Files[i])
	}
	return File{}, nil, fault.New(fault.NotFound, "dossier.file-not-found")
}
