package sign

import (
	"slices"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/pades"
)

// An annex in a file of its own carries agency and time at the upper right of its first page, and neither seal nor square.
func TestAnAnnexSaysAgencyAndTimeOnly(t *testing.T) {
	stamp := &Stamp{Number: "01", On: "2023-08-10", Agency: "UBND xã Phú Nghĩa", Code: "AAAAA-BBBBB", Square: "https://example.vn/q"}
	spec := pades.Spec{At: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC)}
	k := &Key{Picture: []byte("a red seal")}
	l, err := look(k, Ask{Place: "annex", Seal: stamp}, spec)
	if err != nil || l.Page != 1 || l.Image != nil || l.Square != nil || !slices.Equal(l.Lines, []string{"UBND xã Phú Nghĩa", "10-08-2023 09:00:00 +07:00"}) {
		t.Errorf("an annex: %+v (%v)", l, err)
	}
	l, err = look(k, Ask{Place: "seal", Seal: stamp}, spec)
	if err != nil || l.Page != -1 || l.Image == nil || l.Square == nil || len(l.Lines) != 4 {
		t.Errorf("the paper itself: %d lines, %v", len(l.Lines), err)
	}
	l, err = look(k, Ask{Place: "digitised"}, pades.Spec{Name: "Bùi Thị Hoa", At: spec.At})
	if err != nil || l.Image != nil || len(l.Lines) != 2 || l.Page != 1 {
		t.Errorf("a scan: %+v (%v)", l, err)
	}
}

// Initials are small words of their own, without the picture of the whole signature, and no two stand over each other, the leader's
// signature or the seal.
func TestInitialsStandBesideEverythingElse(t *testing.T) {
	spec := pades.Spec{Name: "Bùi Thị Hoa", At: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC)}
	boxes := map[string][4]float64{"result": places["result"].Box, "seal": places["seal"].Box}
	for _, at := range []string{"initials-1", "initials-2", "initials-3"} {
		l, err := look(&Key{Picture: []byte("a whole signature")}, Ask{Place: at}, spec)
		if err != nil || l.Page != -1 || l.Image != nil || l.Size >= 8 || len(l.Lines) != 2 || l.Lines[0] != "Ký nháy: Bùi Thị Hoa" {
			t.Errorf("%s: %+v, %v", at, l, err)
		}
		for other, b := range boxes {
			if l.Box[0] < b[2] && b[0] < l.Box[2] && l.Box[1] < b[3] && b[1] < l.Box[3] {
				t.Errorf("%s stands over %s", at, other)
			}
		}
		boxes[at] = l.Box
	}
}
