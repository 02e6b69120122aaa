//go:build ha

package app

import (
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/test/ha"
)

// TestThePrimaryIsKilledUnderLoad kills the primary of a highly available PostgreSQL three times while clients work at two
// processes: nothing acknowledged is lost, nothing is done twice, and nobody starts anything anew. `make ha` runs it.
func TestThePrimaryIsKilledUnderLoad(t *testing.T) {
	cluster := ha.Start(t)
	v := &victim{t: t, at: stageAt{db: cluster.URL, files: testkit.NewS3(t).Address, dir: t.TempDir(), base: "http://127.0.0.1:1"}, temp: t.TempDir(), processes: 2}
	v.lay()
	stops := []func(){v.start(), v.start()}
	c := newClients(v, 4)
	for range 3 {
		works(t, c)
		cluster.Synchronous()
		began, before := time.Now(), c.steps()
		killed := cluster.KillPrimary()
		works(t, c)
		t.Logf("%s was killed after %d steps; work went on behind %s after %s", killed, before, cluster.Primary(), time.Since(began).Round(time.Second))
		cluster.Rejoin(killed)
	}
	c.finish()
	for _, stop := range stops {
		stop()
	}
	t.Logf("%d dossiers, %d steps acknowledged, %d requests asked again", len(c.all()), c.steps(), c.again.Load())
	v.examine(c)
}

// works waits until the clients have come some steps further.
func works(t *testing.T, c *clients) {
	t.Helper()
	for from, end := c.steps(), time.Now().Add(2*time.Minute); c.steps() < from+40; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no work for two minutes; the program says %s", &c.said)
		}
	}
}
