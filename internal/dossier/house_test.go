package dossier_test

import (
	"bytes"
	"context"
	"io/fs"
	"testing"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
)

// schemas are those of the rooms below and of this one.
var schemas = []db.Schema{queue.Schema, audit.Schema, org.Schema, catalog.Schema, sign.Schema, archive.Schema, dossier.Schema}

// house is the desk with real units and procedures, and a clock of its own.
type house struct {
	t       testing.TB
	clock   *clock.Fake
	db      *db.DB
	org     *org.Service
	catalog *catalog.Service
	*dossier.Service
	commune, district org.Unit
	birth             *catalog.Procedure
}

// onBoth runs do on both engines, each with a fresh desk.
func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(newHouse(t, d)) })
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &house{t: t, clock: testkit.Clock(), db: d}
	trail := audit.New(d, h.clock)
	h.org = org.New(d, trail, h.clock)
	_, err := h.org.ImportUnits(ctx, bytes.NewReader(file(t, "units.json")), false)
	h.no(err)
	_, err = h.org.ImportHolidays(ctx, bytes.NewReader(file(t, "holidays.json")), false)
	h.no(err)
	h.catalog, err = catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: trail, Org: h.org})
	h.no(err)
	_, err = h.catalog.Import(ctx, catalog.Sources{CSV: file(t, "procedures.csv"), Detailed: file(t, "procedures-detailed.json"),
		PublishFrom: "2023-01-01", Why: "test"})
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	key, err := offline.KeyOf([]byte("test"))
	h.no(err)
	papers := archive.New(archive.Needs{DB: d, Clock: h.clock, Trail: trail, Blobs: blobs, Key: key,
		PersonalNo: func(context.Context, string) (string, error) { return "", nil }})
	h.Service = dossier.New(dossier.Needs{DB: d, Clock: h.clock, Trail: trail, Org: h.org, Catalog: h.catalog, Blobs: blobs, Archive: papers,
		Sign:    sign.New(sign.Needs{DB: d, Clock: h.clock, Trail: trail, Blobs: blobs}),
		BaseURL: "https://motcua.example.vn"})
	h.units(ctx)
	h.birth, err = h.catalog.Find(ctx, "1.001193")
	h.no(err)
	return h
}

func (h *house) units(ctx context.Context) {
	var err error
	h.commune, err = h.org.ByCode(ctx, org.Commune, "05395", "2023-08-10") // Phú Nghĩa
	h.no(err)
	h.district, err = h.org.ByCode(ctx, org.District, "159", "2023-08-10")
	h.no(err)
	h.no(h.org.SetCodePrefix(ctx, h.commune.ID, "X28.159.03", "test"))
	h.no(h.org.SetCodePrefix(ctx, h.district.ID, "X28.159", "test"))
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := fs.ReadFile(demo.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// as is an officer with the role in the unit.
func as(role string, u org.Unit) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: "account-" + role, PersonID: "person-" + role, Name: "Cán bộ " + role,
		Position: role, UnitID: u.ID, UnitPath: u.Path, UnitName: u.FullName, From: "192.0.2.1",
		Posts: []actor.Post{{Role: role, UnitID: u.ID, UnitPath: u.Path}}}
	for _, right := range dossier.Roles[role] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: u.Path})
	}
	return actor.With(context.Background(), a)
}

// lan is a citizen; an is another one.
var (
	lan = testkit.AsCitizen(context.Background(), "account-lan")
	an  = testkit.AsCitizen(context.Background(), "account-an")
)

var person = dossier.Party{Name: "Bùi Thị Lan", PersonalNo: "017195001234", Phone: "0912345601", Address: "Thôn Đồng Phú, xã Phú Nghĩa"}

// birthForm is a birth registration that passes its checks.
var birthForm = catalog.Values{
	"applicant_full_name": {"Bùi Thị Lan"}, "applicant_relation": {"Mẹ"}, "applicant_id_number": {"017195001234"},
	"applicant_address.province": {"Hòa Bình"}, "applicant_address.district": {"Lạc Thủy"}, "applicant_address.commune": {"Phú Nghĩa"},
	"applicant_address.detail": {"Thôn Đồng Phú"}, "applicant_phone": {"0912345601"},
	"child_full_name": {"QUÁCH MINH AN"}, "child_birth_date": {"2023-07-20"}, "child_sex": {"Nam"},
	"ethnicity": {"Mường"}, "nationality": {"Việt Nam"}, "child_birth_place": {"Trung tâm Y tế huyện Lạc Thủy"},
	"child_native_place.province": {"Hòa Bình"}, "child_native_place.commune": {"Phú Nghĩa"}, "mother_full_name": {"Bùi Thị Lan"},
}

// draft is a complete draft of a birth registration of whoever acts.
func (h *house) draft(ctx context.Context) *dossier.DraftWork {
	h.t.Helper()
	dr, err := h.Start(ctx, h.birth.ID, "", h.commune.ID)
	h.no(err)
	v, err := h.catalog.Version(ctx, dr.VersionID)
	h.no(err)
	k, _ := v.Case("")
	for _, c := range k.Components {
		if dossier.Needed(c) {
			_, err := h.Attach(ctx, dr.ID, dossier.Paper{Key: c.Key, Name: c.Name, Form: "electronic"}, "chung-sinh.pdf",
				bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
			h.no(err)
		}
	}
	dr, err = h.Save(ctx, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Submitter, dr.Values = person, person, birthForm
		return nil
	})
	h.no(err)
	return dr
}
