package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

func TestAnOwnerProvesWhatHappened(t *testing.T) {
	d := laid(t)
	book, _ := verify(t, d.house)
	_ = book
	ctx := actor.AsSystem(context.Background(), "test")
	items, _, err := d.house.dossier.List(ctx, dossier.Query{Box: dossier.BoxAll, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := d.house.dossier.OpenSealed(ctx, items[0].ID, "Kiểm tra sổ cái")
	if err != nil || len(opened) == 0 {
		t.Fatalf("%d events, %v", len(opened), err)
	}
	at := map[int64]string{}
	leaves, err := d.house.ledger.After(ctx, -1, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range leaves {
		at[l.Index] = ledger.HashOf(l.Entry)
	}
	raw, err := json.MarshalIndent(opened, "", "  ") // as the page sends it
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &opened); err != nil {
		t.Fatal(err)
	}
	for _, o := range opened {
		if err := holds(o, at); err != nil {
			t.Errorf("event of leaf %d: %v", o.Index, err)
		}
	}
	forged := opened[0]
	forged.Event = strings.Replace(forged.Event, `"seq":1`, `"seq":7`, 1)
	if err := holds(forged, at); err == nil {
		t.Error("another event opens the commitment")
	}
}
