package app

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// TestThePastIsTheSameOnBothEngines lays the demonstration on PostgreSQL too, checks each dossier's
// record against its events there, and compares what the two pasts came to. The tables there are those of a
// next release, beside whose programs this one works while they are exchanged one by one.
func TestThePastIsTheSameOnBothEngines(t *testing.T) {
	lite := laid(t)
	dir := t.TempDir()
	pg, start, err := emptyStage(t.Context(), stageAt{db: testkit.PostgresURL(t), dir: dir, base: "http://nhasan.test"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer pg.house.close()
	nextRelease(t, pg.house.database)
	if err := pg.ready(actor.AsSystem(context.Background(), "demonstration"), dir, start); err != nil {
		t.Fatal(err)
	}
	a, b := lite.states(t), pg.states(t)
	for _, s := range dossier.States {
		if a[s] != b[s] {
			t.Errorf("%s: %d dossiers on SQLite, %d on PostgreSQL", s, a[s], b[s])
		}
		if s != dossier.Draft && s != dossier.Approved && b[s] == 0 {
			t.Errorf("no dossier of the demonstration is %s", s)
		}
	}
	for who, a := range guessers(t, pg, "phu-nghia") {
		handler := pg.house.as(a)
		for _, r := range pg.house.site.Routes() {
			if r.Method != "GET" || !r.Need.Allows(a) || r.Path == "/dang-nhap/dinh-danh" {
				continue
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test"+filled(r.Path), nil))
			if w.Code >= 500 {
				t.Errorf("%s as %s on PostgreSQL: %d", r.Path, who, w.Code)
			}
		}
	}
}

// nextRelease adds to every table of ours a column that this program knows nothing of.
func nextRelease(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var tables []string
		err := tx.NewRaw("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'schema%' AND tablename NOT LIKE 'river%'").Scan(ctx, &tables)
		if err == nil && len(tables) < 40 {
			t.Fatalf("only these tables were found: %v", tables)
		}
		for _, name := range tables {
			if _, err := tx.NewRaw("ALTER TABLE ? ADD COLUMN of_the_next_release TEXT NOT NULL DEFAULT 'x'", bun.Ident(name)).Exec(ctx); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
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

func TestAFolderIsEmptiedOnlyWhenItIsOurs(t *testing.T) {
	for _, c := range []struct {
		name, mark string
		reset      bool
		kept, ok   bool
	}{
		{"laid to the end", laidText, false, true, true},
		{"laid to the end, to begin anew", laidText, true, false, true},
		{"laying broke off", "The stage is being laid.\n", false, false, true},
		{"something else", "", false, true, false},
		{"something else, to begin anew", "", true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "d")
			other := filepath.Join(dir, "nhasan.db")
			write(t, other, "x")
			if c.mark != "" {
				write(t, filepath.Join(dir, laidMark), c.mark)
			}
			err := demoCmd{Dir: dir, Reset: c.reset}.prepare()
			_, serr := os.Stat(other)
			if (err == nil) != c.ok || (serr == nil) != c.kept {
				t.Errorf("prepared: %v, kept: %v; want %v, %v", err, serr == nil, c.ok, c.kept)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
