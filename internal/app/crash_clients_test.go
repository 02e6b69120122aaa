package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// findBirth remembers what clients must know to register a birth in Phú Nghĩa.
func (v *victim) findBirth(ctx context.Context, d *demonstration) {
	today := clock.DateOf(d.clock.Now())
	u, err := d.house.org.ByCode(ctx, org.Commune, "05395", today)
	if err != nil {
		v.t.Fatal(err)
	}
	p, err := d.house.catalog.Find(ctx, "1.001193")
	if err != nil {
		v.t.Fatal(err)
	}
	version, err := d.house.catalog.Current(ctx, p.ID, today)
	if err != nil {
		v.t.Fatal(err)
	}
	v.home, v.birth = crashOffice{unit: u.ID, name: u.Authority(), login: "phu-nghia"}, p.ID
	k, _ := version.Case("")
	for _, c := range k.Components {
		if dossier.Needed(c) {
			v.papers = append(v.papers, c.Key)
		}
	}
}

// clients work at an office of the house as officers do, several at once, and remember what they were told.
type clients struct {
	*victim
	office crashOffice
	jars   map[string]*http.Client // by role of the post
	door   map[string]*sync.Mutex  // of whoever signs in for a role: one at a time
	stop   atomic.Bool
	done   sync.WaitGroup
	again  atomic.Int64

	mu   sync.Mutex
	told map[string]*journey // by code
}

// journey is one dossier as its client knows it.
type journey struct {
	code, state string
	version     int
	files       []string // hashes that the house said it keeps
}

// officers of an office, by role.
var crashOfficers = map[string]string{"reception": "motcua", "specialist": "hotich", "leader": "chutich", "clerk": "vanthu"}

func newClients(v *victim, n int) *clients {
	return newClientsOf(v, v.home, n)
}

func newClientsOf(v *victim, o crashOffice, n int) *clients {
	c := &clients{victim: v, office: o, jars: map[string]*http.Client{}, door: map[string]*sync.Mutex{}, told: map[string]*journey{}}
	for role := range crashOfficers {
		c.jars[role], c.door[role] = newSession(), &sync.Mutex{}
	}
	for range n {
		c.done.Go(func() {
			for !c.stop.Load() {
				c.journey()
			}
		})
	}
	return c
}

// finish waits until each client has ended the dossier it is at.
func (c *clients) finish() { c.stop.Store(true); c.done.Wait() }

func (c *clients) all() map[string]*journey {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told
}

func (c *clients) steps() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, j := range c.told {
		n += j.version
	}
	return n
}

func newSession() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// journey takes a dossier in and brings it to its end.
func (c *clients) journey() { c.bring(6) }

// bring takes a dossier in and does so many of the six steps to its end.
func (c *clients) bring(steps int) *journey {
	j := &journey{}
	up := c.upload(j, "reception")
	var papers []map[string]any
	for _, key := range c.papers {
		papers = append(papers, map[string]any{"key": key, "uploads": []string{up}})
	}
	if !c.tell(j, "reception", "/dossiers", map[string]any{"procedure": c.birth, "unit": c.office.unit, "channel": "direct", "papers": papers,
		"owner": map[string]any{"name": "Bùi Thị Lan", "personal_no": "017195001234", "phone": "0912345601"}, "values": crashValues}) {
		return j
	}
	for _, step := range []struct {
		role string
		do   map[string]any
	}{
		{"reception", map[string]any{"action": "hand-over"}},
		{"specialist", map[string]any{"action": "take"}},
		{"specialist", map[string]any{"action": "propose", "result": "Đủ điều kiện", "uploads": []string{c.upload(j, "specialist")}}},
		{"leader", map[string]any{"action": "approve"}},
		{"reception", map[string]any{"action": "number"}},
		{"reception", map[string]any{"action": "return", "recipient": "Bùi Thị Lan"}},
	}[:steps] {
		if u, ok := step.do["uploads"].([]string); ok && u[0] == "" {
			return j
		}
		step.do["seen"] = j.version
		if !c.tell(j, step.role, "/dossiers/"+j.code+"/actions", step.do) {
			return j
		}
	}
	return j
}

