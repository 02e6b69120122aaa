package ledger_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const killed = "NHASAN_TEST_LEDGER" // "database name": this process is one that will be killed

// TestMain makes a child of the test below out of this program.
func TestMain(m *testing.M) {
	if address, name, ok := strings.Cut(os.Getenv(killed), " "); ok {
		work(address, name)
		return
	}
	os.Exit(m.Run())
}

// work seals and sequences until it is killed, and says of each fact that it stands once it does.
func work(address, name string) {
	ctx := context.Background()
	d, err := db.Open(ctx, address)
	if err != nil {
		panic(err)
	}
	log := audit.New(d, clock.System{}).Keyed(houseKey)
	l := ledger.New(ledger.Needs{DB: d, Clock: clock.System{}, Key: houseKey, Name: "x.example", Lease: 200 * time.Millisecond})
	go l.Run(ctx, time.Millisecond)
	for i := 0; ; i++ {
		key := fmt.Sprintf("%s-%d", name, i)
		err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			return log.Seal(ctx, tx, audit.Leaf{Key: key, Subject: name, Kind: "test", Data: i})
		})
		if err == nil {
			fmt.Println(key)
		}
	}
}

// child runs one process, kills it after a while and returns what it had said by then.
func child(t *testing.T, address, name string) (said []string) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+address+" "+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Error(err)
		return nil
	}
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return nil
	}
	lines := bufio.NewScanner(out)
	if lines.Scan() { // it is at work
		said = append(said, lines.Text())
		time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	}
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	return said
}

// TestKilledAtAnyMomentEachFactStandsOnce kills processes at random moments, two at a time, and looks
// afterwards whether each fact that was acknowledged stands in the tree, once and in its order.
func TestKilledAtAnyMomentEachFactStandsOnce(t *testing.T) {
	for engine, address := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "x.db") },
		"postgres": func(t *testing.T) string { return testkit.PostgresURL(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			at, ctx := address(t), context.Background()
			d, err := db.Open(ctx, at)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if err := db.Migrate(ctx, d, schemas); err != nil {
				t.Fatal(err)
			}
			acknowledged := map[string]bool{}
			var mu sync.Mutex
			for round := range 15 {
				var wg sync.WaitGroup
				for n := range 2 {
					wg.Go(func() {
						for _, key := range child(t, at, fmt.Sprintf("r%d.%d", round, n)) {
							mu.Lock()
							acknowledged[key] = true
							mu.Unlock()
						}
					})
				}
				wg.Wait()
			}
			allStand(t, d, acknowledged)
		})
	}
}

func allStand(t *testing.T, d *db.DB, acknowledged map[string]bool) {
	t.Helper()
	ctx, clk := context.Background(), clock.NewFake(time.Now().Add(time.Hour)) // every lease has run out
	l := ledger.New(ledger.Needs{DB: d, Clock: clk, Key: houseKey, Name: "x.example"})
	if _, err := l.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if err := l.Check(ctx); err != nil {
		t.Fatal(err)
	}
	seen, next := map[string]bool{}, map[string]int{}
	for at := int64(-1); ; {
		leaves, err := l.After(ctx, at, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(leaves) == 0 {
			break
		}
		for _, leaf := range leaves {
			who, n, _ := strings.Cut(leaf.Key, "-")
			if seen[leaf.Key] || fmt.Sprint(next[who]) != n {
				t.Fatalf("leaf %d is %s: twice or out of order", leaf.Index, leaf.Key)
			}
			seen[leaf.Key], at = true, leaf.Index
			next[who]++
		}
	}
	for key := range acknowledged {
		if !seen[key] {
			t.Errorf("%s was acknowledged and is not in the ledger", key)
		}
	}
	if len(acknowledged) < 30 {
		t.Errorf("only %d facts were acknowledged: the processes did not work", len(acknowledged))
	}
	t.Logf("%d acknowledged, %d in the ledger", len(acknowledged), len(seen))
}
