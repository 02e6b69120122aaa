package catalog

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTheListFindsAndNarrows(t *testing.T) {
	s := newSite(t)
	s.full(t)
	b := s.browser(t, "")
	b.open("/thu-tuc").says("277 thủ tục", "Trang sau", "Theo lĩnh vực", "Hộ tịch").lacks("Trang trước")
	b.open("/thu-tuc?q=dang+ky+khai+sihn").says("/thu-tuc/dang-ky-khai-sinh-cap-xa", "Đăng ký khai sinh có yếu tố nước ngoài").lacks("Theo lĩnh vực")
	b.open("/thu-tuc?q=khai+sinh&cap=district").says("Bỏ lọc", "Đăng ký khai sinh có yếu tố nước ngoài").lacks("/thu-tuc/dang-ky-khai-sinh-cap-xa")
	b.open("/thu-tuc?linh-vuc=%C4%90%E1%BA%A5t+%C4%91ai").says("14 thủ tục", "Tách thửa")
	b.open("/thu-tuc?q=ly+hon").says("Tòa án nhân dân")
	b.open("/thu-tuc?q=xyzzy").says("Không tìm thấy thủ tục nào")
	b.open("/thu-tuc?trang=2").says("Trang trước", "Trang sau")
	b.open("/thu-tuc?q=%3Cscript%3Ealert(1)%3C/script%3E")
	if strings.Contains(b.raw, "<script>alert") {
		t.Error("what was typed came back as script")
	}
	s.browser(t, "", english).open("/thu-tuc?q=birth").says("Birth registration", "Fully online")
}

func TestTheSectionsOfAProcedureStandInTheNationalOrder(t *testing.T) {
	s := newSite(t)
	s.full(t)
	b := s.browser(t, "").open("/thu-tuc/dang-ky-khai-sinh-cap-xa")
	b.says(`href="/nop-ho-so/dang-ky-khai-sinh-cap-xa"`, "Cần chuẩn bị những gì")
	b.says("Mã thủ tục", "1.001193", "Số quyết định", "Tên thủ tục", "Cấp thực hiện", "Loại thủ tục", "Lĩnh vực",
		"Trình tự thực hiện", "Công chức Tư pháp - Hộ tịch", "5 giờ làm việc",
		"Cách thức thực hiện", "Thời hạn giải quyết", "Phí, lệ phí", "01 ngày làm việc", "Không thu phí, lệ phí",
		"Thành phần hồ sơ", "Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng", "Tờ khai đăng ký khai sinh", "01 bản chính",
		"Đối tượng thực hiện", "Cơ quan thực hiện", "Cơ quan có thẩm quyền", "Địa chỉ tiếp nhận hồ sơ", "Cơ quan được ủy quyền",
		"Cơ quan phối hợp", "Kết quả thực hiện", "Giấy khai sinh (bản chính)", "Căn cứ pháp lý", "Luật Hộ tịch số 60/2014/QH13",
		"Yêu cầu, điều kiện thực hiện", "60 ngày", "Từ khóa")
	s.browser(t, "").open("/thu-tuc/dang-ky-ket-hon-cap-xa").says("Cách thức thực hiện", "Mô tả", "Hai bên phải có mặt")
	s.browser(t, "", english).open("/thu-tuc/dang-ky-khai-sinh-cap-xa").says("Birth registration", "Submit a dossier", "Civil status", "Steps", "5 working hours", "1 working day")
}

