package portal_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

const birth = "/nop-ho-so/dang-ky-khai-sinh-cap-xa"

// answers to the questions of a birth registration.
var answers = map[string]string{
	"applicant_relation": "Mẹ", "applicant_address.giong": "noi-nop", "applicant_address.detail": "Thôn Đồng Phú",
	"child_full_name": "Quách Minh An", "child_birth_date": "20/7/2023", "child_sex": "Nam", "ethnicity": "Mường",
	"child_birth_place": "Trung tâm Y tế huyện Lạc Thủy", "child_native_place.giong": "applicant_address",
	"mother_full_name": "Bùi Thị Lan", "cho": "ban-than", "cam-ket": "1",
}

// begun is a browser of Lan at the first page of a birth registration for Phú Nghĩa.
func (h *house) begun() *browser {
	h.t.Helper()
	b := h.browser("lan").open(birth)
	b.send(map[string]string{"noi-nop": h.commune.ID, "dien-san": "tai-khoan"})
	b.says("/nop-ho-so/ban-nhap/", "Bước 1/14")
	return b
}

// filledIn goes on to the check page, page by page.
func (b *browser) filledIn() *browser {
	b.t.Helper()
	for range 20 {
		switch {
		case strings.HasSuffix(b.path, "/kiem-tra"):
			return b
		case strings.HasSuffix(b.path, "/giay-to"):
			b.link("Giấy chứng sinh").upload("tep", "chung-sinh.pdf", b.file("giay-to-mau.pdf"))
			b.says("/nop-ho-so/ban-nhap/", "Đã tải lên 1 tệp", "chung-sinh.pdf")
			b.link("Xong giấy tờ này").send(nil)
		default:
			b.send(answers)
		}
	}
	b.t.Fatalf("never came to the check page, stands at %s:\n%s", b.path, b.main())
	return b
}

// sent sends the dossier and returns its key.
func (b *browser) sent() string {
	b.t.Helper()
	b.send(answers)
	b.says("/ho-so-cua-toi/", "Hồ sơ đã được gửi")
	return strings.Split(b.path, "/")[2]
}

func TestABirthIsRegisteredWithoutScript(t *testing.T) {
	h := newHouse(t)
	h.browser("").open("/").says("/", "Cần làm thủ tục gì?", "Sinh con", "Đang mở cửa", "07:30–11:30", "Dạo thử một vòng")
	b := h.begun()
	b.says("/", `value="Bùi Thị Lan"`, `value="017195001234"`, `value="08/03/1995"`, "điền sẵn theo sự đồng ý")

	b.send(map[string]string{"applicant_full_name": "Bùi Thị Lan Anh"}) // relation left out
	b.says("/nop-ho-so/ban-nhap/", "Cần sửa các mục sau", "Vui lòng chọn Quan hệ", `value="Bùi Thị Lan Anh"`)
	if k, err := h.dossier.Drafts(actor.With(context.Background(), h.lan)); err != nil || k[0].Values.One("applicant_full_name") != "Bùi Thị Lan Anh" {
		t.Errorf("a page with something wrong was not saved: %v %v", k, err)
	}
	b.filledIn().says("/", "QUÁCH MINH AN", "Thôn Đồng Phú, xã Phú Nghĩa, huyện Lạc Thủy, tỉnh Hoà Bình", "20/07/2023", "Xã Phú Nghĩa", "chung-sinh.pdf")
	b.keepsQuiet("Cần sửa các mục sau")

	b.send(nil)
	b.says("/nop-ho-so/ban-nhap/", "Vui lòng đánh dấu vào ô cam đoan")
	id := b.sent()
	b.says("/", "X28.159.03-230810-0001", "SHA-256", "chung-sinh.pdf")
	b.link("Theo dõi hồ sơ").says("/ho-so-cua-toi/"+id, "Đã nộp, chờ tiếp nhận", "Thời hạn chưa tính", "Chưa có lần nào")
	b.link("chung-sinh.pdf").says("/ho-so-cua-toi/"+id+"/tep/", "%PDF")
	b.open("/").says("/", "Hồ sơ đã nộp", "X28.159.03-230810-0001")
}

