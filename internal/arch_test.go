// Package arch tests the plan of the house: who stands on which floor, which doors are open, what
// a file may hold by its name. The plan is here, the reading of sources in arch_rules_test.go.
package arch

import (
	"slices"
	"testing"
)

const module = "github.com/nha-san/nhasan/"

// A room imports the platform and rooms on lower floors. A new room gets its line here.
var floors = map[string]int{
	"app":    5,
	"portal": 4, "assistant": 4, "insight": 4,
	"dossier": 3, "backlog": 3, "docs": 3, "feedback": 3, "meeting": 3, "groups": 3, "training": 3, "devices": 3, "sites": 3, "works": 3,
	"payment": 2, "sign": 2, "archive": 2, "conference": 2, "tickets": 2,
	"org": 1, "catalog": 1, "identity": 1, "notify": 1,
	"audit": 0,
}

// doors open to a neighbour on the same floor.
var doors = map[string][]string{
	"catalog":  {"org"},
	"identity": {"org"},
}

// nameless says nothing about what it holds, so everything ends up in it.
var nameless = []string{"common", "utils", "util", "helpers", "helper", "models", "types", "services", "misc", "shared"}

// What files may not import, by their name. A pattern is of path.Match; the first that fits counts.
var manners = []struct {
	file, holds string
	never       []string
}{
	{"*_test.go", "tests", nil},
	{"*_templ.go", "a template", nil},
	{"flow*.go", "states and actions", []string{sqlOf, bun, database, http, web}},
	{"rules*.go", "pure rules", []string{sqlOf, bun, database, http, web}},
	{"perms.go", "rights", []string{sqlOf, bun, database, http, web}},
	{"events.go", "announcements", []string{sqlOf, bun, database, http, web}},
	{"page_*.go", "a page", []string{sqlOf, bun}},
	{"api_*.go", "JSON in and out", []string{sqlOf, bun}},
	{"service*.go", "verbs", []string{templ, web}},
	{"jobs.go", "scheduled work", []string{templ, web}},
	{"store*.go", "SQL", []string{templ, http, web}},
}

const (
	sqlOf    = "database/sql"
	bun      = "github.com/uptrace/bun"
	database = module + "internal/platform/db"
	http     = "net/http"
	web      = module + "internal/platform/web"
	templ    = "github.com/a-h/templ"
)

func TestTheHouseStandsAsPlanned(t *testing.T) {
	h := readHouse(t, "..")
	if len(h.sources) < 10 || len(h.tables) == 0 {
		t.Fatalf("read %d sources and %d tables: this is not the whole house", len(h.sources), len(h.tables))
	}
	for _, fault := range h.faults() {
		t.Error(fault)
	}
}

func TestDoorsLeadToTheSameFloor(t *testing.T) {
	for from, to := range doors {
		for _, room := range to {
			if floors[from] != floors[room] {
				t.Errorf("the door from %s to %s is not needed: they stand on different floors", from, room)
			}
			if slices.Contains(doors[room], from) {
				t.Errorf("the doors between %s and %s make a circle", from, room)
			}
		}
	}
}
