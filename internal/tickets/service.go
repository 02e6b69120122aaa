package tickets

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Needs is what the queue stands on.
type Needs struct {
	DB    *db.DB
	Clock clock.Clock
	Trail *audit.Log
	Org   *org.Service
	// Changed is told in the transaction that the queue of a unit moves; nil when nobody listens.
	Changed func(ctx context.Context, tx *db.Tx, unitID string) error
}

// Service is the queue's verbs.
type Service struct {
	Needs

	mu    sync.Mutex
	paces map[string]pace // by unit and queue
}

// New returns the queue.
func New(n Needs) *Service { return &Service{Needs: n, paces: map[string]pace{}} }

func (s *Service) read() store { return store{s.DB.Read()} }

func (s *Service) today() clock.Date { return clock.DateOf(s.Clock.Now()) }

// At names a ticket and the version the person saw, so that the slower of two officers is told. Seen 0
// accepts whatever is there.
type At struct {
	ID   string
	Seen int
}

// act is the one way a ticket changes: load, row of the flow, right, change, save guarded, event.
func (s *Service) act(ctx context.Context, at At, do Action, change func(context.Context, store, *Ticket, *Event) error) (*Ticket, error) {
	var out *Ticket
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		t, err := st.ticket(ctx, at.ID)
		if err != nil {
			return err
		}
		if at.Seen != 0 && at.Seen != t.Version {
			return fault.New(fault.Conflict, "tickets.changed-by", "code", t.Code(), "officer", t.Officer)
		}
		out = t
		if err := s.happen(ctx, st, t, do, change); err != nil {
			return err
		}
		return s.tell(ctx, tx, t.UnitID)
	})
	return out, err
}

// happen does an action in a transaction that holds the ticket as it is.
func (s *Service) happen(ctx context.Context, st store, t *Ticket, do Action, change func(context.Context, store, *Ticket, *Event) error) error {
	step, err := find(ctx, t, do)
	if err != nil {
		return err
	}
	was := t.Version
	e := s.event(ctx, t.ID, was+1, string(do))
	e.Window = t.Window
	if change != nil {
		if err := change(ctx, st, t, &e); err != nil {
			return err
		}
	}
	t.State, t.Version = step.to, was+1
	e.Queue = t.Queue
	if err := st.moveTicket(ctx, t, was, step.from); err != nil {
		return err
	}
	return st.addEvent(ctx, e)
}

// event fills in who acts, and when. Citizens are not named.
func (s *Service) event(ctx context.Context, thing string, seq int, kind string) Event {
	a := actor.Of(ctx)
	e := Event{ID: id.New(), ThingID: thing, Seq: seq, Kind: kind, At: s.Clock.Now(), ActorKind: string(a.Kind)}
	if a.Kind != actor.Citizen && a.Kind != actor.Anonymous {
		e.AccountID, e.Officer = a.AccountID, a.Name
	}
	return e
}

// Topic is what the pages of a unit's queue listen to.
func Topic(unitID string) string { return "tickets/" + unitID }

// tell says to open pages that the queue of a unit has moved, if the transaction stands.
func (s *Service) tell(ctx context.Context, tx *db.Tx, unitID string) error {
	if s.Changed == nil {
		return nil
	}
	return s.Changed(ctx, tx, unitID)
}

// setting returns the settings of a counter that is on.
func (s *Service) setting(ctx context.Context, st store, unitID string) (*Setting, error) {
	set, err := st.setting(ctx, unitID)
	if err != nil {
		return nil, err
	}
	if set == nil || !set.On {
		return nil, fault.New(fault.NotFound, "tickets.off")
	}
	return set, nil
}

// tidyCode forgives how a code is typed: small letters, spaces, dashes, the address of its page.
func tidyCode(typed string) string {
	if i := strings.LastIndexByte(typed, '/'); i >= 0 {
		typed = typed[i+1:]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(id.CodeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

func digest(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:16])
}

// tenMinutes is the period of ten minutes in which an address is counted: "2023-08-10 09:0".
func tenMinutes(now time.Time) string { return now.In(clock.Zone).Format("2006-01-02 15:04")[:15] }
