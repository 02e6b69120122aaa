package stories

import (
	"io"
	"mime"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A mother gives an address and confirms it; when she submits, a letter comes that says what it must and no
// more. An administrator gives the next letter new words in both languages, and the next letter has them.
func TestLettersSayWhatTheyMust(t *testing.T) {
	p := FreshDemo(t)
	how := How{Width: Narrow, NoAxe: true}
	s := &birth{t: t, p: p, phone: how, child: "Quách Thanh Trúc", mother: Browse(t, p.URL, how)}
	s.find()
	draft := s.mother.Path()
	s.giveAddress()
	s.mother.Open(draft)
	s.fillIn()
	s.addPapers()
	s.submit()
	s.theLetter()
	newWords(quiet(t, p, "quantri.lac-thuy"))
	s.inEnglish()
	s.desk = quiet(t, p, "motcua.phu-nghia")
	s.takeItIn()
	s.theNewLetter()
}

const mailbox = "lan@thu-tin.invalid"

// letter is one that lies in the folder of the demonstration.
type letter struct{ Subject, Text, Lang string }

// letter waits for the one to that address whose subject it is.
func (s *birth) letter(subject string) (found letter) {
	s.t.Helper()
	var seen []string
	came := within(afterWork, func() bool {
		seen = nil
		files, _ := filepath.Glob(filepath.Join(s.p.Dir, "letters", "[0-9]*.eml"))
		for _, name := range files {
			to, l := s.open(name)
			seen = append(seen, to+": "+l.Subject)
			if to == mailbox && l.Subject == subject {
				found = l
				return true
			}
		}
		return false
	})
	if !came {
		s.t.Fatalf("no letter %q to %s came; there are:\n%s", subject, mailbox, strings.Join(seen, "\n"))
	}
	return found
}

func (s *birth) open(name string) (to string, l letter) {
	s.t.Helper()
	f, err := os.Open(name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	m, err := mail.ReadMessage(f)
	if err != nil {
		s.t.Fatalf("%s is no letter: %v", name, err)
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	l = letter{Text: strings.ReplaceAll(string(body), "\r\n", "\n"), Lang: m.Header.Get("Content-Language")}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		s.t.Fatal(err)
	}
	return m.Header.Get("To"), l
}

// follow opens the first link of a letter whose address begins so.
func (s *birth) follow(l letter, begins string) {
	s.t.Helper()
	for _, word := range strings.Fields(l.Text) {
		if u, err := url.Parse(word); err == nil && strings.HasPrefix(u.Path, begins) && strings.HasPrefix(word, s.p.URL) {
			s.mother.Open(u.RequestURI())
			return
		}
	}
	s.t.Fatalf("no link to %s in the letter:\n%s", begins, l.Text)
}

func (s *birth) giveAddress() {
	m := s.mother
	m.Open("/toi/thong-bao")
	m.Look()
	m.Fill("email", "lan@")
	m.Press("Lưu địa chỉ và gửi thư xác nhận")
	m.See("Email")
	m.Fill("email", mailbox)
	m.Press("Lưu địa chỉ và gửi thư xác nhận")
	m.See("Đã gửi thư xác nhận đến "+mailbox, "Chờ xác nhận")
	s.follow(s.letter("Xác nhận địa chỉ email"), "/toi/thong-bao/xac-nhan")
	m.Look()
	m.PressIn("main form", "Xác nhận")
	m.See("Đã xác nhận địa chỉ email.", "Đã xác nhận")
}

// theLetter says which dossier, where and what comes next. Nobody's name and no number of a person is in it.
func (s *birth) theLetter() {
	l := s.letter("Hồ sơ " + s.code + " đã được gửi")
	for _, words := range []string{s.code, "Đăng ký khai sinh", "xã Phú Nghĩa", "Cơ quan sẽ kiểm tra hồ sơ", "vui lòng không trả lời", "ngừng nhận"} {
		if !strings.Contains(l.Text, words) {
			s.t.Errorf("the letter does not say %q:\n%s", words, l.Text)
		}
	}
	for _, personal := range []string{"Bùi Thị Lan", "017195001234", "0912345601", strings.ToUpper(s.child), s.child, s.secret, "1995", "giay-chung-sinh"} {
		if strings.Contains(l.Text+l.Subject, personal) {
			s.t.Errorf("the letter says %q, which it need not:\n%s", personal, l.Text)
		}
	}
	s.follow(l, "/ho-so-cua-toi/")
	s.mother.See(s.code, "Đã nộp, chờ tiếp nhận")
	if l.Lang != "vi" {
		s.t.Errorf("the letter calls its language %q", l.Lang)
	}
}

// newWords writes the notice of reception anew, looks at it with sample values, and only then keeps it.
func newWords(admin *Browser) {
	const name = "Hồ sơ … đã được tiếp nhận"
	admin.Open("/quan-tri/thong-bao")
	admin.Look()
	admin.Press(name)
	admin.Fill("vi.title", "Đã nhận hồ sơ {ten}")
	admin.Press("Lưu và áp dụng")
	admin.See("{ten}")
	for field, words := range map[string]string{
		"vi.title": "Đã nhận hồ sơ {code}", "vi.short": "Da nhan {code}.", "vi.body": "Kính gửi Ông/Bà,\n\n{unit} đã nhận hồ sơ {code}, hẹn trả {date}.",
		"en.title": "We have dossier {code}", "en.short": "We have {code}.", "en.body": "Dear Sir or Madam,\n\n{unit} has dossier {code}; the result is due on {date}."} {
		admin.Fill(field, words)
	}
	admin.Press("Xem thử")
	admin.See("Đã nhận hồ sơ 000.16.25.H28-230810-0001", "We have dossier 000.16.25.H28-230810-0001")
	admin.Look()
	admin.SeeNot("Lịch sử thay đổi")
	admin.Press("Lưu và áp dụng")
	admin.See("Đã lưu mẫu thông báo.", "Lịch sử thay đổi", "Lần sửa 1")
	admin.Look()
	admin.Open("/quan-tri/thong-bao")
	admin.See(name + " Tiến độ hồ sơ Đã sửa")
	admin.Open("/quan-tri/gui-loi")
	admin.See("Mọi thông báo đã được gửi")
}

// inEnglish is her wish for the letters to come.
func (s *birth) inEnglish() {
	m := s.mother
	m.Open("/toi/thong-bao")
	m.Choose("lang", "English")
	m.Press("Lưu lựa chọn")
	m.See("Đã lưu lựa chọn.")
}

// theNewLetter is English, as she wished; what stands in her inbox is in the language of the page.
func (s *birth) theNewLetter() {
	l := s.letter("We have dossier " + s.code)
	if !strings.Contains(l.Text, "has dossier "+s.code+"; the result is due on 11/08/2023.") || l.Lang != "en" {
		s.t.Errorf("the letter in %q says:\n%s", l.Lang, l.Text)
	}
	m := s.mother
	m.Open("/thong-bao")
	m.Look()
	m.Press("Chưa đọc: Đã nhận hồ sơ " + s.code)
	m.See("hẹn trả 11/08/2023")
	m.Look()
}
