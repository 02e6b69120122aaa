package dossier

import (
	"slices"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

func TestAListHearsOfItsUnitAndOfThoseBelow(t *testing.T) {
	for path, want := range map[string][]string{"/17/159/": {"/17/159/", "/17/"}, "/17/": {"/17/"}, "x/": {"x/"}, "/": nil, "": nil} {
		if got := upFrom(path); !slices.Equal(got, want) {
			t.Errorf("up from %q: %q, want %q", path, got, want)
		}
	}
	a := actor.Actor{Posts: []actor.Post{{UnitPath: "/17/159/"}, {UnitPath: "/17/160/"}}}
	if got, want := myLists(a), "inbox/17/159/ inbox/17/160/"; got != want {
		t.Errorf("the list listens to %q, want %q", got, want)
	}
}
