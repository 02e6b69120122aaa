package stories

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/trial"
	"github.com/nha-san/nhasan/internal/sign/trial/card"
)

// It is Friday afternoon. Twenty results wait for the chairman, who has a card in his PC. The administrator has said which
// authority the house trusts; he reads his certificate from the card once, picks the twenty, looks at the page of the token
// helper, types his PIN once, and all twenty are signed and approved. The clerk
// numbers one with the seal of the commune; strangers are told what the file is worth, before and after.
func TestTheChairmanSignsTwentyWithOneConfirmation(t *testing.T) {
	p := FreshDemo(t)
	s := &signing{t: t, p: p, n: 20, desk: quiet(t, p, "motcua.phu-nghia"), expert: quiet(t, p, "hotich.phu-nghia"), chair: officer(t, p, "chutich.phu-nghia")}
	s.cardOf(s.nameOf(s.chair))
	s.trusts(officer(t, p, "quantri.lac-thuy"))
	s.helper()
	s.entersTheKey()
	s.proposed()
	s.refuses()
	s.signs()
	s.whatWasSigned()
	s.seals()
}

type signing struct {
	t                   *testing.T
	p                   *Program
	n                   int
	near                *trial.Authority
	desk, expert, chair *Browser
	codes               []string
	address             string // of the token helper
}

var fullName = regexp.MustCompile(`Tài khoản của tôi (.+?) Tên đăng nhập`)

func (s *signing) nameOf(b *Browser) string {
	s.t.Helper()
	b.Open("/toi")
	m := fullName.FindStringSubmatch(b.Main())
	if m == nil {
		s.t.Fatalf("no name on %s", b.Main())
	}
	return m[1]
}

// cardOf puts a card with a key of that person into the PC.
func (s *signing) cardOf(name string) {
	s.t.Helper()
	var err error
	said := &trial.Responder{Now: func() time.Time { return time.Date(2023, 8, 10, 1, 0, 0, 0, time.UTC) }}
	server := httptest.NewServer(said)
	s.t.Cleanup(server.Close)
	if s.near, err = trial.NewWith(time.Date(2023, 8, 1, 0, 0, 0, 0, time.UTC), server.URL); err != nil {
		s.t.Fatal(err)
	}
	said.For(s.near)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		s.t.Fatal(err)
	}
	cert, err := s.near.Issue(trial.Person{Name: name, Organisation: "UBND xã Phú Nghĩa", Public: private.Public(), Until: time.Now().AddDate(5, 0, 0)})
	if err != nil {
		s.t.Fatal(err)
	}
	card.New(s.t).Put(private, cert, s.near.Issuer)
}

