package blob

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	cloud "gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file: addresses
	_ "gocloud.dev/blob/s3blob"   // s3: addresses

	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// DefaultLimit is the largest upload, in bytes, when the caller names none.
const DefaultLimit = 20 << 20

// Store is a place for files.
type Store struct {
	bucket *cloud.Bucket
	dir    string // where the files lie when they lie on a disk of ours, else empty

	// Scan looks for harmful content; nil looks for none. What it refuses, or cannot look at, is not kept: until then
	// a file has no name by which anybody could open it.
	Scan func(context.Context, io.Reader) error
}

// Open opens the store at an address: a plain folder, which is made when it is not there (file:///var/lib/nhasan/files
// is the same), or a bucket of an S3 store that is there already (s3://bucket?endpoint=https://s3.example.vn). Who may
// enter the bucket is not said in the address but as everywhere with S3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
func Open(ctx context.Context, address string) (*Store, error) {
	u, err := addressOf(address)
	if err != nil {
		return nil, fmt.Errorf("files at %q: %w", address, err)
	}
	s := &Store{}
	switch u.Scheme {
	case "file":
		s.dir = filepath.FromSlash(u.Path)
		// Beside their place, or the rename at the end would not be atomic; no side files, since
		// what is known about a file stands in its Ref; nobody else on the machine looks in.
		u.RawQuery = "create_dir=true&no_tmp_dir=true&metadata=skip&dir_file_mode=448" // 0700
	case "s3":
		usualS3(u)
	default:
		return nil, fmt.Errorf("files at %q: a folder or s3://bucket?endpoint=… is wanted", address)
	}
	if s.bucket, err = cloud.OpenBucket(ctx, u.String()); err != nil {
		return nil, fmt.Errorf("files at %q: %w", address, err)
	}
	if err := s.Reach(ctx); err != nil {
		_ = s.bucket.Close()
		return nil, fmt.Errorf("files at %q: %w", address, err)
	}
	return s, nil
}

// usualS3 adds what an endpoint of one's own wants: buckets in the path, any region, checksums of ours only where the
// protocol asks for them. What the address says itself stays.
func usualS3(u *url.URL) {
	q := u.Query()
	usual := map[string]string{"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
	if q.Has("endpoint") {
		usual["region"], usual["use_path_style"], usual["hostname_immutable"] = "us-east-1", "true", "true"
	}
	for name, value := range usual {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
}

// Reach tells what is wrong when the store cannot be reached, or its bucket is not there.
func (s *Store) Reach(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err == nil && !ok {
		err = errors.New("the bucket is not there, or may not be entered")
	}
	return err
}

// IsFolder tells whether the files lie on a disk of this machine.
func (s *Store) IsFolder() bool { return s.dir != "" }

func addressOf(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err == nil && u.Scheme != "" {
		return u, nil
	}
	dir, err := filepath.Abs(address)
	if err != nil {
		return nil, err
	}
	return &url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}, nil
}

// Close lets go of the store.
func (s *Store) Close() error { return s.bucket.Close() }

// Put keeps what r gives, up to limit bytes (DefaultLimit when 0), and returns its Ref. A file that
// is empty, too large, of a kind not accepted, a picture that cannot be read, a PDF that can do something or an archive
// that unfolds beyond measure is a fault.Invalid.
// The same bytes twice are kept once. When Put returns, the file is on the disk.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Ref, error) {
	in, err := s.spool(r, limit)
	if err != nil {
		return Ref{}, err
	}
	defer in.discard()
	if err := in.inspect(); err != nil {
		return Ref{}, err
	}
	if s.Scan != nil {
		if err := s.Scan(ctx, in.all()); err != nil {
			return Ref{}, err
		}
	}
	ref, err := in.ref()
	if err != nil {
		return Ref{}, err
	}
	if s.intact(ctx, ref) {
		return ref, nil
	}
	if err := s.write(ctx, ref, in); err != nil {
		return Ref{}, fmt.Errorf("keeping file %s: %w", ref.Short(), err)
	}
	return ref, nil
}

// Has tells whether the store holds ref, without reading it.
func (s *Store) Has(ctx context.Context, ref Ref) (bool, error) {
	if !ref.valid() {
		return false, nil
	}
	return s.bucket.Exists(ctx, ref.object())
}

// intact tells whether ref lies here unharmed; a copy that a crash cut short is written anew.
func (s *Store) intact(ctx context.Context, ref Ref) bool {
	f, err := s.Open(ctx, ref)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err == nil
}

func (s *Store) write(ctx context.Context, ref Ref, in *upload) error {
	if s.dir != "" && !cleans(in.kind) {
		return s.name(ctx, ref, in)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before Close it means: leave nothing behind
	w, err := s.bucket.NewWriter(ctx, ref.object(), &cloud.WriterOptions{ContentType: ref.Type})
	if err != nil {
		return err
	}
	if err := in.cleaned(w); err != nil {
		cancel()
		w.Close() // its error is that of the cancelled context
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return s.settle(ref)
}

// name keeps the file that came in as it lies there, by giving it its name once its bytes are on the disk.
func (s *Store) name(ctx context.Context, ref Ref, in *upload) error {
	path := filepath.Join(s.dir, filepath.FromSlash(ref.object()))
	err := ctx.Err() // whoever sent it has gone
	if err == nil {
		err = in.file.Sync()
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = os.Rename(in.file.Name(), path)
	}
	if err != nil {
		return err
	}
	in.kept = true
	return s.settleFolders(path)
}

// settle brings the file and the folder that lists it from the machine's memory to its disk.
func (s *Store) settle(ref Ref) error {
	if s.dir == "" {
		return nil
	}
	path := filepath.Join(s.dir, filepath.FromSlash(ref.object()))
	if err := flush(path); err != nil {
		return err
	}
	return s.settleFolders(path)
}

func (s *Store) settleFolders(path string) error {
	for _, name := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path)), s.dir} {
		if err := flush(name); err != nil {
			return err
		}
	}
	return nil
}

func flush(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
