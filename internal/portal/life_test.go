package portal_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
)

// received is a dossier of the citizen on the desk of the specialist.
func (h *house) received() (b *browser, id string, clerk context.Context) {
	h.t.Helper()
	b = h.begun().filledIn()
	id = b.sent()
	h.clock.Advance(time.Minute)
	_, err := h.dossier.Receive(h.officer("reception"), dossier.At{ID: id})
	h.no(err)
	_, err = h.dossier.HandOver(h.officer("reception"), dossier.At{ID: id}, "")
	h.no(err)
	return b, id, h.officer("specialist")
}

func TestTheCitizenSeesWhomTheDossierWaitsFor(t *testing.T) {
	h := newHouse(t)
	b, id, clerk := h.received()
	_, err := h.dossier.Consult(clerk, dossier.At{ID: id}, dossier.Consultation{Agency: "Bệnh viện Nhi Trung ương", Question: "Xác minh giấy chứng sinh",
		Term: term.Term{Amount: 2, Unit: term.WorkingDay}})
	h.no(err)
	b.open("/ho-so-cua-toi/"+id).says("/", "Đang chờ Bệnh viện Nhi Trung ương, gửi hôm nay.", "Hạn trả lời: 17:00 ngày 14/08/2023", "Cho ý kiến")
	b.keepsQuiet("Xác minh giấy chứng sinh")
	h.clock.Advance(24 * time.Hour)
	b.open("/ho-so-cua-toi/"+id).says("/", "Đang chờ Bệnh viện Nhi Trung ương: 1 ngày.")
	b.open("/ho-so-cua-toi/"+id+"?lang=en").says("/", "Waiting for Bệnh viện Nhi Trung ương: 1 day.")
}

func TestTheCitizenSeesTheNewDateAndTheApology(t *testing.T) {
	h := newHouse(t)
	b, id, _ := h.received()
	_, err := h.dossier.Extend(h.officer("leader"), dossier.At{ID: id}, term.Term{Amount: 1, Unit: term.WorkingDay}, "Mất điện cả ngày")
	h.no(err)
	b.open("/ho-so-cua-toi/"+id).says("/", "xin lỗi Ông/Bà và hẹn lại ngày", "Ngày hẹn cũ: 17:00 ngày 11/08/2023. Ngày hẹn mới: 17:00 ngày 14/08/2023.", "Mất điện cả ngày")
}

func TestARefusalSaysWhyAndWhatCanBeDone(t *testing.T) {
	h := newHouse(t)
	b := h.begun().filledIn()
	id := b.sent()
	_, err := h.dossier.Refuse(h.officer("reception"), dossier.At{ID: id}, "Không thuộc thẩm quyền")
	h.no(err)
	b.open("/ho-so-cua-toi/"+id).says("/", "Hồ sơ không được tiếp nhận", "Không thuộc thẩm quyền", "có quyền khiếu nại")
	if n := strings.Count(b.main(), "Không thuộc thẩm quyền"); n > 2 { // the notice and the story
		t.Errorf("the reason stands %d times", n)
	}
}

func TestACorrectionShowsWhatWasEnteredBefore(t *testing.T) {
	h := newHouse(t)
	b, id, clerk := h.received()
	_, err := h.dossier.AskSupplement(clerk, dossier.At{ID: id}, dossier.Request{Complete: true, AnswerBy: "2023-08-25",
		Asks: []dossier.Ask{{On: "field:mother_birth_year", Name: "Năm sinh của mẹ", Text: "Không khớp giấy chứng sinh"}}})
	h.no(err)
	b.open("/ho-so-cua-toi/"+id).says("/", "Vui lòng bổ sung trước ngày 25/08/2023.")
	b.do("POST", "/ho-so-cua-toi/"+id+"/bo-sung", "application/x-www-form-urlencoded", strings.NewReader("muc=0"))
	b.says("/nop-ho-so/ban-nhap/", "Không khớp giấy chứng sinh", "Trước đây để trống.")
}
