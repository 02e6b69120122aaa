package dossier_test

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

func TestFollowersAreToldOfEachNewState(t *testing.T) {
	testkit.OnBoth(t, append(append([]db.Schema{web.Schema, queue.Schema}, schemas...), notify.Schema), func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		trail := audit.New(d, h.clock)
		h.Notify = notify.New(notify.Needs{DB: d, Clock: h.clock, Trail: trail, Queue: queue.New(d, h.clock, nil), BaseURL: "https://motcua.example.vn"})
		front, clerk, leader := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
		book := keep.New(d, h.clock, trail)
		told := func(ctx context.Context) []string {
			lines, _, err := h.Notify.Inbox(ctx, false, "")
			h.no(err)
			var titles []string
			for _, l := range lines {
				titles = append(titles, l.Title)
			}
			return titles
		}
		sent, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		for _, ctx := range []context.Context{front, clerk, leader} {
			h.no(book.Follow(ctx, sent.ID, true))
		}
		h.step(sent, func(at dossier.At) (*dossier.Dossier, error) { return h.Receive(front, at) })
		want := "Hồ sơ X28.159.03-230810-0001 đang theo dõi: Đã tiếp nhận"
		if got := told(leader); len(got) != 1 || got[0] != want {
			t.Errorf("the leader was told %q, want %q", got, want)
		}
		if got := told(front); len(got) != 0 {
			t.Errorf("whoever did it was told %q", got)
		}
		h.step(sent, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(front, at, "") })
		h.step(sent, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		if got := told(leader); len(got) != 2 {
			t.Errorf("after handing over and taking, the leader was told %q: taking moves nothing", got)
		}
		h.no(book.Follow(leader, sent.ID, false))
		h.step(sent, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Giấy khai sinh"})
		})
		if got := told(leader); len(got) != 2 {
			t.Errorf("who follows no more was told %q", got)
		}
	})
}
