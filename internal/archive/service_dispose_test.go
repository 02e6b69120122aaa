package archive

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// second is another person than officer, with the rights of the role.
func second(role string) context.Context {
	a := actor.Of(officer(role))
	a.PersonID, a.AccountID, a.Name = "person-second", "account-second", "Quách Văn Chủ"
	return actor.With(context.Background(), a)
}

// aged has a term of one year for birth certificates set at the commune, and puts the clock two years on.
func (h *house) aged() {
	h.t.Helper()
	h.Procedure = func(_ context.Context, name string) (string, string, error) {
		if name != "birth" {
			return "", "", fault.New(fault.NotFound, "catalog.not-found")
		}
		return "birth", "Đăng ký khai sinh", nil
	}
	h.no(h.SetTerm(officer("admin"), "birth", Term{Years: 1, Counted: FromIssue, Ground: "Danh mục hồ sơ xã 2023"}))
	h.clock.Set(time.Date(2025, 8, 10, 2, 0, 0, 0, time.UTC))
}

func (h *house) there(f File) bool {
	h.t.Helper()
	there, err := h.Blobs.Has(context.Background(), blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	h.no(err)
	return there
}

func TestNothingIsDueUntilSomebodySetsATerm(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		h.clock.Set(time.Date(2523, 8, 10, 2, 0, 0, 0, time.UTC))
		if all, _, err := h.Due(officer("clerk")); err != nil || len(all) != 0 {
			h.t.Errorf("after 500 years %d papers are due, %v", len(all), err)
		}
		if _, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn"); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("it was proposed all the same: %v", err)
		}
	})
}

func TestATermIsSetOnAGroundByWhoeverMay(t *testing.T) {
	onBoth(t, func(h *house) {
		h.aged()
		good := Term{Years: 5, Counted: FromEnd, Ground: "Quyết định 1"}
		if err := h.SetTerm(officer("leader"), "birth", good); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("by a leader: %v", err)
		}
		for name, c := range map[string]struct {
			kind string
			term Term
		}{
			"without a ground":       {"birth", Term{Years: 5, Counted: FromEnd}},
			"of less than nothing":   {"birth", Term{Years: -1, Counted: FromEnd, Ground: "x"}},
			"counted from nowhere":   {"birth", Term{Years: 5, Ground: "x"}},
			"for no kind":            {" ", good},
			"for a kind that is not": {"flying", good},
		} {
			if err := h.SetTerm(officer("admin"), c.kind, c.term); !fault.Is(err, fault.Invalid) {
				h.t.Errorf("%s: %v", name, err)
			}
		}
		h.no(h.SetTerm(officer("admin"), "birth", good))
		got, err := h.Terms(officer("admin"))
		if err != nil || len(got) != 1 || got[0].Years != 5 || got[0].Counted != FromEnd || got[0].Ground != "Quyết định 1" || got[0].UnitPath != commune.Path {
			h.t.Errorf("terms are %+v, %v", got, err)
		}
		if got, err := h.Terms(outsider("admin")); err != nil || len(got) != 0 {
			h.t.Errorf("another commune sees %+v, %v", got, err)
		}
	})
}

