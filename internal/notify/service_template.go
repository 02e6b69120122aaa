package notify

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Template is an event with what it says now.
type Template struct {
	Event   Event
	Version int  // of the texts in force; 0 is the program's own
	Own     bool // the texts in force are the house's own, not the program's
	Texts   map[text.Lang]Texts
	History []Version // the newest first
}

// The texts hold for the whole house, so the right anywhere is the right.
func need(ctx context.Context, right string) error {
	if actor.Of(ctx).HasAnywhere(right) {
		return nil
	}
	return actor.Need(ctx, right, "/")
}

// Templates lists all events; of each whether its texts were changed.
func (s *Service) Templates(ctx context.Context) ([]Template, error) {
	if err := need(ctx, CanEdit); err != nil {
		return nil, err
	}
	changed, err := store{s.DB.Read()}.changed(ctx)
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, e := range Events() {
		out = append(out, Template{Event: e, Own: changed[e.Key]})
	}
	return out, nil
}

// Template returns one event with its texts and their history.
func (s *Service) Template(ctx context.Context, event string) (Template, error) {
	if err := need(ctx, CanEdit); err != nil {
		return Template{}, err
	}
	e, ok := events[event]
	if !ok {
		return Template{}, fault.New(fault.NotFound, "notify.no-such-event")
	}
	st := store{s.DB.Read()}
	t := Template{Event: e}
	var err error
	if t.Texts, t.Version, err = s.inForce(ctx, st, e); err != nil {
		return t, err
	}
	if t.History, err = st.versions(ctx, event, 50); err != nil {
		return t, err
	}
	t.Own = len(t.History) > 0 && !t.History[0].IsDefault
	return t, nil
}

// CheckTexts tells what is wrong with texts for an event, by language and field: "vi.title".
func CheckTexts(e Event, texts map[text.Lang]Texts) error {
	var all []fault.Field
	for _, lang := range text.Langs {
		all = append(all, e.faults(texts[lang], string(lang)+".")...)
	}
	return fault.OnFields(all)
}

// Name calls the event by the title of its notice, with dots for what is filled in: "Hồ sơ … đã được gửi".
func (e Event) Name(lang text.Lang) string {
	dots := map[string]string{}
	for name := range e.Vars {
		dots[name] = "…"
	}
	return e.Default(lang).fill(dots).Title
}

// Example is what the texts look like with the sample values.
func (e Event) Example(t Texts) Texts { return t.fill(e.Vars) }

// Change puts new texts in force; seen is the version that the person saw.
func (s *Service) Change(ctx context.Context, event string, seen int, texts map[text.Lang]Texts) error {
	clean := map[text.Lang]Texts{}
	for lang, t := range texts {
		clean[lang] = Texts{Title: oneLine(text.Clean(t.Title)), Short: oneLine(text.Clean(t.Short)), Body: strings.TrimSpace(text.Clean(t.Body))}
	}
	return s.newVersion(ctx, event, seen, clean, false)
}

// Reset takes the program's own texts again.
func (s *Service) Reset(ctx context.Context, event string, seen int) error {
	return s.newVersion(ctx, event, seen, nil, true)
}

func (s *Service) newVersion(ctx context.Context, event string, seen int, texts map[text.Lang]Texts, isDefault bool) error {
	if err := need(ctx, CanEdit); err != nil {
		return err
	}
	e, ok := events[event]
	if !ok {
		return fault.New(fault.NotFound, "notify.no-such-event")
	}
	if isDefault {
		texts = e.texts
	} else if err := CheckTexts(e, texts); err != nil {
		return err
	}
	a := actor.Of(ctx)
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		was, number, err := s.inForce(ctx, store{tx}, e)
		switch {
		case err != nil:
			return err
		case number != seen:
			return fault.New(fault.Conflict, "notify.changed-meanwhile")
		case same(was, texts):
			return nil
		}
		v := Version{Event: event, Number: number + 1, Texts: texts, IsDefault: isDefault, ByAccount: a.AccountID, ByName: a.Name, At: s.Clock.Now()}
		if err := (store{tx}).addVersion(ctx, v); db.IsDuplicate(err) {
			return fault.New(fault.Conflict, "notify.changed-meanwhile").Because(err)
		} else if err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "notify.texts-changed", Subject: "notify/" + event,
			Data: map[string]any{"version": v.Number, "default": isDefault}})
	})
}

func same(a, b map[text.Lang]Texts) bool {
	for _, lang := range text.Langs {
		if a[lang] != b[lang] {
			return false
		}
	}
	return true
}
