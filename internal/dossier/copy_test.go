package dossier_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// scanned is a sheet as a scanner writes it: white, with a stamp in the colour.
func (h *house) scanned(wide, high int, stamp color.Color) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := range high / 4 {
		for x := range wide / 4 {
			img.Set(x+wide/2, y+high/2, stamp)
		}
	}
	return img
}

var red, grey = color.RGBA{200, 20, 20, 255}, color.Gray{90}

func (h *house) jpegOf(img image.Image) []byte {
	h.t.Helper()
	var b bytes.Buffer
	h.no(jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

func (h *house) pngOf(img image.Image) []byte {
	h.t.Helper()
	var b bytes.Buffer
	h.no(png.Encode(&b, img))
	return b.Bytes()
}

// keeps stores files as an officer who uploads them.
func (h *house) keeps(files ...[]byte) []dossier.File {
	h.t.Helper()
	var out []dossier.File
	for _, raw := range files {
		f, err := h.Store(as("reception", h.commune), "trang", bytes.NewReader(raw))
		h.no(err)
		out = append(out, f)
	}
	return out
}

// copyAsked is a dossier for a certified copy, just received.
func (h *house) copyAsked() *dossier.Dossier {
	h.t.Helper()
	p, err := h.catalog.Find(context.Background(), copiesOfOriginals)
	h.no(err)
	front := as("reception", h.commune)
	v, err := h.catalog.Current(front, p.ID, clock.DateOf(h.clock.Now()))
	h.no(err)
	kase, _ := v.Case("")
	dr, err := h.Start(front, p.ID, kase.Key, h.commune.ID)
	h.no(err)
	dr, err = h.Save(front, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Submitter = person, person
		return nil
	})
	h.no(err)
	d, err := h.TakeIn(front, dr.ID)
	h.no(err)
	return d
}

var diploma = dossier.Original{Name: "Bằng tốt nghiệp trung học phổ thông", Number: "B 123456", On: "2014-08-15", Issuer: "Sở Giáo dục và Đào tạo tỉnh Hòa Bình", Pages: 2}

// copyApproved brings a dossier with a copy of two pages to the leader, who signs it.
func (h *house) copyApproved() *dossier.Dossier {
	h.t.Helper()
	front, clerk, chair := as("reception", h.commune), as("specialist", h.commune), as("leader", h.commune)
	files := h.keeps(h.jpegOf(h.scanned(1654, 2339, red)), h.pngOf(h.scanned(827, 1169, grey)))
	d := h.step(h.copyAsked(), func(at dossier.At) (*dossier.Dossier, error) {
		return h.MakeCopy(front, at, dossier.Scanned{Original: diploma, Files: files})
	})
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(front, at, "") })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
	h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
		return h.Propose(clerk, at, dossier.Proposal{Text: "Bản sao được chứng thực"})
	})
	if _, err := h.Approve(chair, dossier.At{ID: d.ID}); !fault.Is(err, fault.Conflict) {
		h.t.Errorf("a copy was approved without a signature: %v", err)
	}
	b, skipped, err := h.AskApproval(chair, dossier.At{ID: d.ID})
	h.no(err)
	if len(skipped) > 0 {
		h.t.Fatalf("left out: %+v", skipped)
	}
	h.no(h.Sign.SignWith(chair, b, keyPassword))
	if done, err := h.Approved(chair, b); err != nil || done != 1 {
		h.t.Fatalf("%d approved, %v", done, err)
	}
	v, err := h.Open(chair, d.ID)
	h.no(err)
	return v.Dossier
}

