package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema}

var houseKey = bytes.Repeat([]byte{7}, 32)

// process is one of several programs on the same database.
type process struct {
	*ledger.Ledger
	log *audit.Log
	db  *db.DB
	t   *testing.T
}

func newProcess(t *testing.T, d *db.DB, c clock.Clock) *process {
	return &process{ledger.New(ledger.Needs{DB: d, Clock: c, Key: houseKey, Name: "motcua.example/so-cai"}), audit.New(d, c).Keyed(houseKey), d, t}
}

func (p *process) seal(keys ...string) {
	p.t.Helper()
	err := p.db.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		for _, k := range keys {
			if err := p.log.Seal(ctx, tx, audit.Leaf{Key: k, Subject: "dossier/" + k, Kind: "dossier", Data: map[string]string{"do": k}, Secret: []byte("whole " + k)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) sequence() int {
	p.t.Helper()
	n, err := p.Sequence(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

func TestWhatIsSealedStandsInTheTree(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, clk := context.Background(), testkit.Clock()
		p := newProcess(t, d, clk)
		for i := range 30 {
			p.seal(fmt.Sprintf("e%d", i))
			if i%7 == 0 {
				p.sequence()
			}
		}
		p.sequence()
		if err := p.Check(ctx); err != nil {
			t.Fatal(err)
		}
		leaves, err := p.After(ctx, -1, 100)
		if err != nil || len(leaves) != 30 || leaves[29].Key != "e29" || leaves[3].Subject != "dossier/e3" {
			t.Fatalf("%d leaves, %v", len(leaves), err)
		}
		if strings.Contains(leaves[3].Entry, "dossier/e3") || strings.Contains(leaves[3].Entry, "whole") {
			t.Errorf("the entry tells whose it is: %s", leaves[3].Entry)
		}
		proof, err := p.Prove(ctx, 11)
		if err != nil {
			t.Fatal(err)
		}
		checkProof(t, p, proof)
		found, err := p.Find(ctx, leaves[4].Hash)
		if err != nil || found.Index != 4 {
			t.Errorf("found by its hash: %d, %v", found.Index, err)
		}
		if _, err := p.Find(ctx, "không phải mã băm"); err == nil {
			t.Error("found a leaf under nonsense")
		}
	})
}

// checkProof does what a stranger does with a proof.
func checkProof(t *testing.T, p *process, proof ledger.Proof) {
	t.Helper()
	vkey, err := p.VerifierKey(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open([]byte(proof.Checkpoint), note.VerifierList(v))
	if err != nil {
		t.Fatalf("checkpoint %q: %v", proof.Checkpoint, err)
	}
	lines := strings.Split(n.Text, "\n")
	root, err := tlog.ParseHash(lines[2])
	if err != nil || lines[0] != "motcua.example/so-cai" {
		t.Fatalf("checkpoint %q: %v", n.Text, err)
	}
	var path tlog.RecordProof
	for _, s := range proof.Path {
		h, _ := tlog.ParseHash(s)
		path = append(path, h)
	}
	if err := tlog.CheckRecord(path, proof.Size, root, proof.Leaf.Index, tlog.RecordHash([]byte(proof.Leaf.Entry))); err != nil {
		t.Error(err)
	}
}

func TestManyProcessesMakeOneTree(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		clk := testkit.Clock()
		var wg sync.WaitGroup
		for n := range 4 {
			p := newProcess(t, d, clk)
			wg.Go(func() {
				for i := range 25 {
					p.seal(fmt.Sprintf("p%d-%d", n, i))
					if _, err := p.Sequence(context.Background()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		last := newProcess(t, d, clk)
		if n := last.sequence(); n != 0 { // whoever holds the lease may have left some
			t.Logf("a process without the lease moved %d", n)
		}
		clk.Advance(20e9)
		last.sequence()
		if err := last.Check(context.Background()); err != nil {
			t.Fatal(err)
		}
		leaves, err := last.After(context.Background(), -1, 1000)
		if err != nil || len(leaves) != 100 {
			t.Fatalf("%d leaves, %v", len(leaves), err)
		}
		next := map[string]int{}
		for _, l := range leaves {
			who, n, _ := strings.Cut(l.Key, "-")
			if fmt.Sprint(next[who]) != n {
				t.Errorf("leaf %d is %s, out of its order", l.Index, l.Key)
			}
			next[who]++
		}
	})
}

func TestTheLeaseOfADeadProcessRunsOut(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		clk := testkit.Clock()
		dead, alive := newProcess(t, d, clk), newProcess(t, d, clk)
		dead.seal("a")
		dead.sequence()
		dead.seal("b")
		if n := alive.sequence(); n != 0 {
			t.Errorf("a second process sequenced %d while the first may live", n)
		}
		clk.Advance(11e9)
		if n := alive.sequence(); n != 1 {
			t.Errorf("after the lease ran out %d were sequenced, want 1", n)
		}
	})
}

func TestAChangeThatFailsSealsNothing(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := newProcess(t, d, testkit.Clock())
		_ = d.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			if err := p.log.Seal(ctx, tx, audit.Leaf{Key: "x", Subject: "dossier/x", Kind: "dossier", Data: 1}); err != nil {
				t.Error(err)
			}
			return fmt.Errorf("the change failed")
		})
		if n := p.sequence(); n != 0 {
			t.Errorf("%d leaves of a change that failed", n)
		}
	})
}

func TestAFactAnnouncedTwiceIsSealedOnce(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		p := newProcess(t, d, testkit.Clock())
		p.seal("a", "b")
		p.seal("b", "b", "c")
		p.sequence()
		p.seal("a")
		p.sequence()
		leaves, err := p.After(context.Background(), -1, 10)
		if err != nil || len(leaves) != 3 {
			t.Errorf("%d leaves, %v; want 3", len(leaves), err)
		}
		if err := p.Check(context.Background()); err != nil {
			t.Error(err)
		}
	})
}
