package rating_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/portal/rating"
)

var schemas = []db.Schema{audit.Schema, org.Schema, catalog.Schema, dossier.Schema, rating.Schema}

func TestSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, schemas) }

// house is ratings with a desk below that has real units.
type house struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	desk  *dossier.Service
	*rating.Service
	commune org.Unit
	proc    *catalog.Procedure
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &house{t: t, db: d, clock: testkit.Clock()}
	trail := audit.New(d, h.clock)
	units := org.New(d, trail, h.clock)
	_, err := units.ImportUnits(ctx, bytes.NewReader(h.file("units.json")), false)
	h.no(err)
	h.commune, err = units.ByCode(ctx, org.Commune, "05395", "2023-08-10")
	h.no(err)
	h.no(units.SetCodePrefix(ctx, h.commune.ID, "X28.159.03", "test"))
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units})
	h.no(err)
	_, err = procedures.Import(ctx, catalog.Sources{CSV: h.file("procedures.csv"), Detailed: h.file("procedures-detailed.json"), PublishFrom: "2023-01-01", Why: "test"})
	h.no(err)
	h.proc, err = procedures.Find(ctx, "1.001193")
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	h.desk = dossier.New(dossier.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units, Catalog: procedures, Blobs: blobs, BaseURL: "https://motcua.example.vn"})
	h.Service = rating.New(rating.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units, Dossiers: h.desk})
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

// system acts as the program itself.
func system() context.Context { return actor.AsSystem(context.Background(), "test") }

// officer acts with all rights of ratings at the commune.
func (h *house) officer() context.Context {
	return testkit.AsAt(context.Background(), h.commune.Path, rating.CanSee, rating.CanFollow)
}

// returned walks a dossier of an account from the form to the result, and lets ratings find it.
func (h *house) returned(account string) (who context.Context, subject string) {
	h.t.Helper()
	who, subject = h.handedOut(account)
	h.no(h.Sweep(system()))
	return who, subject
}

// handedOut walks a dossier of an account from the form to the result.
func (h *house) handedOut(account string) (who context.Context, subject string) {
	h.t.Helper()
	who = testkit.AsCitizen(context.Background(), account)
	d := h.submitted(who)
	at := func() dossier.At { h.clock.Advance(time.Minute); return dossier.At{ID: d.ID} }
	sys := system()
	_, err := h.desk.Receive(sys, at())
	h.no(err)
	_, err = h.desk.HandOver(sys, at(), "")
	h.no(err)
	_, err = h.desk.Propose(sys, at(), dossier.Proposal{Text: "Đủ điều kiện"})
	h.no(err)
	_, err = h.desk.Approve(sys, at())
	h.no(err)
	_, err = h.desk.Number(sys, at(), "", nil)
	h.no(err)
	_, err = h.desk.Return(sys, at(), "Người nộp")
	h.no(err)
	return who, d.Subject()
}

func (h *house) submitted(who context.Context) *dossier.Dossier {
	h.t.Helper()
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
	return d
}

var birthForm = catalog.Values{
	"applicant_full_name": {"Bùi Thị Lan"}, "applicant_relation": {"Mẹ"}, "applicant_id_number": {"017195001234"},
	"applicant_address.province": {"Hòa Bình"}, "applicant_address.district": {"Lạc Thủy"}, "applicant_address.commune": {"Phú Nghĩa"},
	"applicant_address.detail": {"Thôn Đồng Phú"}, "applicant_phone": {"0912345601"},
	"child_full_name": {"QUÁCH MINH AN"}, "child_birth_date": {"2023-07-20"}, "child_sex": {"Nam"},
	"ethnicity": {"Mường"}, "nationality": {"Việt Nam"}, "child_birth_place": {"Trung tâm Y tế huyện Lạc Thủy"},
	"child_native_place.province": {"Hòa Bình"}, "child_native_place.commune": {"Phú Nghĩa"}, "mother_full_name": {"Bùi Thị Lan"},
}

func TestWhoHasJustFetchedAResultCanRateAtOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		lan, subject := h.handedOut("lan")
		if mine, err := h.Mine(lan); err != nil || len(mine) != 1 || mine[0].Subject != subject {
			h.t.Errorf("to rate before anything was swept: %v, %v", mine, err)
		}
	})
}

func TestOnlyTheApplicantMakesALinkAndItWorksOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		lan, subject := h.returned("lan")
		if mine, err := h.Mine(lan); err != nil || len(mine) != 1 {
			h.t.Fatalf("to rate: %v, %v", mine, err)
		}
		if _, err := h.Link(testkit.AsCitizen(context.Background(), "an"), subject); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("another citizen makes a link: %v", err)
		}
		if _, err := h.Link(h.officer(), subject); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("an officer makes a link: %v", err)
		}
		first, err := h.Link(lan, subject)
		h.no(err)
		second, err := h.Link(lan, subject)
		h.no(err)
		good := rating.Answer{Mark: rating.Very, Reasons: []string{"slow", "nonsense"}}
		if err := h.Rate(h.officer(), first, good); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("an officer rates with the citizen's link: %v", err)
		}
		if err := h.Rate(context.Background(), "made-up", good); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a made-up link: %v", err)
		}
		if err := h.Rate(context.Background(), first, rating.Answer{Mark: "great"}); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("no mark: %v", err)
		}
		h.no(h.Rate(context.Background(), first, good))
		for _, link := range []string{first, second} {
			if err := h.Rate(context.Background(), link, good); err == nil {
				h.t.Error("a dossier was rated twice")
			}
		}
		if _, err := h.Link(lan, subject); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("a link after the answer: %v", err)
		}
		testkit.AppendOnly(h.t, h.db, "rating_answer")
	})
}

