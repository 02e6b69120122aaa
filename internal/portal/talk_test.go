package portal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
)

func TestTheCitizenAndTheOfficeTalkWithoutScript(t *testing.T) {
	h := newHouse(t)
	b := h.begun().filledIn()
	id := b.sent()
	b.open("/ho-so-cua-toi/"+id).says("/", "Trao đổi với cơ quan", "Chưa có tin nhắn nào")
	b.link("Viết cho cơ quan").send(nil)
	b.says("/ho-so-cua-toi/"+id+"/tin-nhan", "Vui lòng nhập nội dung tin nhắn")
	b.send(map[string]string{"words": "Cháu sinh ở Hà Nội thì nộp tại xã được không?"})
	b.says("/ho-so-cua-toi/"+id+"/tin-nhan", "Đã gửi tin nhắn", "Cháu sinh ở Hà Nội", "Cơ quan chưa trả lời, từ")

	desk := h.officer("reception")
	h.clock.Advance(time.Minute)
	_, err := h.dossier.Say(desk, id, dossier.Saying{Words: "Được. Chị cho biết số nhà nơi ở?", Wants: true})
	h.no(err)
	b.open("/ho-so-cua-toi/"+id).says("/", "Cơ quan đang chờ trả lời, từ", "1 tin chưa xem")
	b.link("Xem 2 tin nhắn").says("/", "Công chức reception, "+h.commune.FullName, "Cán bộ reception", "Cơ quan cần được trả lời")
	b.open("/ho-so-cua-toi/" + id).keepsQuiet("tin chưa xem")

	b.open("/ho-so-cua-toi/"+id+"/tin-nhan").upload("tep", "anh.exe", []byte("MZ"))
	b.says("/ho-so-cua-toi/"+id+"/tin-nhan", "Cần sửa các mục sau")
	b.upload("tep", "giay.pdf", b.file("giay-to-mau.pdf")).says("/", "Đã gửi tin nhắn", "giay.pdf")
	b.link("giay.pdf").says("/ho-so-cua-toi/"+id+"/tin-nhan/", "%PDF")

	b.open("/ho-so-cua-toi/" + id + "/tin-nhan")
	all := formPart.FindAllString(mainPart.FindString(b.body), -1)
	b.do("POST", attributes(all[len(all)-2])["action"], "application/x-www-form-urlencoded", strings.NewReader(""))
	b.says("/ho-so-cua-toi/"+id+"/tin-nhan", "Đã thu hồi tin nhắn", "Tin nhắn đã được thu hồi lúc")
	b.keepsQuiet("giay.pdf")
}

func TestWhoHasLookedAtMyData(t *testing.T) {
	h := newHouse(t)
	b := h.begun().filledIn()
	id := b.sent()
	b.open("/ho-so-cua-toi/ai-da-xem").says("/", "Chưa có lần nào")
	for range 31 {
		_, err := h.dossier.Unmask(h.officer("specialist"), id, "Đối chiếu tờ khai với giấy tờ")
		h.no(err)
		h.clock.Advance(time.Minute)
	}
	b.open("/ho-so-cua-toi/ai-da-xem").says("/", "Cán bộ specialist", "Công chức specialist", "Đối chiếu tờ khai với giấy tờ", "X28.159.03-230810-0001", "số định danh")
	if n := strings.Count(b.body, "Hỏi vì sao"); n != 30 {
		t.Errorf("%d looks on the first page, want 30", n)
	}
	b.link("sau=").says("/ho-so-cua-toi/ai-da-xem?sau=", "Cán bộ specialist")
	b.open("/ho-so-cua-toi/"+id+"/ai-da-xem").says("/", "Mã hồ sơ X28.159.03-230810-0001")
	b.link("vi-sao=").says("/ho-so-cua-toi/"+id+"/tin-nhan", "Cán bộ specialist", "đã xem dữ liệu của tôi lúc", "Đối chiếu tờ khai với giấy tờ")
}
