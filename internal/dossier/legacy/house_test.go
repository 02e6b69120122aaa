package legacy_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema, org.Schema, catalog.Schema, dossier.Schema, legacy.Schema}

func TestSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, schemas) }

// house is moving in with a desk below that has real units and procedures.
type house struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	desk  *dossier.Service
	trail *audit.Log
	*legacy.Service
	district, commune org.Unit
	rated             []legacy.Rated
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &house{t: t, db: d, clock: testkit.Clock()}
	h.trail = audit.New(d, h.clock)
	units := org.New(d, h.trail, h.clock)
	_, err := units.ImportUnits(ctx, bytes.NewReader(h.file("units.json")), false)
	h.no(err)
	_, err = units.ImportHolidays(ctx, bytes.NewReader(h.file("holidays.json")), false)
	h.no(err)
	h.commune, err = units.ByCode(ctx, org.Commune, "05395", "2023-08-10") // Phú Nghĩa
	h.no(err)
	h.district, err = units.ByCode(ctx, org.District, "159", "2023-08-10")
	h.no(err)
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: h.trail, Org: units})
	h.no(err)
	_, err = procedures.Import(ctx, catalog.Sources{CSV: h.file("procedures.csv"), Detailed: h.file("procedures-detailed.json"), PublishFrom: "2023-01-01", Why: "test"})
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	h.desk = dossier.New(dossier.Needs{DB: d, Clock: h.clock, Trail: h.trail, Org: units, Catalog: procedures, Blobs: blobs})
	h.Service = legacy.New(legacy.Needs{DB: d, Clock: h.clock, Trail: h.trail, Log: slog.New(slog.DiscardHandler), Org: units, Catalog: procedures, Dossiers: h.desk,
		Rate: func(_ context.Context, _ *db.Tx, all []legacy.Rated) error {
			h.rated = append(h.rated, all...)
			return nil
		}})
	return h
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(name string) []byte {
	h.t.Helper()
	raw, err := fs.ReadFile(demo.Files, name)
	h.no(err)
	return raw
}

// admin is the administrator of a unit.
func admin(u org.Unit) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: "account-admin", PersonID: "person-admin", Name: "Quản trị " + u.Name, UnitID: u.ID, UnitPath: u.Path, UnitName: u.FullName}
	for _, right := range dossier.Roles["admin"] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: u.Path})
	}
	return actor.With(context.Background(), a)
}

const heads = "Mã hồ sơ;Mã thủ tục;Đơn vị tiếp nhận;Hình thức nộp;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Ngày trả kết quả;Trạng thái;Cán bộ thụ lý;Số lần bổ sung;Mức độ hài lòng\n"

// births are n births registered in March 2022, every third with a rating.
func births(n int) string {
	var b strings.Builder
	b.WriteString(heads)
	for i := range n {
		rating := ""
		if i%3 == 0 {
			rating = "5"
		}
		fmt.Fprintf(&b, "000.03.59.T17-2203%02d-%04d;1.001193;Xã Phú Nghĩa;Trực tuyến;Bùi Thị Lan;%02d/03/2022 08:%02d;%02d/03/2022;%02d/03/2022 10:00;%02d/03/2022 15:00;Đã trả kết quả;Quách Văn Bình;;%s\n",
			1+i%28, i+1, 1+i%28, i%60, 2+i%28, 1+i%28, 2+i%28, rating)
	}
	return b.String()
}

// taken takes a file and tries it out.
func (h *house) taken(ctx context.Context, file string) *legacy.Run {
	h.t.Helper()
	run, err := h.Take(ctx, "ho-so.csv", "Một cửa cũ", "", []byte(file))
	h.no(err)
	run, err = h.Check(ctx, run.ID, run.Mapping, "")
	h.no(err)
	return run
}

// carried confirms a run and carries it out.
func (h *house) carried(ctx context.Context, run *legacy.Run) *legacy.Run {
	h.t.Helper()
	h.no(h.Confirm(ctx, run.ID))
	h.no(h.Work(context.Background(), nil))
	run, err := h.Run(ctx, run.ID)
	h.no(err)
	return run
}

// all lists every dossier, each checked against its events.
func (h *house) all() []dossier.Item {
	h.t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	var out []dossier.Item
	var after dossier.Cursor
	for {
		items, next, err := h.desk.List(ctx, dossier.Query{Box: dossier.BoxAll, Limit: 200, After: after})
		h.no(err)
		out = append(out, items...)
		if after = next; after.ID == "" {
			return out
		}
	}
}

func (h *house) keys(runID string) []string {
	h.t.Helper()
	problems, err := h.Problems(actor.AsSystem(context.Background(), "test"), runID, false, 100)
	h.no(err)
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d %s %s", p.Line, p.Field, strings.TrimPrefix(p.Key, "legacy.")))
	}
	return out
}

func (h *house) count(table string) (n int) {
	h.t.Helper()
	h.no(h.db.Read().NewSelect().TableExpr(table).ColumnExpr("count(*)").Scan(context.Background(), &n))
	return n
}
