package insight_test

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// board asks for August 2023 of the district.
func (h *house) board() *insight.Board {
	h.t.Helper()
	b, err := h.Board(h.leader(), insight.Ask{UnitID: h.district.ID, Span: insight.Span{Months: 1, Year: 2023, No: 8}})
	h.no(err)
	return b
}

func TestWhatIsHeardTwiceCountsOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		a := h.received(h.submitted())
		h.submitted() // not received: not counted
		_, err := h.Hear(system())
		h.no(err)
		if b := h.board(); b.Now.Received != 1 || b.Now.Online != 1 || b.Now.Pending != 1 || len(b.Rows) != 1 || b.Rows[0].Name != "Xã Phú Nghĩa" {
			h.t.Errorf("after one reception: %+v, rows %+v", b.Now, b.Rows)
		}
		h.finished(a)
		*h.feed = append(*h.feed, *h.feed...) // all of it once more
		n, err := h.Hear(system())
		h.no(err)
		again, err := h.Hear(system())
		h.no(err)
		if b := h.board(); n == 0 || again != 0 || b.Now.Received != 1 || b.Now.Solved != 1 || b.Now.Early+b.Now.OnTime != 1 || b.Now.Pending != 0 || !b.Now.Holds() {
			h.t.Errorf("heard %d and %d: %+v", n, again, b.Now)
		}
		if len(h.board().Paces) == 0 {
			h.t.Error("no time was told of any step")
		}
	})
}

func TestAnOpenDossierFollowsTheCalendar(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		kept := h.onlyDue()
		day := term.SpecialDay{Date: "2023-08-11", Kind: term.Off, Name: "Nghỉ bão"}
		_, err := h.org.AddDay(system(), org.Day{SpecialDay: day, UnitID: h.commune.ID, Reason: "Bão số 3"})
		h.no(err)
		h.no(h.CatchUp(system()))
		if now := h.onlyDue(); !now.After(kept) {
			h.t.Errorf("due %v, was %v: a day off moved nothing", now, kept)
		}
	})
}

// onlyDue is the due date of the only dossier of the list.
func (h *house) onlyDue() time.Time {
	h.t.Helper()
	l, err := h.List(h.leader(), insight.Ask{UnitID: h.district.ID, Span: insight.Span{Months: 1, Year: 2023, No: 8}}, insight.Pending, insight.Start)
	h.no(err)
	if l.Count != 1 || len(l.Facts) != 1 {
		h.t.Fatalf("%d dossiers, %d shown", l.Count, len(l.Facts))
	}
	return l.Facts[0].DueAt
}

func TestTheNightFindsWhatSomebodyTyped(t *testing.T) {
	onBoth(t, func(h *house) {
		h.finished(h.received(h.submitted()))
		h.no(h.CatchUp(system()))
		h.no(h.CompareNightly(system()))
		h.no(h.CompareNightly(system()))
		if all, err := h.Checks(system(), 9); err != nil || len(all) != 1 || all[0].Compared != 1 || all[0].Differ != 0 {
			h.t.Fatalf("the first night: %+v, %v", all, err)
		}
		for _, forgery := range []string{"UPDATE insight_cell SET online = online + 7 WHERE grain = 'unit'", "UPDATE insight_fact SET standing = 'late'",
			"DELETE FROM insight_cell WHERE grain = 'field'"} {
			h.no(h.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.NewRaw(forgery).Exec(ctx)
				return err
			}))
			c, err := h.Compare(system())
			h.no(err)
			if c.Differ == 0 || len(c.Report) == 0 {
				h.t.Errorf("%s was not found", forgery)
			}
			h.no(h.Recount(system()))
			if c, err = h.Compare(system()); err != nil || c.Differ != 0 {
				h.t.Errorf("after counting anew: %+v, %v", c.Report, err)
			}
		}
		if b := h.board(); b.Now.Received != 1 || b.Now.Overdue != 0 {
			h.t.Errorf("after counting anew: %+v", b.Now)
		}
	})
}

func TestFiguresAreForThoseWhoMaySeeThem(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		commune := h.at(h.commune, insight.CanView)
		if _, err := h.Board(commune, insight.Ask{UnitID: h.district.ID}); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("an officer of a commune opens the district: %v", err)
		}
		if b, err := h.Board(commune, insight.Ask{}); err != nil || b.Unit.ID != h.commune.ID || b.Now.Received != 1 {
			h.t.Errorf("the own unit: %+v, %v", b, err)
		}
		l, err := h.List(commune, insight.Ask{Span: insight.Span{Months: 1, Year: 2023, No: 8}}, insight.Received, insight.Start)
		if err != nil || l.Count != 1 || len(l.Facts) != 0 {
			h.t.Errorf("without the desk's right a list counts and shows nothing: %+v, %v", l, err)
		}
		if _, err := h.Board(h.at(h.commune), insight.Ask{}); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("without the right: %v", err)
		}
		from, to := insight.Span{Months: 12, Year: 2023, No: 1}.Days(insight.ReportCut)
		s, err := h.Statistics(system(), h.district, from, to)
		if err != nil || s.Total.Received != 1 || s.Levels["commune"].Received != 1 || len(s.Units) != 1 || *s.Total.OnlineRate != 100 || s.Total.OnTimeRate != nil {
			h.t.Errorf("statistics %+v, %v", s, err)
		}
	})
}
