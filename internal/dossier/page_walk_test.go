package dossier_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
)

func TestOldManWithoutAPhone(t *testing.T) {
	d := newDesk(t)
	front := d.sit("reception").open("/lam-viec").reads("Không có hồ sơ nào chờ xử lý", "Tiếp nhận tại quầy")
	front.open("/lam-viec/tiep-nhan?q=dang+ky+khai+sinh").reads("Đăng ký khai sinh", d.birth.ID)
	front.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft := front.at
	front.reads("Đăng ký khai sinh", "Giấy chứng sinh", "17:00 ngày 11/08/2023", "Tiếp nhận và in giấy hẹn")

	typed := url.Values{"do": {"take-in"}, "owner_no": {"0170500012"}, "submitter": {"other"}, "paper": {}}
	front.send(draft, typed).reads("Vui lòng nhập họ và tên chủ hồ sơ", "Số giấy tờ không hợp lệ", "Vui lòng nhập họ và tên người nộp", `value="0170500012"`)

	typed = url.Values{"do": {"take-in"}, "owner_name": {"Bùi Văn Dậu"}, "owner_no": {"017050001234"}, "owner_birth": {"05/03/1950"}, "submitter": {"same"}}
	front.send(draft, typed).reads("Chưa đánh dấu giấy tờ bắt buộc: Tờ khai", "Vẫn tiếp nhận", `value="Bùi Văn Dậu"`)
	typed.Del("seen")
	typed.Set("missing-ok", "1")
	front.send(draft, typed)
	home := front.at
	front.reads("Đã tiếp nhận hồ sơ", "X28.159.03-230810-0001", "Mã tra cứu", "In giấy tiếp nhận", "017*****1234").lacks("017050001234")
	if front.send(draft, typed); front.at != home {
		t.Errorf("the same page sent twice led to %s, want %s", front.at, home)
	}
	if front.open(draft); front.at != home {
		t.Errorf("the way back led to %s, want %s", front.at, home)
	}
	slip := front.path("/phieu/")
	res, err := front.http.Get(d.server.URL + slip)
	front.took(res, err)
	if kind := res.Header.Get("Content-Type"); kind != "application/pdf" || !strings.HasPrefix(front.page, "%PDF-") {
		t.Errorf("the slip is %s, want a PDF", kind)
	}
	d.fromDeskToResult(front, strings.TrimSuffix(home, "?moi"))
}

// fromDeskToResult hands a received dossier over, works on it, decides and returns it.
func (d *desk) fromDeskToResult(front *sitter, home string) {
	t := d.t
	t.Helper()
	front.open(home).send(home+"/hand-over", url.Values{"note": {"Người già, đọc chậm"}}).reads("Đã chuyển hồ sơ")
	clerk := d.sit("specialist").open("/lam-viec").reads("X28.159.03-230810-0001", "Chuyên viên thụ lý")
	clerk.open(home).reads("Người già, đọc chậm", "Nhận xử lý")
	late := d.sit("specialist").open(home)
	clerk.send(home+"/take", url.Values{}).reads("Đã nhận xử lý", "Đang xử lý hồ sơ này")
	late.send(home+"/take", url.Values{}).reads("vừa xử lý hồ sơ này lúc")
	clerk.open("/lam-viec?o=mine").reads("X28.159.03-230810-0001", "Tôi")

	late.open(home+"/propose").reads("Trình ký", "Giấy khai sinh")
	clerk.open(home+"/propose").upload(home+"/propose", "file", "khai-sinh.pdf", file(t, "giay-to-mau.pdf"), url.Values{"result": {" "}})
	clerk.reads("Vui lòng ghi nội dung kết quả", "khai-sinh.pdf", `name="upload"`)
	kept := regexp.MustCompile(`name="upload" value="([^"]+)"`).FindStringSubmatch(clerk.page)
	clerk.send(home+"/propose", url.Values{"result": {"Đủ điều kiện"}, "upload": {kept[1]}}).reads("Đã trình kết quả", "khai-sinh.pdf")
	late.send(home+"/propose", url.Values{"result": {"Ý kiến của người chậm"}}).reads("vừa xử lý hồ sơ này lúc", "Ý kiến của người chậm", "không thực hiện được")

	d.sit("leader").open(home).send(home+"/approve", url.Values{}).reads("Đã phê duyệt hồ sơ")
	front.open(home+"/number").send(home+"/number", url.Values{}).reads("Đã phát hành kết quả", "Đã có kết quả", "khai-sinh.pdf")
	front.open(home+"/return").reads(`value="Bùi Văn Dậu"`).send(home+"/return", url.Values{"recipient": {"Bùi Văn Dậu"}}).
		reads("Chọn giấy tờ người nhận xuất trình")
	front.send(home+"/return", url.Values{"recipient": {"Bùi Văn Dậu"}, "paper": {"card"}}).
		reads("Đã trả kết quả", "Bùi Văn Dậu (căn cước)", "Hồ sơ đã kết thúc")
}

