package app

import (
	"context"
	"fmt"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// rebuild makes the whole tree anew from its entries, as somebody would who has the key: only what other
// people have kept, or computed, can tell.
func (f *forged) rebuild() {
	f.t.Helper()
	f.do("DELETE FROM audit_hash")
	f.do("DELETE FROM audit_checkpoint")
	f.do("INSERT INTO audit_pending (key, subject, kind, at, entry) SELECT key, subject, kind, at, entry FROM audit_leaf ORDER BY idx")
	f.do("DELETE FROM audit_leaf")
	f.do("UPDATE audit_tree SET size = 0")
	if _, err := f.d.house.ledger.Sequence(context.Background()); err != nil {
		f.t.Fatal(err)
	}
}

// freeDay makes a past day free with a right that an administrator has.
func (f *forged) freeDay(date clock.Date) {
	f.t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	if _, err := f.d.house.org.AddDay(ctx, org.Day{SpecialDay: term.SpecialDay{Date: date, Kind: term.Off, Name: "Nghỉ"}, Reason: "Quên chưa nhập"}); err != nil {
		f.t.Fatal(fmt.Errorf("making %s free: %w", date, err))
	}
}
