package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/archive/sip"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

var year2023 = Selection{Office: commune, Year: 2023, Fond: "H28.159"}

func TestAYearOfAnOfficeIsHandedOver(t *testing.T) {
	onBoth(t, func(h *house) {
		h.Signatures = func(_ context.Context, file []byte) ([]Signature, error) {
			return []Signature{{Worth: "valid", Signer: "UBND xã", Why: string(file[:8])}}, nil
		}
		p := h.issue(nil)
		h.issue(func(o *Opening) { o.IssuedOn = "2024-01-01" })
		h.issue(func(o *Opening) { o.Office = Place{"u-an-binh", "/d/an-binh/", "Xã An Bình"} })
		revoked := h.issue(func(o *Opening) { o.Number, o.Files = "113/2023", nil })
		_, err := h.Revoke(officer("leader"), At{ID: revoked.ID}, "Cấp nhầm")
		h.no(err)
		if c, err := h.Measure(officer("clerk"), year2023); err != nil || c.Papers != 2 || c.Files != 1 || c.Bytes != p.Files[0].Size || c.TooMany {
			h.t.Errorf("it is %+v, %v", c, err)
		}
		packed, err := h.Pack(officer("clerk"), year2023, "Nhà-Sàn test")
		h.no(err)
		var out bytes.Buffer
		h.no(h.Send(officer("clerk"), &out, packed))
		got, err := sip.Check(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil || got.ObjID != "urn:H28.159:uuid:"+packed.ID || got.Files != 3 {
			h.t.Fatalf("the package is %+v, %v", got, err)
		}
		said := h.unzipped(out.Bytes())
		for _, want := range []string{"Bùi Thị Lan", "creation", "revocation", "Cấp nhầm", "UBND xã: %PDF-1.7", p.Code, revoked.Code, pdfOf("khai sinh")} {
			if !strings.Contains(said, want) {
				h.t.Errorf("the package does not say %q", want)
			}
		}
		if strings.Contains(said, lanNumber) {
			h.t.Error("the package carries a personal number")
		}
		looks, err := h.Looks(lan, p)
		if err != nil || len(looks) != 1 || !strings.Contains(looks[0].Purpose, packed.ID) {
			h.t.Errorf("she sees %+v, %v", looks, err)
		}
	})
}

// unzipped is all that a ZIP says.
func (h *house) unzipped(raw []byte) string {
	h.t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	h.no(err)
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		h.no(err)
		_, err = io.Copy(&all, r)
		h.no(err)
	}
	return all.String()
}

func TestWhoMayNotDisposeHandsNothingOver(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.issue(nil)
		for who, ctx := range map[string]context.Context{"reception": officer("reception"), "another commune": outsider("clerk"), "she": lan} {
			if _, err := h.Pack(ctx, year2023, "x"); !fault.Is(err, fault.Forbidden) {
				h.t.Errorf("%s: %v", who, err)
			}
		}
		for name, sel := range map[string]Selection{
			"without a fond":   {Office: commune, Year: 2023},
			"of no year":       {Office: commune, Fond: "H28"},
			"a fond of spaces": {Office: commune, Year: 2023, Fond: "phông 1"},
		} {
			if _, err := h.Pack(officer("clerk"), sel, "x"); !fault.Is(err, fault.Invalid) {
				h.t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Pack(officer("clerk"), Selection{commune, 2022, "H28"}, "x"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("a year without papers: %v", err)
		}
		if looks, err := h.Looks(lan, p); err != nil || len(looks) != 0 {
			h.t.Errorf("nothing left, and %d looks are written, %v", len(looks), err)
		}
		if all, err := h.Offices(officer("clerk")); err != nil || len(all) != 1 || all[0] != commune {
			h.t.Errorf("offices are %+v, %v", all, err)
		}
		if all, err := h.Offices(outsider("clerk")); err != nil || len(all) != 0 {
			h.t.Errorf("another commune sees %+v, %v", all, err)
		}
	})
}

// A package that was packed before a file was lost fails on its way out: it must not look whole.
func TestALostFileEndsTheHandover(t *testing.T) {
	onBoth(t, func(h *house) {
		h.issue(nil)
		packed, err := h.Pack(officer("clerk"), year2023, "x")
		h.no(err)
		packed.Records[0].Files[0].SHA256 = strings.Repeat("0", 64)
		var out bytes.Buffer
		if err := h.Send(officer("clerk"), &out, packed); err == nil {
			h.t.Error("sent all the same")
		}
		if _, err := sip.Check(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
			h.t.Error("what was sent looks whole")
		}
	})
}
