package audit_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema}

func TestSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestTheTrailTellsWhoWhatWhenWhy(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		clk := testkit.Clock()
		log := audit.New(d, clk)
		ctx := testkit.As(context.Background())
		write(t, d, log, ctx, audit.Entry{Action: "org.day-off-added", Subject: "org/day/1", Why: "Bão số 3", Data: map[string]string{"date": "2023-08-11"}})
		got, err := log.Of(ctx, "org/day/1", 10)
		if err != nil || len(got) != 1 {
			t.Fatalf("%d entries, %v", len(got), err)
		}
		e := got[0]
		if e.PersonName != "Bùi Thị Thử" || e.Why != "Bão số 3" || !e.At.Equal(clk.Now()) || e.FromAddr == "" || e.Data != `{"date":"2023-08-11"}` {
			t.Errorf("entry %+v", e)
		}
	})
}

func TestAnEntryGoesWithItsChange(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		log := audit.New(d, testkit.Clock())
		broken := errors.New("the change failed")
		err := d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			if err := log.Write(ctx, tx, audit.Entry{Action: "x.done", Subject: "x/1"}); err != nil {
				return err
			}
			return broken
		})
		got, lerr := log.Of(context.Background(), "x/1", 10)
		if !errors.Is(err, broken) || lerr != nil || len(got) != 0 {
			t.Errorf("after a change that failed (%v) the trail holds %d entries (%v)", err, len(got), lerr)
		}
	})
}

func TestLooksAndPaging(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		log := audit.New(d, testkit.Clock())
		ctx := testkit.As(context.Background())
		for range 5 {
			write(t, d, log, ctx, audit.Entry{Action: "dossier.receive", Subject: "dossier/1"})
		}
		if err := log.LookNow(ctx, "dossier/1", "Đối chiếu giấy tờ", "phone"); err != nil {
			t.Fatal(err)
		}
		looks, err := log.Looks(ctx, "dossier/1", 10)
		if err != nil || len(looks) != 1 || looks[0].Purpose != "Đối chiếu giấy tờ" {
			t.Errorf("looks %+v, %v", looks, err)
		}
		seen, before := 0, ""
		for {
			page, err := log.Search(ctx, audit.Query{Subject: "dossier/1", Before: before, Limit: 4})
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			seen, before = seen+len(page), page[len(page)-1].ID
		}
		if seen != 6 {
			t.Errorf("paging saw %d entries, want 6", seen)
		}
		if err := log.LookNow(actor.AsSystem(context.Background(), "nightly"), "dossier/1", "Kiểm tra", "phone"); err != nil {
			t.Fatal(err)
		}
		among, err := log.Search(ctx, audit.Query{Action: audit.ActionLook, Among: []string{"dossier/0", "dossier/1"}, People: true, Limit: 9})
		if err != nil || len(among) != 1 || among[0].Purpose != "Đối chiếu giấy tờ" {
			t.Errorf("looks of people at two dossiers: %+v, %v", among, err)
		}
		if none, err := log.Search(ctx, audit.Query{Among: []string{}, Limit: 9}); err != nil || len(none) != 0 {
			t.Errorf("looks at no dossier at all: %+v, %v", none, err)
		}
		testkit.AppendOnly(t, d, "audit_entry")
	})
}

func write(t *testing.T, d *db.DB, log *audit.Log, ctx context.Context, e audit.Entry) {
	t.Helper()
	if err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return log.Write(ctx, tx, e) }); err != nil {
		t.Fatal(err)
	}
}
