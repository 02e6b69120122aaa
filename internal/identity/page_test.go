package identity

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/identity/demoidp"
	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

var mai = demoidp.Citizen{Number: "017190001234", Name: "Bùi Thị Mai", BornOn: "1990-05-01", Phone: "+84912345678", Password: "mat-khau-mai"}

// server is the room's pages on a real server, with the demonstration's provider beside them.
type server struct {
	*house
	*httptest.Server
}

// serve runs the pages; /who tells who acts, /desk is a page somebody may want.
func serve(t *testing.T, settings Settings) *server {
	var s *server
	t.Helper()
	d := testkit.SQLite(t, []db.Schema{audit.Schema, web.Schema, Schema})
	h := houseOn(t, d, settings)
	site := web.New(web.Config{DB: d, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Who: h.Who, Limit: 1 << 20})
	s = &server{house: h, Server: httptest.NewServer(nil)}
	t.Cleanup(s.Close)
	provider, err := demoidp.New(demoidp.Needs{BaseURL: s.URL, Citizens: []demoidp.Citizen{mai}, ClientID: "nhasan",
		ClientSecret: "s", RedirectURL: s.URL + "/dang-nhap/dinh-danh/ve", Clock: h.clock})
	h.must(err)
	party, err := oidc.New(oidc.Settings{Name: "trinh-dien", Label: "trình diễn", Issuer: provider.Issuer(), ClientID: "nhasan",
		ClientSecret: "s", RedirectURL: s.URL + "/dang-nhap/dinh-danh/ve", Claims: oidc.VNeID}, provider.Client(), h.clock)
	h.must(err)
	pages := NewPages(PageNeeds{Service: h.Service, Party: party, BaseURL: s.URL, Site: "Nhà Sàn",
		Hints: []Hint{{"lan", "xem", "Một cửa Phú Thành"}}})
	site.Add(pages.Routes()...)
	site.Mount(demoidp.Path+"/", provider.Handler())
	site.Add(web.Route{Method: "GET", Path: "/api/who", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
		a := actor.Of(r.Context())
		return web.JSON(w, 200, fmt.Sprintf("%s %s %s", a.Kind, a.Name, a.UnitPath))
	}}, web.Route{Method: "GET", Path: "/desk", Need: web.Officers, Do: func(w http.ResponseWriter, r *http.Request) error {
		return web.JSON(w, 200, "the desk")
	}})
	s.Config.Handler = site.Handler()
	return s
}

// browser is one browser, with script off.
type browser struct {
	*server
	client *http.Client
}

func (s *server) browser() *browser {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &browser{s, &http.Client{Jar: jar}}
}

// page is what a browser ended at.
type page struct {
	path, body string
	status     int
}

func (b *browser) do(r *http.Request) page {
	b.t.Helper()
	r.Header.Set("Accept", "text/html")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	answer, err := b.client.Do(r)
	b.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.must(err)
	return page{answer.Request.URL.RequestURI(), string(body), answer.StatusCode}
}

func (b *browser) get(path string) page {
	b.t.Helper()
	r, err := http.NewRequest("GET", b.URL+path, nil)
	b.must(err)
	return b.do(r)
}

