package identity

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

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