// trusts is the administrator, who has the root from the authority.
func (s *signing) trusts(admin *Browser) {
	root := filepath.Join(s.t.TempDir(), "ca-goc.pem")
	if err := os.WriteFile(root, s.near.PEM(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	admin.Open("/quan-tri")
	admin.Press("Chứng thư tin cậy")
	admin.See("Chưa tin cậy nơi nào")
	admin.Upload("Chứng thư gốc", root)
	admin.PressIn("main form", "Tin cậy")
	admin.See("Đã thêm vào danh sách tin cậy.", "CA thử nghiệm gốc")
	admin.Screenshot("trusted")
}

// helper starts the token helper on the chairman's PC.
func (s *signing) helper() {
	s.t.Helper()
	cmd := exec.Command(binary(s.t), "token-helper", "--module", card.Module(s.t), "--origin", s.p.URL)
	out, err := cmd.StdoutPipe()
	if err == nil {
		cmd.Stderr = os.Stderr
		err = cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	_, at, ok := strings.Cut(strings.TrimSpace(line), " at ")
	if err != nil || !ok {
		s.t.Fatalf("the token helper says %q, %v", line, err)
	}
	s.address = at
}

func (s *signing) entersTheKey() {
	c := s.chair
	c.Open("/toi/chu-ky-so")
	c.See("Bạn chưa có chữ ký số")
	c.Screenshot("my-signature")
	c.Press("Đọc từ thiết bị")
	c.See("Đã đọc chứng thư")
	c.PressIn("main form", "Lưu")
	c.See("Đã lưu chữ ký số của bạn.", "CA thử nghiệm", "Thiết bị (USB token, thẻ)")
}

// proposed brings as many dossiers to the chairman as wait for him.
func (s *signing) proposed() {
	s.t.Helper()
	admin := quiet(s.t, s.p, "quantri.lac-thuy")
	admin.Open("/quan-tri/don-vi")
	admin.Fill("Tên hoặc mã đơn vị", "phu nghia")
	admin.Press("Lọc")
	unit := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).FindString(admin.Link("Xã Phú Nghĩa"))
	at := func(name string) string { return filepath.Join(s.p.Dir, name) }
	out, err := exec.Command(binary(s.t), "token", "--name=cong", "--right=dossier.submit", "--right=dossier.receive", "--unit=/", "--db=sqlite:"+at("nhasan.db"),
		"--files="+at("files"), "--key-file="+at("key")).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v\n%s", err, out)
	}
	token := regexp.MustCompile(`nhasan_[\w-]+`).FindString(string(out))
	paper, err := os.ReadFile(sample)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range s.n {
		var got struct {
			Code string `json:"code"`
		}
		s.call(token, map[string]any{"procedure": "1.004873", "unit": unit, "channel": "direct", "owner": map[string]any{"name": fmt.Sprintf("Bùi Thị Lan %d", i+1), "personal_no": "017195001234"},
			"values": map[string]any{}}, &got)
		s.codes = append(s.codes, got.Code)
		_, _, list := s.desk.Fetch("/lam-viec?o=all&q=" + got.Code)
		file := onList.FindString(string(list))
		for _, step := range []struct {
			who  *Browser
			do   string
			form map[string]string
			file []byte
		}{{s.desk, "hand-over", nil, nil}, {s.expert, "take", nil, nil},
			{s.expert, "propose", map[string]string{"result": "Đủ điều kiện"}, append(bytes.Clone(paper), fmt.Sprintf("\n%% %d\n%%%%EOF\n", i)...)}} {
			step.who.post(file+"/"+step.do, step.form, step.file)
		}
	}
}

// aFile is the address of a file of a dossier.
var aFile = regexp.MustCompile(`/lam-viec/ho-so/[0-9a-f-]{36}/tep/[0-9a-f]{64}`)

// onList is the address of a dossier.
var onList = regexp.MustCompile(`/lam-viec/ho-so/[0-9a-f-]{36}`)

func (s *signing) call(token string, body, into any) {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", s.p.URL+"/api/v1/dossiers", bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	raw, err = io.ReadAll(a.Body)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil || a.StatusCode != http.StatusCreated {
		s.t.Fatalf("%s %s", a.Status, raw)
	}
}

// post sends a form as the person at the browser would, with their cookies; what a story has pressed elsewhere need not be
// pressed twenty times.
func (b *Browser) post(path string, form map[string]string, file []byte) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range form {
		_ = w.WriteField(k, v)
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "giay-xac-nhan.pdf")
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write(file)
	}
	_ = w.Close()
	r, err := http.NewRequest("POST", b.base+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	for _, c := range b.cookies() {
		r.AddCookie(c)
	}
	a, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther || strings.HasSuffix(a.Header.Get("Location"), filepath.Base(path)) {
		raw, _ := io.ReadAll(a.Body)
		b.t.Fatalf("%s: %s, led to %s %s", path, a.Status, a.Header.Get("Location"), raw)
	}
}

// picks is the chairman, who picks all of them in his list.
func (s *signing) picks() {
	c := s.chair
	c.Open("/lam-viec?o=turn")
	for _, code := range s.codes {
		c.Tick("Chọn hồ sơ " + code)
	}
	c.Choose("Với các hồ sơ đã chọn", "Ký số và phê duyệt")
	c.Press("Tiếp tục")
	c.See("20 tệp kết quả", s.codes[0], s.codes[19])
}

// refuses looks at the helper's page and lets it be: nothing has happened.
func (s *signing) refuses() {
	s.picks()
	c := s.chair
	c.Screenshot("sign-many")
	c.Press("Ký và phê duyệt 20 tệp")
	h := c.Opened(s.address)
	h.See("Xác nhận ký số", s.codes[3])
	h.Press("Không ký")
	h.See("Bạn đã chọn không ký")
	c.See("Bạn đã chọn không ký", "Chờ ký")
}

func (s *signing) signs() {
	s.chair.Front() // the helper's window of before lies over it
	s.picks()
	c := s.chair
	c.Press("Ký và phê duyệt 20 tệp")
	h := c.Opened(s.address + "/ky/")
	h.Fill("Mã PIN của thiết bị", "000000")
	h.Press("Ký 20 tệp")
	h.See("Mã PIN không đúng")
	h.Fill("Mã PIN của thiết bị", card.PIN)
	h.Press("Ký 20 tệp")
	h.See("Đã ký 20 tệp")
	c.See("Đã ký và phê duyệt 20 hồ sơ", "Đã ký và phê duyệt 20 trên 20 tệp")
	c.Front()
	c.Screenshot("signed-many")
}

