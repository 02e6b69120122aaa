package dossier_test

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
)

// The clock of the machine goes back three hours between two steps, and a day ahead between two others. Work goes on, no
// step comes before the one it follows, and the due date is what it is without the jumps or later: nobody gains time.
func TestAClockThatJumpsTurnsNothingAround(t *testing.T) {
	onBoth(t, func(h *house) {
		desk, clerk, chair := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		d, err = h.Receive(desk, dossier.At{ID: d.ID, Seen: d.Version})
		h.no(err)
		due := d.Due.At
		h.clock.Set(h.clock.Now().Add(-3 * time.Hour))
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		if !d.Due.At.Equal(due) {
			t.Errorf("due %s after the clock went back, %s before", local(d.Due.At), local(due))
		}
		h.clock.Set(h.clock.Now().Add(27 * time.Hour))
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Đủ điều kiện"})
		})
		h.clock.Set(h.clock.Now().Add(-24 * time.Hour))
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(chair, at) })
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Number(desk, at, "", nil) })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Return(desk, at, "Bùi Thị Lan, CCCD") })
		v, err := h.Open(desk, d.ID)
		h.no(err)
		for i, e := range v.Events {
			if i > 0 && e.At.Before(v.Events[i-1].At) {
				t.Errorf("%s at %s comes before %s at %s", e.Kind, local(e.At), v.Events[i-1].Kind, local(v.Events[i-1].At))
			}
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}
