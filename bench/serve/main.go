// Command serve measures the built program as its users meet it: start to the first page, memory when nobody asks, and
// public tracking at a steady rate, on a laid demonstration, client and program on one machine.
//
//	make build && go run ./bench/serve                  a thousand requests a second for twenty seconds
//	go run ./bench/serve -rate 500 -for 10s
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/nha-san/nhasan/bench/machine"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

func main() {
	program := flag.String("program", "bin/nhasan", "the built program")
	rate := flag.Int("rate", 1000, "requests a second")
	long := flag.Duration("for", 20*time.Second, "how long")
	flag.Parse()
	if err := run(*program, *rate, *long); err != nil {
		fmt.Fprintln(os.Stderr, "bench/serve:", err)
		os.Exit(1)
	}
}

func run(program string, rate int, long time.Duration) error {
	dir, err := os.MkdirTemp("", "nhasan-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("machine: %s\n", machine.Name())
	p, _, err := start(program, dir) // lays the stage
	if err != nil {
		return err
	}
	p.stop()
	p, took, err := start(program, dir)
	if err != nil {
		return err
	}
	defer p.stop()
	fmt.Printf("start to the first page: %s\n", took.Round(time.Millisecond))
	time.Sleep(5 * time.Second)
	memory, err := p.memory()
	if err != nil {
		return err
	}
	fmt.Printf("memory when nobody asks: %s\n", memory)
	code, secret, err := someDossier(dir)
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		name string
		make func(base, code, secret string) (*http.Client, *http.Request, error)
	}{{"page", trackingPage}, {"JSON", trackingJSON}} {
		client, request, err := kind.make(p.base, code, secret)
		if err != nil {
			return err
		}
		if err := load(client, request, rate, long, "tracking, "+kind.name); err != nil {
			return err
		}
	}
	memory, err = p.memory()
	fmt.Printf("memory afterwards: %s\n", memory)
	return err
}

// process is the program at work.
type process struct {
	base string
	cmd  *exec.Cmd
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start starts the demonstration and returns how long its first page took.
func start(program, dir string) (*process, time.Duration, error) {
	cmd := exec.Command(program, "demo", "--addr", "127.0.0.1:0", "--dir", filepath.Join(dir, "demo"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	p := &process{cmd: cmd}
	lines := bufio.NewScanner(out)
	for p.base == "" && lines.Scan() {
		p.base = address.FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	for range 10_000 {
		if a, err := http.Get(p.base + "/"); err == nil {
			_, _ = io.Copy(io.Discard, a.Body)
			_ = a.Body.Close()
			return p, time.Since(began), nil
		}
		time.Sleep(time.Millisecond)
	}
	p.stop()
	return nil, 0, fmt.Errorf("the program does not answer at %q", p.base)
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

// memory is what the program holds of the machine's.
func (p *process) memory() (string, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	for line := range strings.Lines(string(raw)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strings.TrimSpace(kb), err
		}
	}
	return "unknown", err
}

// someDossier is one that an applicant could look up.
func someDossier(dir string) (code, secret string, err error) {
	ctx := actor.AsSystem(context.Background(), "bench")
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(dir, "demo", "nhasan.db"))
	if err != nil {
		return "", "", err
	}
	defer d.Close()
	trail := audit.New(d, clock.System{})
	places := org.New(d, trail, clock.System{})
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: clock.System{}, Trail: trail, Org: places})
	if err != nil {
		return "", "", err
	}
	s := dossier.New(dossier.Needs{DB: d, Clock: clock.System{}, Trail: trail, Org: places, Catalog: procedures})
	ids, err := s.IDs(ctx, "", 200)
	if err != nil {
		return "", "", err
	}
	for _, id := range ids {
		v, err := s.Open(ctx, id)
		if err != nil {
			return "", "", err
		}
		if v.State == dossier.Returned && v.Secret != "" {
			return v.Code, v.Secret, nil
		}
	}
	return "", "", errors.New("the demonstration has no dossier to look up")
}

func trackingPage(base, code, secret string) (*http.Client, *http.Request, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, nil, err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 512, DisableCompression: true}}
	a, err := client.PostForm(base+"/tra-cuu", url.Values{"ma": {code}, "bi-mat": {secret}})
	if err != nil {
		return nil, nil, err
	}
	_ = a.Body.Close()
	r, err := http.NewRequest("GET", base+"/tra-cuu/ket-qua", nil)
	if err == nil {
		r.Header.Set("Accept-Encoding", "br")
		r.Header.Set("Accept", "text/html")
	}
	return client, r, err
}

func trackingJSON(base, code, secret string) (*http.Client, *http.Request, error) {
	r, err := http.NewRequest("GET", base+"/api/v1/dossiers/"+url.PathEscape(code), nil)
	if err == nil {
		r.Header.Set("Lookup-Secret", secret)
	}
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 512}}, r, err
}
