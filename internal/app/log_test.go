package app

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// logbook keeps all that is logged, down to the last detail.
type logbook struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// logged is what the stage of this package's tests logs, on whatever way it was reached.
var logged logbook

func detailed(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// number is that of a request or of a thing.
var number = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// What looks like a person: personal and phone numbers, addresses of letters.
var personal = map[string]*regexp.Regexp{
	"a personal number": regexp.MustCompile(`(^|\D)0\d{11}(\D|$)`),
	"a phone number":    regexp.MustCompile(`(^|\D)0[35789]\d{8}(\D|$)`),
	"an e-mail address": regexp.MustCompile(`[\w.+-]+@[\w-]+\.[a-z]+`),
}

// The log names requests, routes and accounts, never what somebody must not know: passwords, sessions, tokens, secrets
// of dossiers, people. Every way in is tried with right words and with wrong ones, and broken off.
func TestTheLogTellsNoSecrets(t *testing.T) {
	d := laid(t)
	srv := httptest.NewServer(d.house.handler)
	defer srv.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	_, token, err := d.house.identity.MakeToken(actor.AsSystem(t.Context(), "test"), identity.NewToken{Name: "Trục liên thông",
		Rights: []string{"dossier.view"}, UnitPath: "/", Expires: d.clock.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]string{"the password": "nha-san-lac-thuy-2023", "a wrong password": "sai-mat-khau-9173", "the secret of a dossier": "K7QX-31PV",
		"a token": token, "a wrong token": token[:len(token)-4] + "zzzz", "a person's words": "Bà Cao Thị Bảy-Tư", "a code": "918273"}
	ask := func(method, path string, form url.Values, head ...string) {
		t.Helper()
		r, err := http.NewRequest(method, srv.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for i := 0; i < len(head); i += 2 {
			r.Header.Set(head[i], head[i+1])
		}
		a, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, a.Body)
		_ = a.Body.Close()
	}
	who := "hotich.phu-nghia"
	ask("POST", "/dang-nhap", url.Values{"ten-dang-nhap": {who}, "mat-khau": {secrets["a wrong password"]}, "ma": {secrets["a code"]}})
	ask("POST", "/dang-nhap", url.Values{"ten-dang-nhap": {who}, "mat-khau": {secrets["the password"]}})
	for _, path := range []string{"/lam-viec", "/lam-viec/so-theo-doi?tim=001085012345", "/lam-viec/so-theo-doi?tim=0987654321",
		"/lam-viec?tim=" + url.QueryEscape(secrets["a person's words"]), "/khong-co/001085012345", "/lam-viec/ho-so/001085012345", "/%ff001085012345"} {
		ask("GET", path, nil)
	}
	ask("POST", "/tra-cuu", url.Values{"ma": {"000.00.01.H28-230810-0001"}, "bi-mat": {secrets["the secret of a dossier"]}})
	ask("POST", "/lam-viec/tiep-nhan", url.Values{"ho-ten": {secrets["a person's words"]}, "so-dinh-danh": {"001085012345"}, "email": {"ba.bay@example.vn"}})
	for _, bearer := range []string{secrets["a token"], secrets["a wrong token"]} {
		ask("GET", "/api/v1/dossiers?q=001085012345", nil, "Authorization", "Bearer "+bearer)
		ask("GET", "/api/v1/dossiers/000.00.01.H28-230810-0001", nil, "Authorization", "Bearer "+bearer, "Lookup-Secret", secrets["the secret of a dossier"])
		ask("POST", "/api/v1/dossiers", url.Values{"{\"owner\":\"001085012345\"": {""}}, "Authorization", "Bearer "+bearer, "Content-Type", "application/json")
	}
	ask("GET", "/dang-nhap/vneid/ve?code="+secrets["a code"]+"&state=x", nil)
	home, _ := url.Parse(srv.URL)
	for _, c := range jar.Cookies(home) {
		if len(c.Value) >= 20 { // the others are choices
			secrets["the cookie "+c.Name] = c.Value
		}
	}
	if secrets["the cookie nhasan"] == "" {
		t.Error("nobody was signed in")
	}
	all := logged.String()
	if !strings.Contains(all, `"route"`) {
		t.Fatal("nothing was logged")
	}
	for name, secret := range secrets {
		if i := strings.Index(all, secret); i >= 0 {
			t.Errorf("the log tells %s: %s", name, line(all, i))
		}
	}
	all = number.ReplaceAllString(all, "-") // some have twelve digits at their end
	for name, form := range personal {
		if at := form.FindStringIndex(all); at != nil {
			t.Errorf("the log tells %s: %s", name, line(all, at[0]))
		}
	}
}

// line is the line around a place.
func line(all string, at int) string {
	from := strings.LastIndexByte(all[:at], '\n') + 1
	to := strings.IndexByte(all[at:], '\n')
	if to < 0 {
		to = len(all) - at
	}
	return all[from : at+to]
}
