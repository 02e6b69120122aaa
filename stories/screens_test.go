package stories

import (
	"strconv"
	"strings"
	"testing"
)

// Every page that people meet is looked at on a phone and on an office screen.

// screen is an address, and the name of its picture where one is kept.
type screen struct{ path, picture string }

func (b *Browser) look(screens ...screen) {
	b.t.Helper()
	for _, s := range screens {
		b.Open(s.path)
		b.Screenshot(s.picture)
	}
}

const (
	birthPage = "/thu-tuc/dang-ky-khai-sinh-cap-xa"
	birthForm = "/nop-ho-so/dang-ky-khai-sinh-cap-xa"
)

func TestScreensOfVisitors(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{})
	b.look(screen{"/", "home"}, screen{"/thu-tuc", ""}, screen{"/thu-tuc?q=dk+ket+hon", "search"}, screen{"/thu-tuc?q=xyzzyq", ""},
		screen{birthPage, "procedure"}, screen{birthPage + "?cach=direct", ""}, screen{birthForm, "prepare"}, screen{"/tra-cuu", ""}, screen{"/dang-nhap", ""},
		screen{"/?lang=en", ""}, screen{birthPage + "?lang=en", ""}, screen{birthForm + "?lang=en", ""}, screen{"/tra-cuu?lang=en", ""})
	b.OpenAs("/khong-co", 404)
	b.Look()
}

// The forms of two procedures have every kind of question between them.
func TestScreensOfForms(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{NoAxe: true})
	b.Open("/dang-nhap")
	b.identify("Bạch Đức Sơn")
	for _, slug := range []string{"chung-thuc-hop-dong-giao-dich-lien-quan-den-tai-san-la-dong-san-quyen-cap-xa",
		"xac-dinh-xac-dinh-lai-muc-do-khuyet-tat-va-cap-giay-xac-nhan-khuyet-cap-xa"} {
		b.Open("/nop-ho-so/" + slug)
		b.Choose("Nộp hồ sơ tại", "Xã Phú Thành")
		b.Press("Bắt đầu")
		at := strings.TrimSuffix(b.Path(), "phan-1")
		for n := range b.formPages() {
			b.look(screen{at + "phan-" + strconv.Itoa(n+1), ""})
		}
	}
}

// formPages reads how many pages the form has: all steps but the owner, the papers and the check.
func (b *Browser) formPages() int {
	b.t.Helper()
	_, of, found := strings.Cut(b.Main(), "Bước 1/")
	steps, err := strconv.Atoi(strings.Fields(of + " ?")[0])
	if !found || err != nil || steps < 4 {
		b.t.Fatalf("it does not say how many steps there are%s", b.page())
	}
	return steps - 3
}

// A dossier goes its way once more, and every page on the way is looked at.
func TestScreensOfADossier(t *testing.T) {
	p := Demo(t)
	s := &birth{t: t, p: p, phone: How{NoAxe: true}, child: "Quách Gia Hân", mother: Browse(t, p.URL, How{NoAxe: true})}
	m := s.mother
	s.find()
	draft := strings.TrimSuffix(m.Path(), "/phan-1")
	m.Screenshot("")
	m.Press("Tiếp tục")
	m.Screenshot("")
	s.fillIn()
	m.look(screen{draft + "/phan-3", ""}, screen{draft + "/phan-4", "form"}, screen{draft + "/noi-nop", ""}, screen{draft + "/nguoi-nop", ""},
		screen{draft + "/kiem-tra", ""}, screen{draft + "/xoa", ""}, screen{draft + "/giay-to/p2", ""}, screen{draft + "/giay-to", ""})
	s.addPapers()
	m.Screenshot("check")
	s.submit()
	m.look(screen{s.page + "/da-nop", "receipt"}, screen{s.page, ""}, screen{s.page + "/rut", ""})
	s.screensOfReception()
	s.screensOfTheSpecialist()
	s.screensOfTheEnd()
	m.look(screen{s.page, ""}, screen{"/ho-so-cua-toi", ""}, screen{"/", ""}, screen{"/toi", ""})
}

