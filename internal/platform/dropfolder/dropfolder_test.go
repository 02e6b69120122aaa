package dropfolder_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/dropfolder"
)

func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// share is a folder with one for an office in it.
func share(t *testing.T) (root, office string) {
	t.Helper()
	root = t.TempDir()
	office = filepath.Join(root, "H28.159.03")
	no(t, os.Mkdir(office, 0o700))
	return root, office
}

func write(t *testing.T, path, what string) {
	t.Helper()
	no(t, os.WriteFile(path, []byte(what), 0o600))
}

func look(t *testing.T, f *dropfolder.Folder) (names []string, all []dropfolder.File) {
	t.Helper()
	all, err := f.Look()
	no(t, err)
	for _, x := range all {
		names = append(names, x.Name)
	}
	return names, all
}

func TestAFileIsSeenOnceItHasStoppedGrowing(t *testing.T) {
	root, office := share(t)
	f := dropfolder.Watch(root)
	scan := filepath.Join(office, "a.pdf")
	write(t, scan, "%PDF-")
	for _, more := range []string{"%PDF-1", "%PDF-1.7"} {
		if names, _ := look(t, f); len(names) > 0 {
			t.Fatalf("seen while it grows: %v", names)
		}
		write(t, scan, more)
	}
	no(t, os.Chtimes(scan, time.Now(), time.Now().Add(time.Second))) // as long as before, written later
	look(t, f)
	names, all := look(t, f)
	if len(names) != 1 || all[0].Office != "H28.159.03" || all[0].Looks != 2 {
		t.Fatalf("two looks after the last byte: %v", all)
	}
	write(t, scan, "%PDF-1.7 and more")
	if _, err := f.Read(all[0], 100); !errors.Is(err, dropfolder.ErrChanged) {
		t.Errorf("it was read although it grew: %v", err)
	}
	if err := f.Move(all[0], "da-nhan", "x"); !errors.Is(err, dropfolder.ErrChanged) {
		t.Errorf("it was moved although it grew: %v", err)
	}
}

func TestWhatIsNoScanOfAnOfficeIsNotLookedAt(t *testing.T) {
	root, office := share(t)
	away := t.TempDir()
	write(t, filepath.Join(away, "secret.pdf"), "x")
	write(t, filepath.Join(root, "of-nobody.pdf"), "x")
	write(t, filepath.Join(office, ".part.pdf"), "x")
	write(t, filepath.Join(office, "~$b.pdf"), "x")
	no(t, os.Mkdir(filepath.Join(office, "da-nhan"), 0o700))
	write(t, filepath.Join(office, "da-nhan", "old.pdf"), "x")
	no(t, os.Symlink(away, filepath.Join(root, "H28.1")))
	no(t, os.Symlink(filepath.Join(away, "secret.pdf"), filepath.Join(office, "link.pdf")))
	f := dropfolder.Watch(root)
	look(t, f)
	if names, _ := look(t, f); len(names) > 0 {
		t.Errorf("it looks at %v", names)
	}
	for _, x := range []dropfolder.File{{Office: "..", Name: filepath.Base(away)}, {Office: "H28.1", Name: "secret.pdf", Size: 1}, {Office: "H28.159.03", Name: "link.pdf", Size: 1}} {
		if raw, err := f.Read(x, 100); err == nil {
			t.Errorf("%s/%s, outside of the folder, was read: %q", x.Office, x.Name, raw)
		}
	}
}

func TestAFileIsMovedAsideUnderANameOfItsOwn(t *testing.T) {
	root, office := share(t)
	f, other := dropfolder.Watch(root), dropfolder.Watch(root)
	for _, mark := range []string{"aaa", "bbb"} { // the scanner begins again with 001
		write(t, filepath.Join(office, "001.pdf"), mark)
		look(t, f)
		_, all := look(t, f)
		if raw, err := f.Read(all[0], 3); err != nil || string(raw) != mark {
			t.Fatalf("read %q, %v", raw, err)
		}
		if _, err := f.Read(all[0], 2); !errors.Is(err, dropfolder.ErrTooBig) {
			t.Errorf("more than may be was read: %v", err)
		}
		no(t, f.Move(all[0], "da-nhan", mark))
		no(t, other.Move(all[0], "da-nhan", mark)) // another process comes second
		if raw, err := os.ReadFile(filepath.Join(office, "da-nhan", mark+"-001.pdf")); err != nil || string(raw) != mark {
			t.Errorf("moved it is %q, %v", raw, err)
		}
	}
}

func TestAFileThatCannotBeMovedIsPassedOver(t *testing.T) {
	root, office := share(t)
	f := dropfolder.Watch(root)
	path := filepath.Join(office, "a.pdf")
	write(t, path, "x")
	look(t, f)
	_, all := look(t, f)
	f.Leave(all[0])
	if names, _ := look(t, f); len(names) > 0 {
		t.Errorf("seen again: %v", names)
	}
	write(t, path, "another")
	look(t, f)
	if names, _ := look(t, f); len(names) != 1 {
		t.Error("a new file of that name is passed over too")
	}
	if _, err := dropfolder.Watch(filepath.Join(root, "none")).Look(); err == nil {
		t.Error("a folder that is not there is looked at without a word")
	}
}

func TestWhole(t *testing.T) {
	var j, p bytes.Buffer
	no(t, jpeg.Encode(&j, image.NewGray(image.Rect(0, 0, 40, 40)), nil))
	no(t, png.Encode(&p, image.NewGray(image.Rect(0, 0, 40, 40))))
	doc := "%PDF-1.4\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"
	for name, c := range map[string]struct {
		raw  string
		want bool
	}{
		"a PDF": {doc, true}, "a PDF without its end": {doc[:len(doc)-8], false}, "a PDF of two versions, the second half": {doc + string(bytes.Repeat([]byte("x"), 4096)), false},
		"a JPEG": {j.String(), true}, "a JPEG filled up with zeros": {j.String() + "\x00\x00", true}, "half a JPEG": {j.String()[:j.Len()/2], false},
		"a PNG": {p.String(), true}, "half a PNG": {p.String()[:p.Len()-8], false}, "nothing": {"", false}, "something else": {"II*\x00", true},
	} {
		if got := dropfolder.Whole([]byte(c.raw)); got != c.want {
			t.Errorf("%s: whole %v, want %v", name, got, c.want)
		}
	}
}
