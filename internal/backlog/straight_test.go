package backlog

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/scan"
)

// ruled is a page of lines that climb by so many degrees.
func ruled(t *testing.T, degrees float64) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 620, 877))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for line := 80; line < 800; line += 40 {
		for x := 60; x < 560; x++ {
			y := line + int(math.Round(float64(x-310)*math.Tan(degrees*math.Pi/180)))
			for thick := range 6 {
				img.SetGray(x, y+thick, color.Gray{20})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func given(name string, raw []byte) Upload {
	return Upload{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }}
}

func (h *house) bringsIn(b *Batch, way scan.Way, files ...Upload) []*Paper {
	h.t.Helper()
	_, err := h.Bring(h.hoa(), b.ID, way, files)
	h.no(err)
	_, err = h.Queue.WorkOff(system())
	h.no(err)
	all, _, err := h.Papers(h.hoa(), b.ID, Query{})
	h.no(err)
	return all
}

func (h *house) opened(p *Paper, sha256 string) []byte {
	h.t.Helper()
	_, _, r, err := h.Open(h.hoa(), p.ID, sha256)
	h.no(err)
	defer r.Close()
	raw, err := io.ReadAll(r)
	h.no(err)
	return raw
}

func TestAPageScannedAskewIsSetUprightAndKeptAsItWas(t *testing.T) {
	onBoth(t, func(h *house) {
		askew := ruled(t, 2)
		all := h.bringsIn(h.begun(0), scan.Way{}, given("a.jpg", askew), given("b.jpg", ruled(t, 0)))
		one, right := all[0].Images[0], all[1].Images[0]
		if math.Abs(one.Turned-2) > 0.2 || one.Before == nil || one.SHA256 == one.Before.SHA256 {
			t.Fatalf("turned by 2 degrees it became %+v", one)
		}
		before := h.opened(all[0], one.Before.SHA256)
		if !bytes.Equal(before, askew) {
			t.Error("the page is not kept byte for byte as it was scanned")
		}
		if _, left, err := scan.Straighten(scan.Picture{JPEG: h.opened(all[0], one.SHA256)}); err != nil || left != 0 {
			t.Errorf("the page of the paper lies at %.2f still (%v)", left, err)
		}
		if right.Turned != 0 || right.Before != nil {
			t.Errorf("a page that lies right became %+v", right)
		}
		if named, err := h.Service.Names(system(), one.Before.SHA256); err != nil || !named {
			t.Errorf("what was scanned is not named, and would be swept away (%v)", err)
		}
		if p := h.bringsIn(h.begun(0), scan.Way{AsTheyLie: true}, given("a.jpg", askew))[0].Images[0]; p.Turned != 0 || p.SHA256 != one.Before.SHA256 {
			t.Errorf("asked to be left as it lies it became %+v", p)
		}
	})
}

func TestASignedScanIsLeftAsItLies(t *testing.T) {
	h := newHouse(t)
	p, err := scan.Take(ruled(t, 2))
	h.no(err)
	raw, err := scan.PDF(scan.About{Title: "x", At: h.clock.Now()}, []scan.Page{{Picture: p}})
	h.no(err)
	signed := append(bytes.Clone(raw), "\n% /ByteRange [0 1 2 3]\n"...) // enough for what looks whether somebody signed
	signed = append(signed, raw[bytes.LastIndex(raw, []byte("startxref")):]...)
	all := h.bringsIn(h.begun(0), scan.Way{}, given("plain.pdf", raw), given("signed.pdf", signed))
	if len(all) != 2 || all[0].Images[0].Turned == 0 || all[1].Images[0].Turned != 0 {
		t.Errorf("of a plain and a signed PDF came %+v", all)
	}
}
