package stories

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Program is a running demonstration, its data in a folder of its own.
type Program struct {
	URL  string // "http://127.0.0.1:43210"
	Dir  string
	cmd  *exec.Cmd
	said *record
}

// Demo returns the demonstration that all stories share. It is started by the first that asks.
func Demo(t testing.TB) *Program {
	t.Helper()
	shared.Do(func() {
		dir, err := os.MkdirTemp("", "nhasan-stories-")
		if err != nil {
			t.Fatal(err)
		}
		atEnd(func() { _ = os.RemoveAll(dir) })
		demo = start(t, dir)
		atEnd(demo.stop)
	})
	if demo == nil {
		t.Fatal("the demonstration did not start; see the first story")
	}
	return demo
}

var (
	shared sync.Once
	demo   *Program
)

// FreshDemo starts a demonstration for one test alone.
func FreshDemo(t testing.TB) *Program {
	t.Helper()
	p := start(t, t.TempDir())
	t.Cleanup(p.stop)
	return p
}

// patience is how long a program may take until it answers; it is a limit, not a wait.
const patience = 90 * time.Second

func start(t testing.TB, dir string) *Program {
	t.Helper()
	p := &Program{Dir: dir, said: &record{}}
	p.run(t, "127.0.0.1:0")
	return p
}

// restart stops the program and starts it again with the same data at the same address.
func (p *Program) restart(t testing.TB) {
	t.Helper()
	p.stop()
	p.run(t, strings.TrimPrefix(p.URL, "http://"))
}

func (p *Program) run(t testing.TB, addr string) {
	t.Helper()
	p.cmd = exec.Command(binary(t), "demo", "--addr", addr, "--dir", p.Dir)
	p.launch(t)
}

// launch starts the command and waits until it answers.
func (p *Program) launch(t testing.TB) {
	t.Helper()
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("starting the demonstration: %v", err)
	}
	found := make(chan string, 1)
	go p.read(out, found)
	select {
	case p.URL = <-found:
	case <-time.After(patience):
	}
	if p.URL == "" {
		p.stop()
		t.Fatalf("the demonstration printed no address; it said:\n%s", p.said)
	}
	p.waitReady(t)
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// read sends the first address that the program prints, "" when it ends without one.
func (p *Program) read(out io.Reader, found chan<- string) {
	lines := bufio.NewScanner(io.TeeReader(out, p.said))
	for lines.Scan() {
		if a := address.FindString(lines.Text()); a != "" {
			found <- a
			break
		}
	}
	close(found)
	_, _ = io.Copy(p.said, out)
}

func (p *Program) waitReady(t testing.TB) {
	t.Helper()
	last := "no answer"
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		r, err := http.Get(p.URL + "/readyz")
		if err != nil {
			last = err.Error()
			continue
		}
		_ = r.Body.Close()
		if r.StatusCode == http.StatusOK {
			return
		}
		last = r.Status
	}
	p.stop()
	t.Fatalf("the demonstration at %s is not ready: %s; it said:\n%s", p.URL, last, p.said)
}

// stop asks the program to end and insists when it does not.
func (p *Program) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(15*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer kill.Stop()
	_ = p.cmd.Wait()
}

// binary returns the program to test: $NHASAN as the Makefile built it, else built here.
func binary(t testing.TB) string {
	t.Helper()
	if name := os.Getenv("NHASAN"); name != "" {
		return name
	}
	name, err := built()
	if err != nil {
		t.Fatalf("building the program: %v\n%s", err, name)
	}
	return name
}

// built returns the name of the program, or what the compiler said.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "nhasan-bin-")
	if err != nil {
		return "", err
	}
	atEnd(func() { _ = os.RemoveAll(dir) })
	name := filepath.Join(dir, "nhasan")
	cmd := exec.Command("go", "build", "-trimpath", "-o", name, "github.com/nha-san/nhasan/cmd/nhasan")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return string(said), err
	}
	return name, nil
})

// record keeps what a program says.
type record struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.String()
}
