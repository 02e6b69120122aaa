package dossier_test

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// of hands in a birth registration of somebody.
func (h *house) of(name string) *dossier.Dossier {
	h.t.Helper()
	dr, err := h.Save(lan, h.draft(lan).ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner.Name, dr.Submitter.Name = name, name
		return nil
	})
	h.no(err)
	d, err := h.Submit(lan, dr.ID)
	h.no(err)
	return d
}

func TestListsHoldWordsToTheMarksTheyAreTypedWith(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, name := range []string{"Quách Thị Hoà", "Quách Thị Hoa", "Quách Thị Hoa", "Quách Thị Hoá", "QUÁCH THỊ HÒA", "Đinh Văn Đạt", "Dinh Văn Dạt"} {
			h.of(name)
		}
		front := as("reception", h.commune)
		for words, want := range map[string]int{
			"hoa quach": 5, "Quách hoa": 5, "Hoà Quách": 2, "hòa quach": 2, "quách thị hoà": 2, "Hoá": 1, "Hoã": 0, "Quạch": 0,
			"dinh": 2, "Đinh van": 1, "dinh dat": 2, "dinh đạt": 1, "dinh dạt": 1, "Quách khai sinh": 5, "Quách khải sinh": 0,
		} {
			q := dossier.Query{Box: dossier.BoxAll, Text: words, Limit: 2}
			if got := h.codes(front, q); len(got) != want {
				h.t.Errorf("%q finds %v, wanted %d", words, got, want)
			}
			if n, err := h.CountEach(front, q); err != nil || n[0] != want {
				h.t.Errorf("%q counts %v, wanted %d: %v", words, n, want, err)
			}
		}
	})
}

func TestDossiersOfAReleaseBeforeAreFoundWithoutTheirMarks(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.of("Quách Thị Hoà")
		h.no(h.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("UPDATE dossier_record SET search = ? WHERE id = ?", text.Fold("Quách Thị Hoà"), d.ID).Exec(ctx)
			return err
		}))
		finds := func(words string) int {
			return len(h.codes(as("reception", h.commune), dossier.Query{Box: dossier.BoxAll, Text: words}))
		}
		if finds("Hoà") != 1 || finds("Hoá") != 1 {
			h.t.Error("a dossier is held to marks that the index does not know")
		}
		h.no(h.Respell(context.Background()))
		for words, want := range map[string]int{"Hoà": 1, "Hòa Quách": 1, "hoa": 1, "Hoá": 0, d.Code: 1} {
			if n := finds(words); n != want {
				h.t.Errorf("%q finds %d dossiers afterwards, wanted %d", words, n, want)
			}
		}
	})
}
