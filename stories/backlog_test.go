package stories

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// Two hundred scanned pages, a hundred old birth certificates of 2015, go through two people: one enters what the machine
// read, the other checks, each types anew what was drawn of the other's; the civil status officer signs them all with
// one password and they are in the store. Then the mother finds hers, and an office of another commune uses it again
// instead of asking for it; she reads who looked.
func TestTwoHundredScansThroughTwoPeople(t *testing.T) {
	s := &backlogStory{t: t, p: FreshDemo(t)}
	s.hoa, s.tuan = officer(t, s.p, "motcua.phu-nghia"), officer(t, s.p, "hotich.phu-nghia")
	s.begins()
	s.brings()
	s.entersOne()
	s.entersTheRest()
	s.checks()
	s.retypes()
	s.signs()
	s.motherFindsIt()
	s.usedAgainElsewhere()
}

type backlogStory struct {
	t         *testing.T
	p         *Program
	hoa, tuan *Browser
	batch     string // its page
	codes     *Browser
}

const oldPapers = 100

// certificates are pictures of old certificates, two pages each, as a scanner makes them; the third is the mother's.
func certificates(t *testing.T) []string {
	t.Helper()
	var pages []string
	for n := 1; n <= oldPapers; n++ {
		holder, no := fmt.Sprintf("Quách Văn %s", []string{"An", "Bình", "Cường", "Dũng"}[n%4]), ""
		if n == 3 {
			holder, no = "Bùi Thị Lan", "<p>Số định danh: 017195001234</p>"
		}
		pages = append(pages, fmt.Sprintf(`<h1>GIẤY KHAI SINH</h1><p>Số: %d/2015</p><p>Họ và tên: %s</p>%s<p>Phú Nghĩa, ngày 9 tháng 3 năm 2015</p>`, n, holder, no), fmt.Sprintf("<p>Trang 2 của giấy số %d</p>", n))
	}
	raw, err := pdf.Render(t.Context(), pdf.Paper{Title: "Sổ cũ", HTML: strings.Join(pages, pdf.Part)})
	dir := t.TempDir()
	in := filepath.Join(dir, "so-cu.pdf")
	if err == nil {
		err = os.WriteFile(in, raw, 0o600)
	}
	if err == nil {
		err = exec.Command("pdftoppm", "-r", "100", "-gray", "-jpeg", in, filepath.Join(dir, "trang")).Run()
	}
	files, gerr := filepath.Glob(filepath.Join(dir, "trang-*.jpg"))
	if err != nil || gerr != nil || len(files) != 2*oldPapers {
		t.Fatalf("%d pictures, %v", len(files), err)
	}
	slices.Sort(files)
	return files
}

func (s *backlogStory) begins() {
	h := s.hoa
	h.Open("/lam-viec")
	h.PressIn("nav", "Số hóa")
	h.See("Chưa có đợt số hóa nào")
	h.Fill("Loại giấy tờ", "Giấy khai sinh")
	h.Fill("Tên đợt", "Sổ hộ tịch 2015, cặp số 1")
	h.Fill("Số giấy tờ theo sổ gốc", "120")
	h.PressIn("main form", "Mở đợt")
	s.batch = h.Path()
	h.See("Sổ hộ tịch 2015, cặp số 1", "Đưa bản quét vào")
}

func (s *backlogStory) brings() {
	h := s.hoa
	h.Upload("Tệp quét", certificates(s.t)...)
	h.Tick("Mỗi giấy tờ có số trang như nhau")
	h.Fill("Số trang mỗi giấy tờ", "2")
	h.PressIn("main form", "Đưa vào")
	h.See("Đã nhận 200 tệp")
	within(afterWork, func() bool { return strings.Contains(h.Main(), "100 giấy tờ.") }) // comes by itself
	h.See("200 tệp lúc", "100 giấy tờ.", "Nhập tiếp (100)")
	h.Screenshot("backlog-batch")
}

