package db_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
)

var words = []db.Schema{{Room: "words", Files: fstest.MapFS{
	"schema/001_words.sql": {Data: []byte("-- +goose Up\nCREATE TABLE words_line (id TEXT PRIMARY KEY, search TEXT NOT NULL);\nINSERT INTO words_line (id, search) VALUES ('before', 'truoc khi co chi muc');\n")},
	"schema/002_find.sql":  {Data: []byte("-- +goose Up\n{{findable \"words_line\" \"search\"}}\n")},
}}}

// Words are found in any order, the last one when it is begun; codes by their parts; what is changed or gone is found as
// it is now, and signs of the engines' query languages are no signs here.
func TestWordsAreFound(t *testing.T) {
	testkit.OnBoth(t, words, func(t *testing.T, d *db.DB) {
		change := func(query string, args ...any) {
			err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.NewRaw(query, args...).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for id, search := range map[string]string{"lan": "x28.159.03-230810-0001 bui thi lan", "lang": "x28.159.03-230810-0002 bui thi lang", "gone": "bui thi gone", "changed": "cu",
			"hòa": "Quách Thị Hòa", "hoà": "QUÁCH THỊ HOÀ", "hoa": "Quách Thị Hoa", "hoàng": "Hoàng Đình Đạt"} {
			change("INSERT INTO words_line (id, search) VALUES (?, ?)", id, text.Indexed(search))
		}
		change("DELETE FROM words_line WHERE id = 'gone'")
		change("UPDATE words_line SET search = 'moi|' WHERE id = 'changed'")
		for typed, want := range map[string]string{
			"lan bui":                  "lan",
			"bui la":                   "lan lang",
			"bui lan thi":              "lan",
			"0001":                     "lan",
			"230810-00":                "lan lang",
			"x28.159.03-230810-0002":   "lang",
			"gone":                     "",
			"cu":                       "",
			"moi":                      "changed",
			"chi muc":                  "before",
			`" OR 1=1 --`:              "",
			"bui & !lan":               "lan lang",
			"bui:* lan":                "lan lang",
			"NEAR(bui lan)":            "",
			"(lan) 'lan' \"lan\" -lan": "lan",
			"?":                        "before changed hoa hoà hoàng hòa lan lang",
			"":                         "before changed hoa hoà hoàng hòa lan lang",
			"quach hoa":                "hoa hoà hòa",
			"hoa quach":                "hoa hoà hòa",
			"hoà quach":                "hoà hòa",
			"Hòa Quách":                "hoà hòa",
			"quach hòa":                "hoà hòa",
			"hoà":                      "hoà hoàng hòa", // it may be begun only
			"hoá":                      "",
			"dinh hoang":               "hoàng",
			"Đình Hoang":               "hoàng",
			"Dình hoang":               "",
			"đạt":                      "hoàng",
			"dạt":                      "",
			"đ":                        "hoàng",
		} {
			for name, matching := range map[string]func(*bun.SelectQuery, string, string, string) *bun.SelectQuery{"few": db.Matching, "many": db.MatchingMany} {
				var ids []string
				sel := d.Read().NewSelect().TableExpr("words_line").Column("id")
				if err := matching(sel, "words_line", "search", typed).Scan(t.Context(), &ids); err != nil {
					t.Errorf("%q: %v", typed, err)
				}
				slices.Sort(ids)
				if got := strings.Join(ids, " "); got != want {
					t.Errorf("%q finds %q among %s, want %q", typed, got, name, want)
				}
			}
			if words := strings.Trim(typed, "?"); words != "" {
				var ids []string
				sel := d.Read().NewSelect().TableExpr("words_line").Column("id").Order("id")
				few, err := db.MatchingFew(t.Context(), d.Read(), sel, "words_line", "search", typed, 3)
				if err == nil {
					err = sel.Scan(t.Context(), &ids)
				}
				if got := strings.Join(ids, " "); got != want || !few || err != nil {
					t.Errorf("%q finds %q of few (%v), want %q: %v", typed, got, few, want, err)
				}
			}
		}
	})
}

func TestWordsOfManyRowsAreNotFollowed(t *testing.T) {
	testkit.OnBoth(t, words, func(t *testing.T, d *db.DB) {
		sel := d.Read().NewSelect().TableExpr("words_line").Column("id")
		few, err := db.MatchingFew(t.Context(), d.Read(), sel, "words_line", "search", "truoc", 0)
		if few != (d.Engine() == "postgres") || err != nil {
			t.Errorf("one row is few of none: %v, %v", few, err)
		}
	})
}

func TestAPathIsWhereItBegins(t *testing.T) {
	testkit.OnBoth(t, words, func(t *testing.T, d *db.DB) {
		paths := []string{"/a/", "/a/b/", "/ab/", "/a", "/A/", "/a_/", "/a%/", "/ă/", "/a0/", "/a/~/"}
		for _, p := range paths {
			err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.NewRaw("INSERT INTO words_line (id, search) VALUES (?, '')", p).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, under := range []string{"/a/", "/a_/", "/a%/", "/ă/", "/", "/không/"} {
			sel := d.Read().NewSelect().TableExpr("words_line").Column("id").Where("id <> 'before'")
			condition, args := db.Begins(sel, "id", under)
			var got, want []string
			if err := sel.Where(condition, args...).Scan(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			for _, p := range paths {
				if strings.HasPrefix(p, under) {
					want = append(want, p)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("under %s: %v, want %v", under, got, want)
			}
		}
	})
}