func TestTwoPeopleDisposeOfAPaper(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		young := h.issue(func(o *Opening) { o.IssuedOn, o.Files = "2025-01-02", nil })
		other := h.issue(func(o *Opening) { o.Procedure, o.Files = "marriage", nil })
		h.aged()
		all, more, err := h.Due(officer("clerk"))
		if err != nil || more || len(all) != 1 || all[0].Paper.ID != p.ID || all[0].KeptUntil != "2024-08-10" {
			h.t.Fatalf("due are %+v, %v", all, err)
		}
		for name, id := range map[string]string{"whose term runs": young.ID, "without a term": other.ID} {
			if _, err := h.Propose(officer("clerk"), []string{p.ID, id}, "Hết hạn"); !fault.Is(err, fault.Conflict) {
				h.t.Errorf("a paper %s is proposed: %v", name, err)
			}
		}
		if _, err := h.Propose(outsider("clerk"), []string{p.ID}, "Hết hạn"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("another commune proposes: %v", err)
		}
		if _, err := h.Propose(officer("reception"), []string{p.ID}, "Hết hạn"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("reception proposes: %v", err)
		}
		d, err := h.Propose(officer("clerk"), []string{p.ID, p.ID}, "Hết hạn")
		h.no(err)
		if all, _, err := h.Due(officer("clerk")); err != nil || len(all) != 0 {
			h.t.Errorf("what waits is due again: %d, %v", len(all), err)
		}
		if _, err := h.Propose(second("leader"), []string{p.ID}, "Hết hạn"); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("what waits is proposed again: %v", err)
		}
		if _, err := h.Decide(officer("leader"), d.ID, true, ""); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("whoever proposed decides: %v", err)
		}
		if _, err := h.Decide(second("reception"), d.ID, true, ""); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("reception decides: %v", err)
		}
		if !h.there(p.Files[0]) {
			h.t.Fatal("the file is gone before anybody agreed")
		}
		done, err := h.Decide(second("leader"), d.ID, true, "Đồng ý")
		h.no(err)
		if done.Minutes() != "01/2025" || done.State != Agreed {
			h.t.Errorf("the minutes are %q, %s", done.Minutes(), done.State)
		}
		h.disposed(p, "01/2025")
		if _, err := h.Decide(second("leader"), d.ID, true, ""); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("decided twice: %v", err)
		}
		if kept, err := h.Disposal(officer("inspector"), d.ID); err != nil || kept.Decider != "Quách Văn Chủ" || len(kept.Items) != 1 || kept.Items[0].Files != 1 {
			h.t.Errorf("the minutes say %+v, %v", kept, err)
		}
		if _, err := h.Disposal(outsider("leader"), d.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("another commune reads them: %v", err)
		}
	})
}

// disposed says that a paper is without its files and otherwise what it was.
func (h *house) disposed(p *Paper, minutes string) {
	h.t.Helper()
	h.whole(p)
	h.no(h.Check(context.Background(), p.ID))
	f, err := h.ByFile(context.Background(), strings.NewReader(pdfOf("khai sinh")))
	if err != nil || f.Paper.ID != p.ID || !f.Holds || f.Paper.Disposed == nil || f.Paper.Disposed.Minutes != minutes || len(f.Paper.Files) != 0 {
		h.t.Errorf("a stranger with its file is told %+v, %v", f, err)
	}
	if _, _, err := h.Open(lan, p.ID, p.Files[0].SHA256, ""); !fault.Is(err, fault.NotFound) {
		h.t.Errorf("its holder opens the file: %v", err)
	}
	_, events, err := h.Paper(officer("leader"), p.ID)
	h.no(err)
	if last := events[len(events)-1]; last.Do != Dispose || !strings.Contains(last.Data, minutes) {
		h.t.Errorf("the last event is %+v", last)
	}
	leaves, err := h.Leaves(context.Background(), p.ID)
	h.no(err)
	if said, ok := leaves[len(leaves)-1].Data.(sealed); !ok || said.Do != Dispose || said.Minutes != minutes {
		h.t.Errorf("the ledger is told %+v", leaves[len(leaves)-1].Data)
	}
	testkit.AppendOnly(h.t, h.db, "archive_event")
}

func TestTheBytesGoOnceNothingNamesThem(t *testing.T) {
	for name, c := range map[string]struct {
		twin, elsewhere, keeps bool
	}{
		"nothing else names them": {},
		"another paper has them":  {twin: true, keeps: true},
		"a dossier has them":      {elsewhere: true, keeps: true},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(h *house) {
				p := h.issue(nil)
				if c.twin {
					h.issue(func(o *Opening) { o.IssuedOn = "2025-08-01" })
				}
				h.Named = []func(context.Context, string) (bool, error){func(context.Context, string) (bool, error) { return c.elsewhere, nil }}
				h.aged()
				d, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn")
				h.no(err)
				_, err = h.Decide(second("leader"), d.ID, true, "")
				h.no(err)
				h.no(h.Sweep(context.Background()))
				if !h.there(p.Files[0]) {
					h.t.Error("the bytes went at once: somebody may be entering the same file")
				}
				h.clock.Advance(disposedKept + time.Minute)
				h.no(h.Sweep(context.Background()))
				if h.there(p.Files[0]) != c.keeps {
					h.t.Errorf("the bytes are there: %v, wanted %v", !c.keeps, c.keeps)
				}
				if left, err := (store{h.db.Read()}).loose(context.Background(), h.clock.Now()); err != nil || len(left) != 0 {
					h.t.Errorf("%d files wait for ever, %v", len(left), err)
				}
			})
		})
	}
}

