package archive

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema, Schema}

// house is the register of a commune with one citizen, Lan, who has an account.
type house struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	*Service
}

const lanNumber = "017195001234"

var commune = Place{UnitID: "u-phu-nghia", Path: "/d/phu-nghia/", Name: "Ủy ban nhân dân xã Phú Nghĩa"}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := &house{t: t, db: d, clock: testkit.Clock()}
		key, err := offline.KeyOf([]byte("the key of a house in a test"))
		h.no(err)
		blobs, err := blob.Open(context.Background(), t.TempDir())
		h.no(err)
		t.Cleanup(func() { _ = blobs.Close() })
		h.Service = New(Needs{DB: d, Clock: h.clock, Trail: audit.New(d, h.clock).Keyed([]byte("key")), Blobs: blobs, Key: key,
			BaseURL: "https://motcua.example.vn", PersonalNo: func(_ context.Context, account string) (string, error) {
				return map[string]string{"account-lan": lanNumber}[account], nil
			}})
		do(h)
	})
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// officer holds the rights of the role at the commune; outsider at another one.
func officer(role string) context.Context {
	return testkit.AsAt(context.Background(), commune.Path, Roles[role]...)
}
func outsider(role string) context.Context {
	return testkit.AsAt(context.Background(), "/d/an-binh/", Roles[role]...)
}

var (
	lan      = testkit.AsCitizen(context.Background(), "account-lan")
	stranger = testkit.AsCitizen(context.Background(), "account-an")
)

// pdf is a file that the store takes for one.
func pdfOf(words string) string { return "%PDF-1.7\n% " + words + "\ntrailer<</Size 1>>\n%%EOF\n" }

func (h *house) file(words string) File {
	h.t.Helper()
	ref, err := h.Blobs.Put(context.Background(), strings.NewReader(pdfOf(words)), 0)
	h.no(err)
	return File{ref.SHA256, ref.Size, ref.Type, "giay.pdf"}
}

func (h *house) issue(change func(*Opening)) *Paper {
	h.t.Helper()
	o := Opening{Subject: "dossier/d1", From: "X28.159.03-230810-0001", AccountID: "account-lan", Office: commune, Procedure: "birth", Title: "Giấy khai sinh",
		Number: "112/2023", IssuedOn: "2023-08-10", SignedBy: "Quách Văn Chủ",
		Holders: []Holder{{Name: "Bùi Thị Lan", PersonalNo: lanNumber}}, Files: []File{h.file("khai sinh")}}
	if change != nil {
		change(&o)
	}
	var p *Paper
	h.no(h.db.Transact(officer("clerk"), func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = h.Issue(ctx, tx, o)
		return err
	}))
	return p
}

// whole says that the record is what the events make, and that all of them wait for the ledger.
func (h *house) whole(p *Paper) {
	h.t.Helper()
	kept, events, err := h.Paper(officer("inspector"), p.ID)
	h.no(err)
	again, err := Replay(events)
	h.no(err)
	if a, b := *kept, *again; a.Version != b.Version || a.State != b.State || a.Successor != b.Successor || a.Prints != b.Prints || a.Code != b.Code {
		h.t.Errorf("the record is %+v, its events make %+v", a, b)
	}
	leaves, err := h.Leaves(context.Background(), p.ID)
	h.no(err)
	for _, l := range leaves {
		if waits, err := h.Trail.Awaits(context.Background(), l.Key); err != nil || !waits {
			h.t.Errorf("leaf %s was not sealed (%v)", l.Key, err)
		}
	}
	if len(leaves) == 0 {
		h.t.Error("nothing of the paper is sealed")
	}
}

func TestAStrangerChecksAPaper(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(func(o *Opening) { o.Until = "2023-12-31" })
		h.whole(p)
		for _, typed := range []string{p.Code, ShownCode(p.Code), strings.ToLower(ShownCode(p.Code)), " " + p.Code[:3] + " " + p.Code[3:]} {
			if f, err := h.ByCode(context.Background(), typed); err != nil || !f.Holds || f.Paper.ID != p.ID {
				h.t.Errorf("by the code %q: %+v, %v", typed, f, err)
			}
		}
		if _, err := h.ByCode(context.Background(), "AAAAA-AAAAA"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a code that nobody gave: %v", err)
		}
		f, err := h.ByFile(context.Background(), strings.NewReader(pdfOf("khai sinh")))
		if err != nil || !f.Holds || !f.ByFile {
			h.t.Errorf("by its file: %+v, %v", f, err)
		}
		if _, err := h.ByFile(context.Background(), strings.NewReader(pdfOf("khai sinH"))); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("one byte changed: %v", err)
		}
		h.clock.Set(time.Date(2024, 1, 1, 0, 30, 0, 0, clock.Zone))
		if f, err := h.ByCode(context.Background(), p.Code); err != nil || f.Holds || !f.Expired {
			h.t.Errorf("the day after its last: %+v, %v", f, err)
		}
	})
}

