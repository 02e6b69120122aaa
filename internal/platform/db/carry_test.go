package db_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var things = []db.Schema{{Room: "things", Files: fstest.MapFS{"schema/001_things.sql": {Data: []byte(`-- +goose Up
CREATE TABLE things_kind (id TEXT PRIMARY KEY, good BOOLEAN NOT NULL);
CREATE TABLE things_thing (seq {{.Serial}}, kind TEXT NOT NULL REFERENCES things_kind (id), n BIGINT, raw {{.Bytes}}, at {{.Time}}, words TEXT);
CREATE TABLE things_state (id INTEGER PRIMARY KEY, words TEXT NOT NULL);
INSERT INTO things_state (id, words) VALUES (1, 'new');
CREATE TABLE things_event (id TEXT PRIMARY KEY);
{{appendOnly "things_event"}}
`)}}}}

// Whatever the engines, what is carried is what was there: numbers, instants, bytes, nothing at all, and words with any
// letters in them; and what was given out is not given again.
func TestTablesAreCarriedWhole(t *testing.T) {
	makers := map[string]func(testing.TB, []db.Schema) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres}
	for from, makeFrom := range makers {
		for to, makeTo := range makers {
			t.Run(from+" to "+to, func(t *testing.T) {
				a, b := makeFrom(t, things), makeTo(t, things)
				fill(t, a)
				tables, err := a.Tables(t.Context())
				if err != nil || len(tables) != 4 {
					t.Fatalf("%v, %v", tables, err)
				}
				for _, table := range tables {
					if err := b.CarryTable(t.Context(), a, table); err != nil {
						t.Fatal(err)
					}
					was, err := a.SumOf(t.Context(), table)
					if err != nil {
						t.Fatal(err)
					}
					if is, err := b.SumOf(t.Context(), table); err != nil || is != was || is.Rows == 0 {
						t.Errorf("%s is %+v, was %+v: %v", table, is, was, err)
					}
				}
				if n := last(t, b); n != 1003 {
					t.Errorf("the next row is number %d; 1002 was given, and taken away again", n)
				}
				if sum, _ := b.SumOf(t.Context(), "things_thing"); sum == mustSum(t, a) {
					t.Error("a row more changes nothing in the sum")
				}
				if err := b.CarryTable(t.Context(), a, "things_event"); err == nil {
					t.Error("what may not be taken away was replaced")
				}
			})
		}
	}
}

func mustSum(t *testing.T, d *db.DB) db.Sum {
	t.Helper()
	s, err := d.SumOf(t.Context(), "things_thing")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fill(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		run := func(query string, args ...any) {
			if _, err := tx.NewRaw(query, args...).Exec(ctx); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
		run("INSERT INTO things_kind (id, good) VALUES ('a', true), ('b', false)")
		at := time.Date(2023, 8, 10, 9, 30, 0, 123456000, time.UTC)
		for i := range 1000 {
			run("INSERT INTO things_thing (kind, n, raw, at, words) VALUES ('a', ?, ?, ?, ?)", i, []byte{0, byte(i), 255}, at.Add(time.Duration(i)*time.Hour), "Nhà ? sàn ' \" \\ 🏠")
		}
		run("INSERT INTO things_thing (kind) VALUES ('b')")
		run("INSERT INTO things_thing (kind) VALUES ('b')")
		run("DELETE FROM things_thing WHERE seq = 1002")
		run("UPDATE things_state SET words = 'used'")
		run("INSERT INTO things_event (id) VALUES ('x')")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// last writes a row and returns its number.
func last(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return tx.NewRaw("INSERT INTO things_thing (kind) VALUES ('a') RETURNING seq").Scan(ctx, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNobodyWritesWhileItIsHeld(t *testing.T) {
	testkit.OnBoth(t, things, func(t *testing.T, d *db.DB) {
		wrote := make(chan error, 1)
		err := d.Hold(t.Context(), []string{"things_state", "things_event"}, func(ctx context.Context) error {
			go func() {
				wrote <- d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
					_, err := tx.NewRaw("INSERT INTO things_event (id) VALUES ('y')").Exec(ctx)
					return err
				})
			}()
			for range 20 {
				if s, err := d.SumOf(ctx, "things_event"); err != nil || s.Rows != 0 {
					t.Errorf("%+v, %v", s, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := <-wrote; err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}