func TestAFileIsKeptWhileNobodyKnowsWhoNamesIt(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		h.aged()
		h.Named = []func(context.Context, string) (bool, error){func(context.Context, string) (bool, error) { return false, errors.New("away") }}
		d, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn")
		h.no(err)
		_, err = h.Decide(second("leader"), d.ID, true, "")
		h.no(err)
		h.clock.Advance(disposedKept + time.Minute)
		if err := h.Sweep(context.Background()); err == nil || !h.there(p.Files[0]) {
			h.t.Errorf("swept without an answer: %v", err)
		}
	})
}

func TestARefusedProposalLeavesEverythingAsItWas(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		h.aged()
		d, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn")
		h.no(err)
		if _, err := h.Decide(second("leader"), d.ID, false, " "); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("refused without a reason: %v", err)
		}
		refused, err := h.Decide(second("leader"), d.ID, false, "Còn cần")
		h.no(err)
		if kept, _, err := h.Paper(officer("leader"), p.ID); err != nil || kept.Disposed != nil || len(kept.Files) != 1 || refused.Minutes() != "" {
			h.t.Errorf("the paper is %+v, the minutes %q, %v", kept, refused.Minutes(), err)
		}
		again, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn")
		h.no(err)
		h.no(h.SetTerm(officer("admin"), "birth", Term{Years: 70, Counted: FromIssue, Ground: "Danh mục mới"}))
		if _, err := h.Decide(second("leader"), again.ID, true, ""); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("the term became longer meanwhile, and it was agreed: %v", err)
		}
		if kept, err := h.Disposal(officer("leader"), again.ID); err != nil || kept.State != Proposed {
			h.t.Errorf("the proposal is %+v, %v", kept, err)
		}
	})
}

func TestMinutesAreNumberedWithoutGaps(t *testing.T) {
	onBoth(t, func(h *house) {
		h.aged()
		var got []string
		for _, agree := range []bool{true, false, true} {
			p := h.issue(func(o *Opening) { o.Files = nil })
			d, err := h.Propose(officer("clerk"), []string{p.ID}, "Hết hạn")
			h.no(err)
			d, err = h.Decide(second("leader"), d.ID, agree, "Ý kiến")
			h.no(err)
			got = append(got, d.Minutes())
		}
		if want := []string{"01/2025", "", "02/2025"}; !slices.Equal(got, want) {
			h.t.Errorf("minutes are %q, wanted %q", got, want)
		}
	})
}

// A house that was there before keeps its events, in a table that still lets nobody change them.
func TestEventsOfAnOldHouseOutliveTheWiderTable(t *testing.T) {
	first, err := schemaFiles.ReadFile("schema/001_archive.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := db.Schema{Room: "archive", Files: fstest.MapFS{"schema/001_archive.sql": {Data: first}}}
	testkit.OnBoth(t, []db.Schema{audit.Schema, old}, func(t *testing.T, d *db.DB) {
		add := func(id, kind string) error {
			return d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return store{tx}.addEvent(ctx, &Event{ID: id, PaperID: "p", Seq: len(id), Do: kind, At: clock.Whole(testkit.Morning), Data: "{}"})
			})
		}
		if err := add("a", Issue); err != nil {
			t.Fatal(err)
		}
		if err := add("bb", Dispose); err == nil {
			t.Fatal("the old table takes the new kind: this test shows nothing")
		}
		if err := db.Migrate(t.Context(), d, []db.Schema{Schema}); err != nil {
			t.Fatal(err)
		}
		if err := add("bb", Dispose); err != nil {
			t.Error(err)
		}
		if err := add("cccc", Digitise); err != nil {
			t.Error(err)
		}
		if err := add("ccc", "burn"); err == nil {
			t.Error("any kind is taken now")
		}
		if all, err := (store{d.Read()}).events(t.Context(), "p"); err != nil || len(all) != 3 || all[0].Do != Issue || !all[0].At.Equal(testkit.Morning) {
			t.Errorf("events are %+v, %v", all, err)
		}
		testkit.AppendOnly(t, d, "archive_event")
	})
}
