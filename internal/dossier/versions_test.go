package dossier_test

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// A new version comes while a dossier runs: the running one keeps what it was received under, the next
// one gets what holds then, and the catalogue is told how many stand where.
func TestDossiersKeepTheVersionTheyWereReceivedUnder(t *testing.T) {
	onBoth(t, func(h *house) {
		keeper, system := as("admin", h.district), actor.AsSystem(context.Background(), "test")
		first, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		next, err := h.catalog.Begin(system, h.birth.ID, 1)
		h.no(err)
		h.no(h.catalog.Edit(system, next.ID, 0, "chung", func(c *catalog.Content) error { c.Result = "Bản điện tử"; return nil }))
		h.no(h.catalog.Publish(system, next.ID, catalog.Publication{From: "2023-08-10", Why: "test"}))
		second, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		if first.VersionID == next.ID || second.VersionID != next.ID {
			t.Errorf("the first runs under %s, the second under %s, the new one is %s", first.VersionID, second.VersionID, next.ID)
		}
		for who, ctx := range map[string]struct {
			sees bool
			uses func() (map[string]catalog.Uses, error)
		}{
			"a keeper": {false, func() (map[string]catalog.Uses, error) {
				return h.CountByVersion(keeper, []string{first.VersionID, next.ID})
			}},
			"an officer": {true, func() (map[string]catalog.Uses, error) {
				return h.CountByVersion(as("leader", h.commune), []string{first.VersionID, next.ID})
			}},
		} {
			uses, err := ctx.uses()
			h.no(err)
			if uses[first.VersionID].Open != 1 || uses[next.ID].All != 1 || (uses[next.ID].Href != "") != ctx.sees {
				t.Errorf("%s is told %+v", who, uses)
			}
		}
		items, _, err := h.List(as("leader", h.commune), dossier.Query{Box: dossier.BoxAll, Version: next.ID})
		h.no(err)
		if len(items) != 1 || items[0].ID != second.ID {
			t.Errorf("the list of the new version has %+v", items)
		}
	})
}

func TestTheVersionFilterStaysWhenAnotherIsSet(t *testing.T) {
	d := newDesk(t)
	sent := d.many(1)[0]
	front := d.sit("reception").open("/lam-viec?o=all&phien-ban=" + sent.VersionID)
	front.reads(sent.Code, "Chỉ phiên bản đang chọn", `name="phien-ban"`, `value="`+sent.VersionID+`"`)
	front.open("/lam-viec?o=all&phien-ban=khac&trang-thai=submitted").lacks(sent.Code).reads(`name="phien-ban"`)
	front.open("/lam-viec?o=all").lacks(`name="phien-ban"`)
}