func TestARevokedPaperIsKnownToEverybody(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		square, err := h.Square(p)
		h.no(err)
		if got, err := h.BySquare(context.Background(), square); err != nil || got.Verdict != offline.Genuine || got.Statement.Holder != "Bùi Thị Lan" {
			h.t.Fatalf("its square says %+v, %v", got, err)
		}
		if _, err := h.Revoke(officer("leader"), At{ID: p.ID}, " "); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("without a reason: %v", err)
		}
		if _, err := h.Revoke(officer("clerk"), At{ID: p.ID}, "Cấp nhầm"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("by a clerk: %v", err)
		}
		if _, err := h.Revoke(outsider("leader"), At{ID: p.ID}, "Cấp nhầm"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("by the leader of another commune: %v", err)
		}
		if _, err := h.Revoke(officer("leader"), At{ID: p.ID, Seen: p.Version}, "Cấp nhầm"); err != nil {
			h.t.Fatal(err)
		}
		h.whole(p)
		if _, err := h.Revoke(officer("leader"), At{ID: p.ID}, "Cấp nhầm"); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("twice: %v", err)
		}
		if f, err := h.ByCode(context.Background(), p.Code); err != nil || f.Holds || f.Paper.State != Revoked || f.Paper.Reason != "Cấp nhầm" {
			h.t.Errorf("by its code: %+v, %v", f, err)
		}
		if got, err := h.BySquare(context.Background(), square); err != nil || got.Verdict != offline.RevokedNow {
			h.t.Errorf("the house says of its square %q, %v", got.Verdict, err)
		}
		list, err := h.RevokedList(context.Background())
		h.no(err)
		carried, err := h.Keys().ReadRevoked(list)
		h.no(err)
		if got := h.Keys().Check(square, carried, "2023-08-11"); got.Verdict != offline.RevokedNow {
			h.t.Errorf("without a network its square is %q", got.Verdict)
		}
	})
}

func TestAReplacedPaperLeadsToTheLastOneInItsPlace(t *testing.T) {
	onBoth(t, func(h *house) {
		first := h.issue(nil)
		second, err := h.Replace(officer("leader"), At{ID: first.ID, Seen: first.Version}, Corrected{Files: []File{h.file("sửa tên")}, Reason: "Sai tên mẹ"})
		h.no(err)
		if _, err := h.Replace(officer("clerk"), At{ID: second.ID}, Corrected{Reason: "Sai ngày sinh"}); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a clerk corrects what a leader decided: %v", err)
		}
		if second.SignedBy != actor.Of(officer("leader")).Name {
			h.t.Errorf("the corrected paper is in the name of %q", second.SignedBy)
		}
		third, err := h.Replace(officer("leader"), At{ID: second.ID}, Corrected{Number: "113/2023", Files: []File{h.file("sửa lần hai")}, Reason: "Sai ngày sinh"})
		h.no(err)
		for _, p := range []*Paper{first, second, third} {
			h.whole(p)
		}
		f, err := h.ByFile(context.Background(), strings.NewReader(pdfOf("khai sinh")))
		h.no(err)
		if f.Holds || f.Paper.State != Replaced || f.Successor == nil || f.Successor.ID != third.ID || f.Successor.Number != "113/2023" {
			h.t.Errorf("the first file leads to %+v", f.Successor)
		}
		if _, err := h.Replace(officer("leader"), At{ID: first.ID}, Corrected{Reason: "Lần nữa"}); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("what was replaced is replaced again: %v", err)
		}
		mine, _, err := h.Mine(lan, "")
		if err != nil || len(mine) != 3 || mine[0].ID != third.ID || mine[0].Replaces != second.ID {
			h.t.Errorf("her store has %d papers, %v", len(mine), err)
		}
	})
}

