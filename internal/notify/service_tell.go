package notify

import (
	"context"
	"fmt"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/live"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Tell tells somebody, in the caller's transaction: the notice stands in the inbox if the change
// stands, and what has to leave the house leaves through the queue afterwards. It says what the texts
// in force now say. Nobody to tell (an empty To) is no error: a dossier may have no reachable owner.
func (s *Service) Tell(ctx context.Context, tx *db.Tx, n Notice) error {
	e, ok := events[n.Event]
	if !ok {
		return fmt.Errorf("notice of %s: no such event is registered", n.Event)
	}
	if err := e.lacks(n.Vars); err != nil {
		return err
	}
	if n.To == (To{}) || n.To == (To{Lang: n.To.Lang}) {
		return nil
	}
	texts, version, err := s.inForce(ctx, store{tx}, e)
	if err != nil {
		return err
	}
	t := told{ID: id.New(), Who: n.To.who(), Event: e.Key, Subject: n.Subject, Link: n.Link, Version: version,
		Texts: map[text.Lang]Texts{}, Given: n.To, At: s.Clock.Now()}
	for lang, one := range texts {
		t.Texts[lang] = one.fill(n.Vars)
	}
	if err := (store{tx}).addNotice(ctx, t); err != nil {
		return err
	}
	if err := live.Say(ctx, tx, t.Who.Topic()); err != nil {
		return err
	}
	how := []queue.Option{}
	if e.Urgent {
		how = append(how, queue.Urgent())
	}
	return s.Queue.Put(ctx, tx, Told{Notice: t.ID}, how...)
}

// inForce returns the event's texts by language and their version, 0 being those of the program.
func (s *Service) inForce(ctx context.Context, st store, e Event) (map[text.Lang]Texts, int, error) {
	v, err := st.latest(ctx, e.Key)
	if err != nil || v == nil {
		return e.texts, 0, err
	}
	if v.IsDefault {
		return e.texts, v.Number, nil
	}
	return v.Texts, v.Number, nil
}
