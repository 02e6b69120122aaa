package archive

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestWordsTypedWithMarksAreHeldToThem(t *testing.T) {
	onBoth(t, func(h *house) {
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
