package dossier_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ocr"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/queue"
	paper "github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// says recognises the same two lines on every page, or fails.
type says struct{ err error }

func (s *says) Read(context.Context, paper.Picture) ([]paper.Word, error) {
	return []paper.Word{{Text: "Giấy", Line: 1}, {Text: "báo", Line: 1}, {Text: "tử", Line: 2}}, s.err
}

// withLater gives the desk a queue, and a reader; nil reads nothing.
func (h *house) withLater(r paper.Reader) {
	h.Queue, h.Reader = queue.New(h.db, h.clock, nil), r
	h.t.Cleanup(h.Queue.Close)
	h.Queue.Listen(h.Service.Listeners()...)
}

func (h *house) later() {
	h.t.Helper()
	_, err := h.Queue.WorkOff(actor.AsSystem(context.Background(), "test"))
	h.no(err)
}

// digitisedAt digitises what was photographed, and returns the signed file of the first paper.
func (h *house) digitisedAt(desk context.Context, d *dossier.Dossier, counts ...int) dossier.File {
	h.t.Helper()
	h.enters(desk)
	b, err := h.AskDigitising(desk, dossier.At{ID: d.ID}, counts)
	h.no(err)
	h.no(h.Sign.SignWith(desk, b, keyPassword))
	_, err = h.TakeDigitised(desk, b)
	h.no(err)
	v, err := h.Open(desk, d.ID)
	h.no(err)
	return v.Papers[0].Files[0]
}

func TestDigitisedPapersAreReadBesideTheirFiles(t *testing.T) {
	onBoth(t, func(h *house) {
		h.withLater(&says{})
		desk := as("reception", h.commune)
		d := h.photographed()
		f := h.digitisedAt(desk, d, 2, 1)
		before := h.bytesOf(f)
		_, _, err := h.OpenText(desk, d.ID, f.SHA256)
		h.refuses(err, fault.NotFound, "dossier.file-not-found")
		h.later()
		_, got, err := h.OpenText(desk, d.ID, f.SHA256)
		h.no(err)
		if got.Pages != 2 || len(got.Words) != 2 || got.Words[1] != "Giấy báo\ntử" {
			t.Errorf("it was read as %+v", got)
		}
		if !bytes.Equal(before, h.bytesOf(f)) {
			t.Error("the signed file is another one now")
		}
		v, err := h.Open(desk, d.ID)
		h.no(err)
		for _, e := range v.Events {
			if strings.Contains(e.Data, "Giấy báo") {
				t.Errorf("the words stand in the event %s", e.Kind)
			}
		}
		h.no(h.Check(desk, d.ID))
		looks, err := h.Trail.Looks(desk, d.Subject(), 10)
		h.no(err)
		if len(looks) == 0 || !strings.Contains(looks[0].Data, "text:"+f.Name) {
			t.Errorf("the look at the text is not in the trail: %+v", looks)
		}
		for who, ctx := range map[string]context.Context{"another office": testkit.AsAt(context.Background(), "/elsewhere/", dossier.CanView, dossier.CanUnmask), "the applicant": lan, "nobody": context.Background(),
			"who may not see personal data": testkit.AsAt(context.Background(), h.commune.Path, dossier.CanView)} {
			if _, _, err := h.OpenText(ctx, d.ID, f.SHA256); err == nil {
				t.Errorf("%s reads the text", who)
			}
		}
		other := h.photographed()
		_, _, err = h.OpenText(desk, other.ID, f.SHA256)
		h.refuses(err, fault.NotFound, "dossier.file-not-found")
	})
}

func TestWhereNobodyReadsItWaitsForAReader(t *testing.T) {
	onBoth(t, func(h *house) {
		h.withLater(nil)
		desk := as("reception", h.commune)
		d := h.photographed()
		f := h.digitisedAt(desk, d, 2, 1)
		h.later()
		h.no(h.ReadLeft(desk)) // nobody reads yet
		h.later()
		_, _, err := h.OpenText(desk, d.ID, f.SHA256)
		h.refuses(err, fault.NotFound, "dossier.file-not-found")
		bad := &says{err: errors.New("no light")}
		h.Reader = bad
		h.no(h.ReadLeft(desk))
		h.later()
		bad.err = nil
		h.clock.Advance(time.Hour) // the queue tries once more
		h.later()
		if _, got, err := h.OpenText(desk, d.ID, f.SHA256); err != nil || got.Pages != 2 {
			t.Errorf("with a reader, and after a try that failed: %+v, %v", got, err)
		}
	})
}

