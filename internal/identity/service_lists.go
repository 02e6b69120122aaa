package identity

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// OfficerQuery narrows the list of officers' accounts.
type OfficerQuery struct {
	Text  string // in name or login, marks forgiven
	Unit  string // path: holds a post there or below today
	State string // one of OfficerFilters
	After string // login to go on after
	Limit int
}

// Officers lists accounts by login, for whoever manages accounts somewhere. Names and logins are no
// secret inside the house; what may be done to an account is asked when it is done.
func (s *Service) Officers(ctx context.Context, q OfficerQuery) ([]Officer, error) {
	if !actor.Of(ctx).HasAnywhere(CanManage) {
		return nil, actor.Need(ctx, CanManage, "/")
	}
	only, err := s.within(ctx, q.Unit)
	if err != nil {
		return nil, err
	}
	found, err := s.read().listOfficers(ctx, q, only, s.marks())
	if err != nil {
		return nil, err
	}
	out := make([]Officer, len(found))
	for i, k := range found {
		out[i] = s.officer(k)
	}
	return out, nil
}

// marks are the instants by which states of the list are told.
func (s *Service) marks() listMarks {
	now := s.now()
	return listMarks{tries: s.Settings.Tries, lockedSince: now.Add(-s.Settings.LockFor),
		idleSince: now.Add(idleWarning*day - s.Settings.DormantAfter)}
}

// Candidate is a person who could have an account, with their posts in a line.
type Candidate struct{ ID, Name, Posts string }

// People finds persons by name, for whoever manages accounts somewhere.
func (s *Service) People(ctx context.Context, name string, limit int) ([]Candidate, error) {
	if !actor.Of(ctx).HasAnywhere(CanManage) {
		return nil, actor.Need(ctx, CanManage, "/")
	}
	people, err := s.Directory.FindPeople(ctx, name, limit)
	if err != nil {
		return nil, err
	}
	out := make([]Candidate, len(people))
	for i, p := range people {
		posts, err := s.postLine(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		out[i] = Candidate{p.ID, p.Name, posts}
	}
	return out, nil
}

// postLine says what a person is today: "Chủ tịch, Xã Phú Thành; …".
func (s *Service) postLine(ctx context.Context, personID string) (string, error) {
	posts, err := s.Directory.Posts(ctx, personID, clock.DateOf(s.now()))
	said := make([]string, len(posts))
	for i, p := range posts {
		said[i] = p.Title + ", " + p.UnitName
	}
	return strings.Join(said, "; "), err
}