func TestAnElectronicCopyFromScanToSeal(t *testing.T) {
	onBoth(t, func(h *house) {
		front := as("reception", h.commune)
		h.enters(as("leader", h.commune))
		d := h.copyApproved()
		c := d.Result.ElectronicCopy
		if c == nil || !slices.Equal(c.Coarse, []int{2}) || !slices.Equal(c.Colourless, []int{2}) {
			t.Fatalf("of the second page, grey and at 100 dpi, was said: %+v", c)
		}
		if _, err := h.Number(front, dossier.At{ID: d.ID}, "", nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("numbered without a seal: %v", err)
		}
		h.getsSeal()
		for name, n := range map[string]dossier.Numbering{"number": {Number: "99"}, "file": {Files: d.Result.Files}, "password": {Password: "x"}} {
			if n.Password == "" {
				n.Password = keyPassword
			}
			_, err := h.NumberSealed(front, dossier.At{ID: d.ID}, n)
			if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != name {
				t.Errorf("a wrong %s: %v", name, err)
			}
		}
		done, err := h.NumberSealed(front, dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
		h.no(err)
		if done.Result.Number != "01, quyển số 01/2023-SCT/BS" || done.Result.Certified.Items[0].What != diploma.Name || done.State != dossier.Done {
			t.Errorf("%s: %+v", done.State, done.Result)
		}
		if next, err := h.NumberSealed(front, dossier.At{ID: h.copyApproved().ID}, dossier.Numbering{Password: keyPassword}); err != nil || next.Result.Number != "02, quyển số 01/2023-SCT/BS" {
			t.Errorf("the next number is %+v, %v: one was skipped", next, err)
		}
		paper, err := h.Archive.ByCode(context.Background(), done.Result.Seal.Code)
		h.no(err)
		if want := "Bản sao điện tử chứng thực: " + diploma.Name; paper.Paper.Title != want || !paper.Holds {
			t.Errorf("in the archive it is called %q, want %q", paper.Paper.Title, want)
		}
		if r := h.flagsOf(done).Flags.Result; r == nil || *r != (dossier.ResultFlags{Files: 1, Signed: true, Sealed: true, Issued: true, Certifies: true, Copy: true}) {
			t.Errorf("its event says %+v of what is electronic", r)
		}
		h.copyIsWhole(h.bytesOf(done.Result.Files[0]))
		h.no(h.Check(front, d.ID))
	})
}

// copyIsWhole holds a sealed copy of two pages against what others say of it.
func (h *house) copyIsWhole(raw []byte) {
	h.t.Helper()
	trust, err := h.Sign.Trust(as("reception", h.commune))
	h.no(err)
	got := pades.Validate(raw, trust)
	if len(got.Signatures) != 2 || got.Signatures[0].Signer != "Cán bộ leader" || got.Signatures[1].Signer != h.commune.Authority() || !got.Signatures[1].CoversWhole {
		h.t.Errorf("signatures: %+v", got)
	}
	path := filepath.Join(h.t.TempDir(), "ban-sao.pdf")
	h.no(os.WriteFile(path, raw, 0o600))
	for _, c := range []struct {
		run  []string
		says []string
	}{
		{[]string{"qpdf", "--check", path}, nil},
		{[]string{"qpdf", "--show-npages", path}, []string{"3\n"}},
		{[]string{"pdfsig", "-nocert", path}, []string{"Signature #2", "Signature is Valid."}},
		{[]string{"pdftotext", "-f", "3", path, "-"}, []string{"CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", diploma.Name, diploma.Issuer, "15/08/2014", "02 trang", "NGƯỜI THỰC HIỆN CHỨNG THỰC"}},
	} {
		out, err := exec.Command(c.run[0], c.run[1:]...).CombinedOutput()
		if err != nil {
			h.t.Errorf("%s: %v: %s", c.run, err, out)
		}
		for _, want := range c.says {
			if !strings.Contains(strings.Join(strings.Fields(string(out)), " ")+"\n", want) {
				h.t.Errorf("%s does not say %q: %s", c.run[0], want, out)
			}
		}
	}
}

func TestACopyHasAsManyPagesAsItsOriginal(t *testing.T) {
	onBoth(t, func(h *house) {
		front, d := as("reception", h.commune), h.copyAsked()
		page := h.jpegOf(h.scanned(827, 1169, red))
		pdf := file(h.t, "giay-to-mau.pdf")
		for name, c := range map[string]struct {
			files [][]byte
			with  func(*dossier.Original)
			field string
		}{
			"one picture of two pages":    {[][]byte{page}, func(*dossier.Original) {}, "pages"},
			"three pictures of two pages": {[][]byte{page, page, page}, func(*dossier.Original) {}, "pages"},
			"no picture":                  {nil, func(*dossier.Original) {}, "file"},
			"no name":                     {[][]byte{page, page}, func(o *dossier.Original) { o.Name = " " }, "original"},
			"issued tomorrow":             {[][]byte{page, page}, func(o *dossier.Original) { o.On = "2093-01-01" }, "original-on"},
		} {
			o := diploma
			c.with(&o)
			_, err := h.MakeCopy(front, dossier.At{ID: d.ID}, dossier.Scanned{Original: o, Files: h.keeps(c.files...)})
			if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
				t.Errorf("%s: %v, want it said at %q", name, err, c.field)
			}
		}
		_, err := h.MakeCopy(front, dossier.At{ID: d.ID}, dossier.Scanned{Original: diploma, Files: h.keeps(page, []byte("%PDF-1.7\nno pages\n%%EOF\n"))})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != "dossier.copy.not-picture" {
			t.Errorf("a broken PDF: %v", err)
		}
		made, err := h.MakeCopy(front, dossier.At{ID: d.ID}, dossier.Scanned{Original: diploma, Files: h.keeps(page, pdf)}) // the PDF has one page
		h.no(err)
		if c := made.ElectronicCopy; c == nil || !slices.Equal(c.Coarse, []int{1}) {
			t.Errorf("a picture and a scanner's PDF: %+v", c)
		}
		gone, err := h.DropCopy(front, dossier.At{ID: d.ID})
		if err != nil || gone.ElectronicCopy != nil {
			t.Errorf("taken back: %+v, %v", gone.ElectronicCopy, err)
		}
		if _, err := h.DropCopy(front, dossier.At{ID: d.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken back twice: %v", err)
		}
		birth := h.received(1)[0]
		if _, err := h.MakeCopy(front, dossier.At{ID: birth.ID}, dossier.Scanned{Original: diploma, Files: h.keeps(page, page)}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("in a birth registration: %v", err)
		}
		h.no(h.Check(front, d.ID))
	})
}

func TestWithAnElectronicCopyNoOtherFileIsProposed(t *testing.T) {
	onBoth(t, func(h *house) {
		front, clerk, d := as("reception", h.commune), as("specialist", h.commune), h.copyAsked()
		page := h.keeps(h.jpegOf(h.scanned(827, 1169, red)))
		one := diploma
		one.Pages = 1
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(front, at, "") })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.MakeCopy(clerk, at, dossier.Scanned{Original: one, Files: page})
		})
		_, err := h.Propose(clerk, dossier.At{ID: d.ID}, dossier.Proposal{Text: "Bản sao", Files: page})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != "file" {
			t.Errorf("another file beside the copy: %v", err)
		}
		refused := h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Bản chính bị tẩy xóa", Negative: true})
		})
		if refused.Result.ElectronicCopy != nil || len(refused.Result.Files) > 0 {
			t.Errorf("a refusal came with the copy: %+v", refused.Result)
		}
	})
}

