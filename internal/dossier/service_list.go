package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Box is one of an officer's lists.
type Box string

// The boxes of the desk.
const (
	BoxTurn Box = "turn" // waits for a role I hold, in my unit, and nobody else has taken it
	BoxMine Box = "mine" // I have taken it
	BoxAll  Box = "all"  // everything I may view
)

// Boxes are all boxes in the order of their tabs.
var Boxes = []Box{BoxTurn, BoxMine, BoxAll}

// pageSize is how many dossiers a list shows at a time.
const pageSize = 50

// Query narrows a list; empty fields do not narrow.
type Query struct {
	Box       Box
	Text      string // in code, names and procedure, marks ignored
	State     State
	Channel   string
	Procedure string
	Standing  Standing // Overdue, Near, Paused
	After     Cursor
	Limit     int // at most 200; 0 is a page
}

// Cursor is where a page of a list ended. The zero Cursor is the beginning.
type Cursor struct {
	SortAt time.Time
	ID     string
}

// Item is one line of a list.
type Item struct {
	ID          string
	Code        string
	Name        string
	Owner       string
	State       State
	Channel     string
	SubmittedAt time.Time
	DueAt       time.Time
	WarnAt      time.Time
	EndedAt     time.Time
	Paused      bool
	Standing    Standing
	TurnRole    string
	AssigneeID  string
	Assignee    string
	SortAt      time.Time
}

// List returns a page of dossiers and the cursor of the next page, zero when there is none. Open
// work comes first, the nearest due date at the top, then what has ended, the last first.
func (s *Service) List(ctx context.Context, q Query) ([]Item, Cursor, error) {
	a := actor.Of(ctx)
	switch {
	case !a.SignedIn():
		return nil, Cursor{}, fault.New(fault.SignIn, "fault.sign-in")
	case !a.HasAnywhere(CanView):
		return nil, Cursor{}, fault.New(fault.Forbidden, "fault.forbidden", "right", CanView)
	}
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = pageSize
	}
	q.Text = text.Fold(text.Clean(q.Text))
	items, err := store{s.DB.Read()}.list(ctx, a, q, s.Clock.Now())
	if err != nil {
		return nil, Cursor{}, err
	}
	var next Cursor
	if len(items) > q.Limit {
		items = items[:q.Limit]
		last := items[len(items)-1]
		next = Cursor{last.SortAt, last.ID}
	}
	s.stand(items)
	return items, next, nil
}

// Counts tells how much is in the boxes of whoever acts, each counted up to a hundred.
type Counts struct{ Turn, Mine, Overdue, Near int }

// Counts returns the numbers beside the tabs.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	a, now, st := actor.Of(ctx), s.Clock.Now(), store{s.DB.Read()}
	var c Counts
	for _, one := range []struct {
		into *int
		q    Query
	}{{&c.Turn, Query{Box: BoxTurn}}, {&c.Mine, Query{Box: BoxMine}},
		{&c.Overdue, Query{Box: BoxAll, Standing: Overdue}}, {&c.Near, Query{Box: BoxAll, Standing: Near}}} {
		n, err := st.count(ctx, a, one.q, now, 100)
		if err != nil {
			return c, err
		}
		*one.into = n
	}
	return c, nil
}

func (s *Service) stand(items []Item) {
	now := s.Clock.Now()
	for i := range items {
		it := &items[i]
		it.Standing = standing(Due{At: it.DueAt, WarnAt: it.WarnAt, Paused: it.Paused}, it.EndedAt, now)
	}
}