func TestNothingIsShownBeforeTheMonthHasClosed(t *testing.T) {
	onBoth(t, func(h *house) {
		var links []string
		for _, who := range []string{"a", "b", "c", "d", "e", "f"} {
			ctx, subject := h.returned(who)
			link, err := h.Link(ctx, subject)
			h.no(err)
			links = append(links, link)
		}
		for i, link := range links[:5] {
			a := rating.Answer{Mark: []rating.Mark{rating.Very, rating.Yes, rating.Yes, rating.Yes, rating.No}[i], Words: "Chờ lâu"}
			h.no(h.Rate(context.Background(), link, a))
		}
		for _, day := range []clock.Date{"2023-08-31", "2023-09-14"} {
			h.clock.Set(day.At(12 * time.Hour))
			counts, err := h.Counts(h.officer(), "2023-01", "2023-12")
			h.no(err)
			words, err := h.Words(h.officer())
			h.no(err)
			follows, err := h.Follows(h.officer())
			h.no(err)
			if len(counts)+len(words)+len(follows) != 0 {
				h.t.Errorf("on %s: %v %v %v", day, counts, words, follows)
			}
		}
		h.clock.Set(clock.Date("2023-09-15").At(12 * time.Hour))
		counts, err := h.Published(context.Background())
		h.no(err)
		if len(counts) != 1 || counts[0].Asked != 6 || counts[0].Answered() != 5 || counts[0].Content() != 4 || !h.Settings.Shown(counts[0]) {
			h.t.Errorf("after the month: %+v", counts)
		}
		if words, err := h.Words(h.officer()); err != nil || len(words) != 5 {
			h.t.Errorf("words after the month: %v, %v", words, err)
		}
		if _, err := h.Link(testkit.AsCitizen(context.Background(), "f"), "dossier/none"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a link for no dossier: %v", err)
		}
		if err := h.Rate(context.Background(), links[5], rating.Answer{Mark: rating.Yes}); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("an answer after two weeks: %v", err)
		}
	})
}

func TestABadMarkIsLookedInto(t *testing.T) {
	onBoth(t, func(h *house) {
		lan, subject := h.returned("lan")
		link, err := h.Link(lan, subject)
		h.no(err)
		h.no(h.Rate(context.Background(), link, rating.Answer{Mark: rating.No, Reasons: []string{"trips"}, Words: "Phải đến ba lần", Contact: true}))
		an, other := h.returned("an")
		link, err = h.Link(an, other)
		h.no(err)
		h.no(h.Rate(context.Background(), link, rating.Answer{Mark: rating.No, Reasons: []string{"money"}}))
		follows, err := h.Follows(h.officer())
		h.no(err)
		if len(follows) != 1 || follows[0].Subject != subject || !follows[0].DueAt.After(h.clock.Now()) {
			h.t.Fatalf("with leave to call: %+v", follows)
		}
		if err := h.Done(h.officer(), follows[0].ID, " "); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("without an outcome: %v", err)
		}
		h.no(h.Done(h.officer(), follows[0].ID, "Đã gọi điện xin lỗi"))
		h.clock.Set(clock.Date("2023-09-15").At(12 * time.Hour))
		follows, err = h.Follows(h.officer())
		h.no(err)
		if len(follows) != 2 || follows[0].Subject != "" || follows[0].Code != "" || follows[1].Outcome == "" {
			h.t.Errorf("after the month: %+v", follows)
		}
		if mine, err := h.Follows(testkit.AsAt(context.Background(), "/elsewhere/", rating.CanFollow)); err != nil || len(mine) != 0 {
			h.t.Errorf("a leader of another unit sees %v, %v", mine, err)
		}
	})
}

func TestCountsForFewAreNotShown(t *testing.T) {
	onBoth(t, func(h *house) {
		lan, subject := h.returned("lan")
		link, err := h.Link(lan, subject)
		h.no(err)
		h.no(h.Rate(context.Background(), link, rating.Answer{Mark: rating.Yes}))
		h.no(h.Sweep(system()))
		h.clock.Set(clock.Date("2023-09-15").At(12 * time.Hour))
		counts, err := h.Published(context.Background())
		h.no(err)
		if len(counts) != 1 || counts[0].Asked != 1 || h.Settings.Shown(counts[0]) {
			h.t.Errorf("one answer: %+v", counts)
		}
	})
}
