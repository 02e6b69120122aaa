package app

import (
	"crypto/x509"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// said is what a check says, a line each.
func said(do func(*diagnosis)) string {
	var lines []string
	r := &diagnosis{tell: func(f finding) { lines = append(lines, f.line()) }}
	do(r)
	return strings.Join(lines, "\n")
}

// ownDemo is a demonstration that no other test has touched.
func ownDemo(t *testing.T) *demonstration {
	t.Helper()
	d, err := openDemo(t.Context(), t.TempDir(), "http://nhasan.test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.house.close)
	return d
}

func TestTheDoctorReadsFilesAndKnowsWhatIsMissing(t *testing.T) {
	d := ownDemo(t)
	examine := func() string {
		return said(func(r *diagnosis) { d.house.examineRecords(actor.AsSystem(t.Context(), "doctor"), r) })
	}
	if got := examine(); strings.Contains(got, levelFault) || !strings.Contains(got, "files: ") {
		t.Fatalf("of a house as it should be the doctor says\n%s", got)
	}
	var one string
	err := filepath.WalkDir(d.house.Files, func(name string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && one == "" && len(e.Name()) == 64 {
			one = name
		}
		return err
	})
	if err != nil || one == "" {
		t.Fatalf("no file in %s, %v", d.house.Files, err)
	}
	whole, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func() error
		want  string
	}{
		"a byte changed": {func() error { return os.WriteFile(one, append([]byte{whole[0] ^ 1}, whole[1:]...), 0o600) }, "is not what was kept under its name"},
		"it is gone":     {func() error { return os.Remove(one) }, "is not in the store"},
	} {
		if err := c.spoil(); err != nil {
			t.Fatal(err)
		}
		if got := examine(); !strings.Contains(got, levelFault+" files: file "+filepath.Base(one)[:12]) || !strings.Contains(got, c.want) || !strings.Contains(got, doFile) {
			t.Errorf("%s: the doctor says\n%s", name, got)
		}
		if err := os.WriteFile(one, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheDoctorLooksAtTheMachine(t *testing.T) {
	d := ownDemo(t)
	ctx := actor.AsSystem(t.Context(), "doctor")
	got := said(func(r *diagnosis) { d.house.examineMachine(ctx, r) })
	for _, want := range []string{"ok    database: sqlite, whole", "ok    clock: ", " disk: ", "FAULT queue: ", "FAULT sequencer: "} { // nobody serves this house
		if !strings.Contains(got, want) {
			t.Errorf("nothing of %q:\n%s", want, got)
		}
	}
	if _, err := d.house.ledger.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if got := said(func(r *diagnosis) { d.house.examineQueue(ctx, r) }); !strings.Contains(got, "ok    sequencer: ") || strings.Contains(got, " 0 leaves") {
		t.Errorf("once the ledger was brought up to date:\n%s", got)
	}
	was := d.house.clock
	defer func() { d.house.clock = was }()
	d.house.clock = clock.NewFake(was.Now().Add(-time.Hour))
	if got := said(func(r *diagnosis) { d.house.examineClock(ctx, r) }); !strings.Contains(got, "FAULT clock: ") || !strings.Contains(got, "went back") {
		t.Errorf("of a clock that went back: %s", got)
	}
	d.house.clock = clock.NewFake(was.Now().Add(time.Hour))
	if got := said(func(r *diagnosis) { d.house.examineClock(ctx, r) }); !strings.Contains(got, "ok    clock: ") {
		t.Errorf("of a clock that goes on: %s", got)
	}
}

func TestTheDoctorLooksAtSettings(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := doctorCmd{settings: settings{Key: key}, BaseURL: "http://motcua.example.vn"}
	got := said(c.examineSettings)
	for _, want := range []string{"FAULT settings: others on this machine may read the key file", "FAULT settings: people reach the house at http://motcua.example.vn",
		"warn  settings: no mail server", "warn  settings: no virus scanner"} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing of %q:\n%s", want, got)
		}
	}
	if err := os.Chmod(key, 0o600); err != nil {
		t.Fatal(err)
	}
	c.BaseURL, c.Mail.Host, c.Virus = "http://127.0.0.1:8080", "mail.example.vn", "unix:/run/clamd"
	if got := said(c.examineSettings); strings.Contains(got, "FAULT") || strings.Contains(got, "warn") {
		t.Errorf("of settings as they should be: %s", got)
	}
	c.Key = key + "-gone"
	if got := said(c.examineSettings); !strings.Contains(got, "FAULT settings: the key file") {
		t.Errorf("without a key file: %s", got)
	}
}

func TestTheDoctorCountsTheDaysOfACertificate(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	end := s.Certificate().NotAfter
	for _, c := range []struct {
		left  time.Duration
		want  string
		roots *x509.CertPool
	}{
		{60 * 24 * time.Hour, "ok    base-url: the certificate", roots},
		{10 * 24 * time.Hour, "warn  base-url: the certificate", roots},
		{24 * time.Hour, "FAULT base-url: the certificate", roots},
		{60 * 24 * time.Hour, "FAULT base-url: ", x509.NewCertPool()}, // of somebody unknown
	} {
		got := said(func(r *diagnosis) {
			examineCertificate(t.Context(), "base-url", s.URL, end.Add(-c.left-time.Minute), c.roots, r)
		})
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s before its end: %q, wanted %q", c.left, got, c.want)
		}
	}
	if got := said(func(r *diagnosis) { examineCertificate(t.Context(), "base-url", "http://plain.example", end, roots, r) }); got != "" {
		t.Errorf("of an address without TLS: %s", got)
	}
}

func TestTheDoctorKnowsHowOldTheBackupIs(t *testing.T) {
	now := time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	if got := said(func(r *diagnosis) { examineBackups("", now, r) }); !strings.HasPrefix(got, "warn  backup: ") {
		t.Errorf("with no folder set: %s", got)
	}
	if got := said(func(r *diagnosis) { examineBackups(dir, now, r) }); !strings.HasPrefix(got, "FAULT backup: there is none") {
		t.Errorf("with an empty folder: %s", got)
	}
	if err := os.MkdirAll(filepath.Join(dir, "points", "20230809T183000.000Z"), 0o700); err != nil {
		t.Fatal(err)
	}
	for age, want := range map[time.Duration]string{0: "ok    backup", 30 * time.Hour: "warn  backup", 200 * time.Hour: "FAULT backup"} {
		if got := said(func(r *diagnosis) { examineBackups(dir, now.Add(age), r) }); !strings.HasPrefix(got, want) {
			t.Errorf("%s later: %s, wanted %s", age, got, want)
		}
	}
}

func TestTheDoctorsCommandChangesNothingAndSpeaksJSON(t *testing.T) {
	dir := t.TempDir()
	flags := []string{"--db", "sqlite:" + filepath.Join(dir, "nhasan.db"), "--files", filepath.Join(dir, "files"), "--key-file", filepath.Join(dir, "key")}
	if status, _, errOut := call(append([]string{"doctor"}, flags...)...); status != 1 || !strings.Contains(errOut, "there is no house") {
		t.Errorf("of nothing: %d %s", status, errOut)
	}
	if _, err := os.Stat(filepath.Join(dir, "nhasan.db")); err == nil {
		t.Error("the doctor made a house")
	}
	if status, _, errOut := call(append([]string{"migrate"}, flags[:2]...)...); status != 0 {
		t.Fatal(errOut)
	}
	status, out, errOut := call(append([]string{"doctor", "--json", "--quick"}, flags...)...)
	var all []finding
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) < 5 || all[0].Check != "schema" || all[0].Level != levelOK {
		t.Errorf("status %d, %v\n%s%s", status, err, out, errOut)
	}
}
