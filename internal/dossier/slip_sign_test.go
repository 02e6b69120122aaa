package dossier_test

import (
	"bytes"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

func TestReceiptsAreSignedManyAtOnce(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		all := h.received(3)
		_, err := h.AskSlips(desk)
		h.refuses(err, fault.Conflict, "sign.no-key")
		h.enters(desk)
		_, err = h.AskSlips(lan)
		h.refuses(err, fault.Forbidden, "fault.forbidden")
		b, err := h.AskSlips(desk)
		h.no(err)
		h.no(h.Sign.SignWith(desk, b, keyPassword))
		n, err := h.TakeSlips(desk, b)
		h.no(err)
		if n != 3 {
			t.Fatalf("%d slips are signed, want 3", n)
		}
		if left, err := h.Unsigned(desk); err != nil || len(left) != 0 {
			t.Errorf("%d slips still wait (%v)", len(left), err)
		}
		slips, err := h.Slips(desk, all[0].ID)
		h.no(err)
		_, raw, err := h.SlipPDF(desk, slips[0].ID)
		h.no(err)
		_, again, err := h.SlipPDF(desk, slips[0].ID)
		h.no(err)
		if !bytes.Equal(raw, again) {
			t.Error("two prints of the signed slip are two files")
		}
		trust, err := h.Sign.Trust(desk)
		h.no(err)
		if r := pades.Validate(bytes.Clone(raw), trust); len(r.Signatures) != 1 || r.Verdict == pades.Invalid || r.Signatures[0].Signer != "Cán bộ reception" {
			t.Errorf("a stranger sees %+v", r)
		}
		b, err = h.AskSlips(as("reception", h.neighbour()))
		if b != nil || err == nil {
			t.Error("another office signs our slips")
		}
	})
}

func TestTheCounterSignsItsReceipts(t *testing.T) {
	d := newDesk(t)
	d.enters(as("reception", d.commune))
	front := d.sit("reception").open("/lam-viec/ky-phieu").reads("Không có phiếu nào chờ ký số")
	d.received(2)
	front.open("/lam-viec").reads("Ký số phiếu tiếp nhận")
	front.open("/lam-viec/ky-phieu").reads("Giấy tiếp nhận và hẹn trả kết quả số 01/TNHS", "Ký số 2 phiếu")
	front.send("/lam-viec/ky-phieu", nil).reads("2 phiếu chờ ký", "bộ phận tiếp nhận đã lập")
	front.send(front.at, map[string][]string{"password": {keyPassword}}).reads("Đã ký số 2 phiếu", "Đã ký 2 trên 2 phiếu")
}
