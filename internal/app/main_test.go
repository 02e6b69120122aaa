package app

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// call runs the program as from the shell.
func call(args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = Main(args, &o, &e)
	return status, o.String(), e.String()
}

func TestDeadlineNeedsNoDatabase(t *testing.T) {
	status, out, errOut := call("deadline", "--received", "2026-02-12T09:00", "--term", "5", "--unit", "working_day", "--json")
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, errOut)
	}
	var got struct {
		Due  string
		Days []struct {
			Date    string
			Counted bool
			Why     string
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	counted := 0
	for _, d := range got.Days {
		if d.Why == "" {
			t.Errorf("%s: no reason", d.Date)
		}
		if d.Counted {
			counted++
		}
	}
	if got.Due != "2026-02-26T17:00:00+07:00" || counted != 5 || got.Days[0].Date != "2026-02-12" {
		t.Errorf("due %s with %d counted days from %s; want 2026-02-26T17:00:00+07:00 with 5 from 2026-02-12", got.Due, counted, got.Days[0].Date)
	}
}

func TestWrongUsageSaysSo(t *testing.T) {
	for _, args := range [][]string{
		{"deadline", "--received", "2026-02-30T09:00", "--term", "5"},
		{"deadline", "--received", "2026-02-12T09:00", "--term", "-1"},
		{"deadline", "--received", "2026-02-12T09:00", "--term", "5", "--unit", "fortnight"},
		{"deadline", "--received", "2026-02-12T09:00", "--term", "NaN"},
		{"deadline", "--received", "2026-02-12T09:00", "--term", "1e300"},
		{"deadline", "--received", "", "--term", ""},
		{"serve", "--base-url", "motcua.example.vn"},
		{"serve", "--base-url", "https://motcua.example.vn/?a=b"},
		{"serve", "--proxy", "proxy.example.vn"},
		{"import", "units", "no-such-file.json"},
		{"import", "everything", "../../demo/units.json"},
		{"token", "--name", "Thử"},
		{"backup", "--plain"},
		{"backup", "--to", "no-such-folder"},
		{"backup", "--to", "no-such-folder", "--plain", "--recipient", "age1x"},
		{"restore", "no-such-folder", "--at", "yesterday"},
		{"no-such-command"},
	} {
		if status, _, errOut := call(args...); status != 2 || errOut == "" {
			t.Errorf("nhasan %s: status %d, said %q; want 2 and a reason", strings.Join(args, " "), status, errOut)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for typed, want := range map[string]string{"": "", "https://motcua.example.vn/": "https://motcua.example.vn", "http://127.0.0.1:8080": "http://127.0.0.1:8080"} {
		if got, err := baseURL(typed); err != nil || got != want {
			t.Errorf("--base-url %s: %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestVersion(t *testing.T) {
	if status, out, _ := call("version"); status != 0 || !strings.HasPrefix(out, "nhasan ") {
		t.Errorf("status %d, %q", status, out)
	}
}

func TestImportsFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	where := []string{"--db", "sqlite:" + filepath.Join(dir, "n.db"), "--files", filepath.Join(dir, "files"), "--key-file", filepath.Join(dir, "key")}
	for _, args := range [][]string{
		{"import", "units", "../../demo/units.json", "--dry-run"}, {"import", "units", "../../demo/units.json"},
		{"import", "holidays", "../../demo/holidays.json"},
		{"import", "procedures", "../../demo/procedures.csv", "--detailed", "../../demo/procedures-detailed.json", "--from", "2023-01-01"},
		{"import", "procedures", "../../demo/procedures.csv", "--detailed", "../../demo/procedures-detailed.json", "--from", "2023-01-01"},
		{"token", "--name", "Thử", "--right", "dossier.view", "--unit", "/"},
		{"token", "--name", "Thử", "--right", "dossier.view", "--unit", "commune:05392"},
		{"admin", "--login", "quantri", "--name", "Nguyễn Thị Quản", "--unit", "province:25"},
	} {
		if status, _, errOut := call(append(args, where...)...); status != 0 {
			t.Fatalf("nhasan %s: status %d: %s", strings.Join(args, " "), status, errOut)
		}
	}
	if status, out, _ := call(append([]string{"import", "procedures", "../../README.md"}, where...)...); status == 0 {
		t.Errorf("a file that holds no procedures was taken: %s", out)
	}
}
