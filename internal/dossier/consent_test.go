package dossier_test

import (
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
)

func TestWhatWasAgreedToStandsInTheEvent(t *testing.T) {
	onBoth(t, func(h *house) {
		dr := h.draft(lan)
		fills := func(names ...string) func(*dossier.DraftWork) ([]string, error) {
			return func(*dossier.DraftWork) ([]string, error) { return names, nil }
		}
		_, err := h.Agree(lan, dr.ID, dossier.Consent{From: dossier.FromAccount, Purpose: dossier.ToFillIn}, fills("applicant_full_name", "applicant_phone"))
		h.no(err)
		_, err = h.Agree(lan, dr.ID, dossier.Consent{From: dossier.FromDossier, Code: "X28-1", Purpose: dossier.ToFillIn}, fills("applicant_address.detail"))
		h.no(err)
		_, err = h.TakeBackConsent(lan, dr.ID, 1, func(*dossier.DraftWork, dossier.Consent) {})
		h.no(err)
		d, err := h.Submit(lan, dr.ID)
		h.no(err)
		all := h.now(d).Events[0].Facts.Consents
		if len(all) != 1 || all[0].From != dossier.FromAccount || len(all[0].Names) != 2 {
			h.t.Errorf("the first event says %+v, want the consent that was not taken back", all)
		}
	})
}

func TestTheDeskReadsWhatWasAgreedTo(t *testing.T) {
	d := newDesk(t)
	dr := d.draft(lan)
	_, err := d.Agree(lan, dr.ID, dossier.Consent{From: dossier.FromAccount, Purpose: dossier.ToFillIn}, func(*dossier.DraftWork) ([]string, error) {
		return []string{"applicant_full_name"}, nil
	})
	d.no(err)
	sent, err := d.Submit(lan, dr.ID)
	d.no(err)
	d.sit("reception").open("/lam-viec/ho-so/"+sent.ID).reads("Đồng ý điền sẵn từ tài khoản định danh, lúc", "Họ, chữ đệm, tên")
}
