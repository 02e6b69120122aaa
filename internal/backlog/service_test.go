package backlog

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

func TestAPileBecomesPapers(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		all := h.scanned(b, "|12|3", scan.Way{Separators: true})
		if len(all) != 2 || len(all[0].Images) != 2 || len(all[1].Images) != 1 || all[1].Ord != 2 || all[0].State != Scanned {
			t.Fatalf("the pile became %+v", all)
		}
		all = h.scanned(b, "4567", scan.Way{Each: 2, BothSides: true})
		if len(all) != 4 || len(all[3].Images) != 2 || all[3].Ord != 4 {
			t.Fatalf("with two sides more it is %d papers", len(all))
		}
		g, err := h.Guesses(h.hoa(), all[0])
		h.no(err)
		if g[FieldNumber].Value != "77/2015" || g[FieldIssued].Value != "2015-03-09" || g[FieldHolder].Value != "Bùi Thị Lan" || g[FieldHolder].Sure != 0.5 {
			t.Errorf("the machine reads %+v", g)
		}
		_, err = h.Bring(h.hoa(), b.ID, scan.Way{}, []Upload{{"x.txt", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("no scan")), nil }}})
		h.refuses(err, fault.Invalid, "backlog.bad-file")
		_, err = h.Bring(h.hoa(), b.ID, scan.Way{}, nil)
		h.refuses(err, fault.Invalid, "backlog.no-files")
		h.scanned(b, "123", scan.Way{Each: 1, BothSides: true})
		loads, open, err := h.Loads(h.hoa(), b.ID)
		h.no(err)
		if open[0] || !strings.Contains(loads[0].Failed, "mặt trước") || loads[1].Papers != 2 {
			t.Errorf("three sides as fronts and backs: %+v", loads[0])
		}
	})
}

func TestThePileIsTakenApartOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		l, err := h.Bring(h.hoa(), b.ID, scan.Way{}, pile(t, "12"))
		h.no(err)
		for range 2 {
			h.no(h.takeApart(actor.AsSystem(context.Background(), "test"), l.ID))
		}
		if all, _, err := h.Papers(h.hoa(), b.ID, Query{}); err != nil || len(all) != 2 {
			t.Errorf("heard twice it made %d papers (%v), want 2", len(all), err)
		}
	})
}

func TestASecondPersonChecks(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		p := h.scanned(b, "1", scan.Way{})[0]
		at := func(p *Paper) At { return At{p.ID, p.Version} }
		_, err := h.Enter(h.hoa(), at(p), Fields{Number: "1", IssuedOn: "2099-01-01", PersonalNo: "12"}, false)
		f := fault.As(err)
		if f == nil || len(f.Fields) != 3 {
			t.Fatalf("three things are wrong, it says %v", err)
		}
		entered, err := h.Enter(h.hoa(), at(p), fields(1), false)
		h.no(err)
		_, err = h.Check(h.hoa(), at(entered), fields(1))
		h.refuses(err, fault.Forbidden, "backlog.own-work")
		if mine, err := h.Next(h.hoa(), b.ID, ToCheck); err != nil || mine != nil {
			t.Errorf("her own paper is offered to check: %v (%v)", mine, err)
		}
		_, err = h.Check(h.tuan(), at(p), fields(1))
		h.refuses(err, fault.Conflict, "backlog.changed")
		h.refuses(h.SendBack(h.tuan(), at(entered), ToCheck, " "), fault.Invalid, "backlog.reason-missing")
		h.no(h.SendBack(h.tuan(), at(entered), ToCheck, "Thiếu trang 2"))
		back, _, err := h.Paper(h.hoa(), p.ID)
		h.no(err)
		if back.State != Scanned || back.Note != "Thiếu trang 2" || back.Fields.Number != "1/2015" {
			t.Errorf("sent back it is %+v", back)
		}
		entered, err = h.Enter(h.hoa(), at(back), fields(1), false)
		h.no(err)
		right := fields(1)
		right.Holder = "Bùi Thị Lân"
		checked, err := h.Check(h.tuan(), at(entered), right)
		h.no(err)
		if checked.State != Checked || checked.Fields.Holder != "Bùi Thị Lân" || checked.Draw != NotDrawn {
			t.Errorf("checked it is %+v", checked)
		}
		progress, err := h.Batch(h.hoa(), b.ID)
		h.no(err)
		if progress.Check != (Accuracy{1, 5, 1}) || progress.Ready != 1 || progress.Past(Entered) != 1 {
			t.Errorf("the progress says %+v", progress)
		}
	})
}

