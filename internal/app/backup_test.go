package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/backup"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// TestABackupBringsTheHouseBack is the restore drill: a demonstration is backed up, goes on, is backed up
// again, goes on while it is backed up, and is brought back to each of these points.
func TestABackupBringsTheHouseBack(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		drill(t, "sqlite:"+filepath.Join(t.TempDir(), "nhasan.db"), func() string { return "sqlite:" + filepath.Join(t.TempDir(), "back", "nhasan.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		drill(t, testkit.PostgresURL(t), func() string { return testkit.PostgresURL(t) })
	})
}

func drill(t *testing.T, address string, elsewhere func() string) {
	d, err := openDemoOn(context.Background(), stageAt{db: address, dir: t.TempDir(), base: "http://nhasan.test"}, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer d.house.close()
	safe := t.TempDir() // what the house does not have: the private key
	identityFile := filepath.Join(safe, "backup-key")
	status, public, errOut := call("backup", "key", identityFile)
	if status != 0 {
		t.Fatal(errOut)
	}
	mk := backupMakeCmd{settings: d.house.settings, To: filepath.Join(t.TempDir(), "backups"), Recipient: []string{strings.TrimSpace(public)}}
	goesOn := d.onward(t)
	goesOn(t, 3)

	monday := time.Date(2023, time.August, 14, 1, 0, 0, 0, time.UTC)
	var stood []string
	for day := range 2 {
		stood = append(stood, bookkept(t, d.house))
		made, err := mk.make(t.Context(), clock.NewFake(monday.AddDate(0, 0, day)))
		if err != nil {
			t.Fatal(err)
		}
		if day == 1 && made.Copied != 2 {
			t.Errorf("the second backup copied %d files, want the 2 that were new", made.Copied)
		}
		goesOn(t, 2)
	}
	if stood[0] == stood[1] {
		t.Fatal("nothing happened between the backups")
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				goesOn(t, 1)
			}
		}
	}()
	_, err = mk.make(t.Context(), clock.NewFake(monday.AddDate(0, 0, 2)))
	close(stop)
	<-stopped
	if err != nil {
		t.Fatal("while the house serves: ", err)
	}
	if status, out, _ := call("backup", "check", mk.To, "--identity", identityFile); status != 0 {
		t.Fatalf("the backups: %s", out)
	}
	for day, want := range append(stood, "") {
		c := restoreCmd{settings: d.house.settings, Dir: mk.To, Identity: identityFile}
		place := t.TempDir()
		c.DB, c.Files, c.Key = elsewhere(), filepath.Join(place, "files"), filepath.Join(place, "key")
		if got := restored(t, c, monday.AddDate(0, 0, day).Add(time.Minute)); want != "" && got != want {
			t.Errorf("day %d stood\n%s\nand was brought back as\n%s", day, want, got)
		}
		if err := c.restore(t.Context(), time.Time{}, func(string) {}); err == nil || !strings.Contains(err.Error(), "empty place") {
			t.Errorf("a house was written over: %v", err)
		}
	}
	refusals(t, mk, restoreCmd{settings: d.house.settings, Dir: mk.To, Identity: identityFile}, elsewhere)
	if d.house.database.Engine() == "postgres" {
		withoutTools(t, mk)
	}
}

