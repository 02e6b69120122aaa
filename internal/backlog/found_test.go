package backlog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/dropfolder"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// share gives the station a folder of scanners, and returns that of the commune.
func (h *house) share() (root, office string) {
	h.t.Helper()
	h.no(h.Org.SetCodePrefix(system(), h.commune.ID, "H28.159.03", "test"))
	root = h.t.TempDir()
	office = filepath.Join(root, "h28.159.03") // people type as they like
	h.no(os.Mkdir(office, 0o700))
	h.Scanners = dropfolder.Watch(root)
	return root, office
}

func system() context.Context { return actor.AsSystem(context.Background(), "test") }

// looks looks at the folder so many times.
func (h *house) looks(n int) (err error) {
	h.t.Helper()
	for range n {
		err = h.LookAtScanners(system())
	}
	return err
}

// foundNow are the names of what waits, and why others were refused.
func (h *house) foundNow(b *Batch) (waiting []Found, refused string) {
	h.t.Helper()
	waiting, bad, err := h.Service.Found(h.hoa(), b)
	h.no(err)
	for _, f := range bad {
		refused += f.File.Name + ": " + f.Why + "\n"
	}
	return waiting, refused
}

// lies lists a folder.
func (h *house) lies(folder string) string {
	h.t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		h.t.Fatal(err)
	}
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// What an office's scanners left may go into a dossier that is taken in: once, and then the station has it no more.
func TestScannedFilesGoToTheCounter(t *testing.T) {
	onBoth(t, func(h *house) {
		_, office := h.share()
		for i, name := range []string{"a.jpg", "b.jpg"} {
			h.no(os.WriteFile(filepath.Join(office, name), page(t, i+1, false), 0o600))
		}
		h.no(h.looks(2))
		all, err := h.NewestFound(system(), h.commune.ID, 9)
		h.no(err)
		if len(all) != 2 || all[0].ID < all[1].ID {
			t.Fatalf("two wait, the newest first: %+v", all)
		}
		if one, err := h.NewestFound(system(), h.commune.ID, 1); err != nil || len(one) != 1 || one[0].ID != all[0].ID {
			t.Errorf("the newest is %+v, %v", one, err)
		}
		if one, err := h.WaitingFound(system(), h.commune.ID, all[1].ID); err != nil || one.File.Name != all[1].File.Name {
			t.Errorf("one of them is %+v, %v", one, err)
		}
		_, err = h.WaitingFound(system(), "another", all[1].ID)
		h.refuses(err, fault.NotFound, "backlog.found-gone")
		use := func(unitID string) error {
			return h.DB.Transact(system(), func(ctx context.Context, tx *db.Tx) error {
				_, err := h.UseFound(ctx, tx, unitID, all[0].ID, "draft/1")
				return err
			})
		}
		h.refuses(use("another"), fault.Conflict, "backlog.found-gone")
		h.no(use(h.commune.ID))
		h.refuses(use(h.commune.ID), fault.Conflict, "backlog.found-gone")
		if left, err := h.NewestFound(system(), h.commune.ID, 9); err != nil || len(left) != 1 || left[0].ID != all[1].ID {
			t.Errorf("what is left: %+v, %v", left, err)
		}
		if named, err := h.Names(system(), all[0].File.SHA256); err != nil || named {
			t.Errorf("the station still names what the counter took: %v", err)
		}
		if trail, err := h.Trail.Of(system(), "backlog-found/"+all[0].ID, 9); err != nil || len(trail) != 2 || trail[0].Action != "backlog.counter" {
			t.Errorf("the trail has %+v, %v", trail, err)
		}
	})
}

func TestScannedFilesGoFromTheShareIntoABatch(t *testing.T) {
	onBoth(t, func(h *house) {
		_, office := h.share()
		b := h.begun(0)
		for i, name := range []string{"001.jpg", "002.jpg"} {
			h.no(os.WriteFile(filepath.Join(office, name), page(t, i+1, false), 0o600))
		}
		h.no(h.looks(1))
		if waiting, _ := h.foundNow(b); len(waiting) > 0 {
			t.Fatalf("taken at the first look: %+v", waiting)
		}
		h.no(h.looks(1))
		waiting, refused := h.foundNow(b)
		if len(waiting) != 2 || refused != "" || waiting[0].File.Name != "001.jpg" {
			t.Fatalf("%+v wait; refused: %s", waiting, refused)
		}
		if left, taken := h.lies(office), h.lies(filepath.Join(office, takenFolder)); left != takenFolder || !strings.Contains(taken, "-001.jpg") || !strings.Contains(taken, "-002.jpg") {
			t.Errorf("in the folder lies %q, beside it %q", left, taken)
		}
		_, err := h.Bring(h.as("An", "inspector"), b.ID, scan.Way{}, nil, waiting[0].ID)
		h.refuses(err, fault.Forbidden, "fault.forbidden")
		l, err := h.Bring(h.hoa(), b.ID, scan.Way{Each: 2}, nil, waiting[0].ID, waiting[1].ID)
		h.no(err)
		if len(l.Files) != 2 || l.Files[1].Name != "002.jpg" {
			t.Errorf("brought were %+v", l.Files)
		}
		_, err = h.Bring(h.hoa(), b.ID, scan.Way{}, nil, waiting[0].ID)
		h.refuses(err, fault.Conflict, "backlog.found-gone")
		_, err = h.Queue.WorkOff(system())
		h.no(err)
		if all, _, err := h.Papers(h.hoa(), b.ID, Query{}); err != nil || len(all) != 1 || len(all[0].Images) != 2 {
			t.Errorf("of the two pages came %+v (%v)", all, err)
		}
	})
}

