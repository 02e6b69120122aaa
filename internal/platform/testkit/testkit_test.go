package testkit_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var note = db.Schema{Room: "note", Files: fstest.MapFS{"schema/001_note.sql": {Data: []byte(`-- +goose Up
CREATE TABLE note_page (
	id TEXT PRIMARY KEY, words TEXT NOT NULL, number BIGINT, small INTEGER NOT NULL, is_open BOOLEAN NOT NULL,
	written_at {{.Time}} NOT NULL, picture {{.Bytes}});
CREATE TABLE note_entry (id TEXT PRIMARY KEY, words TEXT NOT NULL);
{{appendOnly "note_entry"}}
`)}}}

func exec(t *testing.T, d *db.DB, statement string) error {
	t.Helper()
	return d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, statement)
		return err
	})
}

func count(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	if err := d.Read().QueryRowContext(context.Background(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachTestGetsADatabaseOfItsOwnOnBothEngines(t *testing.T) {
	var seen []string
	for range 2 {
		testkit.OnBoth(t, []db.Schema{note}, func(t *testing.T, d *db.DB) {
			seen = append(seen, d.Engine())
			if n := count(t, d, "note_entry"); n != 0 {
				t.Errorf("a fresh %s database holds %d rows of an earlier test", d.Engine(), n)
			}
			if err := exec(t, d, "INSERT INTO note_entry (id, words) VALUES ('1', 'Lạc Thủy')"); err != nil {
				t.Error(err)
			}
		})
	}
	if len(seen) != 4 || seen[0] != "sqlite" || seen[1] != "postgres" {
		t.Errorf("ran on %q, want sqlite, postgres, twice", seen)
	}
}

func TestAppendOnlyTablesRefuseEveryChange(t *testing.T) {
	testkit.OnBoth(t, []db.Schema{note}, func(t *testing.T, d *db.DB) {
		if err := exec(t, d, "INSERT INTO note_entry (id, words) VALUES ('1', 'a'), ('2', 'b')"); err != nil {
			t.Fatal(err)
		}
		testkit.AppendOnly(t, d, "note_entry")
		refused := []string{
			"INSERT INTO note_entry (id, words) VALUES ('1', 'c') ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
		}
		if d.Engine() == "sqlite" {
			refused = append(refused, "INSERT OR REPLACE INTO note_entry (id, words) VALUES ('1', 'c')")
		} else {
			refused = append(refused, "TRUNCATE note_entry")
		}
		for _, statement := range refused {
			if err := exec(t, d, statement); err == nil {
				t.Errorf("%s carried out %q on an append-only table", d.Engine(), statement)
			}
		}
		if n := count(t, d, "note_entry"); n != 2 {
			t.Errorf("%d rows are left, want the 2 that were written", n)
		}
	})
}

func TestBothEnginesEndWithTheSameColumns(t *testing.T) {
	testkit.SameColumns(t, []db.Schema{note})
}

func TestTheClockStandsOnAWorkingMorning(t *testing.T) {
	now := testkit.Clock().Now().In(clock.Zone)
	if now.Weekday() != time.Thursday || now.Format("2006-01-02 15:04 -07") != "2023-08-10 09:00 +07" {
		t.Errorf("the clock stands at %s, want Thursday 2023-08-10 09:00 +07", now)
	}
}

func TestAsHoldsTheRightsThereAndNowhereElse(t *testing.T) {
	ctx := testkit.AsAt(context.Background(), "/hoa-binh/lac-thuy/", "dossier.receive")
	for _, c := range []struct {
		right, path string
		may         bool
	}{
		{"dossier.receive", "/hoa-binh/lac-thuy/chi-ne/", true},
		{"dossier.receive", "/hoa-binh/", false},
		{"dossier.sign", "/hoa-binh/lac-thuy/", false},
	} {
		if err := actor.Need(ctx, c.right, c.path); (err == nil) != c.may {
			t.Errorf("%s at %s: %v, want allowed %v", c.right, c.path, err, c.may)
		}
	}
	if err := actor.Need(testkit.As(context.Background(), "org.appoint"), "org.appoint", "/anywhere/"); err != nil {
		t.Errorf("As holds a right everywhere, but: %v", err)
	}
}
