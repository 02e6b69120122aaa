package stories

import "testing"

// speaks opens pages in English and reads every word of them.
func (b *Browser) speaks(c chrome, paths ...string) {
	b.t.Helper()
	for _, path := range paths {
		sign := "?"
		for _, r := range path {
			if r == '?' {
				sign = "&"
			}
		}
		b.Open(path + sign + "lang=en")
		b.English(c)
	}
}

// Every page of a citizen's way speaks English to who chose it, from the first page to the rating. What the
// law or people wrote stays Vietnamese, and says that it is.
func TestEveryPageOfCitizensSpeaksEnglish(t *testing.T) {
	p, c := Demo(t), vietnamese(t)
	how := How{NoAxe: true}
	s := &birth{t: t, p: p, phone: how, child: "Quách Tú Anh", mother: Browse(t, p.URL, how)}
	m := s.mother
	m.speaks(c, "/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=xyzzyq", birthPage, birthForm, "/chuan-bi/dang-ky-khai-sinh-cap-xa",
		"/tra-cuu", "/dang-nhap", "/tro-giup", "/can-cu", "/lay-so", "/danh-gia", "/danh-gia/cam-on", "/lich-hen")
	s.find()
	draft := m.Path()[:len(m.Path())-len("/phan-1")]
	m.speaks(c, draft+"/phan-1")
	m.Open(draft + "/phan-1")
	s.fillIn()
	m.speaks(c, draft+"/phan-3", draft+"/phan-4", draft+"/phan-6", draft+"/nguoi-nop", draft+"/giay-to", draft+"/giay-to/p2", draft+"/giay-to/khac",
		draft+"/dien-san", draft+"/noi-nop", draft+"/xoa", draft+"/kiem-tra", "/ho-so-cua-toi")
	m.Open(draft + "/giay-to")
	s.addPapers()
	s.submit()
	m.speaks(c, s.page, s.page+"/da-nop", s.page+"/tin-nhan", s.page+"/rut", "/", "/ho-so-cua-toi", "/ho-so-cua-toi/ai-da-xem",
		s.page+"/ai-da-xem", "/thong-bao", "/toi", "/toi/thong-bao")
	s.desk = quiet(t, p, "motcua.phu-nghia")
	s.takeItIn()
	s.expert = quiet(t, p, "hotich.phu-nghia")
	s.askFor()
	m.speaks(c, s.page, s.page+"/da-nop", "/", "/ho-so-cua-toi")
	s.supplement()
	s.track()
	s.examine()
	s.settle()
	s.fetch()
	m.speaks(c, s.page, s.page+"/ai-da-xem", "/thong-bao", "/ho-so-cua-toi")
	m.Open(s.page)
	m.Press("Đánh giá")
	m.speaks(c, m.Path())
}