func (b *browser) post(path string, pairs ...string) page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequest("POST", b.URL+path, strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (b *browser) signIn(login, password string) page {
	b.t.Helper()
	return b.post("/dang-nhap", "ten-dang-nhap", login, "mat-khau", password)
}

// says fails unless the browser stands at path and the page holds all the words.
func (b *browser) says(p page, path string, words ...string) {
	b.t.Helper()
	if p.path != path {
		b.t.Errorf("stands at %s, want %s", p.path, path)
	}
	for _, w := range words {
		if !strings.Contains(p.body, w) {
			b.t.Errorf("%s does not say %q:\n%s", p.path, w, mainOf(p.body))
		}
	}
}

func (b *browser) who() string {
	b.t.Helper()
	return strings.Trim(b.get("/api/who").body, "\"\n ")
}

var mainPart = regexp.MustCompile(`(?s)<main.*</main>`)

func mainOf(body string) string {
	if m := mainPart.FindString(body); m != "" {
		return m
	}
	return body
}

func TestAnOfficerComesInByThePageTheyWanted(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	b := s.browser()
	p := b.get("/desk")
	b.says(p, "/dang-nhap?ve=%2Fdesk", `name="ve" value="/desk"`, "Một cửa Phú Thành", "/demo/accounts.json")
	p = b.post("/dang-nhap", "ten-dang-nhap", "lan", "mat-khau", "sai bét", "ve", "/desk")
	b.says(p, "/dang-nhap?ve=%2Fdesk", `value="lan"`, "không đúng", "Lỗi:")
	if strings.Contains(p.body, "sai bét") {
		t.Error("the password that was typed is on the page")
	}
	b.says(b.post("/dang-nhap", "ten-dang-nhap", "lan", "mat-khau", lanPassword, "ve", "/desk"), "/desk", "the desk")
	if got := b.who(); got != "officer Bùi Thị Lan /hb/lt/pt/" {
		t.Errorf("acts as %q", got)
	}
	b.says(b.post("/dang-xuat"), "/")
	if got := b.who(); got != "anonymous" {
		t.Errorf("after signing out acts as %q", got)
	}
}

func TestEmptyFieldsAreNamed(t *testing.T) {
	s := serve(t, loose)
	b := s.browser()
	b.says(b.signIn("", ""), "/dang-nhap", `href="#ten-dang-nhap"`, `href="#mat-khau"`, "Vui lòng nhập mật khẩu.")
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	for _, evil := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/dang-xuat", "evil"} {
		b := s.browser()
		if p := b.get("/dang-nhap?ve=" + url.QueryEscape(evil)); strings.Contains(p.body, `name="ve"`) || strings.Contains(mainOf(p.body), "evil") {
			t.Errorf("%s is kept on the sign-in page", evil)
		}
		b.says(b.post("/dang-nhap", "ten-dang-nhap", "lan", "mat-khau", lanPassword, "ve", evil), "/lam-viec")
	}
}

func TestSigningInGivesTheBrowserANewToken(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	b := s.browser()
	b.signIn("lan", "sai") // a session with something in it
	before := b.cookie()
	b.signIn("lan", lanPassword)
	if after := b.cookie(); before == "" || after == before {
		t.Errorf("the token was %q and is %q: one planted before would work now", before, after)
	}
}

func (b *browser) cookie() string {
	u, err := url.Parse(b.URL)
	b.must(err)
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "nhasan" {
			return c.Value
		}
	}
	return ""
}

func TestARevokedBrowserIsOutAtItsNextPage(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	office, home := s.browser(), s.browser()
	office.signIn("lan", lanPassword)
	home.signIn("lan", lanPassword)
	p := office.get("/toi")
	office.says(p, "/toi", "Firefox trên Windows", "Phiên này", "Công chức một cửa")
	end := regexp.MustCompile(`/toi/phien/[^/"]+/ket-thuc`).FindAllString(p.body, -1)
	if len(end) != 1 {
		t.Fatalf("%d sessions can be ended, want the one other", len(end))
	}
	office.says(office.post(end[0]), "/toi", "Đã kết thúc phiên")
	home.says(home.get("/desk"), "/dang-nhap?ve=%2Fdesk", "kết thúc từ nơi khác")
	if got := office.who(); !strings.HasPrefix(got, "officer") {
		t.Errorf("the office is out too: %s", got)
	}
}

func TestAnIdleOfficerIsToldWhyTheyAreOut(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	b := s.browser()
	b.signIn("lan", lanPassword)
	s.clock.Advance(15 * minute)
	b.says(b.get("/desk"), "/dang-nhap?ve=%2Fdesk", "lâu không thao tác")
	if p := b.get("/dang-nhap"); strings.Contains(p.body, "lâu không thao tác") {
		t.Error("it is said a second time")
	}
}

