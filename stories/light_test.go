package stories

import (
	"net/http"
	"strings"
	"testing"
)

// pageLimit is what a citizen's page may weigh on the first visit, in bytes as sent, without fonts
// and images: what a slow phone loads in a few seconds.
const pageLimit = 30 << 10

// lightLimit is what it may weigh for whoever chose the light version.
const lightLimit = 12 << 10

func TestCitizensPagesAreLight(t *testing.T) {
	p := Demo(t)
	b := Browse(t, p.URL, How{Width: Narrow, NoAxe: true})
	b.Open("/dang-nhap")
	b.identify("Đinh Thị Mai")
	b.Open(birthForm)
	b.Choose("Nộp hồ sơ tại", "Xã Khoan Dụ")
	b.Press("Bắt đầu")
	form := b.Path()
	for _, path := range []string{"/", "/thu-tuc?q=khai+sinh", birthPage, birthForm, form, strings.Replace(form, "phan-1", "giay-to", 1),
		strings.Replace(form, "phan-1", "giay-to/p2", 1), strings.Replace(form, "phan-1", "nguoi-nop", 1), strings.Replace(form, "phan-1", "dien-san", 1),
		strings.Replace(form, "phan-1", "xoa", 1), strings.Replace(form, "phan-1", "kiem-tra", 1), "/ho-so-cua-toi", "/tra-cuu", "/tro-giup",
		strings.Replace(birthForm, "/nop-ho-so/", "/chuan-bi/", 1)} {
		for limit, choice := range map[int]string{pageLimit: "0", lightLimit: "1"} {
			w, err := Weigh(p.URL+path, append(b.cookies(), &http.Cookie{Name: "ban-nhe", Value: choice})...)
			if err != nil {
				t.Errorf("weighing %s: %v", path, err)
				continue
			}
			if w.Bytes() > limit {
				t.Errorf("%s weighs more than %d KB: %s", path, limit>>10, w)
			}
			t.Logf("%5.1f KB  %s (light %s)", float64(w.Bytes())/1024, path, choice)
		}
	}
}
