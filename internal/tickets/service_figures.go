package tickets

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Figures are the times of a counter over some days.
type Figures struct {
	Setting     *Setting
	From, Until clock.Date
	All         Figure
	ByQueue     map[string]*Figure // by letter of the number
	ByHour      map[int]*Figure    // hour of the day in which the turn began to count
	Absent      int                // bookings for which nobody came
}

// Figure is one line of them. Medians and 90th percentiles are of those who were called, and of those
// whose service an officer ended: half of the people wait no longer than Wait50, nine in ten no longer
// than Wait90.
type Figure struct {
	Given, Called, Served, Missed, Left int
	Wait50, Wait90                      time.Duration
	Service50, Service90                time.Duration

	waits, services []time.Duration
}

func (f *Figure) add(m measured) {
	f.Given++
	if m.Called {
		f.Called++
		f.waits = append(f.waits, m.Wait)
	}
	if m.Served {
		f.Served++
		f.services = append(f.services, m.Service)
	}
	if m.Missed {
		f.Missed++
	}
	if m.Left {
		f.Left++
	}
}

func (f *Figure) sum() {
	f.Wait50, f.Wait90 = quantile(f.waits, 0.5), quantile(f.waits, 0.9)
	f.Service50, f.Service90 = quantile(f.services, 0.5), quantile(f.services, 0.9)
}

// longestSpan is how many days the figures are counted over at most.
const longestSpan = 92

// Figures counts a counter's times from the events of some days, both included.
func (s *Service) Figures(ctx context.Context, unitID string, from, until clock.Date) (*Figures, error) {
	st := s.read()
	set, err := s.setting(ctx, st, unitID)
	if err != nil {
		return nil, err
	}
	if err := actor.Need(ctx, CanSeeFigures, set.UnitPath); err != nil {
		return nil, err
	}
	if until < from || from.Days(until) >= longestSpan {
		return nil, fault.OnFields([]fault.Field{{Name: "tu", Key: "tickets.field.span", Args: fault.Args("n", longestSpan)}})
	}
	f := &Figures{Setting: set, From: from, Until: until, ByQueue: map[string]*Figure{}, ByHour: map[int]*Figure{}}
	list, err := st.between(ctx, unitID, from, until)
	if err != nil {
		return nil, err
	}
	events, err := st.events(ctx, ids(list)...)
	if err != nil {
		return nil, err
	}
	f.count(list, events)
	f.Absent, err = st.absent(ctx, unitID, from, until)
	return f, err
}

func (f *Figures) count(list []Ticket, events map[string][]Event) {
	for _, t := range list {
		m, hour := measure(t, events[t.ID]), since(t).In(clock.Zone).Hour()
		if f.ByQueue[t.Letter] == nil {
			f.ByQueue[t.Letter] = &Figure{}
		}
		if f.ByHour[hour] == nil {
			f.ByHour[hour] = &Figure{}
		}
		for _, line := range []*Figure{&f.All, f.ByQueue[t.Letter], f.ByHour[hour]} {
			line.add(m)
		}
	}
	f.All.sum()
	for _, line := range f.ByQueue {
		line.sum()
	}
	for _, line := range f.ByHour {
		line.sum()
	}
}

// pace is how long serving takes in a queue, counted at an instant.
type pace struct {
	service time.Duration
	known   bool
	at      time.Time
}

// A pace is counted over so many days, and anew after so long: every waiting phone asks for it.
const (
	paceDays = 30
	paceKept = 5 * time.Minute
)

// pace returns the median service time of a queue, if enough of it is measured.
func (s *Service) pace(ctx context.Context, unitID, letter string) (pace, error) {
	now, key := s.Clock.Now(), unitID+"/"+letter
	s.mu.Lock()
	p, ok := s.paces[key]
	s.mu.Unlock()
	if ok && now.Sub(p.at) < paceKept && !now.Before(p.at) {
		return p, nil
	}
	st, today := s.read(), clock.DateOf(now)
	list, err := st.between(ctx, unitID, today.AddDays(-paceDays), today)
	if err != nil {
		return p, err
	}
	events, err := st.events(ctx, ids(list)...)
	if err != nil {
		return p, err
	}
	var services []time.Duration
	for _, t := range list {
		if m := measure(t, events[t.ID]); t.Queue == letter && m.Served {
			services = append(services, m.Service)
		}
	}
	p = pace{service: quantile(services, 0.5), known: len(services) >= enough, at: now}
	s.mu.Lock()
	s.paces[key] = p
	s.mu.Unlock()
	return p, nil
}
