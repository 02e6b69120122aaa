package identity

import (
	"slices"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// inForce keeps the posts held on the day, the chosen one first.
func inForce(posts []org.Post, chosen string, on clock.Date) []org.Post {
	held := slices.DeleteFunc(slices.Clone(posts), func(p org.Post) bool { return !heldOn(p, on) })
	slices.SortStableFunc(held, func(a, b org.Post) int {
		switch {
		case a.PositionID == b.PositionID:
			return 0
		case a.PositionID == chosen:
			return -1
		case b.PositionID == chosen:
			return 1
		}
		return 0
	})
	return held
}

// heldOn tells whether a post is held on the day; both its days are included.
func heldOn(p org.Post, on clock.Date) bool { return p.From <= on && (p.Until == "" || on <= p.Until) }

// grants are the rights that posts give: the rights of each post's role, on the post's unit and all
// below it. An officer with several posts has the union. A role nobody knows gives nothing.
func grants(posts []org.Post, roleRights map[string][]string) []actor.Grant {
	var out []actor.Grant
	for _, p := range posts {
		for _, right := range roleRights[p.Role] {
			g := actor.Grant{Right: right, Path: p.UnitPath}
			if p.UnitPath != "" && !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	return out
}

// officerActor is the officer as actor: in the first of the posts, with the rights of all.
func officerActor(o Officer, posts []org.Post, roleRights map[string][]string) actor.Actor {
	a := actor.Actor{Kind: actor.Officer, AccountID: o.ID, PersonID: o.PersonID, Name: o.Name,
		Grants: grants(posts, roleRights)}
	for _, p := range posts {
		a.Posts = append(a.Posts, actor.Post{ID: p.PositionID, Title: p.Title, Role: p.Role,
			UnitID: p.UnitID, UnitPath: p.UnitPath, UnitName: p.UnitName, ForID: p.ForID, For: p.For})
	}
	if len(posts) > 0 {
		p := posts[0]
		a.PositionID, a.Position = p.PositionID, p.Title
		a.UnitID, a.UnitPath, a.UnitName = p.UnitID, p.UnitPath, p.UnitName
	}
	return a
}

func classOf(a actor.Actor) class {
	if a.Kind == actor.Citizen {
		return classCitizen
	}
	if slices.ContainsFunc(a.Posts, func(p actor.Post) bool { return p.Role == roleAdmin }) {
		return classAdmin
	}
	return classOfficer
}