func TestWhatToPrepareFollowsTheCase(t *testing.T) {
	s := newSite(t)
	s.full(t)
	b := s.browser(t, "")
	answer := func() string { // the box with the list
		_, rest, _ := strings.Cut(b.page, "Danh mục cho trường hợp này")
		rest, _, _ = strings.Cut(rest, "</section>")
		return rest
	}
	b.open("/thu-tuc/dang-ky-khai-sinh-cap-xa")
	if got := answer(); strings.Contains(got, "Biên bản về việc trẻ bị bỏ rơi") || !strings.Contains(got, "Giấy chứng sinh") {
		t.Errorf("without conditions the list is\n%s", got)
	}
	b.open("/thu-tuc/dang-ky-khai-sinh-cap-xa?kenh=online&dk=1")
	got := answer()
	for _, want := range []string{"Biên bản về việc trẻ bị bỏ rơi", "Do điều kiện đã chọn", "Điền trực tiếp trên tờ khai điện tử", "bản chụp hoặc bản quét", "Giấy tờ chỉ xuất trình"} {
		if !strings.Contains(got, want) {
			t.Errorf("online, for an abandoned child, the list lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "mang thai hộ") {
		t.Error("a condition that was not ticked counts")
	}
	b.open("/thu-tuc/dang-ky-khai-sinh-cap-xa?kenh=bo-cau&dk=99&dk=x&truong-hop=khac").says("Giấy chứng sinh")
}

func TestAPageSaysWhatIsNotKnown(t *testing.T) {
	s := newSite(t)
	s.full(t)
	b := s.browser(t, "")
	b.open("/thu-tuc/dang-ky-cham-dut-giam-ho-cap-xa").says("Thành phần hồ sơ đang được cập nhật")
	b.open("/thu-tuc/tach-thua-hoac-hop-thua-dat-cap-huyen").says("thêm 10 ngày")
	b.open("/thu-tuc/tiep-cong-dan-tai-cap-huyen").says("chỉ cung cấp thông tin").lacks("/nop-ho-so/")
	if b.open("/thu-tuc/khong-co"); b.code != http.StatusNotFound {
		t.Errorf("no procedure: %d", b.code)
	}
}

func TestAnAbolishedProcedureSaysSo(t *testing.T) {
	s := newSite(t)
	s.full(t)
	p := s.bySlug(t, "dang-ky-ket-hon-cap-xa")
	if err := s.Abolish(s.ctx, p.ID, Publication{From: "2023-08-31", Why: "Bãi bỏ"}); err != nil {
		t.Fatal(err)
	}
	b := s.browser(t, "").open(pagePath(p.Slug)).says("hết hiệu lực sau ngày 31/08/2023", "/nop-ho-so/")
	s.clock.Advance(30 * 24 * 3600e9)
	b.open(pagePath(p.Slug)).says("không còn hiệu lực").lacks("/nop-ho-so/")
}

func TestProgramsReadTheSame(t *testing.T) {
	s := newSite(t)
	s.full(t)
	b := s.browser(t, "")
	for _, path := range []string{"/thu-tuc/dang-ky-khai-sinh-cap-xa.json", "/api/v1/procedures/1.001193", "/api/v1/procedures/dang-ky-khai-sinh-cap-xa?on=2023-01-01"} {
		var view View
		if err := json.Unmarshal([]byte(b.open(path).page), &view); err != nil || view.Code != "1.001193" || view.FieldEn != "Civil status" ||
			len(view.Version.Steps) != 4 || view.Version.Cases[0].Channels[0].Term.Amount != 1 || !view.TakesOnline {
			t.Errorf("%s (%d): %v\n%.300s", path, b.code, err, b.page)
		}
	}
	var found struct {
		Items []Summary
		Total int
	}
	if err := json.Unmarshal([]byte(b.open("/api/v1/procedures?q=dk+ket+hon&level=commune&per_page=2").page), &found); err != nil ||
		len(found.Items) != 2 || found.Items[0].Slug != "dang-ky-ket-hon-cap-xa" || found.Total < 2 {
		t.Errorf("list: %v\n%.300s", err, b.page)
	}
	for path, want := range map[string]int{"/api/v1/procedures/2.000815": 409, "/api/v1/procedures/none": 404,
		"/api/v1/procedures?level=ward": 422, "/api/v1/procedures/1.001193?on=2023-02-30": 422} {
		if b.open(path); b.code != want {
			t.Errorf("%s: %d, want %d: %.200s", path, b.code, want, b.page)
		}
	}
	b.open("/api/v1/openapi.json").says("/api/v1/procedures/{id}")
}

func TestTheKeeperImportsInTwoSteps(t *testing.T) {
	s := newSite(t)
	in := demo(t)
	b := s.browser(t, "keeper")
	b.open("/quan-tri/nhap-thu-tuc").says("Nhập danh mục")
	b.upload("/quan-tri/nhap-thu-tuc", map[string]string{"from": "01/01/2022"}, map[string][]byte{"csv": in.CSV})
	b.says("Vui lòng nhập lý do", `value="01/01/2022"`)
	b.upload("/quan-tri/nhap-thu-tuc", map[string]string{"why": "x"}, nil).says("Chưa chọn tệp nào")

	bad := changed(t, in.CSV, 7, "level", "ward")
	b.upload("/quan-tri/nhap-thu-tuc", map[string]string{"why": "thử"}, map[string][]byte{"csv": bad})
	b.says("Tệp có 1 lỗi", "procedures.csv", "7", "ward").lacks("Xác nhận nhập")

	b.upload("/quan-tri/nhap-thu-tuc", map[string]string{"why": "Nạp danh mục", "from": "1/1/2022", "decision": "12/QĐ-UBND"},
		map[string][]byte{"csv": in.CSV, "detailed": in.Detailed})
	b.says("Tệp hợp lệ", "277", "01/01/2022", "Xác nhận nhập")
	if f, _ := s.Search(s.ctx, Query{}); f.Total != 0 {
		t.Fatalf("looking imported %d", f.Total)
	}
	path := b.at
	b.post(path, nil).says("Đã nhập: 277 thủ tục mới", "277 thủ tục")
	if b.at != keepPath {
		t.Errorf("after importing the page is %s", b.at)
	}
	if b.open(path); b.code != http.StatusNotFound {
		t.Errorf("the files are still there: %d", b.code)
	}
	other := s.browser(t, "editor")
	if other.open("/quan-tri/nhap-thu-tuc/none"); other.code != http.StatusNotFound {
		t.Errorf("files of nobody: %d", other.code)
	}
}

func TestTheKeeperPublishesAndAbolishes(t *testing.T) {
	s := newSite(t)
	s.full(t)
	in := demo(t)
	in.CSV, in.PublishFrom = changed(t, in.CSV, lineOf(t, in.CSV, "1.004845"), "deadline_value", "3"), ""
	s.load(t, in)
	p := s.bySlug(t, "dang-ky-cham-dut-giam-ho-cap-xa")
	b := s.browser(t, "keeper")
	b.open("/quan-tri/thu-tuc?loc=nhap").says("1 thủ tục", p.Name, "Bản nháp")
	b.open("/quan-tri/thu-tuc?q=cham+dut+giam").says(p.Name)
	b.open(historyPath(p.ID)).says("Phiên bản 2", "Bản nháp", "Phiên bản 1", "Đã công bố", "2 đang giải quyết / 5", "Bãi bỏ thủ tục")
	v2 := versionPath(p.ID, 2)
	b.open(v2).says("Công bố phiên bản", "Bản nháp đầy đủ", "Thay đổi so với phiên bản trước",
		"Nộp trực tiếp: thời hạn giải quyết tăng từ 02 ngày làm việc lên 03 ngày làm việc.", "Tờ khai điện tử")
	ask := v2 + "/cong-bo/xac-nhan?"
	b.open(v2+"/cong-bo").says("Công bố phiên bản 2", "Ngày bắt đầu có hiệu lực", "Tiếp tục")
	b.open(ask+"from=31/12/2021&why=x").says("Ngày phải từ 02/01/2022 trở đi", `value="31/12/2021"`)
	b.open(ask+"from=1/9/2023&decision=99/Q%C4%90&why=Moi").says("Kiểm tra trước khi công bố", "Có thể thu hồi cho đến hết ngày trước 01/09/2023", "99/QĐ", "Phiên bản 1, hết hiệu lực sau ngày 31/08/2023",
		"2 hồ sơ đang giải quyết tiếp tục theo phiên bản cũ", "tăng từ 02 ngày làm việc")
	b.post(v2+"/cong-bo", url.Values{"from": {"1/9/2023"}, "decision": {"99/QĐ"}, "why": {"Quyết định mới"}})
	b.says("Đã công bố phiên bản 2", "Soạn phiên bản mới", "Thu hồi công bố", "01/09/2023")
	b.open(keepPath+"?loc=sap-hieu-luc").says("1 thủ tục", p.Name, "Sắp có hiệu lực")
	b.open(historyPath(p.ID)).says("Nhật ký", "Công bố phiên bản", "Quyết định mới")

	b.open(v2 + "/thu-hoi").says("trở lại thành bản nháp")
	b.post(v2+"/thu-hoi", nil).says("Vui lòng nhập lý do")
	b.post(v2+"/thu-hoi", url.Values{"why": {"Hoãn"}}).says("Đã thu hồi", "Bản nháp")
	b.post(v2+"/cong-bo", url.Values{"from": {"1/9/2023"}, "why": {"Lại"}}).says("Đã công bố phiên bản 2")

	end := historyPath(p.ID) + "/bai-bo"
	b.open(end).says("Bãi bỏ thủ tục", "Ngày cuối cùng có hiệu lực", "Số quyết định")
	b.open(end+"/xac-nhan?from=31/12/2023").says("Vui lòng nhập lý do", `value="31/12/2023"`)
	b.open(end+"/xac-nhan?from=31/12/2023&why=Luat&decision=12/QD").says("Kiểm tra trước khi bãi bỏ", "31/12/2023", "12/QD")
	b.post(end, url.Values{"from": {"31/12/2023"}, "why": {"Luật mới"}, "decision": {"12/QĐ-UBND"}}).says("Đã bãi bỏ thủ tục", "12/QĐ-UBND")
	b.post(v2+"/thu-hoi", url.Values{"why": {"Chưa bãi bỏ"}}).says("Đã thu hồi")
	b.open(historyPath(p.ID)).says("Bãi bỏ thủ tục", "Thu hồi việc bãi bỏ", "Chưa bãi bỏ")
	for _, path := range []string{versionPath(p.ID, 9), versionPath(p.ID, 0), historyPath("none"), historyPath(p.ID) + "/x"} {
		if b.open(path); b.code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, b.code)
		}
	}
}

func TestWhoMayEnter(t *testing.T) {
	s := newSite(t)
	s.full(t)
	p := s.bySlug(t, "dang-ky-ket-hon-cap-xa")
	paths := []string{"/thu-tuc", pagePath(p.Slug), keepPath, historyPath(p.ID), versionPath(p.ID, 1), importPath}
	for who, want := range map[string][]int{"": {200, 200, 404, 404, 404, 404}, "editor": {200, 200, 200, 200, 200, 200}} {
		for i, path := range paths {
			b := s.browser(t, who).open(path)
			if b.code != want[i] && !(want[i] == 404 && strings.HasPrefix(b.at, "/dang-nhap")) {
				t.Errorf("%q at %s: %d, want %d", who, path, b.code, want[i])
			}
		}
	}
	if b := s.browser(t, "editor").post(historyPath(p.ID)+"/bai-bo", url.Values{"from": {"31/12/2023"}, "why": {"x"}}); b.code != http.StatusForbidden {
		t.Errorf("an editor abolished: %d", b.code)
	}
}
