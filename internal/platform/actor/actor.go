// Package actor says who is acting: it travels in the context from the door to the trail, and
// answers the one question of rights: may this person do that, there?
package actor

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Kind is the sort of actor.
type Kind string

// The sorts of actor.
const (
	Anonymous Kind = "anonymous"
	Citizen   Kind = "citizen"
	Officer   Kind = "officer"
	Token     Kind = "token"  // a program with a bearer token
	System    Kind = "system" // the program itself: schedules, start-up, the demonstration
)

// Grant is a right on a unit and all below it. Only grants in force are put into an Actor.
type Grant struct {
	Right string // "dossier.receive"
	Path  string // organisation path, "/<province>/<district>/"; "/" is everywhere
}

// Post is a post held now: its role decides what work comes to it, its unit where. A post held for
// somebody absent names them.
type Post struct {
	ID       string
	Title    string
	Role     string // "reception", "specialist", "division-head", "leader", "clerk", "admin", …
	UnitID   string
	UnitPath string
	UnitName string
	ForID    string // of a stand-in: the person in org who holds the post and is absent
	For      string // their name; empty: the post is one's own
}

// Actor is whoever acts, in the post in which they act.
type Actor struct {
	Kind       Kind
	AccountID  string // "" when anonymous or system
	PersonID   string // of an officer: the person in org
	Name       string
	PositionID string
	Position   string // title of the post
	UnitID     string
	UnitPath   string
	UnitName   string
	OnBehalfOf string // the person for whom the actor acts, when it is another
	Grants     []Grant
	Posts      []Post // all posts held now, the one acted in first
	From       string // address the request came from
	RequestID  string
}

type key struct{}

// With puts a into the context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// Of returns who acts; nobody known is Anonymous.
func Of(ctx context.Context) Actor {
	if a, ok := ctx.Value(key{}).(Actor); ok {
		return a
	}
	return Actor{Kind: Anonymous}
}

// AsSystem returns a context in which the program itself acts, everywhere and with every right.
func AsSystem(ctx context.Context, name string) context.Context {
	return With(ctx, Actor{Kind: System, Name: name})
}

// SignedIn tells whether somebody known acts.
func (a Actor) SignedIn() bool { return a.Kind != Anonymous && a.Kind != "" }

// Has tells whether a holds the right at path.
func (a Actor) Has(right, path string) bool {
	if a.Kind == System {
		return true
	}
	for _, g := range a.Grants {
		if g.Right == right && strings.HasPrefix(path, g.Path) {
			return true
		}
	}
	return false
}

// HasAnywhere tells whether a holds the right at some unit.
func (a Actor) HasAnywhere(right string) bool {
	return a.Kind == System || len(a.Scope(right)) > 0
}

// Scope returns the paths under which a holds the right, for filtering lists in SQL. Everywhere
// is "/". Nil means nowhere.
func (a Actor) Scope(right string) []string {
	if a.Kind == System {
		return []string{"/"}
	}
	var paths []string
	for _, g := range a.Grants {
		if g.Right == right {
			paths = append(paths, g.Path)
		}
	}
	return paths
}

// Holds tells whether a holds a post with that role in the very unit at path.
func (a Actor) Holds(role, path string) bool {
	for _, p := range a.Posts {
		if p.Role == role && p.UnitPath == path {
			return true
		}
	}
	return a.Kind == System
}

// StandInFor tells for whom a does work that waits for a role in the very unit at path: the name of
// the absent holder, when a holds such a post only as their stand-in. A post of one's own goes first.
func (a Actor) StandInFor(role, path string) (name string, ok bool) {
	for _, p := range a.Posts {
		if p.Role != role || p.UnitPath != path {
			continue
		}
		if p.ForID == "" {
			return "", false
		}
		if name == "" {
			name = p.For
		}
	}
	return name, name != ""
}

// StandsIn tells whether a is the stand-in of that person in a post with the role in the unit at path.
func (a Actor) StandsIn(personID, role, path string) bool {
	for _, p := range a.Posts {
		if p.ForID == personID && personID != "" && p.Role == role && p.UnitPath == path {
			return true
		}
	}
	return false
}

// Need refuses unless whoever acts holds the right at path.
func Need(ctx context.Context, right, path string) error {
	a := Of(ctx)
	if a.Has(right, path) {
		return nil
	}
	if !a.SignedIn() {
		return fault.New(fault.SignIn, "fault.sign-in")
	}
	return fault.New(fault.Forbidden, "fault.forbidden", "right", right)
}
