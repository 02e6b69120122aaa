package actor

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestNeed(t *testing.T) {
	officer := Actor{Kind: Officer, Grants: []Grant{{Right: "dossier.receive", Path: "/17/159/"}}}
	for _, c := range []struct {
		name string
		who  Actor
		path string
		want fault.Kind // "" is allowed
	}{
		{"at the unit itself", officer, "/17/159/", ""},
		{"below the unit", officer, "/17/159/05395/", ""},
		{"above the unit", officer, "/17/", fault.Forbidden},
		{"beside the unit", officer, "/17/158/", fault.Forbidden},
		{"nobody", Actor{}, "/17/159/", fault.SignIn},
		{"the program itself", Actor{Kind: System}, "/17/159/", ""},
	} {
		err := Need(With(context.Background(), c.who), "dossier.receive", c.path)
		if (c.want == "") != (err == nil) || (c.want != "" && !fault.Is(err, c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if err := Need(With(context.Background(), officer), "dossier.approve", "/17/159/"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another right: %v", err)
	}
}

func TestAPostIsHeldInOneUnitOnly(t *testing.T) {
	chair := Actor{Kind: Officer, Posts: []Post{{Role: "leader", UnitPath: "/17/159/"}}}
	if !chair.Holds("leader", "/17/159/") || chair.Holds("leader", "/17/159/05395/") || chair.Holds("clerk", "/17/159/") {
		t.Error("the chair of a district holds its post there, and in no commune")
	}
}

func TestAStandInHoldsThePostAndSaysForWhom(t *testing.T) {
	own := Post{Role: "specialist", UnitPath: "/17/159/"}
	for _, c := range []struct {
		name  string
		posts []Post
		want  string
	}{
		{"as a stand-in only", []Post{{Role: "leader", UnitPath: "/17/159/", ForID: "an", For: "Quách Văn An"}}, "Quách Văn An"},
		{"beside a post of one's own", []Post{{Role: "leader", UnitPath: "/17/159/"}, {Role: "leader", UnitPath: "/17/159/", ForID: "an", For: "Quách Văn An"}}, ""},
		{"beside another post", []Post{own, {Role: "leader", UnitPath: "/17/159/", ForID: "an", For: "Quách Văn An"}}, "Quách Văn An"},
		{"in another unit", []Post{{Role: "leader", UnitPath: "/17/158/", ForID: "an", For: "Quách Văn An"}}, ""},
		{"for nobody", []Post{own}, ""},
	} {
		a := Actor{Kind: Officer, Posts: c.posts}
		if got, ok := a.StandInFor("leader", "/17/159/"); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: stands in for %q, %t, want %q", c.name, got, ok, c.want)
		}
	}
	a := Actor{Kind: Officer, Posts: []Post{{Role: "leader", UnitPath: "/17/159/", ForID: "an", For: "Quách Văn An"}}}
	if !a.Holds("leader", "/17/159/") || !a.StandsIn("an", "leader", "/17/159/") || a.StandsIn("binh", "leader", "/17/159/") || a.StandsIn("", "leader", "/17/159/") {
		t.Error("a stand-in holds the post of the one who is absent, and of nobody else")
	}
}