func (s *birth) screensOfReception() {
	s.desk = quiet(s.t, s.p, "motcua.phu-nghia")
	d := s.desk
	d.look(screen{"/lam-viec?o=all", ""}, screen{"/lam-viec?q=khong+co", ""}, screen{"/lam-viec?han=overdue", ""},
		screen{"/lam-viec/trong-ngay", "day"}, screen{"/lam-viec/nhan", ""}, screen{"/lam-viec/cot", ""}, screen{"/lam-viec/phim-tat", ""},
		screen{"/lam-viec/mau-ly-do", ""}, screen{"/lam-viec/tiep-nhan", ""}, screen{"/toi", ""},
		screen{"/toi/mat-khau", ""}, screen{"/toi/ma", ""}, screen{"/lam-viec/tiep-nhan?q=ket+hon", ""})
	d.Press("Tiếp nhận: Đăng ký kết hôn")
	d.Tick("Người khác nộp thay")
	d.Press("Tiếp nhận và in giấy hẹn")
	d.Screenshot("counter")
	d.look(screen{"/lam-viec", "inbox"})
	d.Press(s.code)
	d.Screenshot("")
	d.deeds(screen{"ask-fix", ""}, screen{"refuse", ""})
	d.Press("Tiếp nhận hồ sơ")
	d.Screenshot("")
	d.Press("Chuyển xử lý")
}

func (s *birth) screensOfTheSpecialist() {
	s.askOnce()
	s.desk.Open("/lam-viec?o=all&q=" + s.code)
	s.desk.Press(s.code)
	s.desk.deeds(screen{"supplement", ""}, screen{"withdraw", ""})
	s.mother.look(screen{s.page, "follow"})
	s.supplement()
	s.track().Screenshot("track")
	s.expert.Open("/lam-viec?o=mine")
	s.expert.Press(s.code)
	s.expert.Screenshot("dossier")
	s.expert.deeds(screen{"ask-supplement", "ask-supplement"}, screen{"propose", ""}, screen{"send-back", ""}, screen{"doi-chieu", ""})
	s.compare()
}

// compare looks at the papers beside the form, once a purpose has been given.
func (s *birth) compare() {
	at := s.expert.Path()
	s.expert.Open(at + "/doi-chieu")
	s.expert.Press("Đối chiếu giấy tờ tại quầy")
	s.expert.Screenshot("compare")
	s.expert.Open(at)
}

func (s *birth) screensOfTheEnd() {
	s.propose()
	s.chair = quiet(s.t, s.p, "chutich.phu-nghia")
	s.chair.Press(s.code)
	s.chair.Screenshot("")
	s.chair.deeds(screen{"reject", ""}, screen{"nhat-ky", ""})
	s.approve()
	s.desk.Open("/lam-viec")
	s.desk.Press(s.code)
	s.desk.deeds(screen{"number", ""})
	s.number()
	s.desk.deeds(screen{"return", ""})
	s.mother.look(screen{s.page, ""})
}

// deeds looks at what can be opened from the dossier's page, and goes back to it.
func (b *Browser) deeds(names ...screen) {
	b.t.Helper()
	at := b.Path()
	for _, s := range names {
		b.look(screen{at + "/" + s.path, s.picture})
	}
	b.Open(at)
}

func TestScreensOfAdministrators(t *testing.T) {
	b := quiet(t, Demo(t), "quantri.lac-thuy")
	b.look(screen{"/quan-tri", ""}, screen{"/quan-tri/tai-khoan/moi", ""}, screen{"/quan-tri/ma-truy-cap", ""}, screen{"/quan-tri/lich", "calendar"},
		screen{"/quan-tri/lich/ngay-moi", ""}, screen{"/quan-tri/lich/gio", ""}, screen{"/quan-tri/nhap-thu-tuc", ""}, screen{"/quan-tri/may-chu", "machine"})
	for _, list := range []string{"/quan-tri/tai-khoan", "/quan-tri/don-vi", "/quan-tri/thu-tuc"} {
		b.look(screen{list, ""})
		b.look(screen{b.first(list + "/"), ""})
	}
	b.look(screen{b.Path() + "/1", ""})
}

// first returns where the first link of the page leads whose address begins so.
func (b *Browser) first(begins string) string {
	b.t.Helper()
	to := value[string](b, "looking for a link to "+begins, "document.querySelector('main table a[href^=\""+begins+"\"], main li a[href^=\""+begins+"\"]')?.pathname ?? ''")
	if to == "" {
		b.t.Fatalf("no link leads to %s…%s", begins, b.page())
	}
	return to
}

// quiet is an officer whose pages are looked at when the test says so, not as they come.
func quiet(t *testing.T, p *Program, login string) *Browser {
	t.Helper()
	return signIn(Browse(t, p.URL, How{NoAxe: true}), login)
}