// onward returns what makes further dossiers come in, each with a paper of its own.
func (d *demonstration) onward(t *testing.T) func(t *testing.T, dossiers int) {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &history{demonstration: d, rnd: rand.New(rand.NewPCG(5, 5)), rights: roles(), byID: map[string]identity.Citizen{}, end: d.clock.Now()}
	units, err := d.units(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if h.officers, err = d.officers(ctx); err != nil {
		t.Fatal(err)
	}
	if h.citizens, err = d.citizens(ctx); err != nil {
		t.Fatal(err)
	}
	for _, c := range h.citizens {
		h.byID[c.AccountID] = c
	}
	p, err := h.house.catalog.Find(ctx, h.cast.Dossiers[0].Procedure)
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.house.catalog.Current(ctx, p.ID, clock.DateOf(h.end))
	if err != nil {
		t.Fatal(err)
	}
	sample, err := samplePaper()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	return func(t *testing.T, dossiers int) {
		for range dossiers {
			n++
			h.paper = fmt.Appendf(sample[:len(sample):len(sample)], "%% %d\n", n)
			if _, err := h.begin(ctx, p, v, h.receiver(units, p.Level)); err != nil {
				t.Errorf("a further dossier: %v", err)
			}
			if _, err := h.house.ledger.Sequence(ctx); err != nil {
				t.Errorf("sequencing: %v", err)
			}
		}
	}
}

// bookkept tells how a house stands: its dossiers by state, ledger, files, and the figures of its board.
func bookkept(t *testing.T, h *house) string {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	count := map[dossier.State]int{}
	var after dossier.Cursor
	for {
		items, next, err := h.dossier.List(ctx, dossier.Query{Box: dossier.BoxAll, Limit: 200, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			count[it.State]++
		}
		if after = next; after.ID == "" {
			break
		}
	}
	files := 0
	if err := h.blobs.Each(ctx, func(blob.Ref) error { files++; return nil }); err != nil {
		t.Fatal(err)
	}
	checkpoint, err := h.ledger.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.catchUp(ctx); err != nil {
		t.Fatal(err)
	}
	u, err := h.unitNamed(ctx, "Huyện Lạc Thủy", "2023-07-01", "2023-07-31")
	if err != nil {
		t.Fatal(err)
	}
	board, err := h.insight.Statistics(ctx, u, "2023-06-01", "2023-07-31")
	if err != nil {
		t.Fatal(err)
	}
	board.AsOf = time.Time{}
	figures, err := json.Marshal(board)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v\n%d files\n%s%s", count, files, checkpoint, figures)
}

// restored brings a house back as of an instant, has its ledger read by a stranger, and tells how it stands.
func restored(t *testing.T, c restoreCmd, at time.Time) string {
	t.Helper()
	var said []string
	if err := c.restore(t.Context(), at, func(s string) { said = append(said, s) }); err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(said, "\n"))
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "goes on from the checkpoint") || strings.Contains(all, "FAULT") {
		t.Error(all)
	}
	h, err := open(t.Context(), options{settings: c.settings, clock: clock.NewFake(at), base: "http://nhasan.test", log: slog.New(slog.NewJSONHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	got := bookkept(t, h)
	_, found := verify(t, h)
	for _, f := range found {
		t.Errorf("restored ledger, entry %d: %s: %s", f.Index, f.Kind, f.Says)
	}
	return got
}

// refusals tries what must not work: no key, a changed byte, a backup that broke off, another engine.
func refusals(t *testing.T, mk backupMakeCmd, c restoreCmd, elsewhere func() string) {
	place := t.TempDir()
	c.DB, c.Files, c.Key = elsewhere(), filepath.Join(place, "files"), filepath.Join(place, "key")
	refused := func(what string, c restoreCmd, want string) {
		t.Helper()
		var said []string
		err := c.restore(t.Context(), time.Time{}, func(s string) { said = append(said, s) })
		if all := strings.Join(said, "\n"); err == nil || !strings.Contains(all+err.Error(), want) {
			t.Errorf("%s: %v\n%s\nwant %q", what, err, all, want)
		}
		if _, err := os.Lstat(c.Key); err == nil {
			t.Errorf("%s: something was written", what)
		}
	}
	locked := c
	locked.Identity = ""
	refused("without the private key", locked, "--identity")
	other := c
	other.DB = map[bool]string{true: "postgres://localhost/x", false: "sqlite:" + filepath.Join(place, "x.db")}[strings.HasPrefix(c.DB, "sqlite:")]
	if err := other.fits(backup.Manifest{Engine: map[bool]string{true: "sqlite", false: "postgres"}[strings.HasPrefix(c.DB, "sqlite:")]}); err == nil {
		t.Error("a backup of another engine fits")
	}
	points, err := filepath.Glob(filepath.Join(mk.To, "points", "*", partDatabase))
	if err != nil || len(points) != 3 {
		t.Fatalf("%q, %v", points, err)
	}
	name := points[2]
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	write(t, name, string(raw))
	refused("a changed byte", c, name)
	if err := os.Remove(filepath.Join(filepath.Dir(name), "manifest.json")); err != nil {
		t.Fatal(err)
	}
	refused("a copy without its manifest", c, "manifest.json")
	if err := filepath.WalkDir(place, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("%s was left behind", name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// withoutTools has PostgreSQL's programs be missing.
func withoutTools(t *testing.T, mk backupMakeCmd) {
	t.Setenv("PATH", t.TempDir())
	_, err := mk.make(t.Context(), clock.NewFake(time.Date(2023, time.September, 1, 0, 0, 0, 0, time.UTC)))
	if err == nil || !strings.Contains(err.Error(), "apt install postgresql-client") {
		t.Errorf("without pg_dump: %v", err)
	}
	if left := backup.Left(mk.To); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
