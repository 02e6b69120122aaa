package backup

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/nha-san/nhasan/internal/platform/blob"
)

var morning = time.Date(2023, time.August, 10, 2, 0, 0, 0, time.UTC)

// office is a house of files and one part.
type office struct {
	t     *testing.T
	files *blob.Store
	dir   string
	to    []string
	ids   []age.Identity
	days  int
}

func newOffice(t *testing.T, sealed bool) *office {
	t.Helper()
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	o := &office{t: t, files: files, dir: filepath.Join(t.TempDir(), "backups")}
	if sealed {
		public, private, err := NewKey()
		if err != nil {
			t.Fatal(err)
		}
		id, err := age.ParseX25519Identity(private)
		if err != nil {
			t.Fatal(err)
		}
		o.to, o.ids = []string{public}, []age.Identity{id}
	}
	return o
}

func (o *office) paper(says string) {
	o.t.Helper()
	pdf := "%PDF-1.7\n% " + says + "\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	if _, err := o.files.Put(o.t.Context(), strings.NewReader(pdf), 0); err != nil {
		o.t.Fatal(err)
	}
}

// backUp makes the backup of the next day.
func (o *office) backUp(keep int, parts ...Content) (Made, error) {
	at := morning.AddDate(0, 0, o.days)
	o.days++
	if parts == nil {
		parts = []Content{{"database", func(w io.Writer) error { _, err := fmt.Fprintf(w, "day %d", o.days); return err }}}
	}
	return Make(context.Background(), o.dir, Order{At: at, Version: "test", Engine: "none", Recipients: o.to, Parts: parts, Files: o.files, Keep: keep})
}

func (o *office) must(m Made, err error) Made {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return m
}

// check returns how many faults were found, and what was said.
func (o *office) check() (int, string) {
	o.t.Helper()
	var said []string
	n, err := Check(context.Background(), o.dir, o.ids, func(s string) { said = append(said, s) })
	if err != nil {
		o.t.Fatal(err)
	}
	return n, strings.Join(said, "\n")
}

func both(t *testing.T, do func(t *testing.T, o *office)) {
	t.Run("plain", func(t *testing.T) { do(t, newOffice(t, false)) })
	t.Run("sealed", func(t *testing.T) { do(t, newOffice(t, true)) })
}

func TestOnlyWhatIsNewIsCopied(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.paper("one")
		o.paper("two")
		first := o.must(o.backUp(0))
		o.paper("three")
		second := o.must(o.backUp(0))
		if first.Copied != 2 || second.Copied != 1 || second.Files != 3 {
			t.Errorf("first %+v, second %+v", first, second)
		}
		if n, said := o.check(); n != 0 {
			t.Error(said)
		}
		p, err := Find(o.dir, morning.Add(time.Hour), o.ids)
		if err != nil || p.Name != first.Point {
			t.Fatalf("the backup of the first day: %v, %v", p, err)
		}
		r, err := p.Part("database")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "day 1" {
			t.Errorf("%q, %v", got, err)
		}
		n := 0
		if err := p.Each(func(_ string, r io.Reader) error { n++; _, err := io.ReadAll(r); return err }); err != nil || n != 2 {
			t.Errorf("%d files, %v", n, err)
		}
	})
}