// whatWasSigned is held against other programs, and against a stranger who got the file too early.
func (s *signing) whatWasSigned() {
	c := s.chair
	c.Press(s.codes[5] + " · Cấp Giấy xác nhận tình trạng hôn nhân")
	c.See("Đã ký duyệt", "chứng thư do CA thử nghiệm cấp")
	name, raw := s.fileOf(c)
	s.accepted(name, 1)
	root := filepath.Join(s.t.TempDir(), "ca.pem")
	if err := os.WriteFile(root, s.near.PEM(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	out, _ := exec.Command(binary(s.t), "verify", "pdf", name, "--trust", root, "--as-of", "2023-08-20T09:00").CombinedOutput()
	if !bytes.Contains(out, []byte("UBND xã Phú Nghĩa")) || bytes.Contains(out, []byte("INVALID")) {
		s.t.Errorf("verify pdf says\n%s", out)
	}
	b := Browse(s.t, s.p.URL, How{})
	b.checks(name)
	b.See("Tệp này không phải giấy tờ do hệ thống này cấp", "UBND xã Phú Nghĩa", "Hợp lệ", "chưa bị thu hồi")
	b.Screenshot("checked-signatures")
	changed := filepath.Join(s.t.TempDir(), "doi.pdf")
	at := bytes.Index(raw, []byte("endobj"))
	if err := os.WriteFile(changed, append(append(bytes.Clone(raw[:at]), 'E'), raw[at+1:]...), 0o600); err != nil {
		s.t.Fatal(err)
	}
	b.checks(changed)
	b.See("Không hợp lệ", "Nội dung đã ký bị thay đổi.")
	b.reportsOn(name, "total-passed")
	b.reportsOn(changed, "total-failed")
	b.Open("/kiem-tra")
	b.Upload("Tệp nhận được", photo(s.t, "anh.jpg", 200))
	b.Press("Tải báo cáo XML về chữ ký (cho phần mềm)")
	b.See("Chỉ lập được báo cáo về chữ ký của tệp PDF.")
}

// reportsOn reads the report on a file as a program would, and goes on to look at the file as people do: an answer that is a file
// leaves the form as it was.
func (b *Browser) reportsOn(name, indication string) {
	b.t.Helper()
	b.Open("/kiem-tra")
	b.Upload("Tệp nhận được", name)
	value[bool](b, "asking for the report", `(document.querySelector("[data-file]").click(), true)`) // no page comes, but a file
	report := value[string](b, "reading the report", `(async () => {
		const form = document.querySelector("form[enctype]");
		const sent = new FormData(form);
		sent.append("bao-cao", "xml");
		return (await fetch(form.action, { method: "POST", body: sent })).text();
	})()`)
	if !strings.Contains(report, "urn:etsi:019102:mainindication:"+indication) {
		b.t.Errorf("the report on %s does not say %s:\n%.2000s", name, indication, report)
	}
	b.Press("Kiểm tra tệp")
	b.See("Chữ ký số trong tệp")
}

// checks looks at a file as anybody may.
func (b *Browser) checks(name string) {
	b.t.Helper()
	b.Open("/kiem-tra")
	b.Upload("Tệp nhận được", name)
	b.Press("Kiểm tra tệp")
}

// fileOf is the first file of the dossier that somebody has open.
func (s *signing) fileOf(b *Browser) (name string, raw []byte) {
	s.t.Helper()
	_, _, page := b.Fetch(b.Path())
	status, _, raw := b.Fetch(aFile.FindString(string(page)))
	name = filepath.Join(s.t.TempDir(), "giay-xac-nhan.pdf")
	if err := os.WriteFile(name, raw, 0o600); err != nil || status != http.StatusOK {
		s.t.Fatal(status, err)
	}
	return name, raw
}

// accepted fails unless others' programs find so many good signatures.
func (s *signing) accepted(name string, n int) {
	s.t.Helper()
	if raw, err := os.ReadFile(name); err == nil {
		keepPDF(s.t, "result", raw)
	}
	for _, cmd := range [][]string{{"qpdf", "--check", name}, {"pdfsig", "-nocert", name}} {
		out, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput()
		if err != nil || cmd[0] == "pdfsig" && bytes.Count(out, []byte("Signature is Valid")) != n {
			s.t.Errorf("%s: %v\n%s", cmd[0], err, out)
		}
	}
}
