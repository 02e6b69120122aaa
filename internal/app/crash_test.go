package app

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// A process with these in its environment is the program on the data of that folder, to be killed.
const (
	crashing      = "NHASAN_TEST_CRASH"
	crashingDB    = "NHASAN_TEST_CRASH_DB"
	crashingFiles = "NHASAN_TEST_CRASH_FILES"
)

// kills is how often the program is killed on each engine: 25 in make test, more with NHASAN_KILLS (see bench/README.md).
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("NHASAN_KILLS")); err == nil {
		return n
	}
	return 25
}

// crashChild serves until it is killed, and prints where.
func crashChild(at stageAt) int {
	ctx := context.Background()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	at.base = "http://" + ln.Addr().String()
	d, err := openDemoOn(ctx, at, log)
	if err != nil {
		fmt.Fprintln(os.Stderr, "opening:", err)
		return 1
	}
	fmt.Println(at.base)
	if err := listen(ctx, ln, d.house, log, usual); err != nil {
		fmt.Fprintln(os.Stderr, "serving:", err)
	}
	return 1
}

// victim is a house with offices and people and no past, whose program is killed again and again.
type victim struct {
	t            *testing.T
	at           stageAt
	temp         string
	processes    int // that serve it at once
	home, sealed crashOffice
	birth        string
	papers       []string // keys of the papers that a birth registration needs
	doors        doors
	said         tail
	answered     atomic.Bool // somebody, since it was last set back
}

// crashOffice is an office whose officers are clients.
type crashOffice struct {
	unit, name string
	login      string // end of the logins of its officers
	seal       bool   // its results are sealed when they are numbered
}

// doors are where the house serves now; people come to any of them, each time anew.
type doors struct {
	mu   sync.Mutex
	open []string
}

func (d *doors) add(base string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = append(d.open, base)
}

func (d *doors) remove(base string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open = slices.DeleteFunc(d.open, func(b string) bool { return b == base })
}

// any is one of them, "" while there is none.
func (d *doors) any() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.open) == 0 {
		return ""
	}
	return d.open[rand.IntN(len(d.open))]
}

// tail keeps the last of what the killed programs said.
type tail struct {
	mu  sync.Mutex
	all []byte
}

func (s *tail) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, b...)
	s.all = s.all[max(0, len(s.all)-8000):]
	return len(b), nil
}

func (s *tail) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.all)
}

// TestKilledAtAnyMomentNothingIsLost kills the program at random moments while clients take in dossiers with files
// and bring them to their end, each asking again with the same Idempotency-Key until it is answered. Afterwards each
// dossier stands where its last answer said, once, with its numbers, its leaves and its files.
func TestKilledAtAnyMomentNothingIsLost(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		killed(t, stageAt{db: "sqlite:" + filepath.Join(dir, "nhasan.db"), dir: dir}, 1)
	})
	t.Run("postgres", func(t *testing.T) { killed(t, stageAt{db: testkit.PostgresURL(t), dir: t.TempDir()}, 1) })
}

// TestSeveralProcessesAreOneHouse does the same with three processes on one database and one store: each request goes to
// any of them, and each of them is killed again and again. Sessions, codes, numbers, the ledger and answers that are
// asked for again are those of one house.
func TestSeveralProcessesAreOneHouse(t *testing.T) {
	files := testkit.NewS3(t)
	killed(t, stageAt{db: testkit.PostgresURL(t), files: files.Address, dir: t.TempDir()}, 3)
}

func killed(t *testing.T, at stageAt, processes int) {
	at.base = "http://127.0.0.1:1"
	v := &victim{t: t, at: at, temp: t.TempDir(), processes: processes}
	v.lay()
	began := time.Now()
	c := newClients(v, 4)
	for left := kills(); left > 0; left -= processes {
		var now sync.WaitGroup
		for range processes {
			now.Go(func() { v.run(time.Duration(20+rand.IntN(500)) * time.Millisecond) })
		}
		now.Wait()
	}
	stop := v.start() // what is under way comes to its end
	c.finish()
	stop()
	t.Logf("%d kills in %s: %d dossiers, %d steps acknowledged, %d requests asked again", kills(), time.Since(began).Round(time.Second),
		len(c.all()), c.steps(), c.again.Load())
	v.examine(c)
}

// lay makes offices and people, and what else is wanted; what the child finds is a demonstration that was laid.
func (v *victim) lay(also ...func(context.Context, *demonstration)) {
	ctx := actor.AsSystem(v.t.Context(), "test")
	d, start, err := emptyStage(ctx, v.at, slog.New(slog.DiscardHandler))
	if err != nil {
		v.t.Fatal(err)
	}
	defer d.house.close()
	d.clock.Set(start.AddDate(0, -3, 0))
	if _, err := d.layOffices(ctx); err != nil {
		v.t.Fatal(err)
	}
	v.findBirth(ctx, d)
	for _, do := range also {
		do(ctx, d)
	}
	if err := os.WriteFile(filepath.Join(v.at.dir, laidMark), []byte(laidText), 0o600); err != nil {
		v.t.Fatal(err)
	}
}

// run starts the program and kills it after a while, be it serving by then or not.
func (v *victim) run(alive time.Duration) {
	cmd := v.command()
	kill := func() { time.AfterFunc(alive, func() { _ = cmd.Process.Kill() }) }
	if rand.IntN(5) == 0 { // while it starts
		v.follow(cmd, kill, nil)
		return
	}
	v.follow(cmd, nil, kill)
}

func (v *victim) command() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashing+"="+v.at.dir, crashingDB+"="+v.at.db, crashingFiles+"="+v.at.files, "TMPDIR="+v.temp)
	cmd.Stderr = &v.said
	return cmd
}

// follow reads where the program serves, and returns when it is dead.
func (v *victim) follow(cmd *exec.Cmd, started, serving func()) {
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		v.t.Error(err)
		return
	}
	if started != nil {
		started()
	}
	base := ""
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			base = lines.Text()
			v.doors.add(base)
			if serving != nil {
				serving()
			}
		}
	}
	v.doors.remove(base)
	err = cmd.Wait()
	if ended, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ended.Signal() != syscall.SIGKILL {
		v.t.Errorf("the program ended by itself: %v; it says %s", err, &v.said)
	}
}

// start serves until the returned function kills it too.
func (v *victim) start() (stop func()) {
	cmd := v.command()
	serving, dead := make(chan struct{}), make(chan struct{})
	go func() { defer close(dead); v.follow(cmd, nil, func() { close(serving) }) }()
	select {
	case <-serving:
	case <-dead:
		v.t.Fatalf("the program did not start again: %s", &v.said)
	}
	return func() { _ = cmd.Process.Kill(); <-dead }
}