func TestTheTextGoesWithItsFile(t *testing.T) {
	onBoth(t, func(h *house) {
		h.withLater(&says{})
		desk := as("reception", h.commune)
		kept := h.digitisedAt(desk, h.photographed(), 2, 1)
		ref, err := h.Blobs.Put(desk, bytes.NewReader(photograph(t, 7)), 0)
		h.no(err)
		h.later()
		const words = `INSERT INTO dossier_recognised (sha256, size, state, pages, words, at) VALUES (?, 1, 'read', 1, '["x"]', ?)`
		h.no(h.db.Transact(desk, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw(words, ref.SHA256, h.clock.Now()).Exec(ctx)
			for _, sha := range []string{ref.SHA256, kept.SHA256} {
				_, more := tx.NewRaw("INSERT INTO dossier_loose (sha256, at) VALUES (?, ?)", sha, h.clock.Now()).Exec(ctx)
				err = errors.Join(err, more)
			}
			return err
		}))
		h.clock.Advance(8 * 24 * time.Hour)
		h.no(h.Sweep(desk))
		var left []string
		h.no(h.db.Read().NewRaw("SELECT sha256 FROM dossier_recognised").Scan(desk, &left))
		if strings.Contains(fmt.Sprint(left), ref.SHA256) || !strings.Contains(fmt.Sprint(left), kept.SHA256) {
			t.Errorf("texts of %v are left; want that of the dossier's file, and not that of the file that is gone", left)
		}
		if _, err := h.Blobs.Open(desk, blob.Ref{SHA256: ref.SHA256, Size: ref.Size, Type: ref.Type}); err == nil {
			t.Error("the file is still there")
		}
	})
}

func TestTheDeskSeesWhetherAPaperWasRead(t *testing.T) {
	d := newDesk(t)
	d.withLater(nil)
	x := d.photographed()
	f := d.digitisedAt(as("reception", d.commune), x, 2, 1)
	home := "/lam-viec/ho-so/" + x.ID
	front := d.sit("reception").open(home).reads("Đang đọc chữ")
	d.later()
	front.open(home).reads("chưa cài phần đọc chữ")
	d.Reader = &says{}
	d.no(d.ReadLeft(as("reception", d.commune)))
	d.later()
	front.open(home).reads("Đã đọc chữ: 2 trang", "Đã đọc chữ: 1 trang")
	front.open(home+"/tep/"+f.SHA256+"/chu").reads("Trang 2", "Giấy báo", "có thể sai", f.Name)
	d.sit("supervisor").open(home + "/tep/" + f.SHA256 + "/chu").lacks("Giấy báo")
	front.open(home + "/nhat-ky")
	d.sit("leader").open(home + "/nhat-ky").reads("chữ máy đọc của tệp " + f.Name)
}

// With the real reader: what was printed is found in the text of the signed file.
func TestAPhotographedPaperIsReadByTesseract(t *testing.T) {
	reader, err := ocr.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, testkit.SQLite(t, schemas))
	h.withLater(reader)
	raw, err := pdf.Render(t.Context(), pdf.Paper{Title: "Giấy chứng sinh", HTML: `<h1>Giấy chứng sinh</h1><p>Số: 112/2019</p><p>Họ, chữ đệm, tên mẹ: Bùi Thị Lan</p>`})
	h.no(err)
	desk := as("reception", h.commune)
	dr := h.counterDraft(desk)
	h.no(paper.Pages(t.Context(), raw, func(p paper.Picture) error {
		_, err := h.Attach(desk, dr.ID, dossier.Paper{Key: h.firstPaper(dr), Name: "Giấy chứng sinh", Form: "original", Count: 1}, "a.jpg", bytes.NewReader(p.JPEG))
		return err
	}))
	d, err := h.TakeIn(desk, dr.ID)
	h.no(err)
	f := h.digitisedAt(desk, d, 1)
	h.later()
	_, got, err := h.OpenText(desk, d.ID, f.SHA256)
	h.no(err)
	if said := strings.Join(got.Words, " "); !strings.Contains(said, "112/2019") || !strings.Contains(said, "Bùi Thị Lan") {
		t.Errorf("it reads %q", said)
	}
}
