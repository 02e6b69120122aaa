package app

import (
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// issueClerks is how many issue at once.
const issueClerks = 50

// TestFiftyClerksIssueAndNoNumberIsSkipped has fifty clerks, each in a session of their own, issue the results of one
// office at the same moment, round after round, while the program is killed in the midst of it. Afterwards the numbers of
// the register run from 1 without gap or double, each acknowledged result has one, and each is one issued paper with the
// file that was proposed. NHASAN_ISSUE_KILLS says how often it is killed on each engine: bench/README.md.
func TestFiftyClerksIssueAndNoNumberIsSkipped(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		issued(t, stageAt{db: "sqlite:" + filepath.Join(dir, "nhasan.db"), dir: dir})
	})
	t.Run("postgres", func(t *testing.T) { issued(t, stageAt{db: testkit.PostgresURL(t), dir: t.TempDir()}) })
}

// issueKills is how often the program is killed while numbers are given.
func issueKills() int {
	if n, err := strconv.Atoi(os.Getenv("NHASAN_ISSUE_KILLS")); err == nil {
		return n
	}
	return 12
}

func issued(t *testing.T, at stageAt) {
	at.base = "http://127.0.0.1:1"
	v := &victim{t: t, at: at, temp: t.TempDir(), processes: 1}
	v.lay()
	c := newClients(v, 0)
	clerks := make([]*clients, issueClerks)
	for i := range clerks {
		clerks[i] = &clients{victim: v, jars: map[string]*http.Client{"reception": newSession()}, told: map[string]*journey{}}
	}
	began, killed, rounds, numbering := time.Now(), 0, 0, time.Duration(0)
	for killed < issueKills() && !t.Failed() {
		rounds++
		stop := v.start()
		all := c.approved(clerks, rounds)
		from := time.Now()
		v.answered.Store(false)
		var work sync.WaitGroup
		for i, j := range all {
			work.Go(func() {
				clerks[i].tell(j, "reception", "/dossiers/"+j.code+"/actions", map[string]any{"action": "number", "seen": j.version})
			})
		}
		done := make(chan struct{})
		go func() { work.Wait(); close(done) }()
		killed += v.killUntil(done, stop, issueKills()-killed)
		numbering += time.Since(from)
	}
	again := int64(0)
	for _, one := range clerks {
		again += one.again.Load()
	}
	t.Logf("%d kills while %d results were issued in %d rounds by %d clerks at once, %s of %s; %d requests asked again", killed, len(c.all()), rounds,
		issueClerks, numbering.Round(time.Second), time.Since(began).Round(time.Second), again)
	v.examine(c)
	v.archived(c)
}

// approved has a few officers bring a dossier for each clerk to its approval, and each clerk sign in in the first round.
func (c *clients) approved(clerks []*clients, rounds int) []*journey {
	all := make([]*journey, len(clerks))
	var work sync.WaitGroup
	for from := range 4 {
		work.Go(func() {
			for i := from; i < len(clerks); i += 4 {
				all[i] = c.bring(4)
				if rounds == 1 { // a session outlives the program
					clerks[i].signIn("reception", c.doors.any())
				}
			}
		})
	}
	work.Wait()
	return all
}

// killUntil kills the program, at most so many times, until the work is done; it returns how often. Fifty at once are first
// answered some 300 ms after a start on PostgreSQL: killed sooner each time, nobody would ever be. So each other life lasts
// until somebody was answered and a moment longer, and a life between may end at any moment, even while it starts.
func (v *victim) killUntil(done chan struct{}, stop func(), most int) (n int) {
	for n < most && v.answeredBefore(done) {
		time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
		stop()
		n++
		if n < most && rand.IntN(2) == 0 {
			v.run(time.Duration(10+rand.IntN(200)) * time.Millisecond)
			n++
		}
		v.answered.Store(false)
		stop = v.start()
	}
	<-done
	stop()
	return n
}

// answeredBefore waits until a request is answered, and tells whether that came before the work was done.
func (v *victim) answeredBefore(done chan struct{}) bool {
	for !v.answered.Load() {
		select {
		case <-done:
			return false
		case <-time.After(time.Millisecond):
		}
	}
	return true
}

// archived wants each issued result once in the archive, under the number of its dossier and with its file.
func (v *victim) archived(c *clients) {
	ctx := actor.AsSystem(v.t.Context(), "test")
	d, err := openDemoOn(ctx, v.at, slog.New(slog.DiscardHandler))
	if err != nil {
		v.t.Fatal(err)
	}
	defer d.house.close()
	left := maps.Clone(c.all())
	for after := ""; ; {
		ids, err := d.house.archive.IDs(ctx, after, 500)
		if err != nil {
			v.t.Fatal(err)
		}
		if len(ids) == 0 {
			break
		}
		for _, id := range ids {
			p, err := d.house.archive.ByID(ctx, id)
			if err != nil {
				v.t.Fatal(err)
			}
			j := left[p.Paper.From]
			if j == nil {
				v.t.Errorf("paper %s of dossier %s stands in the archive once too often", p.Paper.Number, p.Paper.From)
				continue
			}
			delete(left, p.Paper.From)
			if !slices.ContainsFunc(p.Paper.Files, func(f archive.File) bool { return slices.Contains(j.files, f.SHA256) }) {
				v.t.Errorf("paper %s has not the file of dossier %s", p.Paper.Number, j.code)
			}
		}
		after = ids[len(ids)-1]
	}
	for code := range left {
		v.t.Errorf("dossier %s was acknowledged as issued, and the archive has no paper of it", code)
	}
}
