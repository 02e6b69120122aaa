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

// issueClerks is how many issue at once in an office, sealClerks how many in one with a seal. There a number is sealed before
// it is taken, and of many who seal for the same number all but one must seal again.
const issueClerks, sealClerks = 50, 8

// TestFiftyClerksIssueAndNoNumberIsSkipped has fifty clerks, each in a session of their own, issue the results of one
// office at the same moment, round after round, and some of an office with a seal, while the program is killed in the midst
// of it. Afterwards the numbers of each register run from 1 without gap or double, each acknowledged result has one, and each
// is one issued paper with the file that was proposed, or with one file sealed for its number. NHASAN_ISSUE_KILLS says how often it is killed on each engine: bench/README.md.
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
	v.lay(v.laySeal)
	desks := []*issuing{newIssuing(v, v.home, issueClerks), newIssuing(v, v.sealed, sealClerks)}
	began, killed, rounds, numbering := time.Now(), 0, 0, time.Duration(0)
	for killed < issueKills() && !t.Failed() {
		rounds++
		stop := v.start()
		for _, desk := range desks {
			desk.approve(rounds == 1)
		}
		from := time.Now()
		v.answered.Store(false)
		var work sync.WaitGroup
		for _, desk := range desks {
			desk.number(&work)
		}
		done := make(chan struct{})
		go func() { work.Wait(); close(done) }()
		killed += v.killUntil(done, stop, issueKills()-killed)
		numbering += time.Since(from)
	}
	c, papers, again := desks[0].officers, len(desks[1].officers.all()), int64(0)
	for _, desk := range desks {
		maps.Copy(c.told, desk.officers.told)
		for _, one := range desk.clerks {
			again += one.again.Load()
		}
	}
	t.Logf("%d kills while %d results were issued in %d rounds by %d clerks at once, %d of them sealed by %d, %s of %s; %d requests asked again", killed, len(c.all()),
		rounds, issueClerks+sealClerks, papers, sealClerks, numbering.Round(time.Second), time.Since(began).Round(time.Second), again)
	v.examine(c)
	v.archived(c, papers)
}

// issuing is an office that issues: officers bring dossiers to their approval, and clerks number the results.
type issuing struct {
	officers *clients
	clerks   []*clients
	waiting  []*journey // one of each clerk
}

func newIssuing(v *victim, o crashOffice, clerks int) *issuing {
	out := &issuing{officers: newClientsOf(v, o, 0), clerks: make([]*clients, clerks), waiting: make([]*journey, clerks)}
	for i := range out.clerks {
		out.clerks[i] = &clients{victim: v, office: o, jars: map[string]*http.Client{"reception": newSession()}, door: map[string]*sync.Mutex{"reception": {}}, told: map[string]*journey{}}
	}
	return out
}

// approve has a few officers bring a dossier for each clerk to its approval, and each clerk sign in in the first round.
func (o *issuing) approve(first bool) {
	var work sync.WaitGroup
	for from := range 4 {
		work.Go(func() {
			for i := from; i < len(o.clerks); i += 4 {
				o.waiting[i] = o.officers.bring(4)
				if first { // a session outlives the program
					o.clerks[i].signIn("reception", o.officers.doors.any())
				}
			}
		})
	}
	work.Wait()
}

// number has every clerk ask for a number at once.
func (o *issuing) number(work *sync.WaitGroup) {
	for i, j := range o.waiting {
		order := map[string]any{"action": "number", "seen": j.version}
		if o.officers.office.seal {
			order["password"] = crashPassword
		}
		work.Go(func() { o.clerks[i].tell(j, "reception", "/dossiers/"+j.code+"/actions", order) })
	}
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

// archived wants each issued result once in the archive, under the number of its dossier and with its file, so many of them sealed.
func (v *victim) archived(c *clients, sealed int) {
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
			if p.Paper.Office.UnitID == v.sealed.unit {
				v.sealing(d, p.Paper)
			} else if !slices.ContainsFunc(p.Paper.Files, func(f archive.File) bool { return slices.Contains(j.files, f.SHA256) }) {
				v.t.Errorf("paper %s has not the file of dossier %s", p.Paper.Number, j.code)
			}
		}
		after = ids[len(ids)-1]
	}
	v.sealedOnce(d, sealed)
	for code := range left {
		v.t.Errorf("dossier %s was acknowledged as issued, and the archive has no paper of it", code)
	}
}