// entersOne types the mother's paper, the third, with what the machine read; it may still be reading.
func (s *backlogStory) entersOne() {
	h := s.hoa
	h.Open(s.batch)
	third := h.Link("3")
	for range 600 {
		if h.Open(third); strings.Contains(h.Main(), "Máy đọc") {
			break
		}
		time.Sleep(100 * time.Millisecond) // the machine reads
	}
	h.See("Nhập theo bản quét", "Máy đọc", "chỉ 100 dpi")
	if got := h.value("Số định danh cá nhân"); got != "017195001234" {
		s.t.Errorf("the machine read the personal number as %q", got)
	}
	h.Screenshot("backlog-enter")
	h.Fill("Ngày cấp", "9/3/2015")
	h.Fill("Số", "3/2015")
	h.Fill("Họ và tên người được cấp", "Bùi Thị Lan")
	h.PressIn("main form", "Lưu, sang giấy tiếp theo")
	h.See("Giấy tờ thứ 1", "Nhập theo bản quét")
}

var onStation = regexp.MustCompile(`<a[^>]*href="(/lam-viec/so-hoa/giay/[0-9a-f-]{36})"[^>]*>(\d+)</a>`)

// waiting are the papers in a state, by their places, as the list gives them.
func (s *backlogStory) waiting(b *Browser, state string) map[string]string {
	s.t.Helper()
	out := map[string]string{}
	for after := 0; after < oldPapers; after += 50 {
		_, _, page := b.Fetch(fmt.Sprintf("%s?trang-thai=%s&sau=%d", s.batch, state, after))
		for _, m := range onStation.FindAllSubmatch(page, -1) {
			out[string(m[2])] = string(m[1])
		}
	}
	return out
}

func asEntered(place string) map[string]string {
	f := map[string]string{"number": place + "/2015", "issued_on": "9/3/2015", "holder": "Quách Văn An"}
	if place == "3" {
		f["holder"], f["personal_no"] = "Bùi Thị Lan", "017195001234"
	}
	return f
}

func (s *backlogStory) entersTheRest() {
	s.t.Helper()
	for place, at := range s.waiting(s.hoa, "scanned") {
		s.hoa.post(at+"?viec=enter", asEntered(place), nil)
	}
	s.hoa.Open(s.batch)
	s.hoa.See("Kiểm tra tiếp (100)")
	s.hoa.Press("Kiểm tra tiếp (100)")
	s.hoa.See("Giấy do chính mình nhập thì người khác kiểm tra")
}

// checks is the second person, who finds a mistake in the first paper.
func (s *backlogStory) checks() {
	b := s.tuan
	b.Open(s.batch)
	b.Press("Kiểm tra tiếp (100)")
	b.See("Kiểm tra từng ô với bản quét", "Giấy tờ thứ 1")
	b.Fill("Họ và tên người được cấp", "Quách Văn Bình")
	b.Screenshot("backlog-check")
	b.PressIn("main form", "Đúng như bản quét, sang giấy tiếp theo")
	b.See("Giấy tờ thứ 2")
	for place, at := range s.waiting(b, "entered") {
		b.post(at+"?viec=check", asEntered(place), nil)
	}
	b.Open(s.batch)
	b.See("Người thứ hai đã kiểm tra 100 giấy tờ: 99,8% trong 500 ô nhập đúng ngay, sửa 1 ô.")
}

// retypes is the first person again, who types what was drawn without seeing what stands there.
func (s *backlogStory) retypes() {
	h := s.hoa
	h.Open(s.batch)
	for n := 0; strings.Contains(h.Main(), "Gõ lại mẫu"); n++ {
		h.Press(regexp.MustCompile(`Gõ lại mẫu \(\d+\)`).FindString(h.Main()))
		place := regexp.MustCompile(`Giấy tờ thứ (\d+)`).FindStringSubmatch(h.Main())[1]
		if n == 0 {
			h.SeeNot("Máy đọc")
			h.Screenshot("backlog-retype")
		}
		f := asEntered(place)
		if place == "1" {
			f["holder"] = "Quách Văn Bình"
		}
		h.Fill("Số", f["number"])
		h.Fill("Ngày cấp", f["issued_on"])
		h.Fill("Họ và tên người được cấp", f["holder"])
		h.Fill("Số định danh cá nhân", f["personal_no"])
		h.PressIn("main form", "Lưu, sang giấy tiếp theo")
		h.Open(s.batch)
	}
	h.See("giấy tờ rút ngẫu nhiên: 100%", "Ký số (100)")
}

