package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/insight/recount"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// overHTTP is a stranger who fetches the ledger from a house.
type overHTTP struct{ h *house }

func (s overHTTP) Get(_ context.Context, path string) ([]byte, error) {
	w := httptest.NewRecorder()
	s.h.handler.ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test/so-cai/"+path, nil))
	switch w.Code {
	case http.StatusOK:
		return w.Body.Bytes(), nil
	case http.StatusNotFound:
		return nil, reader.ErrNotThere
	}
	return nil, fmt.Errorf("%s: %d", path, w.Code)
}

// verify reads a house's ledger as a stranger does.
func verify(t *testing.T, h *house) (*recount.Book, []reader.Finding) {
	t.Helper()
	ctx := context.Background()
	if _, err := h.ledger.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	l, found, err := reader.Open(ctx, overHTTP{h}, reader.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	book := recount.NewBook(nil)
	more, err := l.Walk(ctx, recount.Read, book.Take)
	if err != nil {
		t.Fatal(err)
	}
	return book, append(append(found, more...), book.Findings()...)
}

// TestAStrangerCountsTheSame computes every due date and every outcome of the demonstration from its
// published ledger alone.
func TestAStrangerCountsTheSame(t *testing.T) {
	d := laid(t)
	book, found := verify(t, d.house)
	for _, f := range found {
		t.Errorf("entry %d: %s: %s", f.Index, f.Kind, f.Says)
	}
	ctx := actor.AsSystem(context.Background(), "test")
	theirs := map[string]*count.Dossier{}
	now := d.clock.Now()
	if err := book.Each(now, func(of string, c *count.Dossier) { theirs[of] = c }); err != nil {
		t.Fatal(err)
	}
	n := 0
	var after dossier.Cursor
	for {
		items, next, err := d.house.dossier.List(ctx, dossier.Query{Box: dossier.BoxAll, Limit: 200, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			n++
			ours, err := d.house.dossier.Open(ctx, it.ID)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, ours.Dossier, theirs[d.house.trail.Pseudonym(ours.Subject())])
		}
		if after = next; after.ID == "" {
			break
		}
	}
	if n != len(theirs) || n < 200 {
		t.Errorf("the house has %d dossiers, its ledger %d", n, len(theirs))
	}
}

func compare(t *testing.T, ours *dossier.Dossier, theirs *count.Dossier) {
	t.Helper()
	if theirs == nil {
		t.Errorf("%s is not in the ledger", ours.Code)
		return
	}
	if !theirs.ReceivedAt.Equal(ours.ReceivedAt) || !theirs.EndedAt.Equal(ours.EndedAt) || theirs.Paused != ours.Due.Paused || theirs.Asked != ours.SupplementsAfter() {
		t.Errorf("%s: a stranger has %+v", ours.Code, theirs)
	}
	if !ours.Due.Paused && !theirs.DueAt.Equal(ours.Due.At) {
		t.Errorf("%s (%s) is due %s, a stranger says %s", ours.Code, ours.State, ours.Due.At, theirs.DueAt)
	}
	if want := count.Standing(ours.Outcome()); theirs.Standing != want && !ours.ReceivedAt.IsZero() {
		t.Errorf("%s ended %q, a stranger says %q", ours.Code, want, theirs.Standing)
	}
}

// TestTheLedgerGivesTheBoardsFigures compares what the house says of itself with what a stranger counts.
func TestTheLedgerGivesTheBoardsFigures(t *testing.T) {
	d := laid(t)
	ctx := actor.AsSystem(context.Background(), "test")
	book, _ := verify(t, d.house)
	if err := d.house.catchUp(ctx); err != nil {
		t.Fatal(err)
	}
	u, err := d.house.unitNamed(ctx, "Huyện Lạc Thủy", "2023-07-01", "2023-07-31")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []struct{ from, to clock.Date }{{"2023-06-01", "2023-06-30"}, {"2023-07-01", "2023-07-31"}, {"2023-06-15", "2023-08-14"}, {"2023-01-01", "2023-12-31"}} {
		board, err := d.house.insight.Statistics(ctx, u, p.from, p.to)
		if err != nil {
			t.Fatal(err)
		}
		flags := figuresFlags{Unit: u.FullName, From: string(p.from), To: string(p.to)}
		counted, err := flags.statistics(&checked{ledger: &reader.Ledger{}, book: book, asOf: board.AsOf})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(board, counted); diff != "" {
			t.Errorf("%s to %s (-board +stranger):\n%s", p.from, p.to, diff)
		}
		if counted.Total.Received == 0 && p.from != "2023-06-01" {
			t.Errorf("%s to %s: nothing was counted", p.from, p.to)
		}
		if f := counted.Total.Flagged; p.to == "2023-12-31" && (f.Done == 0 || f.Components == 0 || f.Results == 0 || f.Issued == 0) {
			t.Errorf("nothing electronic was counted: %+v", f)
		}
	}
}