func TestWhoOwesAPasswordGetsNowhereElse(t *testing.T) {
	s := serve(t, Settings{})
	s.officer("quan", lanPassword, "quan")
	_, oneTime, err := s.OpenAccount(system(), "lan", "lan")
	s.must(err)
	b := s.browser()
	b.says(b.signIn("lan", oneTime), "/toi/mat-khau", "Trước khi làm việc", "Ít nhất 8 ký tự")
	b.says(b.get("/desk"), "/toi/mat-khau")
	b.says(b.post("/toi/mat-khau", "mat-khau-cu", oneTime, "mat-khau-moi", "Hoa ban 1", "mat-khau-lai", "Hoa ban 2"), "/toi/mat-khau", "không giống nhau")
	p := b.post("/toi/mat-khau", "mat-khau-cu", oneTime, "mat-khau-moi", "Hoa ban 1", "mat-khau-lai", "Hoa ban 1")
	b.says(p, "/toi/ma", "hãy bật mã xác thực")

	p = b.post("/toi/ma/bat-dau", "mat-khau-cu", "Hoa ban 1")
	b.says(p, "/toi/ma", "data:image/png;base64,", "Quét mã")
	secret := strings.ReplaceAll(regexp.MustCompile(`<code>([A-Z2-7 ]{20,})</code>`).FindStringSubmatch(p.body)[1], " ", "")
	b.says(b.post("/toi/ma/xac-nhan", "ma", "000000"), "/toi/ma", "Mã không đúng")
	p = b.post("/toi/ma/xac-nhan", "ma", s.code(secret))
	codes := regexp.MustCompile(`<code>[A-Z2-9]{5}-[A-Z2-9]{5}</code>`).FindAllString(p.body, -1)
	if len(codes) != 10 {
		t.Errorf("%d recovery codes are shown", len(codes))
	}
	if again := b.get("/toi/ma"); strings.Contains(again.body, codes[0]) {
		t.Error("the recovery codes are shown a second time")
	}
	b.says(b.get("/desk"), "/desk", "the desk")

	other := s.browser()
	other.says(other.signIn("lan", "Hoa ban 1"), "/dang-nhap/ma", "Mã xác thực")
	if got := other.who(); got != "anonymous" {
		t.Errorf("with the password alone acts as %q", got)
	}
	other.says(other.post("/dang-nhap/ma", "ma", "000000", "ve", "/desk"), "/dang-nhap/ma?ve=%2Fdesk", "Mã không đúng")
	s.clock.Advance(minute)
	other.says(other.post("/dang-nhap/ma", "ma", s.code(secret), "ve", "/desk"), "/desk")

	late := s.browser()
	late.signIn("lan", "Hoa ban 1")
	s.clock.Advance(codeWait)
	late.says(late.post("/dang-nhap/ma", "ma", s.code(secret)), "/dang-nhap", "quá thời gian")
}

func TestACitizenSignsInAtTheProvider(t *testing.T) {
	s := serve(t, loose)
	b := s.browser()
	p := b.get("/dang-nhap/dinh-danh?ve=%2Ftoi")
	request := regexp.MustCompile(`name="yeu-cau" value="([^"]+)"`).FindStringSubmatch(p.body)
	b.says(p, p.path, "TRÌNH DIỄN – không phải VNeID", mai.Name)
	p = b.post("/demo/dinh-danh/dang-nhap", "yeu-cau", request[1], "so", mai.Number, "mat-khau", mai.Password)
	b.says(p, "/toi", "Bùi Thị Mai", "017*****1234", "01/05/1990")
	if strings.Contains(p.body, mai.Number) {
		t.Error("the personal number is on the page unmasked")
	}
	if got := b.who(); got != "citizen Bùi Thị Mai" {
		t.Errorf("acts as %q", got)
	}
	b.says(b.get("/toi/mat-khau"), "/toi/mat-khau", "Không có quyền")
}

func TestACitizenWhoRefusesIsToldSo(t *testing.T) {
	s := serve(t, loose)
	b := s.browser()
	p := b.get("/dang-nhap/dinh-danh")
	request := regexp.MustCompile(`name="yeu-cau" value="([^"]+)"`).FindStringSubmatch(p.body)
	b.says(b.post("/demo/dinh-danh/dang-nhap", "yeu-cau", request[1], "huy", "1"), "/dang-nhap", "không đồng ý chia sẻ")
	b.says(b.get("/dang-nhap/dinh-danh/ve?code=x&state=y"), "/dang-nhap", "quá hạn")
	if !strings.Contains(s.wholeTrail(), "identity.provider.denied") || strings.Contains(s.wholeTrail(), "identity.provider.stale") {
		t.Error("the trail should know of the refusal, and not of an answer to nothing")
	}
}

// A link with somebody else's answer must not sign this browser in as them.
func TestAnAnswerMeantForAnotherBrowserIsRefused(t *testing.T) {
	s := serve(t, loose)
	thief, victim := s.browser(), s.browser()
	p := thief.get("/dang-nhap/dinh-danh")
	request := regexp.MustCompile(`name="yeu-cau" value="([^"]+)"`).FindStringSubmatch(p.body)
	thief.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.Path, "/dang-nhap/dinh-danh/ve") {
			p.path = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}
	thief.post("/demo/dinh-danh/dang-nhap", "yeu-cau", request[1], "so", mai.Number, "mat-khau", mai.Password)
	victim.get("/dang-nhap/dinh-danh")
	victim.says(victim.get(p.path), "/dang-nhap", "trình duyệt khác")
	if got := victim.who(); got != "anonymous" {
		t.Errorf("acts as %q", got)
	}
}