var crashValues = map[string]any{
	"applicant_full_name": "Bùi Thị Lan", "applicant_relation": "Mẹ", "applicant_id_number": "017195001234",
	"applicant_address.province": "Hòa Bình", "applicant_address.district": "Lạc Thủy", "applicant_address.commune": "Phú Nghĩa",
	"applicant_address.detail": "Thôn Đồng Phú", "applicant_phone": "0912345601",
	"child_full_name": "QUÁCH MINH AN", "child_birth_date": "2023-07-20", "child_sex": "Nam",
	"ethnicity": "Mường", "nationality": "Việt Nam", "child_birth_place": "Trung tâm Y tế huyện Lạc Thủy",
	"child_native_place.province": "Hòa Bình", "child_native_place.commune": "Phú Nghĩa", "mother_full_name": "Bùi Thị Lan",
}

// tell sends a step, again and again with one key until it is answered, and notes what was answered.
func (c *clients) tell(j *journey, role, path string, body map[string]any) bool {
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Error(err)
		return false
	}
	var got struct {
		Code    string `json:"code"`
		State   string `json:"state"`
		Version int    `json:"version"`
	}
	if !c.insist(role, path, "application/json", raw, &got) {
		return false
	}
	if j.code != "" && (got.Code != j.code || got.Version != j.version+1) {
		c.t.Errorf("%s %s: answered %+v after version %d", path, raw, got, j.version)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if j.code == "" {
		if c.told[got.Code] != nil {
			c.t.Errorf("code %s was given twice", got.Code)
		}
		c.told[got.Code] = j
	}
	j.code, j.state, j.version = got.Code, got.State, got.Version
	return true
}

// upload sends a file that there is only once, and returns its key.
func (c *clients) upload(j *journey, role string) string {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, _ := form.CreateFormFile("file", "giay-to.pdf")
	if c.office.seal && role == "specialist" { // a seal wants a whole file
		raw, _ := fs.ReadFile(demo.Files, "giay-to-mau.pdf")
		_, _ = fmt.Fprintf(part, "%s%% %s\n", raw, id.New())
	} else {
		_, _ = fmt.Fprintf(part, "%%PDF-1.7\n%% %s\n%s\n%%%%EOF\n", id.New(), strings.Repeat("% giấy tờ\n", 3000))
	}
	_ = form.Close()
	var got struct {
		ID     string `json:"id"`
		SHA256 string `json:"sha256"`
	}
	if !c.insist(role, "/uploads", form.FormDataContentType(), b.Bytes(), &got) {
		return ""
	}
	j.files = append(j.files, got.SHA256)
	return got.ID
}

// insist asks until it is answered. Refusals of a house that is being killed or started are no answers; anything else is.
func (c *clients) insist(role, path, kind string, body []byte, out any) bool {
	key, last := id.New(), "never reached"
	for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if c.t.Failed() { // what went wrong is said already: nobody waits for the rest
			return false
		}
		base := c.doors.any()
		if base == "" {
			continue
		}
		status, answer, err := c.ask(role, base, path, kind, key, body)
		switch {
		case err != nil || status == http.StatusServiceUnavailable || status == http.StatusConflict && strings.Contains(string(answer), "key-busy"):
			c.again.Add(1)
			last = fmt.Sprintf("%d %.200s, %v", status, answer, err)
			continue
		case status == http.StatusUnauthorized:
			last = string(answer)
			c.signIn(role, base)
			continue
		case status >= 300:
			c.t.Errorf("%s %s as %s: %d %s", path, short(body), role, status, answer)
			return false
		}
		if err := json.Unmarshal(answer, out); err != nil {
			c.t.Errorf("%s: %v in %s", path, err, answer)
			return false
		}
		c.answered.Store(true)
		return true
	}
	c.t.Errorf("%s %s as %s: no answer in five minutes, at last %s; the program says %s", path, short(body), role, last, &c.said)
	return false
}

func short(b []byte) string { return string(b[:min(len(b), 200)]) }

func (c *clients) ask(role, base, path, kind, key string, body []byte) (int, []byte, error) {
	req, err := http.NewRequest("POST", base+web.APIPrefix+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Idempotency-Key", key)
	r, err := c.jars[role].Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	return r.StatusCode, answer, err
}

// signIn gets a session, which outlives the program. A try that the program does not live to see the end of counts as a wrong one,
// and five of those lock the account for a quarter of an hour: so one client signs in for all of a role.
func (c *clients) signIn(role, base string) {
	if !c.door[role].TryLock() {
		return
	}
	defer c.door[role].Unlock()
	r, err := c.jars[role].PostForm(base+"/dang-nhap", url.Values{"ten-dang-nhap": {crashOfficers[role] + "." + c.office.login}, "mat-khau": {crashPassword}})
	if err == nil {
		_ = r.Body.Close()
	}
}