func TestASealedBackupTellsNothing(t *testing.T) {
	o := newOffice(t, true)
	o.paper("the name of a citizen")
	o.must(o.backUp(0))
	err := filepath.WalkDir(o.dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		if strings.Contains(string(raw), "citizen") || string(raw) == "day 1" {
			t.Errorf("%s can be read by everybody", name)
		}
		if i, _ := e.Info(); i.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %s", name, i.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other := newOffice(t, true)
	p, err := Find(o.dir, time.Time{}, other.ids)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Part("database"); err == nil {
		t.Error("another key opens it")
	}
	o.ids = nil // without the key the bytes can still be compared
	if n, said := o.check(); n != 0 {
		t.Error(said)
	}
}

func TestAChangedByteIsFoundAndNamed(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.paper("one")
		o.must(o.backUp(0))
		var names []string
		err := filepath.WalkDir(o.dir, func(name string, e os.DirEntry, err error) error {
			if err == nil && !e.IsDir() && e.Name() != ".lock" {
				names = append(names, name)
			}
			return err
		})
		if err != nil || len(names) != 4 {
			t.Fatalf("%q, %v", names, err)
		}
		for _, name := range names {
			was, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			changed := append([]byte(nil), was...)
			at := len(changed) / 2
			changed[at] ^= 1
			for what, now := range map[string][]byte{"a changed byte": changed, "a cut end": was[:len(was)-1], "nothing in it": {}} {
				if what == "a cut end" && filepath.Base(name) == manifestName {
					continue // a line feed
				}
				write(t, name, now)
				if n, said := o.check(); n == 0 || !strings.Contains(said, name) {
					t.Errorf("%s with %s: %d faults: %s", name, what, n, said)
				}
			}
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			if n, said := o.check(); n == 0 || !strings.Contains(said, name) {
				t.Errorf("%s removed: %d faults: %s", name, n, said)
			}
			write(t, name, was)
		}
	})
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABackupThatBreaksOffIsNone(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.paper("one")
		good := o.must(o.backUp(1))
		o.paper("two")
		full := Content{"database", func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return syscall.ENOSPC }}
		if _, err := o.backUp(1, full); err == nil {
			t.Fatal("a disk that was full went unnoticed")
		}
		// A machine that stopped in the middle, with everything written but the manifest.
		left := pointDir(o.dir, good.Point) + "9" + partial
		if err := os.Mkdir(left, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(left, "database"), []byte("half"))
		stray := objectName(o.dir, strings.Repeat("ab", 32))
		if err := os.MkdirAll(filepath.Dir(stray), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, stray, []byte("of the run that broke off"))
		p, err := Find(o.dir, time.Time{}, o.ids)
		if err != nil || p.Name != good.Point {
			t.Fatalf("%v, %v; want %s", p, err, good.Point)
		}
		if n, said := o.check(); n != 0 {
			t.Error(said)
		}
		if next := o.must(o.backUp(0)); next.Files != 2 || next.Copied != 1 {
			t.Errorf("%+v", next)
		}
		for _, name := range []string{left, stray} {
			if _, err := os.Lstat(name); err == nil {
				t.Errorf("%s is still there", name)
			}
		}
		if n, said := o.check(); n != 0 {
			t.Error(said)
		}
	})
}

func TestTheNewestStayAndWithThemTheirFiles(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		for day := range 4 {
			o.paper(fmt.Sprint(day))
			made := o.must(o.backUp(2))
			if want := max(0, min(1, day-1)); len(made.Gone) != want {
				t.Errorf("day %d: %q were thrown away", day, made.Gone)
			}
		}
		points, err := Points(o.dir)
		if err != nil || len(points) != 2 {
			t.Errorf("%q, %v", points, err)
		}
		if n, said := o.check(); n != 0 {
			t.Error(said)
		}
	})
}

func TestAFileThatIsDamagedInTheHouseIsNamed(t *testing.T) {
	folder := t.TempDir()
	o := newOffice(t, false)
	files, err := blob.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	o.files = files
	o.paper("one")
	o.paper("two")
	found, err := filepath.Glob(filepath.Join(folder, "*", "*", "*"))
	if err != nil || len(found) != 2 {
		t.Fatalf("%q, %v", found, err)
	}
	write(t, found[0], []byte("rot"))
	made := o.must(o.backUp(0))
	if made.Files != 1 || len(made.Damaged) != 1 || made.Damaged[0] != filepath.Base(found[0]) {
		t.Errorf("%+v", made)
	}
	if n, said := o.check(); n != 1 || !strings.Contains(said, filepath.Base(found[0])) {
		t.Error(said)
	}
}

func TestTwoAtOnceDoNotMix(t *testing.T) {
	o := newOffice(t, false)
	var second error
	o.must(o.backUp(0, Content{"database", func(io.Writer) error { _, second = o.backUp(0); return nil }}))
	if second == nil {
		t.Error("a second backup was begun while the first was written")
	}
}
