package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/identity/demoidp"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// player is an officer of the demonstration.
type player struct {
	login, name, personID, accountID string
	post                             org.Post
}

// act is the context in which a player works: the rights that the post gives, at its unit.
func (p player) act(ctx context.Context, rights map[string][]string) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: p.accountID, PersonID: p.personID, Name: p.name,
		PositionID: p.post.PositionID, Position: p.post.Title, UnitID: p.post.UnitID, UnitPath: p.post.UnitPath, UnitName: p.post.UnitName,
		Posts: []actor.Post{{ID: p.post.PositionID, Title: p.post.Title, Role: p.post.Role, UnitID: p.post.UnitID,
			UnitPath: p.post.UnitPath, UnitName: p.post.UnitName}}}
	for _, right := range rights[p.post.Role] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: p.post.UnitPath})
	}
	return actor.With(ctx, a)
}

// units are those of the demonstration: the district, its departments, its communes.
func (d *demonstration) units(ctx context.Context) ([]org.Unit, error) {
	today := clock.DateOf(d.clock.Now())
	district, err := d.house.org.ByCode(ctx, org.District, d.cast.District, today)
	if err != nil {
		return nil, err
	}
	departments, err := d.house.org.Children(ctx, district.ID, org.Department, today)
	if err != nil {
		return nil, err
	}
	communes, err := d.house.org.Children(ctx, district.ID, org.Commune, today)
	return append(append([]org.Unit{district}, departments...), communes...), err
}

// people makes the posts of every unit, a person for each, and their accounts.
func (d *demonstration) people(ctx context.Context, units []org.Unit) error {
	var accounts []identity.NewOfficer
	n := 0
	for _, u := range units {
		for _, p := range d.cast.Posts {
			if p.Kind != string(u.Kind) {
				continue
			}
			person, err := d.appoint(ctx, u, p, d.name(n))
			if err != nil {
				return err
			}
			n++
			accounts = append(accounts, identity.NewOfficer{Login: login(p, u), Password: d.cast.Password, PersonID: person})
		}
	}
	_, err := d.house.identity.CreateOfficers(ctx, accounts)
	return err
}

// login is the post and the unit, as people would type them: "motcua.phu-nghia".
func login(p demo.Post, u org.Unit) string {
	name := u.Name
	if u.Kind == org.Department {
		name = strings.TrimPrefix(u.Key, "phong-")
	}
	return p.Login + "." + strings.ReplaceAll(text.Fold(name), " ", "-")
}

// appoint makes a post and puts a new person into it.
func (d *demonstration) appoint(ctx context.Context, u org.Unit, p demo.Post, name string) (string, error) {
	since := clock.Date("2021-07-01")
	title := p.Title
	if u.Type == "thi_tran" {
		title = strings.Replace(title, "UBND xã", "UBND thị trấn", 1)
	}
	pos, err := d.house.org.PositionByKey(ctx, u.ID, p.Key)
	if fault.Is(err, fault.NotFound) {
		pos, err = d.house.org.AddPosition(ctx, org.Position{UnitID: u.ID, Key: p.Key, Title: title, Role: p.Role, From: since})
	}
	if err != nil {
		return "", fmt.Errorf("%s of %s: %w", p.Key, u.FullName, err)
	}
	h, err := d.house.org.Appoint(ctx, org.Appointment{PositionID: pos.ID, Name: name, From: since, Reason: "Dữ liệu trình diễn"})
	return h.PersonID, err
}

// name makes the n-th made-up name; neighbours share neither family nor given name.
func (d *demonstration) name(n int) string {
	c := d.cast
	return c.Families[n*5%len(c.Families)] + " " + c.Middles[n*7%len(c.Middles)] + " " + c.Givens[n*11%len(c.Givens)]
}

// officers lists everybody in a post.
func (d *demonstration) officers(ctx context.Context) ([]player, error) {
	ctx = actor.AsSystem(ctx, "demonstration")
	today := clock.DateOf(d.clock.Now())
	accounts, err := d.house.identity.Officers(ctx, identity.OfficerQuery{Limit: 500})
	if err != nil {
		return nil, err
	}
	var out []player
	for _, a := range accounts {
		posts, err := d.house.org.Posts(ctx, a.PersonID, today)
		if err != nil {
			return nil, err
		}
		for _, p := range posts[:min(1, len(posts))] {
			out = append(out, player{login: a.Login, name: a.Name, personID: a.PersonID, accountID: a.ID, post: p})
		}
	}
	return out, nil
}

// citizens opens the accounts of those who can sign in and of many who only have a past.
func (d *demonstration) citizens(ctx context.Context) ([]identity.Citizen, error) {
	var out []identity.Citizen
	add := func(c identity.Citizen) error {
		c, err := d.house.identity.EnsureCitizen(ctx, c)
		out = append(out, c)
		return err
	}
	for _, c := range d.cast.Citizens {
		if err := add(identity.Citizen{Name: c.Name, Provider: demoProvider, Subject: demoidp.Subject(c.PersonalNo),
			PersonalNumber: c.PersonalNo, BornOn: clock.Date(c.BirthOn), Phone: "+84" + c.Phone[1:], Assurance: "2"}); err != nil {
			return nil, err
		}
	}
	for i := range 40 {
		number := fmt.Sprintf("0171%02d%06d", 60+i, 100000+i*7919)
		if err := add(identity.Citizen{Name: d.name(i*3 + 1), Provider: demoProvider, Subject: demoidp.Subject(number), PersonalNumber: number,
			BornOn: clock.Date(fmt.Sprintf("19%02d-0%d-1%d", 60+i%40, 1+i%9, i%9)), Phone: fmt.Sprintf("+8491%07d", 2000000+i*131), Assurance: "2"}); err != nil {
			return nil, err
		}
	}
	return out, nil
}
