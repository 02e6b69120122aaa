package stories

import (
	"strings"
	"testing"
)

// pageLimit is what a citizen's page may weigh on the first visit, in bytes as sent, without fonts
// and images: what a slow phone loads in a few seconds.
const pageLimit = 30 << 10

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
		strings.Replace(form, "phan-1", "kiem-tra", 1), "/ho-so-cua-toi", "/tra-cuu"} {
		w, err := Weigh(p.URL+path, b.cookies()...)
		if err != nil {
			t.Errorf("weighing %s: %v", path, err)
			continue
		}
		if w.Bytes() > pageLimit {
			t.Errorf("%s weighs more than %d KB: %s", path, pageLimit>>10, w)
		}
		t.Logf("%5.1f KB  %s", float64(w.Bytes())/1024, path)
	}
}
