package archive

import (
	"context"
	"embed"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed notice/*.json
var noticeFiles embed.FS

var _ = notify.Register(noticeFiles)

// Listeners are what the room does by the clock.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{queue.Daily("archive.remind", 7, 30, s.Remind)}
}

// remindBefore is how long before the end of a paper's force its holder is told, in days.
const remindBefore = 30

// Remind tells holders once that a paper of theirs ends soon. Who has no account here is told by nobody.
func (s *Service) Remind(ctx context.Context) error {
	if s.Tell == nil {
		return nil
	}
	today := s.today()
	all, err := store{s.DB.Read()}.ending(ctx, today, today.AddDays(remindBefore))
	if err != nil {
		return err
	}
	for _, p := range all {
		account, err := s.accountOf(ctx, p)
		if err != nil {
			return err
		}
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			first, err := store{tx}.remind(ctx, p.ID, s.Clock.Now())
			if err != nil || !first || account == "" {
				return err
			}
			return s.Tell(ctx, tx, notify.Notice{Event: "archive.expiring", Subject: p.OwnSubject(), Link: minePath + "/" + p.ID, To: notify.To{Account: account},
				Vars: map[string]string{"title": p.Title, "number": p.Number, "unit": p.Office.Name, "date": text.Date(p.Until)}})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// accountOf is the account of a paper's holder, "" when they have none: that of the dossier, else the one with the number.
func (s *Service) accountOf(ctx context.Context, p *Paper) (string, error) {
	if p.AccountID != "" || s.AccountWith == nil {
		return p.AccountID, nil
	}
	for _, h := range p.Holders {
		if h.PersonalNo == "" {
			continue
		}
		if account, err := s.AccountWith(ctx, h.PersonalNo); err != nil || account != "" {
			return account, err
		}
	}
	return "", nil
}
