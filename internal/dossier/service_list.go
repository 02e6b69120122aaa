package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Box is one of an officer's lists.
type Box string

// The boxes of the desk.
const (
	BoxTurn     Box = "turn"     // waits for a role I hold, in my unit, and nobody else has taken it
	BoxMine     Box = "mine"     // I have taken it
	BoxAsked    Box = "asked"    // asked of my unit, or of me, by another one
	BoxUnit     Box = "unit"     // received or decided in the very unit I act in, and not ended
	BoxFollowed Box = "followed" // I follow it
	BoxBurning  Box = "burning"  // near due or overdue
	BoxOthers   Box = "others"   // open, and not my move: the applicant's, another role's, another unit's
	BoxAll      Box = "all"      // everything I may view
)

// Boxes are all boxes in the order of their tabs.
var Boxes = []Box{BoxTurn, BoxMine, BoxAsked, BoxUnit, BoxFollowed, BoxBurning, BoxOthers, BoxAll}

// DueToday narrows a list to what is due before the day is over, and not overdue yet.
const DueToday Standing = "today"

// Sort is the order of a list. The zero Sort is by due date, what ended last.
type Sort string

// The orders of lists; a minus turns one round.
const (
	ByDue       Sort = ""
	BySubmitted Sort = "nop"
	ByCode      Sort = "ma"
)

// Sorts are the orders an address may ask for.
var Sorts = []Sort{ByDue, "-han", BySubmitted, "-nop", ByCode, "-ma"}

// pageSize is how many dossiers a list shows at a time.
const pageSize = 50

// Query narrows a list; empty fields do not narrow.
type Query struct {
	Box       Box
	Text      string // in code, names and procedure, marks ignored
	State     State
	Channel   string
	Procedure string
	Version   string     // key of the version of a procedure
	Field     string     // field of work of the procedure
	Standing  Standing   // Overdue, Near, Paused, DueToday
	Person    string     // key of the officer who has taken it; Nobody for none
	Label     string     // key of a label that whoever acts can see
	From, To  clock.Date // day of handing in, both included
	At        string     // path of the receiving unit
	Sort      Sort
	After     Cursor
	Limit     int // at most 200, or keep.LargestBatch for work over many; 0 is a page

	Procedures []string // any of these; filled in from Field
	IDs        []string // only these
}

// Nobody as Person asks for what nobody has taken.
const Nobody = "nobody"

// Cursor is where a page of a list ended. The zero Cursor is the beginning.
type Cursor struct {
	SortAt time.Time // of the order, when it is one of time
	ID     string
	Word   string // of the order, when it is one of words
}

// Item is one line of a list.
type Item struct {
	ID          string
	Code        string
	Version     int
	Name        string
	Procedure   string // key in the catalogue
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
	TurnPath    string
	AssigneeID  string
	Assignee    string
	SortAt      time.Time
	Level       string   // of confidentiality
	Outcome     Standing // at the end, "" while open
	Asked       int      // supplements asked for after reception
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
	if q.Limit <= 0 || q.Limit > keep.LargestBatch {
		q.Limit = pageSize
	}
	if err := s.resolve(ctx, &q); err != nil {
		return nil, Cursor{}, err
	}
	items, err := store{s.DB.Read()}.list(ctx, a, q, s.Clock.Now())
	if err != nil {
		return nil, Cursor{}, err
	}
	var next Cursor
	if len(items) > q.Limit {
		items = items[:q.Limit]
		last := items[len(items)-1]
		next = cursorAt(q.Sort, last)
	}
	s.stand(items)
	return items, next, nil
}

// resolve turns what people ask for into what the tables hold.
func (s *Service) resolve(ctx context.Context, q *Query) (err error) {
	if q.Text, err = s.spelling.Of(ctx, s.DB.Read(), text.Clean(q.Text)); err != nil {
		return err
	}
	if q.Field == "" {
		return nil
	}
	found, err := s.Catalog.Search(ctx, catalog.Query{Field: q.Field, PerPage: 500})
	if err != nil {
		return err
	}
	q.Procedures = []string{""} // a field without procedures is an empty list, not everything
	for _, p := range found.Items {
		q.Procedures = append(q.Procedures, p.ID)
	}
	return nil
}

// countLimit is where counting stops: what a count costs does not grow with the table.
const countLimit = 100

// CountEach counts several lists at once, each up to a hundred, with one query.
func (s *Service) CountEach(ctx context.Context, qs ...Query) ([]int, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanView) {
		return make([]int, len(qs)), nil
	}
	for i := range qs {
		if err := s.resolve(ctx, &qs[i]); err != nil {
			return nil, err
		}
	}
	return store{s.DB.Read()}.countEach(ctx, a, qs, s.Clock.Now(), countLimit)
}

func (s *Service) stand(items []Item) {
	now := s.Clock.Now()
	for i := range items {
		it := &items[i]
		if it.Standing = it.Outcome; it.Outcome == "" {
			it.Standing = standing(Due{At: it.DueAt, WarnAt: it.WarnAt, Paused: it.Paused}, it.EndedAt, now)
		}
	}
}