func TestAPersonsStoreIsTheirsAlone(t *testing.T) {
	onBoth(t, func(h *house) {
		online := h.issue(nil)
		atCounter := h.issue(func(o *Opening) {
			o.Subject, o.AccountID, o.Files = "dossier/d2", "", []File{h.file("tại quầy")}
		})
		h.issue(func(o *Opening) {
			o.Subject, o.AccountID, o.Holders = "dossier/d3", "", []Holder{{Name: "Ai đó", PersonalNo: "017195009999"}}
		})
		mine, next, err := h.Mine(lan, "")
		if err != nil || next != "" || len(mine) != 2 || mine[0].ID != atCounter.ID || mine[1].ID != online.ID {
			h.t.Fatalf("her store has %d papers, %v", len(mine), err)
		}
		if theirs, _, err := h.Mine(stranger, ""); err != nil || len(theirs) != 0 {
			h.t.Errorf("a stranger's store has %d papers, %v", len(theirs), err)
		}
		if _, err := h.MyPaper(stranger, online.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a stranger asks for her paper: %v", err)
		}
		sha := online.Files[0].SHA256
		if _, _, err := h.Open(stranger, online.ID, sha, ""); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a stranger opens her file: %v", err)
		}
		if _, _, err := h.Open(outsider("leader"), online.ID, sha, "Hồ sơ 1"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("the leader of another commune opens her file: %v", err)
		}
		if _, _, err := h.Open(officer("leader"), online.ID, sha, ""); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("an officer who does not say what for: %v", err)
		}
		_, r, err := h.Open(officer("leader"), online.ID, sha, "Đối chiếu hồ sơ X28.159.03-230811-0002")
		h.no(err)
		var got bytes.Buffer
		_, _ = got.ReadFrom(r)
		_ = r.Close()
		if got.String() != pdfOf("khai sinh") {
			h.t.Errorf("the officer was given %q", got.String())
		}
		looks, err := h.Looks(lan, online)
		if err != nil || len(looks) != 1 || !strings.Contains(looks[0].Purpose, "230811-0002") {
			h.t.Errorf("she sees %d looks, %v", len(looks), err)
		}
	})
}

func TestTheOfficesRegisterIsSearchedWithoutMarksAndPaged(t *testing.T) {
	onBoth(t, func(h *house) {
		var last *Paper
		for i := range pageSize + 3 {
			last = h.issue(func(o *Opening) { o.Number, o.Files = "A"+string(rune('a'+i%26)), nil })
		}
		other := h.issue(func(o *Opening) { o.Holders, o.Files = []Holder{{Name: "Đinh Công Tráng"}}, nil })
		_, err := h.Revoke(officer("leader"), At{ID: last.ID}, "Cấp nhầm")
		h.no(err)
		page, next, err := h.Register(officer("reception"), Query{})
		if err != nil || len(page) != pageSize || next == "" || page[0].ID != other.ID {
			h.t.Fatalf("the first page has %d papers, next %q, %v", len(page), next, err)
		}
		rest, next, err := h.Register(officer("reception"), Query{Before: next})
		if err != nil || len(rest) != 4 || next != "" {
			h.t.Errorf("the second page has %d papers, next %q, %v", len(rest), next, err)
		}
		for words, want := range map[string]int{"dinh cong trang": 1, "Đinh Tráng": 1, "tráng đi": 1, "tr%ng": 0, "ang": 0, other.Code: 1} {
			if got, _, err := h.Register(officer("reception"), Query{Words: words}); err != nil || len(got) != want {
				h.t.Errorf("%q finds %d, wanted %d, %v", words, len(got), want, err)
			}
		}
		if got, _, err := h.Register(officer("reception"), Query{State: Revoked}); err != nil || len(got) != 1 || got[0].ID != last.ID {
			h.t.Errorf("revoked are %d, %v", len(got), err)
		}
		if got, _, err := h.Register(outsider("leader"), Query{}); err != nil || len(got) != 0 {
			h.t.Errorf("the other commune sees %d, %v", len(got), err)
		}
	})
}

func TestEachPrintIsCounted(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		for _, ctx := range []context.Context{officer("reception"), lan} {
			_, err := h.Slip(ctx, p.ID)
			h.no(err)
		}
		if _, err := h.Slip(stranger, p.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a stranger prints: %v", err)
		}
		kept, events, err := h.Paper(officer("leader"), p.ID)
		if err != nil || kept.Prints != 2 || len(events) != 3 || events[1].PersonName == "" {
			h.t.Errorf("%d prints, %d events, %v", kept.Prints, len(events), err)
		}
		h.whole(p)
	})
}

func TestEventsCannotBeEdited(t *testing.T) {
	onBoth(t, func(h *house) {
		h.issue(nil)
		testkit.AppendOnly(h.t, h.db, "archive_event")
	})
}

func TestTheSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestALongNameIsCutBetweenLetters(t *testing.T) {
	if got := short("Ủy ban", 7); got != "Ủ…" && got != "Ủy…" || len(got) > 7 {
		t.Errorf("cut to %q", got)
	}
	if got := short("xã", 100); got != "xã" {
		t.Errorf("cut to %q", got)
	}
}

func TestTheSlipCarriesTheSquare(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		name, file, err := h.SlipPDF(lan, p.ID)
		if err != nil || !strings.HasPrefix(string(file), "%PDF-") || !strings.Contains(name, p.Code) {
			h.t.Fatalf("%s of %d bytes, %v", name, len(file), err)
		}
		for who, ctx := range map[string]context.Context{"a stranger": stranger, "another commune": outsider("reception")} {
			if _, _, err := h.SlipPDF(ctx, p.ID); !fault.Is(err, fault.NotFound) {
				h.t.Errorf("%s prints it: %v", who, err)
			}
		}
		if _, _, err := h.SlipPDF(officer("inspector"), p.ID); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("an inspector prints it: %v", err)
		}
	})
}
