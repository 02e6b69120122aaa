package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// TakeImport keeps a file of officers to be looked at. It is refused only when it is no file at all;
// what is wrong inside stands in its plan.
func (s *Service) TakeImport(ctx context.Context, name string, raw []byte) (importID string, err error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanManage) || !a.HasAnywhere(org.CanEdit) {
		return "", actor.Need(ctx, CanManage, "/")
	}
	switch {
	case len(raw) == 0:
		return "", onField("tep", "identity.import.wanted-file")
	case len(raw) > importBytes:
		return "", onField("tep", "identity.import.large", "n", importBytes>>10)
	}
	r := importRow{ID: id.New(), AccountID: a.AccountID, Name: cutName(name), Content: raw, MadeAt: s.now()}
	return r.ID, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.addImport(ctx, r) })
}

// Plan tells what a file that was taken would do now.
func (s *Service) Plan(ctx context.Context, importID string) (ImportPlan, error) {
	r, err := s.read().importOf(ctx, importID, actor.Of(ctx).AccountID)
	if err != nil {
		return ImportPlan{}, err
	}
	p := ImportPlan{ID: r.ID, File: r.Name, Applied: !r.AppliedAt.IsZero()}
	lines, bad := ReadImport(r.Content)
	p.Problems = bad
	for _, l := range lines {
		if len(l.problems()) > 0 {
			continue // to be mended before the rest of it is looked at
		}
		row, problem, err := s.planLine(ctx, l)
		if err != nil {
			return p, err
		}
		if problem != nil {
			p.Problems = append(p.Problems, *problem)
			continue
		}
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(p.Problems, func(a, b LineProblem) int { return a.Line - b.Line })
	p.Missing, err = s.missing(ctx, p.Rows)
	return p, err
}

// planLine finds unit, post and person of a line and says what it changes.
func (s *Service) planLine(ctx context.Context, l ImportLine) (ImportRow, *LineProblem, error) {
	row := ImportRow{ImportLine: l, Kind: ImportNew}
	u, problem, err := s.unitOf(ctx, l)
	if problem != nil || err != nil {
		return row, problem, err
	}
	for _, right := range []string{CanManage, org.CanEdit} {
		if actor.Need(ctx, right, u.Path) != nil {
			return row, l.wrong("don-vi", "identity.import.no-right", "unit", u.FullName), nil
		}
	}
	post, problem, err := s.postOf(ctx, l, u)
	if problem != nil || err != nil {
		return row, problem, err
	}
	row.UnitAs, row.PostAs = u.FullName, post.Title
	if problem, err = s.findPerson(ctx, &row); problem != nil || err != nil {
		return row, problem, err
	}
	problem, err = s.planPost(ctx, &row, post)
	return row, problem, err
}

func (l ImportLine) wrong(column, key string, args ...any) *LineProblem {
	return &LineProblem{Line: l.Line, Column: column, Key: key, Args: fault.Args(args...)}
}

// unitOf finds the unit by its code, or by its whole name.
func (s *Service) unitOf(ctx context.Context, l ImportLine) (org.Unit, *LineProblem, error) {
	found, err := s.Org.Search(ctx, org.Query{Text: l.Unit, Limit: 50})
	if err != nil {
		return org.Unit{}, nil, err
	}
	var exact []org.Unit
	for _, u := range found {
		if u.Kind != org.Village && (u.Code == l.Unit || text.Exact(u.FullName) == text.Exact(l.Unit)) {
			exact = append(exact, u)
		}
	}
	if a := actor.Of(ctx); len(exact) > 1 { // the same name elsewhere: the one within reach
		exact = slices.DeleteFunc(exact, func(u org.Unit) bool { return !a.Has(CanManage, u.Path) })
	}
	switch len(exact) {
	case 1:
		return exact[0], nil, nil
	case 0:
		return org.Unit{}, l.wrong("don-vi", "identity.import.unit", "unit", l.Unit), nil
	}
	return org.Unit{}, l.wrong("don-vi", "identity.import.units", "unit", l.Unit), nil
}

func (s *Service) postOf(ctx context.Context, l ImportLine, u org.Unit) (org.Position, *LineProblem, error) {
	seats, err := s.Org.Seats(ctx, u.ID, clock.DateOf(s.now()))
	if err != nil {
		return org.Position{}, nil, err
	}
	titles := make([]string, len(seats))
	for i, seat := range seats {
		if titles[i] = seat.Title; text.Exact(seat.Title) == text.Exact(l.Post) || seat.Key == l.Post {
			return seat.Position, nil, nil
		}
	}
	return org.Position{}, l.wrong("chuc-danh", "identity.import.no-post", "unit", u.FullName, "post", l.Post, "posts", strings.Join(titles, "; ")), nil
}

// findPerson finds whom a line is about: by the login, else by the e-mail; else somebody new.
func (s *Service) findPerson(ctx context.Context, row *ImportRow) (*LineProblem, error) {
	k, err := s.read().findOfficer(ctx, row.Login)
	if err != nil {
		return nil, err
	}
	if k.ID != "" {
		row.accountID = k.ID
		row.person, err = s.Org.Person(ctx, k.PersonID)
	} else {
		row.person, err = s.Org.PersonByEmail(ctx, row.Email)
	}
	if err != nil {
		return nil, err
	}
	if row.person.ID == "" {
		row.newPerson = true
		row.person = org.Person{Name: row.Name, Email: row.Email, Phone: row.Phone}
		return nil, nil
	}
	if k.ID == "" {
		other, err := s.read().findByPerson(ctx, row.person.ID)
		if err != nil {
			return nil, err
		}
		if other.ID != "" {
			return row.wrong("ten-dang-nhap", "identity.import.other-login", "login", other.Login), nil
		}
	}
	if err := s.needManage(ctx, row.person.ID); err != nil {
		return row.wrong("ho-ten", "identity.import.no-right-over", "name", row.person.Name), nil
	}
	s.compare(row, k.ID != "")
	return nil, nil
}

// compare says what a line changes in what is known of a person. An empty field changes nothing.
func (s *Service) compare(row *ImportRow, hasAccount bool) {
	for _, v := range []struct {
		what, now string
		was       *string
	}{{"name", row.Name, &row.person.Name}, {"email", row.Email, &row.person.Email}, {"phone", row.Phone, &row.person.Phone}} {
		if v.now != "" && v.now != *v.was {
			row.Changes = append(row.Changes, ImportChange{v.what, *v.was, v.now})
			*v.was = v.now
		}
	}
	if row.Kind = ImportUnchanged; len(row.Changes) > 0 {
		row.Kind = ImportChanged
	}
	if !hasAccount {
		row.Kind = ImportNew
	}
}

// planPost appoints unless the person holds the post already on the line's first day, which is today
// when the line has none.
func (s *Service) planPost(ctx context.Context, row *ImportRow, post org.Position) (*LineProblem, error) {
	from, until := clock.DateOf(s.now()), clock.Date("")
	if d, ok := dayTyped(row.FromOn); ok {
		from = d
	}
	if d, ok := dayTyped(row.UntilOn); ok {
		until = d
	}
	if until != "" && until < from {
		return row.wrong("den-ngay", "identity.import.until"), nil
	}
	if from < post.From || (post.Until != "" && from > post.Until) {
		return row.wrong("tu-ngay", "identity.import.outside-post", "post", post.Title), nil
	}
	if !row.newPerson {
		terms, err := s.Org.Terms(ctx, row.person.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			if t.PositionID == post.ID && (t.Until == "" || t.Until >= from) && (until == "" || t.From <= until) {
				return nil, nil
			}
		}
	}
	row.appoint = &org.Appointment{PositionID: post.ID, From: from, Until: until, Decision: row.DecisionNote}
	row.Changes = append(row.Changes, ImportChange{What: "post", Now: post.Title + ", " + row.UnitAs})
	if row.Kind == ImportUnchanged {
		row.Kind = ImportChanged
	}
	return nil, nil
}

// missing lists who holds posts in the units of the file and does not stand in it.
func (s *Service) missing(ctx context.Context, rows []ImportRow) ([]org.Placed, error) {
	units, people := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		units[r.UnitAs], people[r.person.ID] = true, true
	}
	if len(units) == 0 {
		return nil, nil
	}
	var out []org.Placed
	for _, path := range actor.Of(ctx).Scope(CanManage) {
		staff, err := s.Org.Staff(ctx, path, clock.DateOf(s.now()))
		if err != nil {
			return nil, err
		}
		for _, p := range staff {
			if units[p.UnitName] && !people[p.PersonID] {
				out = append(out, p)
			}
		}
	}
	return out, nil
}
