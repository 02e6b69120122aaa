package stories

import (
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The harness is tried on a little office of its own: strict security policy, a form that
// redirects, a script that makes one thing nicer.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

func office(t *testing.T, extra map[string]string) string {
	t.Helper()
	pages := map[string]string{
		"/": form, "/done": `<p>Đã nhận.</p><p><a href="/">Trang đầu</a></p>`,
		"/twice":   `<p><a href="/">Xem</a> <a href="/done">Xem</a></p>`,
		"/barrier": `<p><img src="/dot.svg"></p>`,
		"/covered": `<button type="button">Gửi</button><div class="cover"></div>`,
		"/wide":    `<p class="wide">rộng</p>`,
	}
	for path, body := range extra {
		pages[path] = body
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		show(w, body)
	})
	mux.HandleFunc("POST /send", receive)
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500); show(w, "hỏng") })
	mux.HandleFunc("GET /style.css", file("text/css", `.cover{position:fixed;inset:0} .wide{width:2000px} a,button{display:inline-block;padding:12px}`))
	mux.HandleFunc("GET /more.js", file("text/javascript", `document.querySelector('#more')?.addEventListener('submit', e => {
		e.preventDefault(); setTimeout(() => document.querySelector('#list').append('Thêm bởi kịch bản'), 50) })`))
	mux.HandleFunc("GET /dot.svg", file("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"/>`))
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

const form = `<form method="post" action="/send" enctype="multipart/form-data" novalidate>
<p><label for="n">Họ và tên</label> <input id="n" name="name" value="cũ" autocomplete="off"></p>
<p><label for="d">Ngày sinh</label> <input id="d" name="born" type="date"></p>
<p><label for="c">Xã</label> <select id="c" name="commune"><option value="">–</option><option value="13">Chi Nê</option></select></p>
<fieldset><legend>Nhận kết quả</legend>
<label><input type="radio" name="fetch" value="desk"> Tại quầy</label> <label><input type="radio" name="fetch" value="post"> Qua bưu chính</label></fieldset>
<p><label><input type="checkbox" name="sure" value="yes"> Tôi cam đoan</label></p>
<p><label for="f">Giấy chứng sinh</label> <input id="f" name="paper" type="file"></p>
<p><button>Gửi <span>hồ sơ</span></button></p></form>
<form id="more" method="post" action="/send" enctype="multipart/form-data"><p id="list"></p><button>Thêm giấy tờ</button></form>
<p><a href="/broken">Hỏng</a></p>`

func show(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	fmt.Fprintf(w, `<!doctype html><html lang="vi"><head><title>Thử</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="/dot.svg"><link rel="stylesheet" href="/style.css"><script type="module" src="/more.js"></script></head>
<body><nav aria-label="Chính"><a href="/done">Trang đầu</a></nav><main><h1>Quầy</h1>%s</main></body></html>`, body)
}

func file(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, text)
	}
}

// receive says on the next page what came.
func receive(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	paper := ""
	if f, h, err := r.FormFile("paper"); err == nil {
		raw, _ := io.ReadAll(f)
		paper = h.Filename + "=" + string(raw)
	}
	got := strings.Join([]string{r.FormValue("name"), r.FormValue("born"), r.FormValue("commune"), r.FormValue("fetch"),
		r.FormValue("sure"), paper}, "|")
	http.SetCookie(w, &http.Cookie{Name: "who", Value: "dan", Path: "/", HttpOnly: true})
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	show(w, "<p>"+got+"</p>")
}

func TestAPersonFillsInAForm(t *testing.T) {
	paper := filepath.Join(t.TempDir(), "chung-sinh.txt")
	if err := os.WriteFile(paper, []byte("bé trai"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, how := range []How{{}, {NoScript: true}, {Width: Narrow}} {
		t.Run(fmt.Sprintf("%+v", how), func(t *testing.T) {
			b := Browse(t, office(t, nil), how)
			b.Open("/")
			b.Fill("Họ và tên", "Bùi Văn Đường")
			b.Fill("born", "2023-08-01")
			b.Choose("Xã", "Chi Nê")
			b.Choose("Nhận kết quả", "Qua bưu chính")
			b.Tick("Tôi cam đoan")
			b.Upload("Giấy chứng sinh", paper)
			b.Press("Gửi hồ sơ")
			b.See("Bùi Văn Đường|2023-08-01|13|post|yes|chung-sinh.txt=bé trai")
			if b.Path() != "/send" || b.Text("h1") != "Quầy" {
				t.Errorf("came to %s, %q", b.Path(), b.Text("h1"))
			}
		})
	}
}

func TestScriptsRunOnlyWhereTheyMay(t *testing.T) {
	base := office(t, nil)
	with := Browse(t, base, How{})
	with.Open("/")
	with.Press("Thêm giấy tờ")
	with.See("Thêm bởi kịch bản")
	without := Browse(t, base, How{NoScript: true})
	without.Open("/")
	without.Press("Thêm giấy tờ")
	without.SeeNot("Thêm bởi kịch bản")
	if without.Path() != "/send" {
		t.Errorf("without script the form leads to %s, want /send", without.Path())
	}
}

func TestLinksInMainComeFirst(t *testing.T) {
	b := Browse(t, office(t, nil), How{})
	b.Open("/done")
	b.Press("Trang đầu")
	if b.Path() != "/" {
		t.Errorf("came to %s, want the link in main, /", b.Path())
	}
	b.PressIn("nav", "Trang đầu")
	if to := b.Link("Trang đầu"); to != "/done" {
		t.Errorf("the first link so called leads to %s, want /done", to)
	}
	b.See("Đã nhận.")
}

func TestAFileIsFetchedWithThePersonsCookies(t *testing.T) {
	b := Browse(t, office(t, nil), How{})
	b.Open("/")
	b.Press("Gửi hồ sơ")
	var sent string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sent = r.Header.Get("Cookie") }))
	defer s.Close()
	b.base = s.URL // the same machine: cookies do not look at ports
	if status, _, _ := b.Fetch("/slip.pdf"); status != 200 || sent != "who=dan" {
		t.Errorf("status %d, cookies %q, want who=dan", status, sent)
	}
}

func TestPicturesAreTakenAtBothWidths(t *testing.T) {
	defer func(folder string, was bool) { shots, *update = folder, was }(shots, *update)
	shots, *update = t.TempDir(), true
	b := Browse(t, office(t, nil), How{})
	b.Open("/")
	b.Screenshot("quay")
	for _, width := range []int{Narrow, Wide} {
		f, err := os.Open(filepath.Join(shots, fmt.Sprintf("quay-%d.png", width)))
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.DecodeConfig(f)
		_ = f.Close()
		if err != nil || picture.Width != width {
			t.Errorf("the picture is %d pixels wide (%v), want %d", picture.Width, err, width)
		}
	}
}

// A harness that cannot fail proves nothing.
func TestTheHarnessFails(t *testing.T) {
	base := office(t, map[string]string{
		"/policy": `<p>x</p><script>1</script>`, "/missing": `<p><img src="/none.png" alt="ảnh"></p>`})
	for _, c := range []struct {
		name, path string
		how        How
		do         func(b *Browser)
		want       string
	}{
		{"words that are not there", "/done", How{}, func(b *Browser) { b.See("Đã từ chối") }, "\"Đã từ chối\" does not stand on /done\non the page /done:\nQuầy Đã nhận."},
		{"words that should not be there", "/done", How{}, func(b *Browser) { b.SeeNot("Đã nhận") }, "should not"},
		{"a page that is not there", "/nowhere", How{}, func(*Browser) {}, "status 404, want 200"},
		{"no such button", "/done", How{}, func(b *Browser) { b.Press("Ký số") }, `pressing "Ký số": nothing here is called so`},
		{"two of one name", "/twice", How{}, func(b *Browser) { b.Press("Xem") }, "2 things here are called so"},
		{"a covered button", "/covered", How{}, func(b *Browser) { b.Press("Gửi") }, "covered by"},
		{"no such field", "/", How{}, func(b *Browser) { b.Fill("Quê quán", "x") }, "there is no such field"},
		{"no such option", "/", How{}, func(b *Browser) { b.Choose("Xã", "Hà Nội") }, "it offers only: – · Chi Nê"},
		{"a barrier", "/barrier", How{}, func(*Browser) {}, "image-alt (critical)"},
		{"a barrier, without script", "/barrier", How{NoScript: true}, func(*Browser) {}, "image-alt (critical)"},
		{"a page too wide", "/wide", How{}, func(b *Browser) { b.Look() }, `wider than a screen of 360 px`},
		{"a script against the policy", "/policy", How{}, func(*Browser) {}, "Content Security Policy"},
		{"a picture that is not there", "/missing", How{}, func(*Browser) {}, "/none.png answered 404"},
		{"a page that breaks", "/", How{}, func(b *Browser) { b.Press("Hỏng") }, "/broken answered 500"},
		{"no such link", "/done", How{}, func(b *Browser) { b.Link("Phiếu hẹn") }, "\"Phiếu hẹn\" is not on /done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := watch(t, func(t testing.TB) {
				b := Browse(t, base, c.how)
				b.limit = 2 * time.Second
				b.Open(c.path)
				b.limit = 300 * time.Millisecond
				c.do(b)
			})
			if !strings.Contains(said, c.want) {
				t.Errorf("said %q, want %q", said, c.want)
			}
		})
	}
}

// watch runs do as a test of its own and returns what it complained about.
func watch(t *testing.T, do func(t testing.TB)) string {
	t.Helper()
	w := &watched{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, f := range w.after {
				f()
			}
		}()
		do(w)
	}()
	<-done
	return strings.Join(w.said, "\n")
}

type watched struct {
	testing.TB
	said  []string
	after []func()
}

func (w *watched) Helper()                   {}
func (w *watched) Cleanup(f func())          { w.after = append(w.after, f) }
func (w *watched) Errorf(f string, a ...any) { w.said = append(w.said, fmt.Sprintf(f, a...)) }
func (w *watched) Fatalf(f string, a ...any) { w.Errorf(f, a...); runtime.Goexit() }
