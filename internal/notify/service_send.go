package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// spread hears that somebody was told and makes one delivery for each channel over which the person
// can be reached and wants to be.
func (s *Service) spread(ctx context.Context, m Told) error {
	t, err := store{s.DB.Read()}.noticeByID(ctx, m.Notice)
	if err != nil {
		return queue.Hopeless(err)
	}
	to, err := s.reach(ctx, t)
	if err != nil {
		return err
	}
	e := events[t.Event]
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range s.Channels {
			address := to.addresses[c.Name()]
			if address == "" || !to.choice.wants(e.Kind, c.Name()) {
				continue
			}
			d := delivery{ID: id.New(), Notice: t.ID, Who: t.Who, Channel: c.Name(), Address: address, Lang: to.lang,
				MadeAt: s.Clock.Now(), DueAt: s.Settings.leavesAt(s.Clock.Now(), e.Urgent)}
			if err := s.dispatch(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) dispatch(ctx context.Context, tx *db.Tx, d delivery) error {
	isNew, err := store{tx}.addDelivery(ctx, d)
	if err != nil || !isNew {
		return err
	}
	return s.Queue.Put(ctx, tx, Send{Delivery: d.ID}, queue.At(d.DueAt), queue.Once(d.ID))
}

// reached says how somebody can be reached.
type reached struct {
	addresses map[string]string // by channel
	lang      text.Lang
	choice    choice
}

// reach looks for addresses: the person's own confirmed one first, then one that the office entered,
// then the one given for this matter.
func (s *Service) reach(ctx context.Context, t told) (reached, error) {
	out := reached{addresses: map[string]string{}, lang: t.Given.Lang}
	put := func(channel, address string) {
		if out.addresses[channel] == "" {
			out.addresses[channel] = address
		}
	}
	if t.Who.HasInbox() {
		st := store{s.DB.Read()}
		own, err := st.address(ctx, t.Who, Email)
		if err != nil {
			return out, err
		}
		if !own.ConfirmedAt.IsZero() {
			put(Email, own.Address)
		}
		if out.choice, err = st.choice(ctx, t.Who); err != nil {
			return out, err
		}
		if lang, err := st.lang(ctx, t.Who); err != nil {
			return out, err
		} else if lang != "" {
			out.lang = lang
		}
		c, err := s.contact(ctx, t.Who)
		if err != nil {
			return out, err
		}
		if c.Sure {
			put(Email, c.Email)
		}
		put(SMS, c.Phone)
	}
	put(Email, t.Given.Email)
	put(SMS, t.Given.Phone)
	put(Zalo, out.addresses[SMS])
	if out.lang == "" {
		out.lang = text.Vi
	}
	return out, nil
}

func (s *Service) contact(ctx context.Context, who Who) (Contact, error) {
	if s.Book == nil {
		return Contact{}, nil
	}
	return s.Book.Contact(ctx, who)
}

// send carries one delivery out of the house. What was sent already is not sent again, whatever the
// queue says.
func (s *Service) send(ctx context.Context, m Send) error {
	st := store{s.DB.Read()}
	d, err := st.deliveryByID(ctx, m.Delivery)
	if err != nil {
		return queue.Hopeless(err)
	}
	if d.State == "sent" || d.Address == "" {
		return nil
	}
	now := s.Clock.Now()
	n, err := st.sentSince(ctx, d.Who, d.Channel, now.Add(-day))
	if err != nil {
		return err
	}
	if n >= s.Settings.PerDay {
		return queue.Later(time.Hour)
	}
	t, err := st.noticeByID(ctx, d.Notice)
	if err != nil {
		return queue.Hopeless(err)
	}
	ref, err := s.handOver(ctx, d, t)
	return s.note(ctx, d, ref, err)
}

func (s *Service) handOver(ctx context.Context, d delivery, t told) (string, error) {
	for _, c := range s.Channels {
		if c.Name() == d.Channel {
			return c.Send(ctx, s.letter(d, t))
		}
	}
	return "", Refused(fmt.Errorf("the house has no channel %q", d.Channel))
}

// note writes down what became of a try and returns what the queue has to know.
func (s *Service) note(ctx context.Context, d delivery, ref string, failed error) error {
	now := s.Clock.Now()
	final := IsRefused(failed) || failed != nil && queue.LastTry(ctx)
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		switch {
		case failed == nil:
			return store{tx}.sent(ctx, d.ID, ref, now)
		case final:
			return store{tx}.notSent(ctx, d.ID, "failed", failed.Error(), now)
		}
		return store{tx}.notSent(ctx, d.ID, "waiting", failed.Error(), now)
	})
	switch {
	case err != nil || failed == nil:
		return err
	case final: // it stands on the operator's page; the queue need not remember it too
		return nil
	}
	return failed
}

// letter is what leaves: the body, where to look, and how to choose what comes.
func (s *Service) letter(d delivery, t told) Letter {
	texts := t.Texts[d.Lang]
	l := Letter{ID: d.ID, To: d.Address, Lang: d.Lang, At: t.At, Subject: texts.Title, Short: texts.Plain()}
	parts := []string{strings.TrimSpace(texts.Body)}
	if t.Link != "" {
		l.Link = s.BaseURL + t.Link
		parts = append(parts, text.In(d.Lang, "notify.letter-link", "link", l.Link))
	}
	foot := text.In(d.Lang, "notify.letter-foot")
	if t.Who.HasInbox() {
		foot += "\n" + text.In(d.Lang, "notify.letter-choice", "link", s.BaseURL+PathChoice)
	}
	l.Text = strings.Join(append(parts, "--\n"+foot), "\n\n") + "\n"
	return l
}
