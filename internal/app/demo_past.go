package app

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// history plays the past of the demonstration through the same verbs that officers use, one act
// after another in the order of time, with the stage clock set to each.
type history struct {
	*demonstration
	rnd      *rand.Rand // always the same seed: every demonstration has the same past
	cal      *term.Calendar
	rights   map[string][]string
	officers []player
	citizens []identity.Citizen
	byID     map[string]identity.Citizen
	paper    []byte // stands in for every upload
	queue    acts
	heard    map[string]bool // dossiers whose applicants were asked and answered, or never will
	end      time.Time
}

// act is something that happens to a dossier at an instant.
type act struct {
	at time.Time
	do func(context.Context) (next *dossier.Dossier, err error)
}

// acts is a heap of acts, the earliest first.
type acts []act

func (a acts) Len() int           { return len(a) }
func (a acts) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a acts) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *acts) Push(x any)        { *a = append(*a, x.(act)) }
func (a *acts) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// past plays what happened up to end.
func (d *demonstration) past(ctx context.Context, units []org.Unit, end time.Time) error {
	h := &history{demonstration: d, rnd: rand.New(rand.NewPCG(2023, 8)), rights: roles(), end: end, byID: map[string]identity.Citizen{}, heard: map[string]bool{}}
	var err error
	if h.paper, err = samplePaper(); err != nil {
		return err
	}
	if h.officers, err = d.officers(ctx); err != nil {
		return err
	}
	if h.citizens, err = d.citizens(ctx); err != nil {
		return err
	}
	for _, c := range h.citizens {
		h.byID[c.AccountID] = c
	}
	if h.cal, err = d.house.org.Calendar(ctx, units[0].ID); err != nil {
		return err
	}
	if err := h.plan(ctx, units); err != nil {
		return err
	}
	return h.play(ctx)
}

// plan puts the beginning of every dossier on the stage.
func (h *history) plan(ctx context.Context, units []org.Unit) error {
	for _, wish := range h.cast.Dossiers {
		p, err := h.house.catalog.Find(ctx, wish.Procedure)
		if err != nil {
			return fmt.Errorf("procedure %s: %w", wish.Procedure, err)
		}
		v, err := h.house.catalog.Current(ctx, p.ID, clock.DateOf(h.end))
		if err != nil {
			return fmt.Errorf("procedure %s: %w", wish.Procedure, err)
		}
		for range wish.Number {
			u := h.receiver(units, p.Level)
			heap.Push(&h.queue, act{h.moment(), func(ctx context.Context) (*dossier.Dossier, error) { return h.begin(ctx, p, v, u) }})
		}
	}
	return nil
}

// play does what is due until the past reaches the present; each act may call for a further one.
func (h *history) play(ctx context.Context) error {
	var today clock.Date
	for h.queue.Len() > 0 {
		next := heap.Pop(&h.queue).(act)
		if !next.at.Before(h.end) {
			return nil
		}
		h.clock.Set(next.at)
		if day := clock.DateOf(next.at); day != today {
			today = day
			if err := h.morning(ctx); err != nil {
				return err
			}
		}
		d, err := next.do(ctx)
		if err != nil {
			return fmt.Errorf("on %s: %w", next.at.In(clock.Zone).Format(time.DateTime), err)
		}
		if d != nil {
			h.follow(d)
		}
	}
	return nil
}

// morning brings what the house does by itself, warnings and apologies, and what citizens say of yesterday.
func (h *history) morning(ctx context.Context) error {
	if err := h.house.dossier.Watch(ctx); err != nil {
		return err
	}
	if _, err := h.house.ledger.Sequence(ctx); err != nil {
		return err
	}
	return h.opinions(ctx)
}

// moment is some time in office hours of the last two months, closer to now more often.
func (h *history) moment() time.Time {
	days := int(60 * h.rnd.Float64() * h.rnd.Float64())
	t := clock.DateOf(h.end).AddDays(-days).At(7*time.Hour + 30*time.Minute + time.Duration(h.rnd.IntN(9*60))*time.Minute)
	if open, err := h.cal.NextOpen(t); err == nil {
		t = open.Add(time.Duration(h.rnd.IntN(3600)) * time.Second)
	}
	return t
}

// receiver is a unit of the procedure's level; three in ten come to the commune of the first walk, so
// that its desks have work.
func (h *history) receiver(units []org.Unit, level catalog.Level) org.Unit {
	var fit []org.Unit
	for _, u := range units {
		if string(u.Kind) == string(level) {
			fit = append(fit, u)
		}
		if level == catalog.Commune && u.Code == h.cast.Walk && h.chance(30) {
			return u
		}
	}
	return fit[h.rnd.IntN(len(fit))]
}

// officer is somebody with the role in the unit at path: whoever's title the step names, if anybody's.
func (h *history) officer(role, path, step string) (player, bool) {
	var fit []player
	for _, o := range h.officers {
		if o.post.Role != role || o.post.UnitPath != path {
			continue
		}
		if strings.HasPrefix(step, o.post.Title) {
			return o, true
		}
		fit = append(fit, o)
	}
	if len(fit) == 0 {
		return player{}, false
	}
	return fit[h.rnd.IntN(len(fit))], true
}

func (h *history) asCitizen(ctx context.Context, c identity.Citizen) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Citizen, AccountID: c.AccountID, Name: c.Name})
}

// later is an instant some working hours from now; one in twenty takes three times as long.
func (h *history) later(hours float64) time.Time {
	if h.rnd.IntN(20) == 0 {
		hours *= 3
	}
	at, err := term.Add(h.cal, h.clock.Now(), hours*(0.2+h.rnd.Float64()*0.8))
	if err != nil {
		return h.end
	}
	at = at.Add(time.Duration(h.rnd.IntN(600)) * time.Second)
	if open, err := h.cal.NextOpen(at); err == nil {
		return open
	}
	return at
}

func (h *history) chance(percent int) bool { return h.rnd.IntN(100) < percent }
