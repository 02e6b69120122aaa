package dossier

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// How long a register may be. A workbook is written row by row; paper is laid out as a whole.
const (
	MaxSheetRows  = 50_000
	MaxPrintRows  = 1_000
	registerBatch = 200
)

// Register returns a page of the register of dossiers, in the order of receipt, and the cursor of the
// next. Addresses and telephones are hidden, as in all lists.
func (s *Service) Register(ctx context.Context, q RegisterQuery) ([]Entry, Cursor, error) {
	if err := mayRegister(ctx); err != nil {
		return nil, Cursor{}, err
	}
	return s.entries(ctx, q)
}

func mayRegister(ctx context.Context) error {
	a := actor.Of(ctx)
	switch {
	case !a.SignedIn():
		return fault.New(fault.SignIn, "fault.sign-in")
	case !a.HasAnywhere(CanView):
		return fault.New(fault.Forbidden, "fault.forbidden", "right", CanView)
	}
	return nil
}

func (s *Service) entries(ctx context.Context, q RegisterQuery) ([]Entry, Cursor, error) {
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = pageSize
	}
	st := store{s.DB.Read()}
	entries, err := st.register(ctx, actor.Of(ctx), q)
	if err != nil {
		return nil, Cursor{}, err
	}
	var next Cursor
	if len(entries) > q.Limit {
		entries = entries[:q.Limit]
		last := entries[len(entries)-1]
		next = Cursor{SortAt: last.ReceivedAt, ID: last.ReceiptID}
	}
	events, err := st.eventsOf(ctx, entryKeys(entries), registerKinds)
	now := s.Clock.Now()
	for i := range entries {
		e := &entries[i]
		for _, ev := range events[e.ID] {
			e.mark(ev)
		}
		e.Standing = standing(e.Due, e.EndedAt, now)
		e.hide()
	}
	return entries, next, err
}

func entryKeys(entries []Entry) []string {
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = e.ID
	}
	return out
}

// hide masks the people of a line but their names; the whole dossier is kept aside for whoever may see.
func (e *Entry) hide() {
	d := *e.Dossier
	d.Owner, d.Submitter, d.Values, d.Papers = d.Owner.masked(), d.Submitter.masked(), nil, nil
	e.whole, e.Dossier = e.Dossier, &d
}

// RegisterRows yields the whole register that the query means, batch by batch. With a purpose, lines
// whose personal data whoever acts may see come in full, and each such look goes into the trail of its
// dossier before the line is given out. law: pdp/article-access-log
func (s *Service) RegisterRows(ctx context.Context, q RegisterQuery, purpose string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		q.After, q.Limit = Cursor{}, registerBatch
		for {
			entries, next, err := s.Register(ctx, q)
			if err == nil && purpose != "" {
				err = s.unhide(ctx, entries, purpose)
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
			if next.ID == "" {
				return
			}
			q.After = next
		}
	}
}

// unhide gives the lines back in full, where that is allowed, and records it.
func (s *Service) unhide(ctx context.Context, entries []Entry, purpose string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i := range entries {
			e := &entries[i]
			if !s.hasAt(ctx, CanUnmask, e.whole) {
				continue
			}
			if err := s.Trail.Look(ctx, tx, e.Subject(), purpose, "phone", "address"); err != nil {
				return err
			}
			e.Dossier, e.Full = e.whole, true
		}
		return nil
	})
}

// TakeRegister refuses a register that is longer than limit lines or than one person may take away, or in full
// without a right or purpose; what was taken away goes into the trail, under the code that the file carries.
func (s *Service) TakeRegister(ctx context.Context, q RegisterQuery, limit int, purpose string) (Taken, error) {
	if err := mayTakeAway(ctx, purpose); err != nil {
		return Taken{}, err
	}
	a := actor.Of(ctx)
	n, err := store{s.DB.Read()}.registerSize(ctx, a, q, limit+1)
	if err != nil {
		return Taken{}, err
	}
	if n > limit {
		return Taken{}, fault.New(fault.Conflict, "dossier.register.too-long", "limit", text.Integer(text.LangOf(ctx), int64(limit)))
	}
	return s.takeAway(ctx, "register", n, purpose, map[string]any{"from": q.From, "to": q.To, "unit": q.Unit, "procedure": q.Procedure, "state": q.State})
}

// mayTakeAway refuses whoever may not read registers, or asks for personal data without a right or purpose.
func mayTakeAway(ctx context.Context, purpose string) error {
	if err := mayRegister(ctx); err != nil || purpose == "" {
		return err
	}
	if !actor.Of(ctx).HasAnywhere(CanUnmask) {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", CanUnmask)
	}
	if len([]rune(text.Clean(purpose))) < 5 {
		return fault.OnFields([]fault.Field{{Name: "muc-dich", Key: "dossier.purpose-missing"}})
	}
	return nil
}

// RegisterChoice is something that a register can be narrowed to.
type RegisterChoice struct{ Value, Name string }

// RegisterChoices are the procedures and receiving units of the period, each by name.
func (s *Service) RegisterChoices(ctx context.Context, q RegisterQuery) (procedures, units []RegisterChoice, err error) {
	if err := mayRegister(ctx); err != nil {
		return nil, nil, err
	}
	names, paths, err := store{s.DB.Read()}.registerChoices(ctx, actor.Of(ctx), q)
	if err != nil {
		return nil, nil, err
	}
	for id, name := range names {
		procedures = append(procedures, RegisterChoice{id, name})
	}
	known, err := s.Org.Units(ctx, lastKeys(paths)...)
	for _, path := range paths {
		units = append(units, RegisterChoice{path, nameOf(known, path)})
	}
	byName := func(a, b RegisterChoice) int {
		return strings.Compare(text.Fold(a.Name)+a.Value, text.Fold(b.Name)+b.Value)
	}
	slices.SortFunc(procedures, byName)
	slices.SortFunc(units, byName)
	return procedures, units, err
}

// lastKeys are the units at the end of paths.
func lastKeys(paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = lastKey(p)
	}
	return out
}

func lastKey(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return parts[len(parts)-1]
}

func nameOf(units map[string]org.Unit, path string) string {
	if u, ok := units[lastKey(path)]; ok {
		return u.FullName
	}
	return path
}

// thisMonth is the period that a register shows first.
func thisMonth(today clock.Date) (from, to clock.Date) { return today[:8] + "01", today }

// RegisterPDF prints the register that TakeRegister let go.
func (s *Service) RegisterPDF(ctx context.Context, q RegisterQuery, t Taken) ([]byte, error) {
	a, now := actor.Of(ctx), s.Clock.Now()
	book := slip.Register{Slip: slip.Slip{Era: slip.Era(term.RulesOn(q.To).Era), Unit: a.UnitName, IssuedAt: now, System: "Nhà Sàn", Mark: t.Mark(ctx)},
		Period: text.T(ctx, "dossier.register.period", "from", text.Date(q.From), "to", text.Date(q.To))}
	unitID := a.UnitID
	if q.Unit != "" {
		unitID = lastKey(q.Unit)
	}
	if u, err := s.Org.Unit(ctx, unitID); err == nil {
		book.Agency, book.Unit, book.Place = u.Authority(), oneStop, u.Name
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	for e, err := range s.RegisterRows(ctx, q, t.Purpose) {
		if err != nil {
			return nil, err
		}
		book.Rows = append(book.Rows, e.Line(ctx))
	}
	return book.PDF(ctx)
}
