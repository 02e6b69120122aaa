package app

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// TestThePastIsTheSameOnBothEngines lays the demonstration on PostgreSQL too, checks each dossier's
// record against its events there, and compares what the two pasts came to.
func TestThePastIsTheSameOnBothEngines(t *testing.T) {
	lite := laid(t)
	pg, err := openDemoOn(context.Background(), testkit.PostgresURL(t), t.TempDir(), "http://nhasan.test",
		slog.New(slog.NewJSONHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer pg.house.close()
	a, b := lite.states(t), pg.states(t)
	for _, s := range dossier.States {
		if a[s] != b[s] {
			t.Errorf("%s: %d dossiers on SQLite, %d on PostgreSQL", s, a[s], b[s])
		}
		if s != dossier.Draft && s != dossier.Approved && b[s] == 0 {
			t.Errorf("no dossier of the demonstration is %s", s)
		}
	}
	w := httptest.NewRecorder()
	pg.house.handler.ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test/", nil))
	if w.Code != 200 || !strings.Contains(w.Body.String(), "<h1") {
		t.Errorf("the first page on PostgreSQL: %d", w.Code)
	}
}

// states counts the dossiers in each state and replays every one.
func (d *demonstration) states(t *testing.T) map[dossier.State]int {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	count := map[dossier.State]int{}
	var after dossier.Cursor
	for {
		items, next, err := d.house.dossier.List(ctx, dossier.Query{Box: dossier.BoxAll, Limit: 200, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			count[it.State]++
			if err := d.house.dossier.Check(ctx, it.ID); err != nil {
				t.Error(err)
			}
		}
		if after = next; after.ID == "" {
			return count
		}
	}
}
