package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (b *browser) post(action string, values url.Values) {
	b.t.Helper()
	b.do("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// firstRadio is the value of the first choice called so.
func (b *browser) firstRadio(name string) string {
	b.t.Helper()
	for _, tag := range inputTag.FindAllString(b.body, -1) {
		if a := attributes(tag); a["type"] == "radio" && a["name"] == name {
			return a["value"]
		}
	}
	b.t.Fatalf("%s has no choice %s", b.path, name)
	return ""
}

func TestTheListHoldsThePapersOfTheCaseAndNoOthers(t *testing.T) {
	b := newHouse(t).browser("")
	b.open("/chuan-bi/dang-ky-khai-sinh-cap-xa?kenh=online").says("/chuan-bi/", "Giấy chứng sinh", "Ảnh chụp hoặc bản quét", "Trẻ sinh ra do mang thai hộ")
	b.keepsQuiet("Văn bản xác nhận của cơ sở y tế")
	b.open("/chuan-bi/dang-ky-khai-sinh-cap-xa?"+url.Values{"kenh": {"direct"}, "dk": {"1", "2", "3", "4", "5"}}.Encode()).
		says("/chuan-bi/", "Văn bản xác nhận của cơ sở y tế", "Mang đến quầy", "07:30–11:30")
	if b.open("/chuan-bi/dang-ky-khai-sinh-cap-xa/danh-sach.pdf"); b.body[:5] != "%PDF-" {
		t.Errorf("the list to print begins %q", b.body[:5])
	}
	b.open("/tro-giup").says("/tro-giup", "Trích lục", "Mạng yếu hoặc mất mạng thì sao?")
}

func TestConsentIsAskedShownAndTakenBack(t *testing.T) {
	b := newHouse(t).begun()
	draft := b.path[:len(b.path)-len("/phan-1")]
	b.open(draft+"/dien-san").says(draft, "Từ tài khoản định danh", "Đồng ý lúc", "017195001234")
	b.send(nil, "bo", "0").says(draft+"/dien-san", "Đã rút lại sự đồng ý")
	b.open(draft + "/phan-1").keepsQuiet("017195001234")
}

func TestConsentStandsInTheHistory(t *testing.T) {
	b := newHouse(t).begun().filledIn()
	id := b.sent()
	b.open("/ho-so-cua-toi/"+id).says("/", "Đồng ý điền sẵn từ tài khoản định danh, lúc")
}

func TestWhatWasTypedAfterTheSessionEndedIsNotLost(t *testing.T) {
	b := newHouse(t).begun()
	page := b.path
	b.who = ""
	action, values, _ := b.form()
	values.Set("applicant_full_name", "Bùi Thị Lan Hương")
	b.client.CheckRedirect = stayHere
	b.post(action, values)
	b.client.CheckRedirect = nil
	b.who = "lan"
	b.open(page).says(page, `value="Bùi Thị Lan Hương"`, "Phiên làm việc đã hết hạn")
}

func TestADraftThrownAwayIsTakenBack(t *testing.T) {
	b := newHouse(t).begun()
	draft := b.path[:len(b.path)-len("/phan-1")]
	b.open(draft+"/xoa").send(nil).says("/ho-so-cua-toi", "Đã xóa bản nháp", "Lấy lại")
	b.send(nil).says(draft, "Đã lấy lại bản nháp")
}

func TestWhatWasSentIsPrintedAndReused(t *testing.T) {
	b := newHouse(t).begun().filledIn()
	id := b.sent()
	if b.open("/ho-so-cua-toi/" + id + "/ban-da-nop.pdf"); b.body[:5] != "%PDF-" {
		t.Errorf("what was sent begins %q", b.body[:5])
	}
	b = b.begun()
	draft := b.path[:len(b.path)-len("/phan-1")]
	b.open(draft + "/giay-to").link("Giấy chứng sinh").link("Dùng lại giấy tờ đã nộp")
	b.send(nil).says(draft, "Vui lòng chọn một giấy tờ.", "Vui lòng đánh dấu đồng ý")
	b.send(map[string]string{"dong-y": "1", "tep": b.firstRadio("tep")}).says(draft, "Dùng lại từ hồ sơ", "chung-sinh.pdf")
}
