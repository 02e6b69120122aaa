package slip

import (
	"strings"
	"testing"
	"time"
)

func TestApologyMakesANewAppointmentOf2022(t *testing.T) {
	file := printed(t, apologyOf(district()))
	wantWords(t, file, "Số: 02/PXL", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "Kính gửi: Ông/Bà Quách Thị Ngữ",
		"được tiếp nhận vào 08 giờ 30 phút, ngày 05 tháng 9 năm 2023; thời gian hẹn trả kết quả: 16 giờ 30 phút, ngày 15 tháng 9 năm 2023.",
		"Ủy ban nhân dân huyện Lạc Thủy không thể trả kết quả", "Lý do: Cần xác minh nơi cư trú",
		"hẹn lại thời gian trả kết quả giải quyết hồ sơ vào 16 giờ 30 phút, ngày 20 tháng 9 năm 2023.",
		"TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Quách Công Sơn", "Mã tra cứu: K7QM4XWP")
	if info := tool(t, file, "pdfinfo"); !strings.Contains(info, "Page size:       419.53 x 595.28 pts") || !strings.Contains(info, "Pages:           1") {
		t.Errorf("not one page of A5:\n%s", info)
	}
}

func TestApologyAsksForALongerTermIn2025(t *testing.T) {
	a := apologyOf(commune())
	a.IssuedAt, a.Round, a.Draft = a.DueAt.Add(time.Hour), 2, false
	wantWords(t, printed(t, a), "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "(Lần thứ 02)", "Đến nay, Ủy ban nhân dân xã Lạc Thủy chưa trả kết quả",
		"đề nghị gia hạn thời gian giải quyết hồ sơ đến 17 giờ 00 phút, ngày 17 tháng 02 năm 2026.")
	a.NewDueAt, a.Draft = time.Time{}, true
	wantWords(t, printed(t, a), "(Dự thảo do hệ thống lập, chưa ký)", "thời gian trả kết quả sẽ được thông báo ngay khi xác định được.")
}

func TestAStopNoticeOf2022IsWordedAsADecision(t *testing.T) {
	wantWords(t, printed(t, Stop{endingOf(district(), KindStop)}), "THÔNG BÁO VỀ VIỆC DỪNG GIẢI QUYẾT HỒ SƠ",
		"Qua xem xét hồ sơ, Ủy ban nhân dân huyện Lạc Thủy quyết định dừng giải quyết hồ sơ", "Căn cứ: Luật Hộ tịch", "gồm 02 loại giấy tờ sau đây",
		"Văn bản thỏa thuận của cha, mẹ", "có quyền khiếu nại", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "Bùi Văn Thành")
	wantWords(t, printed(t, Stop{endingOf(commune(), KindStop)}), "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Ủy ban nhân dân xã Lạc Thủy thông báo dừng giải quyết hồ sơ")
}

func TestANegativeResultIsNeitherRefusalNorStop(t *testing.T) {
	n := Negative{endingOf(commune(), KindNegative)}
	n.Back, n.Ground = nil, ""
	file := printed(t, n)
	wantWords(t, file, "THÔNG BÁO VỀ VIỆC TỪ CHỐI GIẢI QUYẾT HỒ SƠ", "Qua thẩm định hồ sơ", "Giấy tờ trả lại: không có")
	if got := words(t, file); strings.Contains(got, "Căn cứ") || strings.Contains(got, "tiếp nhận giải quyết hồ sơ") {
		t.Errorf("the notice names a ground that nobody gave, or refuses to receive:\n%s", got)
	}
}

func TestPapersGivenBackAreListedAndMarkedAsLocalPractice(t *testing.T) {
	wantWords(t, printed(t, papersBackOf(district())), "PHIẾU TRẢ LẠI HỒ SƠ, GIẤY TỜ", "Người nhận lại: Quách Thị Ngữ", "Giấy tờ xuất trình: căn cước",
		"Giấy chứng nhận kết hôn của cha, mẹ trẻ em", "Tổng số: 03 loại giấy tờ.", localPractice)
}

func TestControlSlipTellsWhoHandedToWhom(t *testing.T) {
	for s, no := range map[Era]string{Era2022: "05", Era2025: "06"} {
		if got := s.Form(KindControl).No; got != no {
			t.Errorf("the control slip of %s is form %s, want %s", s, got, no)
		}
	}
	wantWords(t, printed(t, controlOf(district())), "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Số: 12/KSHS", "Người nộp hồ sơ → Bộ phận Tiếp nhận và Trả kết quả",
		"09 giờ 30 phút, ngày 15 tháng 9 năm 2023", "Bùi Minh Đức", "Quá hạn", "Đang xử lý", "Kết quả giải quyết hồ sơ: Đúng hạn")
}

func TestARegisterCountsItsPagesAndRepeatsItsHeads(t *testing.T) {
	file := printed(t, registerOf(district(), 60))
	pages := strings.Split(strings.TrimSuffix(tool(t, file, "pdftotext", "-raw"), "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("%d pages, want at least 3", len(pages))
	}
	for _, page := range pages {
		for _, want := range []string{"Mã hồ sơ", "(13)", "/" + two(len(pages))[1:]} {
			if !strings.Contains(page, want) {
				t.Errorf("a page does not say %q:\n%s", want, page)
			}
		}
	}
	for i := range 60 {
		if code := registerOf(district(), 60).Rows[i].Code; strings.Count(words(t, file), code) != 1 {
			t.Fatalf("%s does not stand there once", code)
		}
	}
	if info := tool(t, file, "pdfinfo"); !strings.Contains(info, "841.89 x 595.28 pts (A4)") {
		t.Errorf("not A4 on its side:\n%s", info)
	}
	wantWords(t, printed(t, registerOf(commune(), 0)), "Không có hồ sơ nào trong kỳ.", "Trang 1/1")
}

func TestWhoSignsInWhoseName(t *testing.T) {
	for _, c := range []struct{ body, office, want string }{
		{"Ủy ban nhân dân xã Phú Nghĩa", "Chủ tịch", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"},
		{"Ủy ban nhân dân xã Phú Nghĩa", "Phó Chủ tịch UBND xã", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"},
		{"Phòng Tư pháp", "Trưởng phòng", "TRƯỞNG PHÒNG"},
		{"Phòng Tư pháp", "Phó Trưởng phòng", "KT. TRƯỞNG PHÒNG / PHÓ TRƯỞNG PHÒNG"},
		{"Ủy ban nhân dân xã Phú Nghĩa", "", "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"},
	} {
		if got := strings.Join(authority(c.body, c.office), " / "); got != c.want {
			t.Errorf("%s of %s signs %q, want %q", c.office, c.body, got, c.want)
		}
	}
	s := district()
	if s.OwnerID = "5400123456"; s.addressee() != s.OwnerName {
		t.Errorf("an organisation is addressed as %q", s.addressee())
	}
}

func TestEveryKindHasAFormInBothErasAndNumbersDoNotRepeat(t *testing.T) {
	for _, e := range []Era{Era2022, Era2025, ""} {
		seen := map[string]Kind{}
		for _, k := range Kinds {
			f := e.Form(k)
			if f.Title == "" || f.Symbol == "" || seen[f.No] != "" && f.No != "" {
				t.Errorf("%s in era %q is %+v, as %s is", k, e, f, seen[f.No])
			}
			seen[f.No] = k
		}
	}
}
