package dossier

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestWhoseNumberAPaperTakes(t *testing.T) {
	d := &Dossier{State: Processing, Receiving: Place{UnitID: "desk"}, Competent: Place{UnitID: "division"}, Office: Place{UnitID: "office"}}
	for form, want := range map[string]string{"01": "desk", "02": "division", "03": "desk", "04": "office", "05": "office", "papers": "desk"} {
		if got := numbers(d, &Event{}, form).UnitID; got != want {
			t.Errorf("form %s is numbered by %s, want %s", form, got, want)
		}
	}
	counter := &Event{Facts: Facts{Opening: &Opening{Receiving: Place{UnitID: "commune"}}}}
	if got := numbers(&Dossier{State: Draft}, counter, "01").UnitID; got != "commune" {
		t.Errorf("a receipt of the counter is numbered by %q, want the unit that took it in", got)
	}
}

func TestTheHousesOwnApologyIsADraft(t *testing.T) {
	passed := clock.Date("2023-08-11").At(17 * 60 * 60 * 1e9)
	e := &Event{ActorKind: "system", PersonName: "x", Facts: Facts{DueAt: passed}}
	a, err := (&Service{}).apologySlip(context.Background(), slip.Slip{}, &Dossier{}, e)
	if err != nil || !a.Draft || !a.DueAt.Equal(passed) || !a.NewDueAt.IsZero() || a.Signer != (slip.Signer{}) {
		t.Errorf("%+v (%v)", a, err)
	}
}

func TestPapersOnASlipAreThoseGivenBack(t *testing.T) {
	d := &Dossier{Reason: "Rút hồ sơ", Papers: []Paper{{Key: "a", Name: "Tờ khai", Form: "electronic"}, {Key: "b", Name: "Giấy chứng sinh", Form: "original", Count: 1},
		{Key: "c", Name: "Căn cước", Form: "shown"}}}
	back := papersBackSlip(slip.Slip{}, d, &Event{Facts: Facts{GivenBack: []string{"b/Giấy chứng sinh"}, Recipient: "Bùi Thị Lan"}})
	if len(back.Papers) != 1 || back.Papers[0].Kind != "Bản chính" || back.Recipient != "Bùi Thị Lan" || back.Reason != "Rút hồ sơ" {
		t.Errorf("given back: %+v", back)
	}
	stop := stopSlip(slip.Slip{}, d, &Event{Data: "{}", Position: "Chủ tịch", PersonName: "Bùi Văn Thành"})
	if len(stop.Back) != 1 || stop.Signer.Office != "Chủ tịch" {
		t.Errorf("stopped: %+v", stop)
	}
}
