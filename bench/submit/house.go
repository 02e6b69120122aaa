package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/app"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// house is an installation with units and procedures, and a program that may hand in.
type house struct {
	dir, database, token string
	commune, birth       string
	papers               []string
}

// taken is what taking dossiers in came to.
type taken struct {
	rate  float64 // dossiers a second
	rows  int64   // that one leaves in the database
	bytes int64   // that the database grew by one
}

// call runs a command of the program in this process.
func (h *house) call(command ...string) (string, error) {
	var out, said bytes.Buffer
	all := append(command, "--db="+h.database, "--files="+filepath.Join(h.dir, "files"), "--key-file="+filepath.Join(h.dir, "key"))
	if status := app.Main(all, &out, &said); status != 0 {
		return "", fmt.Errorf("nhasan %s: %s%s", strings.Join(command, " "), out.String(), said.String())
	}
	return strings.TrimSpace(out.String()), nil
}

func found(ctx context.Context, dir, database string) (*house, error) {
	h := &house{dir: dir, database: database}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for _, name := range []string{"units.json", "holidays.json", "procedures.csv", "procedures-detailed.json"} {
		raw, err := fs.ReadFile(demo.Files, name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), raw, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, command := range [][]string{{"import", "units", at("units.json")}, {"import", "holidays", at("holidays.json")},
		{"import", "procedures", at("procedures.csv"), "--from=2023-01-01", "--detailed=" + at("procedures-detailed.json")}} {
		if _, err := h.call(command...); err != nil {
			return nil, err
		}
	}
	var err error
	if h.token, err = h.call("token", "--name=bench", "--right=dossier.submit", "--unit=/"); err != nil {
		return nil, err
	}
	return h, h.look(ctx)
}

// look finds what a birth registration at a commune needs.
func (h *house) look(ctx context.Context) error {
	d, err := db.Open(ctx, h.database)
	if err != nil {
		return err
	}
	defer d.Close()
	trail, today := audit.New(d, clock.System{}), clock.DateOf(clock.System{}.Now())
	places := org.New(d, trail, clock.System{})
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: clock.System{}, Trail: trail, Org: places})
	if err != nil {
		return err
	}
	u, err := places.ByCode(ctx, org.Commune, "05395", today)
	if err != nil {
		return err
	}
	p, err := procedures.Find(ctx, "1.001193")
	if err != nil {
		return err
	}
	v, err := procedures.Current(ctx, p.ID, today)
	if err != nil {
		return err
	}
	h.commune, h.birth = u.ID, p.ID
	k, _ := v.Case("")
	for _, c := range k.Components {
		if dossier.Needed(c) {
			h.papers = append(h.papers, c.Key)
		}
	}
	return nil
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// takes serves the house and hands dossiers in.
func (h *house) takes(ctx context.Context, program string, clients int, long time.Duration) (taken, error) {
	cmd := exec.Command(program, "serve", "--addr=127.0.0.1:0", "--db="+h.database, "--files="+filepath.Join(h.dir, "files"), "--key-file="+filepath.Join(h.dir, "key"))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return taken{}, err
	}
	stop := func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() }
	base := ""
	for lines := bufio.NewScanner(out); base == "" && lines.Scan(); {
		base = address.FindString(lines.Text())
	}
	if err := h.submit(base); err != nil { // the first fills what is remembered
		stop()
		return taken{}, err
	}
	before, err := h.size(ctx)
	if err != nil {
		stop()
		return taken{}, err
	}
	var n atomic.Int64
	var failed atomic.Value
	var all sync.WaitGroup
	began := time.Now()
	for range clients {
		all.Go(func() {
			for time.Since(began) < long && failed.Load() == nil {
				if err := h.submit(base); err != nil {
					failed.Store(err)
					return
				}
				n.Add(1)
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	stop() // what waits is sealed first
	if err, ok := failed.Load().(error); ok {
		return taken{}, err
	}
	after, err := h.size(ctx)
	return taken{float64(n.Load()) / took.Seconds(), (after.rows - before.rows) / n.Load(), (after.bytes - before.bytes) / n.Load()}, err
}

// size is how many rows the tables hold, and how large the file of a SQLite database is.
func (h *house) size(ctx context.Context) (s taken, err error) {
	d, err := db.Open(ctx, h.database)
	if err != nil {
		return s, err
	}
	defer d.Close()
	tables, err := d.Tables(ctx)
	for _, t := range tables {
		sum, err := d.SumOf(ctx, t)
		if err != nil {
			return s, err
		}
		s.rows += sum.Rows
	}
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(d.Path() + end); err == nil && d.Path() != "" {
			s.bytes += info.Size()
		}
	}
	return s, err
}

// submit hands in one dossier: three files, each its own, and the form.
func (h *house) submit(base string) error {
	files, err := h.upload(base)
	if err != nil {
		return err
	}
	var papers []map[string]any
	for _, key := range h.papers {
		papers = append(papers, map[string]any{"key": key, "uploads": files})
	}
	body, err := json.Marshal(map[string]any{"procedure": h.birth, "unit": h.commune, "papers": papers, "values": values,
		"owner": map[string]any{"name": "Bùi Thị Lan", "personal_no": "017195001234", "phone": "0912345601"}})
	if err != nil {
		return err
	}
	return h.post(base+"/api/v1/dossiers", "application/json", body, nil)
}

var values = map[string]any{
	"applicant_full_name": "Bùi Thị Lan", "applicant_relation": "Mẹ", "applicant_id_number": "017195001234",
	"applicant_address.province": "Hòa Bình", "applicant_address.district": "Lạc Thủy", "applicant_address.commune": "Phú Nghĩa",
	"applicant_address.detail": "Thôn Đồng Phú", "applicant_phone": "0912345601",
	"child_full_name": "QUÁCH MINH AN", "child_birth_date": "2023-07-20", "child_sex": "Nam",
	"ethnicity": "Mường", "nationality": "Việt Nam", "child_birth_place": "Trung tâm Y tế huyện Lạc Thủy",
	"child_native_place.province": "Hòa Bình", "child_native_place.commune": "Phú Nghĩa", "mother_full_name": "Bùi Thị Lan",
}

var filling = strings.Repeat("% giấy tờ chụp bằng điện thoại\n", 200_000/34)

// upload sends three files ahead, each its own, and returns what they are called.
func (h *house) upload(base string) ([]string, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for range 3 {
		part, err := form.CreateFormFile("file", "giay-to.pdf")
		if err != nil {
			return nil, err
		}
		_, _ = fmt.Fprintf(part, "%%PDF-1.7\n%% %s\n%s\n%%%%EOF\n", id.New(), filling)
	}
	_ = form.Close()
	var got struct {
		Uploads []struct {
			ID string `json:"id"`
		} `json:"uploads"`
	}
	err := h.post(base+"/api/v1/uploads/together", form.FormDataContentType(), b.Bytes(), &got)
	var ids []string
	for _, u := range got.Uploads {
		ids = append(ids, u.ID)
	}
	return ids, err
}

func (h *house) post(url, kind string, body []byte, into any) error {
	r, err := http.NewRequest("POST", url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+h.token)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	if err == nil && a.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s %s", url, a.Status, raw)
	}
	if err == nil && into != nil {
		err = json.Unmarshal(raw, into)
	}
	return err
}