func TestSupplementAskedAndBroughtToTheCounter(t *testing.T) {
	d := newDesk(t)
	sent, err := d.Submit(lan, d.draft(lan).ID)
	d.no(err)
	home := "/lam-viec/ho-so/" + sent.ID
	front, clerk := d.sit("reception"), d.sit("specialist")
	front.open("/lam-viec").reads(sent.Code, "Đã nộp, chờ tiếp nhận")
	front.open(home).send(home+"/receive", url.Values{}).reads("Đã tiếp nhận hồ sơ")
	front.send(home+"/hand-over", url.Values{})

	v, err := d.catalog.Version(lan, sent.VersionID)
	d.no(err)
	k, _ := v.Case("")
	paper := "paper:" + k.Components[1].Key
	clerk.open(home+"/ask-supplement").reads("Chỉ được yêu cầu bổ sung một lần", v.SupplementReasons[0], k.Components[1].Name)
	clerk.send(home+"/ask-supplement", url.Values{"on": {paper}, "other": {"Ảnh mờ"}}).
		reads("Ghi rõ cần bổ sung", `value="Ảnh mờ"`, `value="`+paper+`" checked`)
	clerk.send(home+"/ask-supplement", url.Values{"on": {paper}, "text:" + paper: {"mất góc"}}).
		reads("Đánh dấu xác nhận danh sách đã đầy đủ", `value="mất góc"`)
	clerk.send(home+"/ask-supplement", url.Values{"on": {paper}, "text:" + paper: {"mất góc"}, "complete": {"1"}}).
		reads("Đã gửi yêu cầu bổ sung", "Tạm dừng", "mất góc", "Yêu cầu bổ sung lần 1")

	front.open(home+"/supplement").reads("mất góc", k.Components[1].Name)
	front.send(home+"/supplement", url.Values{}).reads("Đánh dấu ít nhất một giấy tờ")
	front.upload(home+"/supplement", "file:"+k.Components[1].Key, "chung-sinh.pdf", file(t, "giay-to-mau.pdf"),
		url.Values{"paper": {k.Components[1].Key}, "form:" + k.Components[1].Key: {"original"}, "count:" + k.Components[1].Key: {"1"}}).
		reads("Đã nhận hồ sơ bổ sung", "chung-sinh.pdf", "01 bản chính")
	clerk.open(home).reads("để xem nội dung đã thay đổi")
	clerk.send(home+"/xem-day-du", url.Values{"purpose": {"examine"}}).reads("Nội dung đã thay đổi sau khi bổ sung", "Trước", "chung-sinh.pdf (")
	clerk.open(home+"/ask-supplement").reads("lần yêu cầu bổ sung thứ 2", "thống kê công khai")
	clerk.send(home+"/ask-supplement", url.Values{"other": {"Thêm nữa"}, "complete": {"1"}}).reads("bị yêu cầu bổ sung 2 lần")
}