func TestSigningInKeepsTheChoice(t *testing.T) {
	h := newHouse(t)
	b := h.browser("").open(birth)
	b.says(birth, "Đăng nhập và bắt đầu", "Giấy chứng sinh", "01 ngày làm việc")
	action, values, _ := b.form()
	values.Set("noi-nop", h.commune.ID)
	b.do("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	to, err := url.Parse(b.path)
	h.no(err)
	back := to.Query().Get("ve")
	if to.Path != "/dang-nhap" || !strings.HasPrefix(back, birth) {
		t.Fatalf("led to %s, want the sign-in page with the way back", b.path)
	}
	h.browser("lan").open(back).says(birth, `value="`+h.commune.ID+`" selected`)
}

func TestADraftIsOnePersonsOnly(t *testing.T) {
	h := newHouse(t)
	b := h.begun()
	stranger := h.browser("")
	stranger.do("GET", b.path, "", nil)
	if !strings.HasPrefix(stranger.path, "/dang-nhap") {
		t.Errorf("somebody who is not signed in stands at %s", stranger.path)
	}
	h.lan.AccountID = "somebody-else"
	b.do("GET", b.path, "", nil)
	b.says("/ho-so-cua-toi", "Bản nháp này không còn")
}

func TestAnEnglishReaderSeesTheEnglishNameToTheEnd(t *testing.T) {
	h := newHouse(t)
	b := h.begun()
	draft := b.path
	b.open(draft+"?lang=en").says(draft, "Step 1 of 14 · Birth registration")
	b.open("/ho-so-cua-toi?lang=en").says("/", "Birth registration")
	b.open(draft).says(draft, "Bước 1/14 · Đăng ký khai sinh")
	id := b.filledIn().sent()
	b.open("/ho-so-cua-toi/"+id+"?lang=en").says("/", "Birth registration")
}

func TestTwoDevicesAreAskedInsteadOfOverwritten(t *testing.T) {
	h := newHouse(t)
	phone := h.begun()
	page := phone.path
	desk := h.browser("lan").open(page)
	phone.send(map[string]string{"applicant_relation": "Mẹ"})
	desk.send(map[string]string{"applicant_relation": "Bà", "applicant_full_name": "Bùi Thị Già"})
	desk.says(page, "từ một thiết bị khác", `value="Bùi Thị Già"`, `value="Bà" selected`)
	desk.send(nil).says("/nop-ho-so/ban-nhap/", "Bước 2/14")
	desk.open(page).says(page, `value="Bùi Thị Già"`)
}

func TestAPlaceTakenOverIsShownWhenSomethingIsMissing(t *testing.T) {
	h := newHouse(t)
	b := h.browser("lan").open("/nop-ho-so/dang-ky-thanh-lap-ho-kinh-doanh-cap-huyen")
	b.send(map[string]string{"noi-nop": h.district.ID})
	b.open(strings.Replace(b.path, "phan-1", "phan-4", 1)).send(map[string]string{"owner_address.giong": "noi-nop"})
	b.says("/nop-ho-so/ban-nhap/", "vui lòng nhập xã, phường, thị trấn", `value="huyện Lạc Thủy"`, `value="tỉnh Hoà Bình"`)
}

func TestSavedWhileTyping(t *testing.T) {
	h := newHouse(t)
	b := h.begun()
	page := b.path
	_, values, _ := b.form()
	values.Set("applicant_full_name", "Bùi")
	b.do("POST", page+"?tu-luu=1", "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	if b.status != 204 {
		t.Fatalf("saving while typing answered %d", b.status)
	}
	h.browser("lan").open("/ho-so-cua-toi").link("Đăng ký khai sinh").says(page, `value="Bùi"`)
	b.open(page).send(answers).says("/nop-ho-so/ban-nhap/", "Bước 2/14") // its own saving is no other device
}

func TestAskedOnceCorrectedAndFetched(t *testing.T) {
	h := newHouse(t)
	b := h.begun().filledIn()
	id := b.sent()
	desk, clerk, chair := h.officer("reception"), h.officer("specialist"), h.officer("leader")
	at := dossier.At{ID: id}
	act := func(_ *dossier.Dossier, err error) { t.Helper(); h.no(err); h.clock.Advance(time.Minute) }
	act(h.dossier.Receive(desk, at))
	act(h.dossier.HandOver(desk, at, ""))
	b.open("/ho-so-cua-toi/"+id).says("/", "Đang xử lý", "Công chức Tư pháp - Hộ tịch, Ủy ban nhân dân xã Phú Nghĩa", "Hẹn trả kết quả: 17:00 ngày 11/08/2023",
		"Thứ Năm 10/08/2023", "Ngày tiếp nhận, không tính", "Có, ngày thứ 1", "Còn 1 ngày làm việc", "/phieu/")

	d, err := h.dossier.Mine(actor.With(context.Background(), h.lan), id)
	h.no(err)
	key := d.Papers[0].Key
	act(h.dossier.AskSupplement(clerk, at, dossier.Request{Complete: true, Asks: []dossier.Ask{{On: "paper:" + key, Name: "Giấy chứng sinh", Text: "Ảnh bị mờ, chụp lại"},
		{On: "field:child_native_place", Name: "Quê quán", Text: "Ghi đúng quê của cha"}}}))
	b.open("/").says("/", "Hồ sơ đang chờ bổ sung")
	b.open("/ho-so-cua-toi/"+id).says("/", "Cần bổ sung", "Ảnh bị mờ, chụp lại", "Thời hạn đang tạm dừng", "còn 1 ngày làm việc và 6 giờ làm việc")
	b.do("POST", "/ho-so-cua-toi/"+id+"/bo-sung", "application/x-www-form-urlencoded", strings.NewReader("muc=0"))
	b.says("/nop-ho-so/ban-nhap/", "Ảnh bị mờ, chụp lại", "chung-sinh.pdf")
	b.upload("tep", "ro.pdf", append(h.file("giay-to-mau.pdf"), '\n'))
	b.link("Xong giấy tờ này").says("/nop-ho-so/ban-nhap/", "Đã có 2 tệp")
	b.do("POST", "/ho-so-cua-toi/"+id+"/bo-sung", "application/x-www-form-urlencoded", strings.NewReader(""))
	b.says("/nop-ho-so/ban-nhap/", "Bước 1/3", "Cần sửa: Ghi đúng quê của cha")
	b.send(map[string]string{"child_native_place.commune": "Khoan Dụ"}).says("/nop-ho-so/ban-nhap/", "Bước 2/3")
	b.send(nil).says("/nop-ho-so/ban-nhap/", "Khoan Dụ", "ro.pdf", "Cán bộ yêu cầu bổ sung")
	b.send(answers).says("/ho-so-cua-toi/"+id, "Đã gửi nội dung bổ sung", "Đã bổ sung hồ sơ")

	act(h.dossier.Propose(clerk, at, dossier.Proposal{Text: "Giấy khai sinh"}))
	act(h.dossier.Approve(chair, at))
	f, err := h.dossier.Store(desk, "giay-khai-sinh.pdf", strings.NewReader(string(h.file("giay-to-mau.pdf"))))
	h.no(err)
	act(h.dossier.Number(desk, at, "", []dossier.File{f}))
	b.open("/ho-so-cua-toi/"+id).says("/", "Đã có kết quả", "giay-khai-sinh.pdf", "Nhận kết quả trực tuyến")
	b.send(nil).says("/ho-so-cua-toi/"+id, "đã nhận kết quả trực tuyến", "Đã trả kết quả")
}

func TestTrackingTellsNoNames(t *testing.T) {
	h := newHouse(t)
	lan := h.begun().filledIn()
	lan.sent()
	codes := regexp.MustCompile(`<code class="ns-copy__value" id="[a-z-]*">([^<]+)</code>`).FindAllStringSubmatch(lan.body, -1)
	b := h.browser("").open("/tra-cuu?ma=" + codes[0][1])
	b.says("/tra-cuu", `value="`+codes[0][1]+`"`)
	b.send(map[string]string{"bi-mat": "AAAAAAAA"}).says("/tra-cuu", "Không tìm thấy hồ sơ", `value="`+codes[0][1]+`"`)
	b.send(map[string]string{"bi-mat": strings.ToLower(codes[1][1])}).says("/tra-cuu/ket-qua", "Đã nộp, chờ tiếp nhận", "Đăng ký khai sinh")
	b.keepsQuiet("Lan", "Quách Minh An", "017195001234", codes[1][1])
	b.send(nil).says("/", "đã xóa"[3:])
	b.open("/tra-cuu/ket-qua").says("/tra-cuu")
	b.keepsQuiet("chờ tiếp nhận")
}

func TestWithdrawingAndDroppingAreAsked(t *testing.T) {
	h := newHouse(t)
	b := h.begun().filledIn()
	id := b.sent()
	b.open("/ho-so-cua-toi/"+id).link("Rút hồ sơ").send(map[string]string{"reason": "x"}).says("/ho-so-cua-toi/"+id+"/rut", "Cần sửa các mục sau")
	b.send(map[string]string{"reason": "Nộp nhầm xã"}).says("/ho-so-cua-toi/"+id, "Đã rút hồ sơ", "Nộp nhầm xã")

	h.begun()
	b.open("/ho-so-cua-toi").link("/xoa").says("/nop-ho-so/ban-nhap/", "Xóa bản nháp này?")
	b.send(nil).says("/ho-so-cua-toi", "Đã xóa bản nháp")
	b.keepsQuiet("/xoa") // it can only be taken back now
}

func TestADossierForAnotherNamesTheMandate(t *testing.T) {
	h := newHouse(t)
	b := h.begun()
	for !strings.HasSuffix(b.path, "/nguoi-nop") {
		b.send(answers)
	}
	page := b.path
	father := map[string]string{"cho": "nguoi-khac", "owner_name": "Bùi Văn Dậu", "owner_id_number": "017050001234", "owner_address": "Thôn Đồng Phú",
		"submitter_phone": "0912345601", "mandate_kind": "authorised", "mandate_on": "1/8/2023", "mandate_shown": "1", "owners.1_name": "Bùi Văn Tý"}
	b.send(father)
	b.says("/nop-ho-so/ban-nhap/", "Cần sửa các mục sau", "Ủy quyền phải có giấy", `value="01/08/2023"`, `value="Bùi Văn Tý"`)
	b.send(nil, "owner", "add").says("/nop-ho-so/ban-nhap/", "Chủ hồ sơ thứ 3")
	b.sendWith("mandate_file", "uy-quyen.pdf", b.file("giay-to-mau.pdf"))
	if b.path == page {
		t.Fatalf("with the paper the page is still wrong:\n%s", b.main())
	}
	b.filledIn().says("/", "Bùi Văn Dậu", "Người nộp thay", "Ủy quyền bằng văn bản", "uy-quyen.pdf", "Bùi Văn Tý")
	id := b.sent()
	b.open("/ho-so-cua-toi/"+id).says("/", "Bùi Văn Dậu", "Ủy quyền bằng văn bản", "uy-quyen.pdf", "Bùi Văn Tý")
}

// sendWith sends the page's form as it is filled in, with a file.
func (b *browser) sendWith(field, name string, content []byte) {
	b.t.Helper()
	action, values, _ := b.form()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, all := range values {
		for _, v := range all {
			if k != field {
				b.no(w.WriteField(k, v))
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	b.no(err)
	_, err = part.Write(content)
	b.no(err)
	b.no(w.Close())
	b.do("POST", action, w.FormDataContentType(), &body)
}
