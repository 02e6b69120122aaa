package dossier_test

import (
	"bytes"
	"context"
	"net/url"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// scan is a picture that an officer sends with a form.
func (h *house) scan(who context.Context, grey byte) dossier.File {
	h.t.Helper()
	u, err := h.Upload(who, "ket-qua.jpg", bytes.NewReader(photograph(h.t, grey)))
	h.no(err)
	return dossier.File{SHA256: u.SHA256, Size: u.Size, Type: u.Type, Name: u.Name}
}

// A result that the leader signed by hand, on paper, becomes a file that the digitiser answers for, in the holder's store and in
// the figures.
func TestAResultOnPaperIsDigitisedAtIssue(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d := h.atWork()
		at := dossier.At{ID: d.ID}
		h.enters(desk)
		h.finish(d)
		if r := h.flagsOf(d).Flags.Result; r == nil || *r != (dossier.ResultFlags{Issued: true}) {
			t.Fatalf("on paper only: %+v", r)
		}
		_, err := h.AskDigitising(as("reception", h.neighbour()), at, []int{2}, h.scan(desk, 90))
		h.refuses(err, fault.NotFound, "dossier.not-found")
		_, err = h.AskDigitising(desk, at, []int{1})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != "dossier.digitise.no-scan" {
			t.Fatalf("without a picture: %v", err)
		}
		_, err = h.AskDigitising(desk, at, []int{3}, h.scan(desk, 90), h.scan(desk, 91))
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != "dossier.digitise.pages-differ" {
			t.Fatalf("three pages, two pictures: %v", err)
		}
		b, err := h.AskDigitising(desk, at, []int{2}, h.scan(desk, 90), h.scan(desk, 91))
		h.no(err)
		h.no(h.Sign.SignWith(desk, b, keyPassword))
		n, err := h.TakeDigitised(desk, b)
		h.no(err)
		v := h.now(d)
		r := v.Result
		if n != 1 || r.Digitised == nil || r.Digitised.Pages != 2 || len(r.Files) != 1 || r.Files[0].Type != blob.PDF || v.State != dossier.Done {
			t.Fatalf("%d were digitised, the result is %+v", n, r)
		}
		h.isASignedPDFA(r.Files[0])
		h.no(h.Check(desk, d.ID))

		mine, _, err := h.Archive.Mine(lan, "")
		h.no(err)
		p := mine[0]
		if len(p.Files) != 1 || p.Files[0].SHA256 != r.Files[0].SHA256 || p.Digitised == nil || p.Digitised.Pages != 2 || p.Digitised.On != clock.DateOf(r.Digitised.At) || p.Digitised.By != r.Digitised.By {
			t.Errorf("in her store: %+v of %+v", p, r)
		}
		h.no(h.Archive.Check(desk, p.ID))
		if f := h.flagsOf(d).Flags.Result; f == nil || *f != (dossier.ResultFlags{Files: 1, Issued: true}) {
			t.Errorf("in the figures: %+v", f)
		}
		_, err = h.AskDigitising(desk, at, []int{2}, h.scan(desk, 90))
		h.refuses(err, fault.Conflict, "dossier.digitise.result-is-file")
	})
}

// What came with the number is what is digitised, unless it is signed already: then it is a file, and stays what it is.
func TestScansThatCameWithTheNumberAreDigitised(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		h.enters(desk)
		all := h.approved(2)
		number := func(d *dossier.Dossier, f dossier.File) dossier.At {
			h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Number(desk, at, "", []dossier.File{f}) })
			return dossier.At{ID: d.ID}
		}
		b, err := h.AskDigitising(desk, number(all[0], h.scan(desk, 80)), []int{1})
		h.no(err)
		h.no(h.Sign.SignWith(desk, b, keyPassword))
		if n, err := h.TakeDigitised(desk, b); n != 1 || err != nil {
			t.Fatalf("%d were digitised, %v", n, err)
		}
		signed := h.now(all[0]).Result.Files[0]
		u, err := h.Upload(desk, "da-ky.pdf", bytes.NewReader(h.bytesOf(signed)))
		h.no(err)
		_, err = h.AskDigitising(desk, number(all[1], dossier.File{SHA256: u.SHA256, Size: u.Size, Type: u.Type, Name: u.Name}), []int{1})
		h.refuses(err, fault.Conflict, "dossier.digitise.nothing")
	})
}

func TestTheDeskDigitisesAResult(t *testing.T) {
	d := newDesk(t)
	desk := as("reception", d.commune)
	x := d.atWork()
	d.finish(x)
	home := "/lam-viec/ho-so/" + x.ID
	front := d.sit("reception").open(home).lacks("Số hóa giấy tờ")
	d.enters(desk)
	front.open(home).reads("Số hóa giấy tờ", "Trả kết quả")
	front.open(home+"/digitise").reads("Ảnh chụp, bản quét kết quả đã ký, đóng dấu", "Số trang của bản giấy")
	front.send(home+"/digitise", url.Values{"trang-1": {"1"}}).reads("Vui lòng chụp hoặc quét bản giấy đã ký, đóng dấu.", `value="1"`)
	front.upload(home+"/digitise", "file", "gks.jpg", photograph(t, 70), url.Values{"trang-1": {"2"}}).reads("Tệp có 1 trang", "gks.jpg")
	front.upload(home+"/digitise", "file", "gks.jpg", photograph(t, 70), url.Values{"trang-1": {"1"}}).reads("Ký số giấy tờ đã số hóa", "Kết quả số")
	front.send(front.at, url.Values{"password": {keyPassword}}).reads("Đã ký 1 trên 1 tệp")
	front.open(home).reads("Đã số hóa 1 trang").lacks("/digitise\"")
}
