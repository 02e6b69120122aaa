package dossier

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/live"
)

// stir tells open pages that d has changed, once tx is committed: its own, and the lists in which it
// stands or stood.
func stir(ctx context.Context, tx *db.Tx, d *Dossier) error {
	topics := []string{d.Subject()}
	said := map[string]bool{}
	for _, path := range []string{d.Receiving.Path, d.Competent.Path, d.Office.Path, d.Turn.Path} {
		for _, p := range upFrom(path) {
			if !said[p] {
				said[p] = true
				topics = append(topics, listTopic(p))
			}
		}
	}
	return live.Say(ctx, tx, topics...)
}

// listTopic is what the lists of dossiers of the unit at path listen to. They hear of all units below.
func listTopic(path string) string { return "inbox/" + strings.TrimPrefix(path, "/") }

// upFrom returns the path of a unit and those of the units above it: "/17/159/" and "/17/".
func upFrom(path string) []string {
	var out []string
	for p := strings.TrimSuffix(path, "/"); p != ""; p = p[:strings.LastIndexByte(p, '/')] {
		out = append(out, p+"/")
		if !strings.Contains(p, "/") {
			break
		}
	}
	return out
}

// myLists are the topics of the units in which a works.
func myLists(a actor.Actor) string {
	topics := []string{}
	for _, p := range a.Posts {
		if p.UnitPath != "" {
			topics = append(topics, listTopic(p.UnitPath))
		}
	}
	return strings.Join(topics, " ")
}