var uploadField = regexp.MustCompile(`name="upload" value="([0-9a-f-]+)"`)

func TestTheCopyIsMadeOnThePage(t *testing.T) {
	d := newDesk(t)
	one := d.copyAsked()
	at := "/lam-viec/ho-so/" + one.ID
	s := d.sit("reception").open(at).reads("Lập bản sao điện tử")
	d.sit("reception").open("/lam-viec/ho-so/" + d.received(1)[0].ID).lacks("Lập bản sao điện tử")
	s.open(at+"/make-copy").reads("Tên của bản chính", "Số trang của bản chính", "từ 200 dpi")
	form := url.Values{"original": {"Học bạ"}, "original-no": {"12/HB"}, "original-on": {"1/6/2015"}, "issuer": {"Trường THPT Lạc Thủy"}, "pages": {"2"}}
	s.upload(at+"/make-copy", "file", "trang-1.png", d.pngOf(d.scanned(827, 1169, grey)), form)
	s.reads("Bản chính có 2 trang nhưng các tệp có 1 trang ảnh", `value="Học bạ"`, `value="12/HB"`, `value="1/6/2015"`, "Trường THPT Lạc Thủy", "trang-1.png")
	form.Set("upload", uploadField.FindStringSubmatch(s.page)[1])
	s.upload(at+"/make-copy", "file", "trang-2.jpg", d.jpegOf(d.scanned(827, 1169, red)), form)
	s.reads("Đã cập nhật bản sao điện tử", "Học bạ, 2 trang", "Trang 1, 2 được quét dưới 200 dpi", "Trang 1 không phải ảnh màu", "Bản sao điện tử - Học bạ.pdf", "01/06/2015")
	s.open(at+"/make-copy").reads(`value="Học bạ"`, "Không làm bản sao điện tử nữa")
	s.send(at+"/make-copy", url.Values{"drop": {"1"}}).reads("Bỏ bản sao điện tử đã lập").lacks("Bản sao điện tử - Học bạ.pdf")
}