func TestHalfAndBadFilesOfAScanner(t *testing.T) {
	onBoth(t, func(h *house) {
		root, office := h.share()
		b := h.begun(0)
		whole := page(t, 1, false)
		half := filepath.Join(office, "half.jpg")
		h.no(os.WriteFile(half, whole[:len(whole)/2], 0o600))
		h.no(os.WriteFile(filepath.Join(office, "notes.tif"), []byte("II*\x00 a kind that nobody reads"), 0o600))
		h.no(os.WriteFile(filepath.Join(office, "empty.pdf"), nil, 0o600))
		big, err := os.Create(filepath.Join(office, "big.pdf"))
		h.no(err)
		h.no(errors.Join(big.Truncate(mostScan+1), big.Close()))
		h.no(os.Mkdir(filepath.Join(root, "H99"), 0o700))
		h.no(os.WriteFile(filepath.Join(root, "H99", "a.jpg"), whole, 0o600))
		if err := h.looks(2); err == nil || !strings.Contains(err.Error(), `"H99"`) {
			t.Errorf("a folder of no office is passed over without a word: %v", err)
		}
		if waiting, refused := h.foundNow(b); len(waiting) > 0 || strings.Count(refused, "\n") != 2 || !strings.Contains(refused, "notes.tif: ") || !strings.Contains(refused, "big.pdf: ") || !strings.Contains(refused, "64 MB") {
			t.Errorf("waiting %+v, refused:\n%s", waiting, refused)
		}
		if left := h.lies(office); left != "empty.pdf half.jpg "+refusedFolder {
			t.Errorf("what may still grow is left; there lies %q", left)
		}
		h.no(os.WriteFile(half, whole, 0o600)) // the scanner goes on after all
		h.no(h.looks(2))
		if waiting, _ := h.foundNow(b); len(waiting) != 1 || waiting[0].File.Name != "half.jpg" {
			t.Errorf("whole now, it was taken as %+v", waiting)
		}
		h.no(h.looks(mostWaits))
		if _, refused := h.foundNow(b); !strings.Contains(refused, "empty.pdf: Tệp chưa được máy quét ghi xong") || h.lies(office) != takenFolder+" "+refusedFolder {
			t.Errorf("ten minutes later, refused:\n%s", refused)
		}
	})
}