func (s *backlogStory) signs() {
	b := s.tuan
	near, file := s.key((&signing{t: s.t}).nameOf(b))
	root := filepath.Join(s.t.TempDir(), "ca-goc.pem")
	if err := os.WriteFile(root, near.PEM(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	admin := quiet(s.t, s.p, "quantri.lac-thuy")
	admin.Open("/quan-tri/chung-thu")
	admin.Upload("Chứng thư gốc", root)
	admin.PressIn("main form", "Tin cậy")
	b.Open("/toi/chu-ky-so")
	b.Upload("Tệp khóa", file)
	b.Fill("Mật khẩu tệp khóa", sealPassword)
	b.Press("Lưu tệp khóa")
	b.See("Đã lưu chữ ký số của bạn.")
	b.Open(s.batch)
	b.Press("Ký số (100)")
	b.See("100 tệp chờ ký", "Giấy khai sinh · 3/2015")
	b.Fill("Mật khẩu tệp khóa", sealPassword)
	b.Press("Ký 100 tệp")
	b.See("Đã ký 100 giấy tờ.", "Đã ký 100 trong 100 tệp")
	b.Screenshot("backlog-signed")
	b.Open(s.batch)
	b.Press("Chia sẻ vào kho (100)")
	b.See("Đã đưa 100 giấy tờ vào kho.")
	b.Open("/lam-viec/so-hoa")
	b.See("100 (83,3%)", "100%")
	b.Screenshot("backlog")
}

// key is a key of somebody in a file, and the authority that issued its certificate.
func (s *backlogStory) key(name string) (*trial.Authority, string) {
	s.t.Helper()
	near, err := trial.New(time.Date(2023, 8, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		s.t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	cert, err := near.Issue(trial.Person{Name: name, Public: private.Public(), Until: time.Now().AddDate(5, 0, 0)})
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, sealPassword)
	file := filepath.Join(s.t.TempDir(), "khoa.p12")
	if err == nil {
		err = os.WriteFile(file, raw, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return near, file
}

var herFile = regexp.MustCompile(`/giay-to-cua-toi/[0-9a-f-]{36}/tep/[0-9a-f]{64}`)

func (s *backlogStory) motherFindsIt() {
	s.codes = Browse(s.t, s.p.URL, How{Width: Narrow})
	m := s.codes
	m.Open("/giay-to-cua-toi")
	m.identify("Bùi Thị Lan")
	m.Open("/giay-to-cua-toi")
	m.Press("Giấy khai sinh")
	m.See("3/2015", "Số hóa từ bản giấy", "Còn giá trị")
	m.Screenshot("digitised-paper")
	_, _, page := m.Fetch(m.Path())
	status, _, raw := m.Fetch(herFile.FindString(string(page)))
	if status != 200 {
		s.t.Errorf("her file: status %d", status)
	}
	keepPDF(s.t, "scan", raw)
}

// usedAgainElsewhere is another commune's counter, where she needs the paper for something else.
func (s *backlogStory) usedAgainElsewhere() {
	d := officer(s.t, s.p, "motcua.khoan-du")
	d.Open("/lam-viec/tiep-nhan?q=khai+sinh")
	d.Press("Tiếp nhận: Đăng ký khai sinh")
	d.Fill("Họ và tên", "Bùi Thị Lan")
	d.Fill("Số giấy tờ tùy thân", "017195001234")
	d.PressIn("main form", "Lưu")
	d.Press(regexp.MustCompile(`Người này đã được cấp .*? nộp lần nữa`).FindString(d.Main()))
	d.SeeNot("3/2015")
	d.Tick("Bùi Thị Lan đồng ý cho tìm")
	d.Press("Tìm giấy tờ đã có")
	d.See("Giấy đã cấp số 3/2015", "xã Phú Nghĩa")
	d.Screenshot("reuse-at-counter")
	d.Choose("Giấy khai sinh", "Giấy chứng sinh")
	d.PressIn("main form", "Dùng những giấy tờ đã chọn")
	d.See("Đã đưa 1 giấy tờ có sẵn vào hồ sơ")
	m := s.codes
	m.Open(m.Path())
	m.See("Tìm giấy tờ để dùng lại khi tiếp nhận hồ sơ")
}
