package identity

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

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
