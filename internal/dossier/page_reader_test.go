package dossier

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func TestPapersAreLinksOnlyForWhoMayReadThem(t *testing.T) {
	unit := Place{Path: "/17/159/"}
	paper := Paper{Name: "Giấy chứng sinh", Form: "electronic", Files: []File{{SHA256: "abcdef0123456789", Name: "a.pdf", Size: 1}}}
	for right, want := range map[string]bool{CanView: false, CanUnmask: true} {
		rd := &reading{ctx: actor.With(context.Background(), actor.Actor{Kind: actor.Officer, Grants: []actor.Grant{{Right: right, Path: "/17/"}}}),
			v: &View{Dossier: &Dossier{ID: "1", Receiving: unit, Competent: unit}}}
		var item ui.CheckItem
		rd.handedIn(&item, paper)
		if got := item.Body != nil; got != want {
			t.Errorf("with %s a paper can be opened: %v, want %v", right, got, want)
		}
		if got := len(rd.slips([]Slip{{ID: "s", Form: "01", Number: "01/TNHS"}})) > 0; got != want {
			t.Errorf("with %s a slip can be opened: %v, want %v", right, got, want)
		}
	}
}