func TestAFileIsTakenOnceWhateverFalls(t *testing.T) {
	onBoth(t, func(h *house) {
		root, office := h.share()
		b := h.begun(0)
		raw := page(t, 1, false)
		path := filepath.Join(office, "001.jpg")
		h.no(os.WriteFile(path, raw, 0o600))
		h.no(os.WriteFile(filepath.Join(office, takenFolder), nil, 0o600)) // nothing can be moved: as if the house fell before
		if err := h.looks(2); err == nil {
			t.Error("that the file cannot be moved is not told")
		}
		if waiting, _ := h.foundNow(b); len(waiting) != 1 || !strings.Contains(h.lies(office), "001.jpg") {
			t.Fatalf("kept and noted before it is moved: %+v, there lies %q", waiting, h.lies(office))
		}
		h.no(os.Remove(filepath.Join(office, takenFolder)))
		h.Scanners = dropfolder.Watch(root) // the house starts again
		h.no(h.looks(2))
		waiting, _ := h.foundNow(b)
		if len(waiting) != 1 || strings.Contains(h.lies(office), "001.jpg") {
			t.Errorf("after the start: %+v, there lies %q", waiting, h.lies(office))
		}
		h.no(os.WriteFile(path, raw, 0o600)) // the same once more, by two processes at once
		var both sync.WaitGroup
		for range 2 {
			other := New(h.Needs)
			other.Scanners = dropfolder.Watch(root)
			both.Go(func() {
				for range 2 {
					if err := other.LookAtScanners(system()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		h.no(os.WriteFile(filepath.Join(office, "002.jpg"), page(t, 2, false), 0o600))
		for range 2 {
			other := New(h.Needs)
			other.Scanners = dropfolder.Watch(root)
			both.Go(func() {
				for range 2 {
					if err := other.LookAtScanners(system()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		if waiting, _ = h.foundNow(b); len(waiting) != 2 || h.lies(office) != takenFolder {
			t.Errorf("taken %d times, there lies %q", len(waiting), h.lies(office))
		}
	})
}

func TestAScannersFileWaitsForTheVirusScanner(t *testing.T) {
	h := newHouse(t)
	_, office := h.share()
	b := h.begun(0)
	h.no(os.WriteFile(filepath.Join(office, "001.jpg"), page(t, 1, false), 0o600))
	answer := error(fault.New(fault.Unavailable, "blob.scan-unavailable"))
	h.Blobs.Scan = func(context.Context, io.Reader) error { return answer }
	if err := h.looks(2); !fault.Is(err, fault.Unavailable) && !strings.Contains(err.Error(), "scan-unavailable") {
		t.Errorf("without the scanner of viruses it says %v", err)
	}
	if waiting, refused := h.foundNow(b); len(waiting) > 0 || refused != "" || !strings.Contains(h.lies(office), "001.jpg") {
		t.Errorf("it did not wait: %+v %s", waiting, refused)
	}
	answer = fault.New(fault.Invalid, "blob.harmful")
	h.no(h.looks(1))
	if _, refused := h.foundNow(b); !strings.Contains(refused, "mã độc") || !strings.Contains(h.lies(filepath.Join(office, refusedFolder)), "001.jpg") {
		t.Errorf("a harmful file: %q", refused)
	}
}

func TestWhatIsDroppedIsLetGo(t *testing.T) {
	h := newHouse(t)
	_, office := h.share()
	b := h.begun(0)
	h.no(os.WriteFile(filepath.Join(office, "001.jpg"), page(t, 1, false), 0o600))
	h.no(h.looks(2))
	waiting, _ := h.foundNow(b)
	sha := waiting[0].File.SHA256
	if named, err := h.Service.Names(system(), sha); err != nil || !named {
		t.Errorf("a file that waits is not named (%v)", err)
	}
	var gone []string
	h.LetGo = func(_ context.Context, _ *db.Tx, sha256 string) error { gone = append(gone, sha256); return nil }
	h.refuses(h.DropFound(testkit.AsAt(context.Background(), h.commune.Path, CanView), b.ID, []string{waiting[0].ID}), fault.Forbidden, "fault.forbidden")
	h.no(h.DropFound(h.hoa(), b.ID, []string{waiting[0].ID}))
	if named, err := h.Service.Names(system(), sha); err != nil || named || len(gone) != 1 || gone[0] != sha {
		t.Errorf("dropped, it is named %v (%v); let go of %v", named, err, gone)
	}
	h.refuses(h.DropFound(h.hoa(), b.ID, []string{waiting[0].ID}), fault.Conflict, "backlog.found-gone")
	r, err := h.Blobs.Open(system(), blob.Ref{SHA256: sha, Size: waiting[0].File.Size, Type: blob.JPEG})
	h.no(err)
	defer r.Close()
	if raw, err := io.ReadAll(r); err != nil || !bytes.HasPrefix(raw, []byte{0xFF, 0xD8}) {
		t.Errorf("its bytes are for the sweeper, not for this room (%v)", err)
	}
}

func TestTheBatchOffersWhatScannersLeft(t *testing.T) {
	h := houseOn(t, testkit.SQLite(t, append(schemas, web.Schema)))
	_, office := h.share()
	b := h.begun(0)
	h.no(os.WriteFile(filepath.Join(office, "001.jpg"), page(t, 1, false), 0o600))
	h.no(os.WriteFile(filepath.Join(office, "notes.tif"), []byte("II*\x00"), 0o600))
	h.no(h.looks(2))
	site := web.New(web.Config{DB: h.DB, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Limit: 1 << 20, Who: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(actor.With(r.Context(), actor.Of(h.hoa()))))
		})
	}})
	site.Add(NewPages(h.Service, nil).Routes()...)
	handler := site.Handler()
	open := func() string {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", batchPath(b.ID), nil))
		return w.Body.String()
	}
	waiting, _ := h.foundNow(b)
	said := open()
	for _, want := range []string{"Từ máy quét", `value="` + waiting[0].ID + `"`, "001.jpg", "notes.tif", "Chọn lại kiểu tệp", "/bo-quet"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	h.no(h.DropFound(h.hoa(), b.ID, []string{waiting[0].ID}))
	if said := open(); strings.Contains(said, "001.jpg") || strings.Contains(said, "/bo-quet") {
		t.Error("what was dropped is offered still")
	}
}