func TestADrawnPaperIsTypedAnewUnseen(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(100)
		p := h.scanned(b, "1", scan.Way{})[0]
		p, err := h.Enter(h.hoa(), At{ID: p.ID}, fields(1), false)
		h.no(err)
		p, err = h.Check(h.tuan(), At{ID: p.ID}, fields(1))
		h.no(err)
		if p.Draw != Drawn || p.ready() {
			t.Fatalf("of every paper drawn this one is %q", p.Draw)
		}
		_, err = h.Retype(h.tuan(), At{ID: p.ID}, fields(1))
		h.refuses(err, fault.Forbidden, "backlog.own-work")
		other := fields(1)
		other.Number = "7/2015"
		same, err := h.Retype(h.hoa(), At{ID: p.ID}, other)
		h.no(err)
		p, _, err = h.Paper(h.hoa(), p.ID)
		h.no(err)
		if same || p.State != Entered || p.Fields.Number != "7/2015" || p.Note == "" {
			t.Errorf("typed otherwise it is %+v", p)
		}
		p, err = h.Check(h.tuan(), At{ID: p.ID}, fields(1))
		h.no(err)
		if !p.ready() {
			t.Error("looked at a third time it is drawn again")
		}
		progress, err := h.Batch(h.hoa(), b.ID)
		h.no(err)
		if r, ok := progress.Retype.Right(); !ok || r != 0.8 {
			t.Errorf("one of five fields was wrong: it says %v", r)
		}
	})
}

func TestTwoPeopleNeverGetTheSamePaper(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		h.scanned(b, "123456", scan.Way{})
		var mu sync.Mutex
		got := map[string]string{}
		var all sync.WaitGroup
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			all.Go(func() {
				p, err := h.Next(h.as(name, "reception"), b.ID, ToEnter)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err != nil:
					t.Error(err)
				case p != nil && got[p.ID] != "":
					t.Errorf("%s and %s have the same paper", name, got[p.ID])
				case p != nil:
					got[p.ID] = name
				}
			})
		}
		all.Wait()
		if len(got) != 6 {
			t.Errorf("%d papers are in hand, want 6", len(got))
		}
		h.clock.Advance(heldFor + time.Second)
		if p, err := h.Next(h.as("h", "reception"), b.ID, ToEnter); err != nil || p == nil {
			t.Errorf("what somebody forgot is offered to nobody (%v)", err)
		}
	})
}

func TestTheSamePaperTwiceIsAsked(t *testing.T) {
	onBoth(t, func(h *house) {
		all := h.scanned(h.begun(0), "12", scan.Way{})
		_, err := h.Enter(h.hoa(), At{ID: all[0].ID}, fields(1), false)
		h.no(err)
		twin := fields(1)
		twin.Number = " 1/2015"
		_, err = h.Enter(h.hoa(), At{ID: all[1].ID}, twin, false)
		h.refuses(err, fault.Invalid, "backlog.twice")
		_, err = h.Enter(h.hoa(), At{ID: all[1].ID}, twin, true)
		h.no(err)
	})
}

func TestSignedAndSharedItIsFoundByItsHolder(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		for i, p := range h.scanned(b, "123", scan.Way{}) {
			_, err := h.Enter(h.hoa(), At{ID: p.ID}, fields(i+1), false)
			h.no(err)
			_, err = h.Check(h.tuan(), At{ID: p.ID}, fields(i+1))
			h.no(err)
		}
		_, err := h.AskSigning(h.hoa(), b.ID)
		h.refuses(err, fault.Conflict, "sign.no-key")
		h.getsKey(h.hoa())
		asked, err := h.AskSigning(h.hoa(), b.ID)
		h.no(err)
		h.no(h.Sign.SignWith(h.hoa(), asked, keyPassword))
		n, err := h.TakeSigned(h.hoa(), asked)
		h.no(err)
		if n != 3 {
			t.Fatalf("%d are signed, want 3: %+v", n, asked.Requests[0])
		}
		if n, err = h.Share(h.hoa(), b.ID); err != nil || n != 3 {
			t.Fatalf("%d are shared (%v), want 3", n, err)
		}
		if n, err = h.Share(h.hoa(), b.ID); err != nil || n != 0 {
			t.Errorf("once more %d are shared (%v)", n, err)
		}
		lan := testkit.AsCitizen(context.Background(), "account-lan")
		mine, _, err := h.Archive.Mine(lan, "")
		h.no(err)
		if len(mine) != 3 || mine[0].Title != "Giấy khai sinh" || mine[0].Digitised == nil || mine[0].Digitised.Pages != 1 || mine[0].IssuedOn != "2015-03-09" {
			t.Fatalf("she finds %+v", mine)
		}
		h.sound(mine[0])
		h.no(h.Archive.Check(context.Background(), mine[0].ID))
		all, _, err := h.Papers(h.hoa(), b.ID, Query{State: Shared, Words: "lan 2/2015"})
		h.no(err)
		if len(all) != 1 || all[0].PaperID == "" {
			t.Errorf("found are %+v", all)
		}
		h.tellsOfLooks(all[0], lan, mine)
	})
}

