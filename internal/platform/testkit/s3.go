package testkit

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// S3 is an S3 store in memory with one empty bucket, gone after the test. Requests are taken at URL.
type S3 struct {
	URL     string // "http://127.0.0.1:43210"
	Address string // of the bucket, as settings have it
	Addr    string // host and port, for a Line
	backend gofakes3.Backend
}

// NewS3 starts one. The keys to it stand in the environment, as for any S3 store.
func NewS3(t testing.TB) *S3 {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret-of-the-store")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	s := &S3{backend: s3mem.New()}
	srv := httptest.NewServer(gofakes3.New(s.backend, gofakes3.WithoutVersioning()).Server())
	t.Cleanup(srv.Close)
	if err := s.backend.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	s.URL, s.Addr = srv.URL, strings.TrimPrefix(srv.URL, "http://")
	s.Address = s.At(s.Addr)
	return s
}

// Bucket is the name of the bucket.
const Bucket = "nhasan"

// At is the address of the bucket when the store is reached at another host and port.
func (s *S3) At(addr string) string { return "s3://" + Bucket + "?endpoint=http://" + addr }

// Harm changes what lies under a name, as a failing disk or a hand would.
func (s *S3) Harm(t testing.TB, name string, content string) {
	t.Helper()
	if _, err := s.backend.PutObject(Bucket, name, map[string]string{}, strings.NewReader(content), int64(len(content)), nil); err != nil {
		t.Fatal(err)
	}
}
