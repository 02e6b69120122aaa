package blob_test

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const letter = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// kept is a store under test, with a hand that changes what lies in it.
type kept struct {
	*blob.Store
	t    *testing.T
	harm func(name, content string)
}

// onEach runs a test on a folder and on an S3 store. Nothing may be left behind in the temporary folder.
func onEach(t *testing.T, test func(k kept)) {
	temp := func(t *testing.T) {
		dir := t.TempDir()
		t.Setenv("TMPDIR", dir)
		t.Cleanup(func() {
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("left in the temporary folder: %v", left)
			}
		})
	}
	t.Run("folder", func(t *testing.T) {
		dir := t.TempDir()
		temp(t)
		test(kept{opened(t, dir), t, func(name, content string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}})
	})
	t.Run("s3", func(t *testing.T) {
		s3 := testkit.NewS3(t)
		temp(t)
		test(kept{opened(t, s3.Address), t, func(name, content string) { s3.Harm(t, name, content) }})
	})
}

func opened(t *testing.T, address string) *blob.Store {
	t.Helper()
	s, err := blob.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (k kept) put(content string) blob.Ref {
	k.t.Helper()
	ref, err := k.Put(k.t.Context(), strings.NewReader(content), 0)
	if err != nil {
		k.t.Fatal(err)
	}
	return ref
}

func (k kept) read(ref blob.Ref) (string, error) {
	f, err := k.Open(k.t.Context(), ref)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(f)
	return string(raw), err
}

func place(ref blob.Ref) string { return ref.SHA256[:2] + "/" + ref.SHA256[2:4] + "/" + ref.SHA256 }

func TestEveryStoreGivesBackWhatItWasGiven(t *testing.T) {
	onEach(t, func(k kept) {
		empty, err := k.IsEmpty(t.Context())
		if !empty || err != nil {
			k.t.Errorf("new, and empty is %v, %v", empty, err)
		}
		ref, again := k.put(letter), k.put(letter)
		if ref != again {
			k.t.Errorf("the same bytes are %+v and %+v", ref, again)
		}
		if got, err := k.read(ref); got != letter || err != nil {
			k.t.Errorf("%q, %v", got, err)
		}
		if _, err := k.read(blob.Ref{SHA256: strings.Repeat("0", 64)}); !fault.Is(err, fault.NotFound) {
			k.t.Errorf("what is not there: %v", err)
		}
		var all []string
		if err := k.Each(k.t.Context(), func(r blob.Ref) error { all = append(all, r.SHA256); return nil }); err != nil || len(all) != 1 || all[0] != ref.SHA256 {
			k.t.Errorf("%v, %v", all, err)
		}
		if err := k.Drop(k.t.Context(), ref); err != nil {
			k.t.Error(err)
		}
		if ok, err := k.Has(k.t.Context(), ref); ok || err != nil {
			k.t.Errorf("dropped, and there is %v, %v", ok, err)
		}
	})
}

func TestEveryStoreNoticesDamageAndMendsIt(t *testing.T) {
	onEach(t, func(k kept) {
		ref := k.put(letter)
		k.harm(place(ref), strings.Replace(letter, "Catalog", "Katalog", 1))
		if _, err := k.read(ref); !blob.IsDamaged(err) {
			k.t.Errorf("damage is read as %v", err)
		}
		k.put(letter)
		if got, err := k.read(ref); got != letter || err != nil {
			k.t.Errorf("given once more: %q, %v", got, err)
		}
		if err := k.Bring(k.t.Context(), ref.SHA256, strings.NewReader("something else")); !blob.IsDamaged(err) {
			k.t.Errorf("other bytes under its name: %v", err)
		}
		if err := k.Bring(k.t.Context(), ref.SHA256, iotest.TimeoutReader(strings.NewReader(letter))); err == nil {
			k.t.Error("half of it was taken for the whole")
		}
		if got, err := k.read(ref); got != letter || err != nil {
			k.t.Errorf("after both: %q, %v", got, err)
		}
	})
}

// A large file is more than one request to S3, and is read without being fetched whole.
func TestEveryStoreKeepsLargeFiles(t *testing.T) {
	large := letter + strings.Repeat("nhà sàn ", 5<<20)
	onEach(t, func(k kept) {
		ref, err := k.Put(k.t.Context(), strings.NewReader(large), 64<<20)
		if err != nil {
			k.t.Fatal(err)
		}
		if got, err := k.read(ref); got != large || err != nil {
			k.t.Errorf("%d bytes came back, %v", len(got), err)
		}
	})
}

func TestEveryStoreJoinsPieces(t *testing.T) {
	const heap = "0190a0b0-0000-7000-8000-000000000001"
	onEach(t, func(k kept) {
		ctx := k.t.Context()
		for at, piece := range map[int64]string{0: "Nhà", 4: " sàn"} {
			if _, err := k.PutPiece(ctx, heap, at, strings.NewReader(piece), blob.MostPiece); err != nil {
				k.t.Fatal(err)
			}
		}
		got, err := io.ReadAll(k.Joined(ctx, heap, []int64{4, 5}))
		if string(got) != "Nhà sàn" || err != nil {
			k.t.Errorf("%q, %v", got, err)
		}
		if err := k.DropPieces(ctx, heap); err != nil {
			k.t.Error(err)
		}
		if _, err := io.ReadAll(k.Joined(ctx, heap, []int64{4, 5})); !fault.Is(err, fault.NotFound) {
			k.t.Errorf("dropped, and read with %v", err)
		}
	})
}

// The store is away, and comes back: errors say that it is away, nothing half is kept, and nothing is started anew.
func TestAStoreThatIsAwayIsSaidToBe(t *testing.T) {
	s3 := testkit.NewS3(t)
	line := testkit.NewLine(t, "tcp", s3.Addr)
	k := kept{opened(t, s3.At(line.Addr())), t, nil}
	ref := k.put(letter)
	line.Cut()
	other := strings.Replace(letter, "Catalog", "Pages", 1)
	_, err := k.Put(t.Context(), strings.NewReader(other), 0)
	if away := (*url.Error)(nil); !errors.As(err, &away) { // by this platform/web knows that one may ask again
		t.Errorf("putting: %v", err)
	}
	line.Mend()
	var n int
	if err := k.Each(t.Context(), func(blob.Ref) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("%d files, %v", n, err)
	}
	if got, err := k.read(ref); got != letter || err != nil {
		t.Errorf("back again: %q, %v", got, err)
	}
}

// A slow store is waited for, and nothing of a file is lost on the way.
func TestASlowStoreIsWaitedFor(t *testing.T) {
	s3 := testkit.NewS3(t)
	line := testkit.NewLine(t, "tcp", s3.Addr)
	k := kept{opened(t, s3.At(line.Addr())), t, nil}
	line.Slow(30 * time.Millisecond)
	long := letter + strings.Repeat("nhà sàn ", 100_000)
	ref := k.put(long)
	if got, err := k.read(ref); got != long || err != nil {
		t.Errorf("%d bytes came back, %v", len(got), err)
	}
}

func TestAnAddressThatIsNoneIsRefusedWithoutItsSecrets(t *testing.T) {
	s3 := testkit.NewS3(t)
	for _, address := range []string{"gs://x", s3.At("127.0.0.1:1"), strings.Replace(s3.Address, testkit.Bucket, "another", 1), s3.Address + "&nonsense=1"} {
		ctx, cancel := context.WithCancel(t.Context())
		s, err := blob.Open(ctx, address)
		cancel()
		if err == nil {
			_ = s.Close()
			t.Errorf("%s was opened", address)
		} else if strings.Contains(err.Error(), "test-secret") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}
