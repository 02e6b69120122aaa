package slip

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

// form is what the three forms have in common.
type form interface {
	PDF(ctx context.Context) ([]byte, error)
	HTML(ctx context.Context) (string, error)
}

func printed(t *testing.T, f form) []byte {
	t.Helper()
	file, err := f.PDF(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func html(t *testing.T, f form) string {
	t.Helper()
	out, err := f.HTML(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tool runs one of poppler's programs on a file.
func tool(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "slip.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, path)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.Command(program, args...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("%s is missing: install poppler-utils, as make test does", program)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// words is what a file says, line ends as spaces.
func words(t *testing.T, file []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(tool(t, file, "pdftotext", "-raw")), " ")
}

func wantWords(t *testing.T, file []byte, want ...string) {
	t.Helper()
	got := words(t, file)
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("the slip does not say %q:\n%s", w, got)
		}
	}
}

var heading2022 = []string{"ỦY BAN NHÂN DÂN HUYỆN LẠC THỦY BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
	"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", "Lạc Thủy, ngày 15 tháng 9 năm 2023",
	"Mã hồ sơ: H28.33.01-230915-0042"}

func TestReceiptOf2022(t *testing.T) {
	file := printed(t, receiptOf(district()))
	wantWords(t, file, heading2022...)
	wantWords(t, file,
		"Số: 12/TNHS", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "(Liên: Giao người nộp hồ sơ)",
		"Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân huyện Lạc Thủy", "Tiếp nhận hồ sơ của: Quách Thị Ngữ",
		"Địa chỉ: Xóm Đồng Bưởi, xã Phú Nghĩa, huyện Lạc Thủy, tỉnh Hòa Bình",
		"Số điện thoại: 0912 345 678; email: ngu.quach@example.vn",
		"Nội dung yêu cầu giải quyết: Đăng ký khai sinh có yếu tố nước ngoài",
		"1. Tờ khai đăng ký khai sinh theo mẫu (Bản điện tử, số lượng: 01) Mã tệp: 3f2a91bc07de",
		"Mã tệp: 0b5e66ff19aa, 77c0d1e2f3a4", "4. Giấy chứng nhận kết hôn của cha, mẹ trẻ em (Bản sao, số lượng: 02)",
		"Số lượng hồ sơ: 01 (bộ)", "Thời gian giải quyết hồ sơ theo quy định là: 05 ngày làm việc",
		"Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 15 tháng 9 năm 2023",
		"Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 26 tháng 9 năm 2023",
		"Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả", "quyển số: 01/2023; số thứ tự: 42",
		"NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Đinh Thị Hường",
		"Tra cứu tình trạng giải quyết hồ sơ tại nhasan.lacthuy.example/tra-cuu", "Mã tra cứu: K7QM4XWP")
	info := tool(t, file, "pdfinfo")
	for _, want := range []string{"Page size:       419.53 x 595.28 pts", "Pages:           1",
		"Title:           Giấy tiếp nhận hồ sơ và hẹn trả kết quả – H28.33.01-230915-0042"} {
		if !strings.Contains(info, want) {
			t.Errorf("the file does not say %q:\n%s", want, info)
		}
	}
}

func TestReceiptOf2025(t *testing.T) {
	file := printed(t, receiptOf(commune()))
	wantWords(t, file,
		"ỦY BAN NHÂN DÂN XÃ LẠC THỦY TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Số: 105/TNHS",
		"Lạc Thủy, ngày 12 tháng 02 năm 2026", "Tiếp nhận hồ sơ của: Quách Thị Ngữ", "Người nộp hồ sơ: Bùi Văn Thắng",
		"STT Tên giấy tờ Hình thức Số lượng", "Tờ khai đăng ký khai sinh theo mẫu", "Mã tệp: 3f2a91bc07de",
		"2. Số lượng hồ sơ: 01 (bộ)", "4. Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 12 tháng 02 năm 2026",
		"5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 23 tháng 02 năm 2026",
		"7. Phí, lệ phí (nếu có): 75.000 đồng, đã thanh toán trực tuyến", "Mã tra cứu: K7QM4XWP")
	if info := tool(t, file, "pdfinfo"); !strings.Contains(info, "(A4)") || !strings.Contains(info, "Pages:           1") {
		t.Errorf("not one page of A4:\n%s", info)
	}
}

func TestSupplementRequest(t *testing.T) {
	file := printed(t, supplementOf(district()))
	wantWords(t, file, heading2022...)
	wantWords(t, file, "Số: 07/HDHS", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "(Yêu cầu lần thứ 02)",
		"1. Bản sao Giấy chứng nhận kết hôn có chứng thực. Lý do: Bản chụp đã nộp bị mờ, không đọc được số đăng ký.",
		"2. Văn bản thỏa thuận lựa chọn quốc tịch", "Danh mục trên là toàn bộ nội dung cần bổ sung",
		"trước 17 giờ 00 phút, ngày 05 tháng 3 năm 2026.",
		"liên hệ với bà Đinh Thị Hường, số điện thoại 0218 3 874 000, email motcua@lacthuy.example để được hướng dẫn./.",
		"NGƯỜI HƯỚNG DẪN")
	first := supplementOf(commune())
	first.Round, first.Complete, first.AnswerBy, first.Contact = 1, false, time.Time{}, Contact{}
	got := words(t, printed(t, first))
	for _, absent := range []string{"lần thứ", "toàn bộ nội dung", "trước ", "Lý do: ."} {
		if strings.Contains(got, absent) {
			t.Errorf("a first request says %q:\n%s", absent, got)
		}
	}
	if !strings.Contains(got, "liên hệ với Trung tâm Phục vụ hành chính công để được hướng dẫn./.") {
		t.Errorf("with nobody named, the desk is not the one to ask:\n%s", got)
	}
}

func TestRefusal(t *testing.T) {
	for _, s := range []Slip{district(), commune()} {
		wantWords(t, printed(t, refusalOf(s)), "Số: 03/TCHS", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
			"thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
			"Trường hợp: Không thuộc thẩm quyền giải quyết", "nơi cư trú của cha hoặc mẹ. Hướng dẫn: Ông/Bà nộp hồ sơ tại",
			"số điện thoại 0218 3 874 000 để được hướng dẫn.", "được biết và thực hiện./.")
	}
}

func TestOnlyTheSubmittersCopyTellsTheSecret(t *testing.T) {
	r := receiptOf(district())
	r.Copies = []Copy{ForOffice}
	if got := words(t, printed(t, r)); strings.Contains(got, "K7QM4XWP") || !strings.Contains(got, "(Liên: Lưu)") {
		t.Errorf("the office's copy says:\n%s", got)
	}
	r.Copies = []Copy{ForSubmitter, ForOffice}
	both := printed(t, r)
	if got := words(t, both); strings.Count(got, "K7QM4XWP") != 1 || strings.Count(got, "GIẤY TIẾP NHẬN HỒ SƠ") != 2 {
		t.Errorf("both copies say:\n%s", got)
	}
	if info := tool(t, both, "pdfinfo"); !strings.Contains(info, "Pages:           2") {
		t.Errorf("two copies are not two pages:\n%s", info)
	}
}

func TestManyPapersFlowToAFurtherPageWithoutLoss(t *testing.T) {
	for _, s := range []Slip{district(), commune()} {
		s.OwnerName = "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Nông nghiệp sạch Hưng Thi Đồng Tâm Lạc Thủy"
		s.SubmitterName = "Nguyễn Hoàng Thị Phương Anh Ngọc Bảo Trân Công Tằng Tôn Nữ"
		r := receiptOf(s)
		r.Papers = nil
		for i := range 20 {
			r.Papers = append(r.Papers, Paper{Count: i + 1, Kind: "Bản sao có chứng thực",
				Name:   fmt.Sprintf("Giấy tờ thứ %d, %s hết %d", i+1, strings.Repeat("chứng minh việc cư trú của người yêu cầu, ", 2), i+1),
				SHA256: []string{fmt.Sprintf("%012x", i+0xabc000)}})
		}
		file := printed(t, r)
		got := words(t, file)
		for i := range 20 {
			for _, want := range []string{fmt.Sprintf("Giấy tờ thứ %d, ", i+1), fmt.Sprintf(" hết %d ", i+1), fmt.Sprintf("%012x", i+0xabc000)} {
				if strings.Count(got, want) != 1 {
					t.Errorf("era %s says %q %d times, want once", s.Era, want, strings.Count(got, want))
				}
			}
		}
		wantWords(t, file, s.OwnerName, s.SubmitterName, "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)", "Mã tra cứu: K7QM4XWP", "Mã tệp là 12 ký tự đầu")
		if pages := strings.Split(strings.TrimSuffix(tool(t, file, "pdftotext"), "\f"), "\f"); len(pages) < 2 || !strings.HasPrefix(strings.TrimSpace(pages[1]), "2\n") {
			t.Errorf("era %s: %d pages, the second not numbered 2", s.Era, len(pages))
		}
		if n := len(pictures.FindAllString(tool(t, file, "pdfimages", "-list"), -1)); n != 2 {
			t.Errorf("era %s: %d QR codes, want that of the paper and that of the look-up", s.Era, n)
		}
	}
}

func TestWithoutATermTheSlipPromisesNone(t *testing.T) {
	r := receiptOf(commune())
	r.DueAt, r.Term, r.Fee, r.Book, r.Serial, r.LookupURL = time.Time{}, "", "", "", "", ""
	file := printed(t, r)
	wantWords(t, file, "4. Thời gian trả kết quả giải quyết hồ sơ: khi có kết quả, cơ quan sẽ thông báo", "quyển số: ……………; số thứ tự: ……………")
	if got := words(t, file); strings.Contains(got, "Tra cứu") || strings.Contains(got, "theo quy định là") || strings.Contains(got, "Phí") {
		t.Errorf("the slip has lines about nothing:\n%s", got)
	}
}

func TestBeforeReceptionThereIsNoCodeToLookUp(t *testing.T) {
	sup := supplementOf(district())
	sup.DossierCode = ""
	file := printed(t, sup)
	if got := words(t, file); strings.Contains(got, "Mã hồ sơ") || strings.Contains(got, "Tra cứu") {
		t.Errorf("the slip speaks of a code that is not there:\n%s", got)
	}
	if info := tool(t, file, "pdfinfo"); !strings.Contains(info, "Title:           Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ\n") {
		t.Errorf("the title speaks of a code that is not there:\n%s", info)
	}
}

func TestWhatPeopleTypeIsNotMarkup(t *testing.T) {
	r := receiptOf(district())
	r.OwnerName, r.Papers[0].Name = `<b>A</b> & "B" <script>`, `</table><img src="http://x">`
	wantWords(t, printed(t, r), `<b>A</b> & "B" <script>`, `</table><img src="http://x">`)
}

func TestTheSameSlipAgainIsTheSameSlip(t *testing.T) {
	kept, err := json.Marshal(receiptOf(district()))
	if err != nil {
		t.Fatal(err)
	}
	var again Receipt
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(printed(t, receiptOf(district())), printed(t, again)) {
		t.Error("the slip printed from its record differs from the first print")
	}
}

func TestTheQRCodeSaysWhatTheCircularLists(t *testing.T) {
	r := receiptOf(district())
	r.OwnerName = "x"
	want := "H28.33.01-230915-0042|1.000893.000.00.00.H28|017186001234|Giấy tiếp nhận hồ sơ và hẹn trả kết quả|" +
		"Nhà Sàn huyện Lạc Thủy|15/09/2023 08:30|26/09/2023 16:30"
	if got := r.mark(r.form(KindReceipt).Title, r.DueAt); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	png, err := pdf.QR(want)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(html(t, r), pdf.DataURI(png)) {
		t.Error("the slip does not show that code")
	}
	r.System = "a|b"
	if got := r.mark("x", time.Time{}); strings.Count(got, "|") != 5 || !strings.Contains(got, "a/b") {
		t.Errorf("a bar inside a value breaks the code: %s", got)
	}
	r.QRText = "own"
	if got := r.mark("x", r.DueAt); got != "own" {
		t.Errorf("the caller's own text is not used: %s", got)
	}
}

func TestNamesOfBodiesAreBrokenWhereTheyMayBe(t *testing.T) {
	for name, want := range map[string]string{
		"Ủy ban nhân dân huyện Lạc Thủy":                "ỦY BAN NHÂN DÂN / HUYỆN LẠC THỦY",
		"Bộ phận Tiếp nhận và Trả kết quả":              "BỘ PHẬN TIẾP NHẬN / VÀ TRẢ KẾT QUẢ",
		"Trung tâm Phục vụ hành chính công xã Lạc Thủy": "TRUNG TÂM PHỤC VỤ / HÀNH CHÍNH CÔNG / XÃ LẠC THỦY",
		"Trung tâm Phục vụ hành chính công":             "TRUNG TÂM PHỤC VỤ / HÀNH CHÍNH CÔNG",
		"Phòng Tư pháp": "PHÒNG TƯ PHÁP",
		"":              "",
	} {
		if got := strings.Join(capitals(name), " / "); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

var pictures = regexp.MustCompile(`(?m)^ +\d+ +\d+ image `)