func TestProgramsAreKnownByTheirToken(t *testing.T) {
	s := serve(t, loose)
	token, secret, err := s.MakeToken(system(), NewToken{"Trục huyện", []string{rightReceive}, "/hb/lt/", s.clock.Now().Add(day)})
	s.must(err)
	ask := func(text string) *http.Response {
		r, err := http.NewRequest("GET", s.URL+"/api/who", nil)
		s.must(err)
		r.Header.Set("Authorization", "Bearer "+text)
		answer, err := http.DefaultClient.Do(r)
		s.must(err)
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer
	}
	body, err := io.ReadAll(ask(secret).Body)
	s.must(err)
	if !strings.Contains(string(body), "token Trục huyện /hb/lt/") {
		t.Errorf("acts as %s", body)
	}
	s.must(s.RevokeToken(system(), token.ID))
	for _, text := range []string{secret, "x"} {
		answer := ask(text)
		if answer.StatusCode != 401 || answer.Header.Get("WWW-Authenticate") == "" ||
			answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("answered %d, %q", answer.StatusCode, answer.Header)
		}
	}
}

func TestAnAdministratorOpensAndTendsAnAccount(t *testing.T) {
	s := serve(t, loose)
	s.officer("quan", lanPassword, "quan")
	b := s.browser()
	b.says(b.signIn("quan", lanPassword), "/quan-tri")
	b.says(b.get("/quan-tri/tai-khoan"), "/quan-tri/tai-khoan", "Đinh Công Quản")
	b.says(b.get("/quan-tri/tai-khoan/moi?ten=bui+thi"), "/quan-tri/tai-khoan/moi?ten=bui+thi", "Bùi Thị Lan", "Công chức một cửa, Xã Phú Thành")
	b.says(b.post("/quan-tri/tai-khoan/moi", "ten", "bui thi", "nguoi", "lan", "ten-dang-nhap", "Lan!"), "/quan-tri/tai-khoan/moi",
		"Bùi Thị Lan", `value="Lan!"`, "Tên đăng nhập gồm")
	p := b.post("/quan-tri/tai-khoan/moi", "ten", "bui thi", "nguoi", "lan", "ten-dang-nhap", "lan")
	b.says(p, p.path, "Đã mở tài khoản cho Bùi Thị Lan", "Chờ đổi mật khẩu")
	oneTime := regexp.MustCompile(`[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}`).FindString(p.body)
	if again := b.get(p.path); oneTime == "" || strings.Contains(again.body, oneTime) {
		t.Errorf("the one-time password %q is shown never or twice", oneTime)
	}
	lan := s.browser()
	lan.says(lan.signIn("lan", oneTime), "/toi/mat-khau")

	b.says(b.post(p.path+"/vo-hieu", "ly-do", " "), p.path, "Vui lòng nhập lý do")
	b.says(b.post(p.path+"/vo-hieu", "ly-do", "Nghỉ hưu"), p.path, "Nghỉ hưu", "Vô hiệu hóa")
	lan.says(lan.get("/desk"), "/dang-nhap?ve=%2Fdesk", "đã bị vô hiệu hóa")
	b.says(b.post(p.path+"/kich-hoat"), p.path, "Đã kích hoạt lại")
	b.says(b.post(p.path+"/cap-lai"), p.path, "Mật khẩu dùng một lần")
	b.says(b.get("/quan-tri/ma-truy-cap"), "/quan-tri/ma-truy-cap", "Chưa có mã truy cập nào")
}

func TestOnlyAdministratorsSeeAccounts(t *testing.T) {
	s := serve(t, loose)
	s.officer("lan", lanPassword, "lan")
	b := s.browser()
	b.signIn("lan", lanPassword)
	for _, path := range []string{"/quan-tri/tai-khoan", "/quan-tri/tai-khoan/moi", "/quan-tri/ma-truy-cap"} {
		if p := b.get(path); p.status != http.StatusForbidden {
			t.Errorf("%s answers %d to a receiving officer", path, p.status)
		}
	}
}

func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	if missing := text.Missing(); len(missing) > 0 {
		t.Error(missing)
	}
	s := serve(t, loose)
	s.officer("quan", lanPassword, "quan")
	b := s.browser()
	for _, lang := range []string{"vi", "en"} {
		b.get("/ngon-ngu?to=" + lang)
		for _, path := range []string{"/dang-nhap", "/toi", "/toi/mat-khau", "/toi/ma", "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/moi?ten=lan", "/quan-tri/ma-truy-cap"} {
			if p := b.get(path); strings.Contains(p.body, "⟦") || p.status != 200 {
				t.Errorf("%s in %s: status %d\n%s", path, lang, p.status, mainOf(p.body))
			}
			b.signIn("quan", lanPassword)
		}
		b.post("/dang-xuat")
	}
}
