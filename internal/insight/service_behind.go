package insight

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Choices are the units with figures that whoever asks may see.
func (s *Service) Choices(ctx context.Context) ([]org.Unit, error) {
	var paths []string
	for _, below := range actor.Of(ctx).Scope(CanView) {
		found, err := s.read().paths(ctx, below)
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	units, err := s.named(ctx, paths)
	out := make([]org.Unit, len(paths))
	for i, p := range paths {
		out[i] = units[lastKey(p)]
		out[i].Path = p
	}
	return out, err
}

// Listed is a page of the dossiers behind a figure.
type Listed struct {
	Unit   org.Unit
	Period count.Period
	Count  int // of the figure
	Facts  []*Fact
	Next   behind
}

// Start is where every list begins.
var Start = behind{}

// listPage is how many dossiers a page of a list shows.
const listPage = 50

// CanSeeDossiers is the right of the desk to see dossiers of a unit.
const CanSeeDossiers = "dossier.view"

// List shows the dossiers that a figure counts, where whoever asks may see dossiers. Restricted ones are
// counted and not shown.
func (s *Service) List(ctx context.Context, ask Ask, c Column, after behind) (*Listed, error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return nil, err
	}
	now := s.now()
	b := Board{Ask: ask, Unit: u, Period: ask.Span.Period(ReportCut), AsOf: now}
	q, err := s.questionOf(ctx, &b)
	if err != nil {
		return nil, err
	}
	end := q.Period.Until
	if now.Before(end) {
		end = now
	}
	l := &Listed{Unit: u, Period: q.Period}
	if l.Count, err = s.read().size(ctx, q.facts(), c, q.Period, end, now); err != nil {
		return nil, err
	}
	l.Facts, err = s.read().list(ctx, q.facts(), c, q.Period, end, now, actor.Of(ctx).Scope(CanSeeDossiers), after, listPage)
	if len(l.Facts) > listPage {
		l.Facts = l.Facts[:listPage]
		at := l.Facts[listPage-1]
		l.Next = behind{at.ReceivedAt, at.ID}
	}
	return l, err
}

// Officers are what officers of the very unit did in a period. Everybody sees their own line; those of others
// take a right.
func (s *Service) Officers(ctx context.Context, ask Ask) (org.Unit, []officerRow, error) {
	u, err := s.place(ctx, ask.UnitID)
	if err != nil {
		return u, nil, err
	}
	a, person := actor.Of(ctx), ""
	if !a.Has(CanPeople, u.Path) {
		if person = a.PersonID; person == "" {
			return u, nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanPeople)
		}
	}
	rows, err := s.read().officers(ctx, u.Path, person, ask.Span.Period(ReportCut))
	return u, rows, err
}
