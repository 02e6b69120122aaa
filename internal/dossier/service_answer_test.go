package dossier_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// waiting is lan's dossier, received, handed over and waiting for a supplement.
func (h *house) waiting() *dossier.Dossier {
	h.t.Helper()
	desk := as("reception", h.commune)
	d, err := h.Submit(lan, h.draft(lan).ID)
	h.no(err)
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Receive(desk, at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
	return h.askedAgain(d)
}

func (h *house) askedAgain(d *dossier.Dossier) *dossier.Dossier {
	h.t.Helper()
	return h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.AskSupplement(as("specialist", h.commune), at, dossier.Request{Asks: []dossier.Ask{{Text: "Bản chụp mờ"}}, Complete: true})
	})
}

func TestWithdrawnWhileWaiting(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.waiting()
		h.clock.Advance(100 * time.Hour)
		d, err := h.Withdraw(lan, dossier.At{ID: d.ID}, "không còn nhu cầu")
		h.no(err)
		if d.Due.Paused || d.State != dossier.Withdrawn {
			h.t.Errorf("withdrawn: state %s, clock paused %v; want nothing to be awaited", d.State, d.Due.Paused)
		}
		h.no(h.Check(context.Background(), d.ID))
	})
}

func TestAnAnswerBegunAtHomeDoesNotUndoWhatWasBroughtToTheCounter(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.waiting()
		begun, err := h.StartAnswer(lan, d.ID)
		h.no(err)
		brought := dossier.Paper{Name: "Giấy chứng sinh bản rõ", Form: "original", Count: 1}
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.BroughtIn(as("reception", h.commune), at, []dossier.Paper{brought})
		})
		h.askedAgain(d)
		if _, err := h.Submit(lan, begun.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("the answer to the first request sent for the second: %v, want not found", err)
		}
		again, err := h.StartAnswer(lan, d.ID)
		h.no(err)
		if last := again.Papers[len(again.Papers)-1]; last.Name != brought.Name {
			h.t.Errorf("the new answer begins with %+v, want what was brought to the counter in it", again.Papers)
		}
	})
}

func TestRecountingAPausedDossierKeepsItsEventsTrue(t *testing.T) {
	onBoth(t, func(h *house) {
		d := h.waiting()
		h.clock.Advance(50 * time.Hour)
		admin := actor.AsSystem(context.Background(), "test")
		_, err := h.org.AddDay(admin, org.Day{SpecialDay: term.SpecialDay{Date: "2023-08-14", Kind: term.Off, Name: "Mưa lũ"}, Reason: "Công điện phòng chống lũ"})
		h.no(err)
		_, err = h.Recount(admin)
		h.no(err)
		h.no(h.Check(context.Background(), d.ID))
	})
}

func TestACheckThatFailsNamesNobody(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		h.no(h.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("UPDATE dossier_record SET body = replace(body, ?, ?)", person.Name, "Người Khác").Exec(ctx)
			return err
		}))
		err = h.Check(context.Background(), d.ID)
		if err == nil || !strings.HasSuffix(err.Error(), "in Owner, Submitter, Values") || strings.Contains(err.Error(), person.Name) {
			h.t.Errorf("a record whose owner was changed: %v; want the parts named and nobody", err)
		}
	})
}

func TestManyOfficersAtOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		first, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		second, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		var received atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				switch _, err := h.Receive(desk, dossier.At{ID: first.ID}); {
				case err == nil:
					received.Add(1)
				case !fault.Is(err, fault.Conflict):
					h.t.Errorf("the slower of many: %v, want a conflict", err)
				}
			})
		}
		wg.Wait()
		if received.Load() != 1 {
			h.t.Errorf("received %d times, want once", received.Load())
		}
		_, err = h.Receive(desk, dossier.At{ID: second.ID})
		h.no(err)
		h.slips(second.ID, "02/TNHS") // who was too late left no gap
		h.no(h.Check(context.Background(), first.ID))
	})
}
