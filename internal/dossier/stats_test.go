package dossier_test

import (
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// TestStatsTellWhereTimeWent walks a dossier with a supplement to its end, an hour or a day at a step, and
// reads what statistics are told of it.
func TestStatsTellWhereTimeWent(t *testing.T) {
	onBoth(t, func(h *house) {
		desk, expert, chair := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		at := dossier.At{ID: d.ID}
		h.clock.Advance(time.Hour) // Thursday 10:00
		_, err = h.Receive(desk, at)
		h.no(err)
		h.clock.Advance(30 * time.Minute)
		_, err = h.HandOver(desk, at, "")
		h.no(err)
		h.clock.Advance(15 * time.Minute)
		_, err = h.Take(expert, at)
		h.no(err)
		h.clock.Advance(15 * time.Minute) // 11:00
		_, err = h.AskSupplement(expert, at, dossier.Request{Asks: []dossier.Ask{{Text: "Bổ sung giấy chứng sinh"}}, Complete: true})
		h.no(err)
		h.clock.Advance(24 * time.Hour) // Friday 11:00
		sys := actor.AsSystem(t.Context(), "test")
		_, err = h.BroughtIn(desk, at, nil)
		h.no(err)
		h.clock.Advance(30 * time.Minute)
		_, err = h.Propose(expert, at, dossier.Proposal{Text: "Đủ điều kiện"})
		h.no(err)
		_, err = h.Approve(chair, at)
		h.no(err)
		kept, err := h.Number(desk, at, "", nil)
		h.no(err)

		all, err := h.Stats(sys, []string{d.ID, "none"})
		if err != nil || len(all) != 1 {
			t.Fatalf("%d dossiers, %v", len(all), err)
		}
		st := all[0]
		if st.Receiving.Path != h.commune.Path || st.Asked != 1 || st.Outcome != dossier.Early && st.Outcome != dossier.OnTime || !st.EndedAt.Equal(h.clock.Now()) || !st.DueAt.Equal(kept.Due.At) {
			t.Errorf("%+v\nwhile the record says due %v", st, kept.Due.At)
		}
		var told []string
		for _, x := range st.Steps {
			told = append(told, x.Role+" "+string(x.Waits)+" "+x.Working.String()+" "+x.Queued.String())
		}
		want := []string{"reception  1h0m0s 0s", "reception  30m0s 0s", "specialist  30m0s 15m0s", "applicant supplement 8h0m0s 0s", "specialist  30m0s 0s",
			"leader  0s 0s", "reception  0s 0s"}
		if len(told) != len(want) {
			t.Fatalf("steps %q", told)
		}
		for i := range want {
			if told[i] != want[i] {
				t.Errorf("step %d: %q, want %q", i+1, told[i], want[i])
			}
		}
		if st.Took != 90*time.Minute {
			t.Errorf("it took %v of working time, want 1h30m: waiting for the applicant does not count", st.Took)
		}
	})
}
