package insight_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/backlog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// given finishes a dossier with a file as its result.
func (h *house) given(d *dossier.Dossier) *dossier.Dossier {
	h.t.Helper()
	f, err := h.desk.Store(system(), "ket-qua.pdf", bytes.NewReader(h.file("giay-to-mau.pdf")))
	h.no(err)
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.HandOver(ctx, at, "")
	})
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.Propose(ctx, at, dossier.Proposal{Text: "Đủ điều kiện", Files: []dossier.File{f}})
	})
	h.step(d, h.desk.Approve)
	return h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.Number(ctx, at, "", nil)
	})
}

// august asks for August 2023 of the district.
func (h *house) august() insight.Ask {
	return insight.Ask{UnitID: h.district.ID, Span: insight.Span{Months: 1, Year: 2023, No: 8}}
}

func TestWhatIsElectronicIsCountedWhereItHappens(t *testing.T) {
	onBoth(t, func(h *house) {
		h.given(h.received(h.submitted()))
		h.finished(h.received(h.submitted())) // its result is on paper
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		d, err := h.Digital(h.leader(), h.august())
		h.no(err)
		got := d.Now.Flagged
		if got.Components == 0 || got.Filed != got.Components {
			t.Errorf("components handed in online have files: %+v", got)
		}
		got.Components, got.Filed = 0, 0
		if want := (count.Flagged{Done: 2, Results: 1, Digitised: 1}); got != want {
			t.Errorf("%+v, want %+v: nothing was signed, and there is no register", got, want)
		}
		if len(d.Rows) != 1 || d.Rows[0].Flagged.Digitised != 1 {
			t.Errorf("by unit: %+v", d.Rows)
		}
		for c, want := range map[insight.Column]int{insight.Done: 2, insight.Results: 1, insight.Digitised: 1, insight.Signed: 0, insight.UsedAgain: 0} {
			if l, err := h.List(h.leader(), h.august(), c, insight.Start); err != nil || l.Count != want || len(l.Facts) != want {
				t.Errorf("behind %s stand %d of %d dossiers, want %d (%v)", c, len(l.Facts), l.Count, want, err)
			}
		}
		if c, err := h.Compare(system()); err != nil || c.Differ != 0 {
			t.Errorf("counted anew it differs: %+v, %v", c.Report, err)
		}
		was := d.Now
		h.no(h.Recount(system()))
		if d, err = h.Digital(h.leader(), h.august()); err != nil || d.Now != was {
			t.Errorf("made from nothing %+v, heard %+v (%v)", d.Now, was, err)
		}
		h.saysDigital()
	})
}

// saysDigital reads the figures on the board, on their own page and in files.
func (h *house) saysDigital() {
	h.t.Helper()
	query := "?ky=2023-08&don-vi=" + h.district.ID
	for _, at := range []string{"/so-lieu", "/so-lieu/so-hoa"} {
		if page := h.get(at + query).Body.String(); !strings.Contains(page, "Số hóa, ký số") || !strings.Contains(page, "1/2 = 50%") || !strings.Contains(page, "cot=digitised") {
			h.t.Errorf("%s does not say what is electronic", at)
		}
	}
	if csv := h.get("/so-lieu/so-hoa" + query + "&dang=csv").Body.String(); !strings.Contains(csv, "4.1. Hồ sơ có kết quả điện tử/hồ sơ giải quyết xong,1,2,50%") {
		h.t.Errorf("as a list for programs:\n%s", csv)
	}
	if w := h.get("/so-lieu/so-hoa" + query + "&dang=xlsx"); !strings.HasPrefix(w.Body.String(), "PK") {
		h.t.Error("the workbook is none")
	}
}

// forge writes into the tables past the house.
func (h *house) forge(what string, args ...any) {
	h.t.Helper()
	h.no(h.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(what, args...).Exec(ctx)
		return err
	}))
}

func TestTheNightFindsFlagsThatSomebodyTyped(t *testing.T) {
	onBoth(t, func(h *house) {
		h.given(h.received(h.submitted()))
		h.no(h.CatchUp(system()))
		h.forge("UPDATE insight_fact SET signed = TRUE")
		c, err := h.Compare(system())
		h.no(err)
		if c.Differ == 0 || c.Report[0].What != "signed" {
			t.Errorf("the night did not find it: %+v", c.Report)
		}
	})
}

// nights are verdicts of the night, by key of the request.
type nights map[string]pades.Verdict

func (n nights) Verdicts(_ context.Context, keys []string) (map[string]pades.Verdict, error) {
	out := map[string]pades.Verdict{}
	for _, k := range keys {
		if v, ok := n[k]; ok {
			out[k] = v
		}
	}
	return out, nil
}

// piles are batches of old papers.
type piles []*backlog.Progress

func (p piles) Batches(context.Context) ([]*backlog.Progress, error) { return p, nil }

func TestASignedResultIsWorthWhatTheWorstOfItsFilesIs(t *testing.T) {
	onBoth(t, func(h *house) {
		var all []*dossier.Dossier
		proofs := []string{"good good", "good unsure", "unsure bad", "good none", "none"}
		for range proofs {
			all = append(all, h.given(h.received(h.submitted())))
		}
		h.no(h.CatchUp(system()))
		for i, d := range all {
			h.forge("UPDATE insight_fact SET signed = TRUE, proofs = ? WHERE dossier_id = ?", proofs[i], d.ID)
		}
		h.Signatures = nights{"good": pades.Valid, "unsure": pades.CannotTell, "bad": pades.Invalid}
		d, err := h.Digital(h.leader(), h.august())
		h.no(err)
		if want := (insight.Worth{Signed: 5, Valid: 1, CannotTell: 1, Invalid: 1, Unlooked: 2}); d.Worth != want {
			t.Errorf("%+v, want %+v", d.Worth, want)
		}
		if page := h.get("/so-lieu/so-hoa?ky=2023-08&don-vi=" + h.district.ID).Body.String(); !strings.Contains(page, "Không hợp lệ: 1/5 = 20%") {
			t.Error("the page does not say that a signature is invalid")
		}
	})
}

func TestOldPapersAreAddedUpByKindWhereTheyLie(t *testing.T) {
	onBoth(t, func(h *house) {
		pile := func(kind, path string, expected, shared, signed int) *backlog.Progress {
			return &backlog.Progress{Batch: &backlog.Batch{Kind: kind, UnitPath: path, Expected: expected}, In: map[backlog.State]int{backlog.Shared: shared, backlog.Signed: signed}}
		}
		h.OldPapers = piles{pile("Giấy khai sinh", h.commune.Path, 100, 20, 5), pile("Giấy khai sinh", h.commune.Path, 0, 3, 7), pile("Giấy khai tử", "/elsewhere/", 9, 9, 0)}
		d, err := h.Digital(h.leader(), h.august())
		h.no(err)
		if len(d.OldPapers) != 1 || d.OldPapers[0].Rate != (insight.Rate{Part: 23, Of: 110}) {
			t.Errorf("%+v, want 23 of 110: where nobody knows how many there should be, those that were scanned", d.OldPapers)
		}
	})
}
