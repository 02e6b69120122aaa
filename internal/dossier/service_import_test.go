package dossier_test

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// moved is a birth registered in March 2022 by another system, as that declares it.
func moved(code string, state dossier.State) dossier.Declared {
	c := dossier.Declared{Source: "Một cửa điện tử cũ", Run: "run", Line: 2, Code: code, Officer: "Quách Văn Bình", State: state,
		SubmittedAt: clock.Date("2022-03-07").At(9 * time.Hour), ReceivedAt: clock.Date("2022-03-07").At(14 * time.Hour),
		DueAt: clock.Date("2022-03-09").At(17 * time.Hour)}
	if state != dossier.Received && state != dossier.Processing {
		c.EndedAt = clock.Date("2022-03-08").At(10 * time.Hour)
	}
	if state == dossier.Returned {
		c.ReturnedAt = clock.Date("2022-03-08").At(15 * time.Hour)
	}
	return c
}

// moveIn brings dossiers in and returns them as they stand.
func (h *house) moveIn(ctx context.Context, all ...dossier.Declared) ([]*dossier.View, error) {
	h.t.Helper()
	versions, err := h.catalog.Versions(context.Background(), h.birth.ID)
	h.no(err)
	b, err := h.Basis(context.Background(), versions[0], h.birth.Name, h.commune, catalog.Online, "2022-03-07")
	h.no(err)
	var in []dossier.MovedIn
	for _, c := range all {
		in = append(in, dossier.MovedIn{Basis: b, Declared: c, Owner: person, Submitter: person})
	}
	err = h.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return h.Import(ctx, tx, "run", in) })
	if err != nil {
		return nil, err
	}
	var out []*dossier.View
	for _, m := range in {
		h.no(h.Check(context.Background(), m.ID))
		v, err := h.Open(as("leader", h.commune), m.ID)
		h.no(err)
		out = append(out, v)
	}
	return out, nil
}

func TestADossierOfAnotherSystemStandsAsDeclared(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, state := range dossier.DeclaredStates {
			all, err := h.moveIn(as("admin", h.district), moved("H28.1-220307-"+map[dossier.State]string{dossier.Received: "0001", dossier.Processing: "0002",
				dossier.Done: "0003", dossier.Returned: "0004", dossier.Stopped: "0005", dossier.Withdrawn: "0006"}[state], state))
			h.no(err)
			d := all[0]
			if d.State != state || !d.SubmittedAt.Equal(d.Declared.SubmittedAt) || !d.ReceivedAt.Equal(d.Declared.ReceivedAt) ||
				!d.EndedAt.Equal(d.Declared.EndedAt) || !d.Due.At.Equal(d.Declared.DueAt) || d.Ended() == d.EndedAt.IsZero() {
				h.t.Errorf("%s: stands as %s, received %s, due %s, ended %s; declared %+v", state, d.State, d.ReceivedAt, d.Due.At, d.EndedAt, d.Declared)
			}
			if len(d.Events) != 1 || d.Events[0].Kind != dossier.Import || !d.Events[0].At.Equal(h.clock.Now()) || d.Events[0].PersonName != "Cán bộ admin" {
				h.t.Errorf("%s: its events are %+v", state, d.Events)
			}
			want := dossier.Early
			if d.EndedAt.IsZero() {
				want = dossier.Overdue
			}
			if d.Standing != want {
				h.t.Errorf("%s: it counts as %s, want %s", state, d.Standing, want)
			}
			if slips, err := h.Slips(as("leader", h.commune), d.ID); err != nil || len(slips) != 0 {
				h.t.Errorf("%s: %d slips (%v) of what happened elsewhere", state, len(slips), err)
			}
		}
	})
}

func TestWhoIsNoAdministratorBringsNothingIn(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, role := range []string{"leader", "reception"} {
			if _, err := h.moveIn(as(role, h.commune), moved("H28.1-220307-0001", dossier.Returned)); !fault.Is(err, fault.Forbidden) {
				h.t.Errorf("%s brought a dossier in: %v", role, err)
			}
		}
	})
}

func TestABatchWithACodeThatStandsHereIsRefusedWhole(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := as("admin", h.district)
		_, err := h.moveIn(ctx, moved("H28.1-220307-0001", dossier.Returned))
		h.no(err)
		if _, err := h.moveIn(ctx, moved("H28.1-220307-0002", dossier.Returned), moved("H28.1-220307-0001", dossier.Returned)); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("the code came in twice: %v", err)
		}
		taken, err := h.Taken(ctx, []string{"H28.1-220307-0001", "H28.1-220307-0002"})
		if err != nil || !taken["H28.1-220307-0001"] || taken["H28.1-220307-0002"] {
			h.t.Errorf("taken are %v, %v", taken, err)
		}
	})
}

func TestAnOpenDossierGoesOnWithTheClockAsDeclared(t *testing.T) {
	onBoth(t, func(h *house) {
		c := moved("H28.1-230810-0031", dossier.Processing)
		c.SubmittedAt, c.ReceivedAt = clock.Date("2023-08-09").At(9*time.Hour), clock.Date("2023-08-09").At(9*time.Hour)
		c.DueAt = clock.Date("2023-08-17").At(17 * time.Hour)
		all, err := h.moveIn(as("admin", h.district), c)
		h.no(err)
		d := all[0].Dossier
		clerk := as("specialist", h.commune)
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.AskSupplement(clerk, at, dossier.Request{Complete: true, Asks: []dossier.Ask{{Text: "Ảnh mờ"}}})
		})
		h.clock.Set(h.clock.Now().AddDate(0, 0, 7).Add(-time.Minute)) // a week of five working days
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.BroughtIn(as("reception", h.commune), at, nil) })
		if want := clock.Date("2023-08-24").At(17 * time.Hour); !d.Due.At.Equal(want) {
			h.t.Errorf("after a week of waiting it is due at %s, want %s", d.Due.At, want)
		}
		d = h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Extend(as("leader", h.commune), at, term.Term{Amount: 2, Unit: term.WorkingDay}, "Chờ xác minh thêm")
		})
		if want := clock.Date("2023-08-28").At(17 * time.Hour); !d.Due.At.Equal(want) {
			h.t.Errorf("after two more days it is due at %s, want %s", d.Due.At, want)
		}
		h.no(h.Check(clerk, d.ID))
	})
}

func TestNewCodesGoOnAfterThoseBroughtIn(t *testing.T) {
	onBoth(t, func(h *house) {
		today := h.clock.Now().In(clock.Zone).Format("060102")
		_, err := h.moveIn(as("admin", h.district), moved("X28.159.03-"+today+"-0041", dossier.Returned))
		h.no(err)
		d, err := h.Submit(lan, h.draft(lan).ID)
		if err != nil || d.Code != "X28.159.03-"+today+"-0042" {
			h.t.Errorf("the next code is %+v, %v", d, err)
		}
	})
}

func TestCodesThatAgenciesGive(t *testing.T) {
	for code, want := range map[string]bool{"H15.50.05.13-261008-0975": true, "G09.20-20260609-0092637": true, "000.00.04.G18-220107-0012": true,
		"H15.50-261308-0975": false, "HS-12/2022": false, "": false} {
		if got := dossier.UsualCode(code); got != want {
			t.Errorf("UsualCode(%q) = %v", code, got)
		}
	}
}
