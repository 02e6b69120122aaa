package dossier_test

import (
	"testing"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestANumberedResultIsAnIssuedPaperOfItsHolder(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.atWork()
		if mine, _, err := h.Archive.Mine(lan, ""); err != nil || len(mine) != 0 {
			h.t.Fatalf("before it is decided the store has %d papers, %v", len(mine), err)
		}
		h.finish(d)
		v := h.now(d)
		mine, _, err := h.Archive.Mine(lan, "")
		if err != nil || len(mine) != 1 {
			h.t.Fatalf("her store has %d papers, %v", len(mine), err)
		}
		p := mine[0]
		if p.Number != v.Result.Number || p.Subject != d.Subject() || p.From != d.Code || p.State != archive.Valid || p.Office.UnitID != d.Office.UnitID ||
			p.IssuedOn != v.Result.IssuedOn || len(p.Files) != len(v.Result.Files) || p.HolderNames() != person.Name {
			h.t.Errorf("issued is %+v of %+v", p, v.Result)
		}
		if form, err := h.catalog.Version(lan, d.VersionID); err != nil || form.Result == "" || p.Title != form.Result {
			h.t.Errorf("it is called %q, the procedure gives %q", p.Title, form.Result)
		}
	})
}

func TestARefusalIsNoPaperToShow(t *testing.T) {
	onBoth(t, func(h *house) {
		inspector := testkit.AsAt(t.Context(), "/", archive.CanView)
		d := h.approvedOf(wills, true)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Number(as("reception", h.commune), at, "", nil)
		})
		if all, _, err := h.Archive.Register(inspector, archive.Query{}); err != nil || len(all) != 0 {
			h.t.Errorf("a refusal made %d papers, %v", len(all), err)
		}
		granted := h.approvedOf(wills, false)
		h.step(granted, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Number(as("reception", h.commune), at, "", nil)
		})
		if all, _, err := h.Archive.Register(inspector, archive.Query{}); err != nil || len(all) != 1 {
			h.t.Errorf("what was granted made %d papers, %v", len(all), err)
		}
	})
}
