package app

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// TestTheDistrictsFiguresComeOutOfItsDossiers lays a demonstration, lets its history come in, and has a
// stranger count the published ledger: what the district reported of those years comes out, and nothing
// but single dossiers went in. When the demonstration plays more or fewer dossiers by itself, the history
// is to be drawn again, with their number in tools/history/main.go: go run ./tools/history
func TestTheDistrictsFiguresComeOutOfItsDossiers(t *testing.T) {
	d, err := openDemo(context.Background(), t.TempDir(), "http://nhasan.test", slog.New(slog.NewJSONHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer d.house.close()
	ctx := actor.AsSystem(context.Background(), "test")
	laidBefore := d.inbox(t)
	run := d.historyIn(t)
	if run.Counts.Wrong+run.Counts.Known+run.Counts.Warned > 0 || run.Counts.Good != run.Counts.Lines || run.Counts.Open > 9 {
		t.Errorf("the history came in as %+v", run.Counts)
	}
	if after := d.inbox(t); after != laidBefore {
		t.Errorf("%d dossiers wait for the officers of Phú Nghĩa, %d before the history came in", after, laidBefore)
	}

	units, err := d.units(ctx)
	if err != nil {
		t.Fatal(err)
	}
	kinds, khoanDu := map[string]org.Kind{}, ""
	for _, u := range units {
		kinds[u.ID] = u.Kind
		if u.Name == "Khoan Dụ" {
			khoanDu = u.ID
		}
	}
	book, found := verify(t, d.house)
	for _, f := range found {
		t.Errorf("entry %d: %s: %s", f.Index, f.Kind, f.Says)
	}
	period := func(from, until clock.Date) count.Period {
		return count.Period{From: from.At(0), Until: until.AddDays(1).At(0)}
	}
	years, months, quarter := period("2022-01-01", "2023-02-28"), period("2023-01-01", "2023-08-31"), period("2023-01-01", "2023-03-31")
	var all, desk, communes, later, khoan, live count.Figures
	err = book.Each(d.clock.Now(), func(_ string, c *count.Dossier) {
		if kinds[c.Receiving] == "" {
			t.Errorf("a dossier of a unit outside the district: %+v", c)
		}
		all.Add(c, years, d.clock.Now())
		later.Add(c, months, d.clock.Now())
		switch {
		case kinds[c.Receiving] == org.District:
			desk.Add(c, years, d.clock.Now())
		default:
			communes.Add(c, years, d.clock.Now())
		}
		if c.Receiving == khoanDu {
			khoan.Add(c, quarter, d.clock.Now())
		}
		if !c.Declared {
			live.Add(c, months, d.clock.Now())
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name             string
		f                count.Figures
		received, online int
	}{
		{name: "January 2022 to February 2023", f: all, received: 11297, online: 10388},
		{name: "of those the district's own desk", f: desk, received: 1597, online: 1288},
		{name: "of those the communes", f: communes, received: 9700, online: 9100},
		{name: "January to August 2023", f: later, received: 5673, online: 5251},
	} {
		if c.f.Received != c.received || c.f.Online != c.online || !c.f.Holds() {
			t.Errorf("%s: %d received, %d online; want %d and %d (the demonstration itself received %d, %d online)",
				c.name, c.f.Received, c.f.Online, c.received, c.online, live.Received, live.Online)
		}
	}
	if khoan.Received <= 200 || khoan.Online != khoan.Received {
		t.Errorf("Khoan Dụ from January to March 2023: %d received, %d online; want more than 200, all online", khoan.Received, khoan.Online)
	}
	if share := 100 * float64(all.Early+all.OnTime) / float64(all.Solved); share < 96 || share > 99.5 || all.Overdue == 0 || all.Stopped == 0 || all.Withdrawn == 0 || all.Supplements == 0 {
		t.Errorf("%.1f%% in time, %+v", share, all)
	}
	d.content(t)
}

// historyIn carries the history out.
func (d *demonstration) historyIn(t *testing.T) legacy.Run {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	var last legacy.Run
	began := time.Now()
	if err := d.house.legacy.Work(ctx, func(r legacy.Run) { last = r }); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines in %s", last.Done, time.Since(began))
	return last
}

// inbox is what waits for the desks of the commune of the tour.
func (d *demonstration) inbox(t *testing.T) int {
	t.Helper()
	officers, err := d.officers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, o := range officers {
		if o.post.UnitName != "Xã Phú Nghĩa" {
			continue
		}
		for _, box := range []dossier.Box{dossier.BoxTurn, dossier.BoxUnit, dossier.BoxBurning} {
			items, _, err := d.house.dossier.List(o.act(context.Background(), roles()), dossier.Query{Box: box, Limit: 200})
			if err != nil {
				t.Fatal(err)
			}
			n += len(items)
		}
	}
	return n
}

// content wants satisfaction above 98 % among those who answered, and says how many that were.
func (d *demonstration) content(t *testing.T) {
	t.Helper()
	counts, err := d.house.rating.Counts(actor.AsSystem(context.Background(), "test"), "2022-01", "2023-06")
	if err != nil {
		t.Fatal(err)
	}
	asked, answered, content, declared := 0, 0, 0, 0
	for _, c := range counts {
		asked, answered, content, declared = asked+c.Asked, answered+c.Answered(), content+c.Content(), declared+c.Declared
	}
	if answered*100 < asked*30 || answered*100 > asked*40 || content*100 <= answered*98 || content == answered || declared == 0 {
		t.Errorf("%d asked (%d as declared), %d answered, %d content", asked, declared, answered, content)
	}
}
