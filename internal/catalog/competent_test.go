package catalog

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func (b bench) withUnits(t *testing.T) bench {
	t.Helper()
	raw, err := os.ReadFile("../../demo/units.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Org.ImportUnits(actor.AsSystem(context.Background(), "test"), bytes.NewReader(raw), false); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bench) unit(t *testing.T, kind org.Kind, code string, on clock.Date) org.Unit {
	t.Helper()
	u, err := b.Org.ByCode(b.ctx, kind, code, on)
	if err != nil {
		t.Fatalf("%s %s on %s: %v", kind, code, on, err)
	}
	return u
}

// In 2023 Lạc Thủy had the code 159, its commune Phú Nghĩa 05395.
func TestWhoDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t).withUnits(t)
		commune, district := b.unit(t, org.Commune, "05395", "2023-08-10"), b.unit(t, org.District, "159", "2023-08-10")
		desk, err := b.Org.ByKey(b.ctx, district.ID, "bo-phan-mot-cua", "2023-08-10")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			slug string
			at   org.Unit
			want string
		}{
			{"dang-ky-khai-sinh-cap-xa", commune, "Xã Phú Nghĩa"},
			{"xac-nhan-thong-tin-ve-cu-tru-cap-xa", commune, "Xã Phú Nghĩa"}, // its police is no unit of the register
			{"dang-ky-ket-hon-co-yeu-to-nuoc-ngoai-cap-huyen", district, "Phòng Tư pháp huyện Lạc Thủy"},
			{"dang-ky-ket-hon-co-yeu-to-nuoc-ngoai-cap-huyen", commune, "Phòng Tư pháp huyện Lạc Thủy"}, // received elsewhere, decided there
			{"dang-ky-ket-hon-co-yeu-to-nuoc-ngoai-cap-huyen", desk, "Phòng Tư pháp huyện Lạc Thủy"},
			{"tach-thua-hoac-hop-thua-dat-cap-huyen", district, "Chi nhánh Văn phòng Đăng ký đất đai huyện Lạc Thủy"},
			{"xac-nhan-nguon-goc-go-truoc-khi-xuat-khau-cap-huyen", district, "Hạt Kiểm lâm huyện Lạc Thủy"},
		} {
			p := b.bySlug(t, c.slug)
			got, err := b.Competent(b.ctx, p.ID, c.at, "2023-08-10")
			if err != nil || got.FullName != c.want {
				t.Errorf("%s received at %s is decided by %q, %v, want %q", c.slug, c.at.FullName, got.FullName, err, c.want)
			}
		}
		birth := b.bySlug(t, "dang-ky-khai-sinh-cap-xa")
		if _, err := b.Competent(b.ctx, birth.ID, district, "2023-08-10"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a commune's procedure received at the district: %v, want a conflict", err)
		}
		if _, err := b.Competent(b.ctx, "nobody's", commune, "2023-08-10"); !fault.Is(err, fault.NotFound) {
			t.Errorf("no procedure: %v", err)
		}
	})
}

func TestAReformMovesCompetenceFromItsDayOn(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t).withUnits(t)
		p := b.bySlug(t, "dang-ky-ket-hon-co-yeu-to-nuoc-ngoai-cap-huyen")
		move := Move{UnitKind: org.Commune, From: "2025-07-01", Why: "Bỏ cấp huyện"}
		if err := b.MoveCompetence(b.ctx, p.ID, Move{UnitKind: org.Commune, From: "2025-07-01"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		for range 2 { // twice is once
			if err := b.MoveCompetence(b.ctx, p.ID, move); err != nil {
				t.Fatal(err)
			}
		}
		before, after := b.unit(t, org.Commune, "05395", "2025-06-30"), b.unit(t, org.Commune, "05395", "2025-07-01")
		for _, c := range []struct {
			at   org.Unit
			on   clock.Date
			want string
		}{{before, "2025-06-30", "Phòng Tư pháp huyện Lạc Thủy"}, {after, "2025-07-01", after.FullName}} {
			if got, err := b.Competent(b.ctx, p.ID, c.at, c.on); err != nil || got.FullName != c.want {
				t.Errorf("on %s %q decides, %v, want %q", c.on, got.FullName, err, c.want)
			}
		}
	})
}

func TestANewHandlingUnitDecidesFromTheFirstDayOfItsVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t).withUnits(t)
		in := demo(t)
		in.CSV = changed(t, in.CSV, lineOf(t, in.CSV, "2.000528"), "handling_unit_vi", "Phòng Nội vụ")
		in.PublishFrom = "2023-10-01"
		b.load(t, in)
		p, err := b.Find(b.ctx, "2.000528")
		if err != nil {
			t.Fatal(err)
		}
		district := b.unit(t, org.District, "159", "2023-08-10")
		for on, want := range map[clock.Date]string{"2023-09-30": "Phòng Tư pháp huyện Lạc Thủy", "2023-10-01": "Phòng Nội vụ huyện Lạc Thủy"} {
			if got, err := b.Competent(b.ctx, p.ID, district, on); err != nil || got.FullName != want {
				t.Errorf("on %s %q decides, %v, want %q", on, got.FullName, err, want)
			}
		}
	})
}
