package identity

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

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
	b.says(b.post("/demo/dinh-danh/dang-nhap", "yeu-cau", request[1], "huy", "1"), "/dang-nhap", "Chưa đồng ý chia sẻ")
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
