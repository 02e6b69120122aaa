package app

import (
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// examine opens the house once more and holds what is there against what the clients were told.
func (v *victim) examine(c *clients) {
	ctx := actor.AsSystem(v.t.Context(), "test")
	d, err := openDemoOn(ctx, v.at, slog.New(slog.DiscardHandler))
	if err != nil {
		v.t.Fatal(err)
	}
	defer d.house.close()
	if _, err := d.house.ledger.Sequence(ctx); err != nil {
		v.t.Fatal(err)
	}
	v.compare(d, c.all())
	v.series(d)
	if got := said(func(r *diagnosis) { d.house.examineRecords(ctx, r) }); strings.Contains(got, levelFault) || strings.Contains(got, levelWarn) {
		v.t.Errorf("the doctor says\n%s", got)
	}
	v.leavings(d)
	if len(c.all()) < 4 { // as many as there are clients
		v.t.Errorf("only %d dossiers: the clients did not work; the program says %s", len(c.all()), &v.said)
	}
}

// compare wants each acknowledged dossier at its acknowledged version, and no other.
func (v *victim) compare(d *demonstration, told map[string]*journey) {
	var have []struct {
		ID, Code, State string
		Version         int
	}
	if err := d.house.database.Read().NewRaw("SELECT id, code, state, version FROM dossier_record").Scan(v.t.Context(), &have); err != nil {
		v.t.Fatal(err)
	}
	left := maps.Clone(told)
	for _, h := range have {
		j := told[h.Code]
		if j == nil || left[h.Code] == nil {
			v.t.Errorf("dossier %s (%s) stands there once too often: nobody asked for it", h.Code, h.State)
			continue
		}
		delete(left, h.Code)
		if h.Version != j.version || h.State != j.state {
			v.t.Errorf("dossier %s stands at %s, version %d; acknowledged was %s, version %d", h.Code, h.State, h.Version, j.state, j.version)
		}
		files, err := d.house.dossier.FilesOf(v.t.Context(), h.ID)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, sum := range j.files {
			if named := slices.ContainsFunc(files, func(f dossier.File) bool { return f.SHA256 == sum }); !named && j.state == "returned" {
				v.t.Errorf("dossier %s does not name file %.12s, which was acknowledged", h.Code, sum)
			}
		}
	}
	for code := range left {
		v.t.Errorf("dossier %s was acknowledged and is lost", code)
	}
}

// series wants every series of numbers to run from 1 without gap or double.
func (v *victim) series(d *demonstration) {
	of := map[string][]int{}
	add := func(kind, query, form string) {
		look := regexp.MustCompile(form)
		var lines []string
		if err := d.house.database.Read().NewRaw(query).Scan(v.t.Context(), &lines); err != nil {
			v.t.Fatal(err)
		}
		for _, line := range lines {
			m := look.FindStringSubmatch(line)
			if m == nil {
				v.t.Fatalf("%s: %q is not like %s", kind, line, form)
			}
			n, _ := strconv.Atoi(m[2])
			of[kind+" "+m[1]] = append(of[kind+" "+m[1]], n)
		}
	}
	add("code", "SELECT code FROM dossier_record", `^(.*)-(\d+)$`)
	add("slip", "SELECT r.receiving_path || s.form || ' ' || s.number FROM dossier_slip s JOIN dossier_record r ON r.id = s.dossier_id", `^(\S+) (\d+)/`)
	add("result", "SELECT unit_path || ' ' || number FROM archive_paper", `^(\S+) (\d+)`)
	for name, numbers := range of {
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				v.t.Errorf("series %s has %d where %d is due: %v", name, n, i+1, numbers)
				break
			}
		}
		v.t.Logf("series %s: 1 to %d", name, len(numbers))
	}
	if len(of) < 3 {
		v.t.Errorf("only the series %v: codes, slips and results were to be numbered", slices.Collect(maps.Keys(of)))
	}
}

// leavings wants nothing half written to stay for ever.
func (v *victim) leavings(d *demonstration) {
	ctx := actor.AsSystem(v.t.Context(), "test")
	d.clock.Skip(60 * 24 * time.Hour)
	if err := d.house.dossier.Sweep(ctx); err != nil {
		v.t.Error(err)
	}
	if _, err := d.house.blobs.ClearHalf(ctx, time.Now()); err != nil {
		v.t.Error(err)
	}
	v.t.Setenv("TMPDIR", v.temp)
	sweepTemp(v.temp)                                      // as the next start does
	for _, root := range []string{v.temp, d.house.Files} { // of an S3 store there is no folder
		err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && len(e.Name()) != 64 {
				v.t.Errorf("%s was left behind", name)
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			v.t.Error(err)
		}
	}
}
