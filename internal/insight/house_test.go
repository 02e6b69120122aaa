package insight_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
)

var schemas = []db.Schema{audit.Schema, org.Schema, catalog.Schema, sign.Schema, archive.Schema, dossier.Schema, notify.Schema, queue.Schema, insight.Schema}

// told is a feed that tells what it was given.
type told []string

// Changed tells the keys one by one.
func (f *told) Changed(_ context.Context, after int64, limit int) ([]string, int64, error) {
	rest := (*f)[after:]
	rest = rest[:min(len(rest), limit)]
	ids := slices.Compact(slices.Sorted(slices.Values(rest)))
	return ids, after + int64(len(rest)), nil
}

// house is a board over a desk with real units and procedures.
type house struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	org   *org.Service
	desk  *dossier.Service
	feed  *told
	*insight.Service
	commune, district org.Unit
	proc              *catalog.Procedure
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := system()
	h := &house{t: t, db: d, clock: testkit.Clock(), feed: &told{}}
	trail := audit.New(d, h.clock)
	h.org = org.New(d, trail, h.clock)
	_, err := h.org.ImportUnits(ctx, bytes.NewReader(h.file("units.json")), false)
	h.no(err)
	h.commune, err = h.org.ByCode(ctx, org.Commune, "05395", "2023-08-10")
	h.no(err)
	h.district, err = h.org.ByCode(ctx, org.District, "159", "2023-08-10")
	h.no(err)
	h.no(h.org.SetCodePrefix(ctx, h.commune.ID, "X28.159.03", "test"))
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: trail, Org: h.org})
	h.no(err)
	_, err = procedures.Import(ctx, catalog.Sources{CSV: h.file("procedures.csv"), Detailed: h.file("procedures-detailed.json"), PublishFrom: "2023-01-01", Why: "test"})
	h.no(err)
	h.proc, err = procedures.Find(ctx, "1.001193")
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	h.desk = dossier.New(dossier.Needs{DB: d, Clock: h.clock, Trail: trail, Org: h.org, Catalog: procedures, Blobs: blobs, BaseURL: "https://motcua.example.vn"})
	h.Service = insight.New(insight.Needs{DB: d, Clock: h.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Trail: trail, Org: h.org,
		Catalog: procedures, Dossiers: h.desk, Feed: h.feed,
		Notify: notify.New(notify.Needs{DB: d, Clock: h.clock, Trail: trail, Queue: queue.New(d, h.clock, nil), BaseURL: "https://motcua.example.vn"})})
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
	raw, err := demo.Files.ReadFile(name)
	h.no(err)
	return raw
}

func system() context.Context { return actor.AsSystem(context.Background(), "test") }

// leader leads the district.
func (h *house) leader() context.Context {
	return testkit.AsAt(context.Background(), h.district.Path, insight.CanView, insight.CanPeople, insight.CanTarget, insight.CanReport, dossier.CanView)
}

// submitted hands in a birth registration online.
func (h *house) submitted() *dossier.Dossier {
	h.t.Helper()
	who := testkit.AsCitizen(context.Background(), "account-lan")
	dr, err := h.desk.Start(who, h.proc.ID, "", h.commune.ID)
	h.no(err)
	v, err := h.desk.Catalog.Version(who, dr.VersionID)
	h.no(err)
	k, _ := v.Case("")
	for _, c := range k.Components {
		if dossier.Needed(c) {
			_, err := h.desk.Attach(who, dr.ID, dossier.Paper{Key: c.Key, Name: c.Name, Form: "electronic"}, "a.pdf", bytes.NewReader(h.file("giay-to-mau.pdf")))
			h.no(err)
		}
	}
	_, err = h.desk.Save(who, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner = dossier.Party{Name: "Bùi Thị Lan"}
		dr.Submitter, dr.Values = dr.Owner, birthForm
		return nil
	})
	h.no(err)
	d, err := h.desk.Submit(who, dr.ID)
	h.no(err)
	*h.feed = append(*h.feed, d.ID)
	return d
}

// step takes a dossier a step on, a minute later.
func (h *house) step(d *dossier.Dossier, do func(ctx context.Context, at dossier.At) (*dossier.Dossier, error)) *dossier.Dossier {
	h.t.Helper()
	h.clock.Advance(time.Minute)
	d, err := do(system(), dossier.At{ID: d.ID})
	h.no(err)
	*h.feed = append(*h.feed, d.ID)
	return d
}

func (h *house) received(d *dossier.Dossier) *dossier.Dossier { return h.step(d, h.desk.Receive) }

func (h *house) finished(d *dossier.Dossier) *dossier.Dossier {
	h.t.Helper()
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.HandOver(ctx, at, "")
	})
	h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.Propose(ctx, at, dossier.Proposal{Text: "Đủ điều kiện"})
	})
	h.step(d, h.desk.Approve)
	return h.step(d, func(ctx context.Context, at dossier.At) (*dossier.Dossier, error) {
		return h.desk.Number(ctx, at, "", nil)
	})
}

var birthForm = catalog.Values{
	"applicant_full_name": {"Bùi Thị Lan"}, "applicant_relation": {"Mẹ"}, "applicant_id_number": {"017195001234"},
	"applicant_address.province": {"Hòa Bình"}, "applicant_address.district": {"Lạc Thủy"}, "applicant_address.commune": {"Phú Nghĩa"},
	"applicant_address.detail": {"Thôn Đồng Phú"}, "applicant_phone": {"0912345601"},
	"child_full_name": {"QUÁCH MINH AN"}, "child_birth_date": {"2023-07-20"}, "child_sex": {"Nam"},
	"ethnicity": {"Mường"}, "nationality": {"Việt Nam"}, "child_birth_place": {"Trung tâm Y tế huyện Lạc Thủy"},
	"child_native_place.province": {"Hòa Bình"}, "child_native_place.commune": {"Phú Nghĩa"}, "mother_full_name": {"Bùi Thị Lan"},
}

// at is an officer of a unit with rights there.
func (h *house) at(u org.Unit, rights ...string) context.Context {
	ctx := testkit.AsAt(context.Background(), u.Path, rights...)
	a := actor.Of(ctx)
	a.UnitID = u.ID
	return actor.With(ctx, a)
}