// tellsOfLooks holds that whoever looks at a shared paper at the station is named to its holder.
func (h *house) tellsOfLooks(p *Paper, holder context.Context, mine []*archive.Paper) {
	h.t.Helper()
	at := slices.IndexFunc(mine, func(m *archive.Paper) bool { return m.ID == p.PaperID })
	before, err := h.Archive.Looks(holder, mine[at])
	h.no(err)
	_, _, err = h.See(h.tuan(), p.ID)
	h.no(err)
	_, _, content, err := h.Open(h.tuan(), p.ID, p.File.SHA256)
	h.no(err)
	h.no(content.Close())
	after, err := h.Archive.Looks(holder, mine[at])
	h.no(err)
	if len(before) != 0 || len(after) != 2 || after[0].PersonName != "Quách Văn Tuấn" || after[0].Purpose != "Xem lại ở bàn số hóa, lô Sổ 2015, cặp 1" {
		h.t.Errorf("two looks are told as %+v, before %+v", after, before)
	}
}

// sound says that the file of a paper is a PDF that others take, signed by the digitiser, with its text.
func (h *house) sound(p *archive.Paper) {
	h.t.Helper()
	r, err := h.Blobs.Open(context.Background(), blob.Ref{SHA256: p.Files[0].SHA256, Size: p.Files[0].Size, Type: blob.PDF})
	h.no(err)
	defer r.Close()
	raw, err := io.ReadAll(r)
	h.no(err)
	trust, err := h.Sign.Trust(context.Background())
	h.no(err)
	if report := pades.Validate(bytes.Clone(raw), trust); len(report.Signatures) != 1 || report.Verdict == pades.Invalid || report.Signatures[0].Signer != "Bùi Thị Hoa" {
		h.t.Errorf("a stranger sees %+v", report)
	}
	path := filepath.Join(h.t.TempDir(), "x.pdf")
	h.no(os.WriteFile(path, raw, 0o600))
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		h.t.Errorf("qpdf: %s", out)
	}
	if out, err := exec.Command("pdfsig", "-nocert", path).CombinedOutput(); err != nil || !strings.Contains(string(out), "Signature is Valid") {
		h.t.Errorf("pdfsig: %s", out)
	}
	if out, err := exec.Command("pdftotext", path, "-").CombinedOutput(); err != nil || !strings.Contains(string(out), "77/2015") {
		h.t.Errorf("its text is %s", out)
	}
}

func TestStrangersSeeNothing(t *testing.T) {
	onBoth(t, func(h *house) {
		b := h.begun(0)
		p := h.scanned(b, "1", scan.Way{})[0]
		stranger := testkit.AsAt(context.Background(), "/elsewhere/", CanView, CanWork, CanSign)
		for name, err := range map[string]error{
			"batch":  second(h.Batch(stranger, b.ID)),
			"paper":  third(h.Paper(stranger, p.ID)),
			"next":   second(h.Next(stranger, b.ID, ToEnter)),
			"enter":  second(h.Enter(stranger, At{ID: p.ID}, fields(1), false)),
			"bring":  second(h.Bring(stranger, b.ID, scan.Way{}, pile(t, "1"))),
			"sign":   second(h.AskSigning(stranger, b.ID)),
			"shares": second(h.Share(stranger, b.ID)),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s for a stranger: %v, want not found", name, err)
			}
		}
		leader := h.as("Đinh Văn Tâm", "supervisor")
		if _, err := h.Batch(leader, b.ID); err != nil {
			t.Error(err)
		}
		if _, _, err := h.Papers(leader, b.ID, Query{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("personal data for whoever only sees progress: %v", err)
		}
		_, err := h.Begin(stranger, Batch{UnitID: h.commune.ID, Kind: "x", Name: "y"})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger opens a batch: %v", err)
		}
	})
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }
