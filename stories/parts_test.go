package stories

import (
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/ui"
)

// gallery serves every part of the design system under the program's own policy, and remembers
// what was sent to it.
type gallery struct {
	URL  string
	lock sync.Mutex
	got  []string // "POST /path: body"
	pics [][]byte // what it shows besides, by number
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	g := &gallery{}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", ui.Static())
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent) // no news, and no need to ask again
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "+
			"img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = ui.Gallery().Render(ui.GalleryChrome(r.Context()), w)
	})
	mux.HandleFunc("GET /anh/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("n"))
		g.lock.Lock()
		defer g.lock.Unlock()
		w.Header().Set("Content-Type", "image/jpeg")
		_, _ = w.Write(g.pics[n])
	})
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseMultipartForm(1 << 20)
		g.lock.Lock()
		g.got = append(g.got, r.URL.Path+" "+r.PostForm.Get("ho-ten"))
		g.lock.Unlock()
		if strings.HasSuffix(r.URL.Path, "/nhap") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	g.URL = s.URL
	return g
}

// shows serves a picture, and returns its address.
func (g *gallery) shows(t *testing.T, pic image.Image) string {
	t.Helper()
	g.lock.Lock()
	defer g.lock.Unlock()
	g.pics = append(g.pics, jpegOf(t, pic))
	return fmt.Sprintf("/anh/%d", len(g.pics)-1)
}

func (g *gallery) has(sent string) bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	return slices.Contains(g.got, sent)
}

func (g *gallery) count(path string) (n int) {
	g.lock.Lock()
	defer g.lock.Unlock()
	for _, sent := range g.got {
		if strings.HasPrefix(sent, path+" ") {
			n++
		}
	}
	return n
}

func TestThePartsPutNoBarriers(t *testing.T) {
	g := newGallery(t)
	for _, how := range []How{{Width: Wide}, {Width: Narrow}, {Width: Narrow, NoScript: true}} {
		b := Browse(t, g.URL, how)
		b.Open("/")
		if over := value[int](b, "measuring", "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("at %d px the page is %d px too wide", how.Width, over)
		}
	}
}

func TestTheScriptAsksBeforeWhatCannotBeTakenBack(t *testing.T) {
	g := newGallery(t)
	b := Browse(t, g.URL, How{})
	b.Open("/")
	b.PressIn("#to-khai", "Rút hồ sơ")
	b.See("Không thể hoàn lại.")
	b.Axe()
	b.PressIn("dialog", "Hủy")
	b.SeeNot("Không thể hoàn lại.")
	if n := g.count("/rut"); n != 0 {
		t.Fatalf("refused, and still sent %d times", n)
	}
	b.PressIn("#to-khai", "Rút hồ sơ")
	b.PressIn("dialog", "Rút hồ sơ")
	if !b.until(func() bool { return g.count("/rut") == 1 }) {
		t.Fatalf("agreed, and sent %d times", g.count("/rut"))
	}
}

func TestADraftIsSavedWhileItIsWritten(t *testing.T) {
	g := newGallery(t)
	b := Browse(t, g.URL, How{})
	b.Open("/")
	b.Fill("Họ, chữ đệm, tên", "Quách Thị Lan")
	if !b.until(func() bool { return g.has("/nop-ho-so/thu/nhap Quách Thị Lan") }) {
		t.Fatal("the draft was not saved")
	}
	b.See("Đã lưu lúc")
}

func TestDatesAndListsAreQuickUnderTheFingers(t *testing.T) {
	b := Browse(t, newGallery(t).URL, How{})
	b.Open("/")
	typed := value[string](b, "typing a date", `(() => { const f = document.querySelector('#ngay-sinh');
		f.value = '05032026'; f.dispatchEvent(new Event('change')); return f.value })()`)
	if typed != "05/03/2026" {
		t.Errorf("05032026 became %q", typed)
	}
	walked := value[string](b, "walking the list", `(() => { document.activeElement.blur();
		for (const key of ['j', 'j', 'j', 'k']) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
		return document.activeElement.textContent })()`)
	if walked != "H28.19.30-260205-0004" {
		t.Errorf("j j j k leads to %q, not to the second row", walked)
	}
	sent := value[int](b, "sending twice", `(() => { let sent = 0; const f = document.querySelector('#to-khai');
		addEventListener('submit', e => { if (!e.defaultPrevented) sent++; e.preventDefault() });
		f.requestSubmit(); f.requestSubmit(); return sent })()`)
	if sent != 1 {
		t.Errorf("pressed twice, the form was sent %d times", sent)
	}
}