func TestPersonalDataAreShownForAPurposeAndAWhile(t *testing.T) {
	d := newDesk(t)
	sent, err := d.Submit(lan, d.draft(lan).ID)
	d.no(err)
	home := "/lam-viec/ho-so/" + sent.ID
	s := d.sit("reception").open(home).reads("Nội dung tờ khai được ẩn", "017*****1234").lacks("QUÁCH MINH AN", "0912345601")
	s.send(home+"/xem-day-du", url.Values{"purpose-other": {"x"}}).reads("Vui lòng ghi mục đích xem")
	s.send(home+"/xem-day-du", url.Values{"purpose": {"contact"}}).reads("QUÁCH MINH AN", "0912345601", "Đang hiển thị đầy đủ đến 09:15")
	d.clock.Advance(16 * 60e9)
	s.open(home).lacks("QUÁCH MINH AN", "0912345601")
	d.sit("supervisor").open(home+"/nhat-ky").reads("Cán bộ reception", "Liên hệ người nộp hồ sơ", "số điện thoại")
	if s.open(home + "/nhat-ky"); s.code != http.StatusForbidden {
		t.Errorf("reception reads who looked: %d, want 403", s.code)
	}
	if s = d.sit("lan").open(home); s.code != http.StatusForbidden {
		t.Errorf("a citizen opens the desk's page: %d, want 403", s.code)
	}
}

func TestFilesAreShownWithNothingAbleToRun(t *testing.T) {
	d := newDesk(t)
	sent, err := d.Submit(lan, d.draft(lan).ID)
	d.no(err)
	s := d.sit("reception").open("/lam-viec/ho-so/" + sent.ID)
	res, err := s.http.Get(d.server.URL + s.path("/lam-viec/ho-so/"+sent.ID+"/tep/"))
	s.took(res, err)
	h := res.Header
	if h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline") ||
		!strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers of a file: %v", h)
	}
}

func TestIntakeSurvivesSavingAndTwoWindows(t *testing.T) {
	d := newDesk(t)
	s := d.sit("reception")
	s.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft, other := s.at, d.sit("reception").open(s.at)
	v, err := d.catalog.Version(lan, mustDraft(d, draft).VersionID)
	d.no(err)
	k, _ := v.Case("")
	form := url.Values{"do": {"save"}, "owner_name": {"Bùi Văn Dậu"}, "submitter": {"other"}, "submitter_name": {"Bùi Văn Tý"},
		"submitter_relation": {"con trai"}, "paper": {k.Components[0].Key}, "form:" + k.Components[0].Key: {"copy"},
		"count:" + k.Components[0].Key: {"2"}, "other-paper": {"Sổ hộ khẩu"}, "f.child_full_name": {"bùi văn an"}}
	s.upload(draft, "file:"+k.Components[0].Key, "to-khai.pdf", file(t, "giay-to-mau.pdf"), form)
	s.reads("Đã lưu", `value="Bùi Văn Dậu"`, `value="Bùi Văn Tý"`, `value="con trai"`, "to-khai.pdf", "Sổ hộ khẩu", "BÙI VĂN AN", `value="2"`)
	other.send(draft, url.Values{"do": {"save"}, "owner_name": {"Cửa sổ thứ hai"}}).reads("đã được lưu ở nơi khác", "Cửa sổ thứ hai")
	s.open(draft).reads(`value="Bùi Văn Dậu"`).lacks("Cửa sổ thứ hai")
	s.open("/lam-viec/tiep-nhan").reads("Đang nhập dở", "Bùi Văn Dậu")
	s.open(draft).upload(draft, "file:"+k.Components[0].Key, "x.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), form).
		reads("Loại tệp này không được tiếp nhận", `value="Bùi Văn Dậu"`)
	s.send(draft+"/huy", url.Values{}).reads("Đã hủy hồ sơ đang nhập").lacks("Bùi Văn Dậu")
}

func mustDraft(d *desk, path string) *dossier.DraftWork {
	d.t.Helper()
	dr, err := d.Draft(as("reception", d.commune), path[strings.LastIndex(path, "/")+1:])
	d.no(err)
	return dr
}
