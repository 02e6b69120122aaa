package archive

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// bothWays has SQLite find words by looking at papers one by one, and by their index.
func bothWays(t *testing.T, do func(h *house)) {
	t.Helper()
	t.Run("looking", func(t *testing.T) { onBoth(t, do) })
	before := looks
	t.Cleanup(func() { looks = before })
	for name, less := range map[string][]int{"looking at few": {20, 20}, "by the index": nil} {
		looks = less
		t.Run(name, func(t *testing.T) { onBoth(t, do) })
	}
}

func TestWordsTypedWithMarksAreHeldToThem(t *testing.T) {
	bothWays(t, func(h *house) {
		of := func(names ...string) {
			h.issue(func(o *Opening) {
				o.Files, o.Holders = nil, nil
				for _, n := range names {
					o.Holders = append(o.Holders, Holder{Name: n})
				}
			})
		}
		of("Quách Thị Hoà", "Đinh Văn Đạt")
		for range pageSize + 3 { // a page of them stands before her
			of("Quách Thị Hoa")
		}
		of("QUÁCH THỊ HÒA")
		of("Quách Thị Hoá")
		for words, want := range map[string]int{
			"hoa quach": pageSize + 6, "Quách hoa": pageSize + 6, "Hoà Quách": 2, "hòa quach": 2, "quách thị hoà": 2, "Hoá": 1, "Hoã": 0,
			"Quạch Hoa": 0, "đinh hoà": 1, "dinh hoà": 1, "Đinh Hoa": 1, "Dình hoa": 0, "đạt": 1, "dat": 1, "dạt": 0, "khai sinh hoà": 2, "khải sinh": 0,
		} {
			found, before := 0, ""
			for {
				page, next, err := h.Register(officer("reception"), Query{Words: words, Before: before})
				h.no(err)
				if len(page) == 0 && before != "" {
					h.t.Errorf("%q: an empty page", words)
				}
				if found += len(page); next == "" {
					break
				}
				before = next
			}
			if found != want {
				h.t.Errorf("%q finds %d, wanted %d", words, found, want)
			}
		}
	})
}

func TestWordsOfManyPapersAreNotAskedOfTheIndex(t *testing.T) {
	h := &house{t: t, db: testkit.SQLite(t, schemas)}
	for i := range 3 * pageSize {
		p := &Paper{ID: fmt.Sprintf("%03d", i), Code: fmt.Sprint(i), State: Valid, Office: commune, Holders: []Holder{{Name: "Nguyễn Văn " + []string{"An", "Ân"}[i%2]}}}
		h.no(h.db.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error { return store{tx}.add(ctx, p) }))
	}
	before := looks
	t.Cleanup(func() { looks = before })
	looks = []int{pageSize, 2 * pageSize}
	for words, want := range map[string]bool{"nguyen": false, "ng": false, "Nguyễn Ân": false, "khong ai": true} {
		asked := false
		h.db.Watch(func(query string) { asked = asked || strings.Contains(query, "MATCH") })
		if _, err := (store{h.db.Read()}).register(t.Context(), []string{commune.Path}, Query{Words: words}, pageSize+1); err != nil || asked != want {
			t.Errorf("%q asks the index: %v, %v", words, asked, err)
		}
	}
}

func TestPapersOfAReleaseBeforeAreFoundWithoutTheirMarks(t *testing.T) {
	onBoth(t, func(h *house) {
		finds := func(words string) int {
			page, _, err := h.Register(officer("reception"), Query{Words: words})
			h.no(err)
			return len(page)
		}
		p := h.issue(func(o *Opening) { o.Files = nil })
		h.no(h.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("UPDATE archive_paper SET search = ? WHERE id = ?", text.Fold("Bùi Thị Lan"), p.ID).Exec(ctx)
			return err
		}))
		if n := finds("Bùi"); n != 1 {
			h.t.Errorf("%d papers, though its marks cannot be known", n)
		}
		if n := finds("Bụi"); n != 1 {
			h.t.Errorf("%d papers, though its marks cannot be known", n)
		}
		h.no(h.Respell(context.Background()))
		for words, want := range map[string]int{"Bùi": 1, "bui lan": 1, "Bụi": 0, "112": 1} {
			if n := finds(words); n != want {
				h.t.Errorf("%q finds %d papers afterwards, wanted %d", words, n, want)
			}
		}
	})
}
