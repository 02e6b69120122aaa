package db

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestACopyOfADeadProcessIsTakenAway: copies are as large as the database.
func TestACopyOfADeadProcessIsTakenAway(t *testing.T) {
	ctx := context.Background()
	d, err := Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a#b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.sql().Exec("CREATE TABLE note (words TEXT); INSERT INTO note VALUES ('Lạc Thủy')"); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	left := filepath.Join(temp, ".nhasan-dump", "copy.db")
	if err := os.Mkdir(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	var second error
	w := writer(func(p []byte) (int, error) {
		if second == nil {
			second = d.Dump(ctx, io.Discard, temp)
		}
		return copied.Write(p)
	})
	if err := d.Dump(ctx, w, temp); err != nil {
		t.Fatal(err)
	}
	if second == nil {
		t.Error("a second copy was made over the first")
	}
	if _, err := os.Lstat(filepath.Dir(left)); err == nil {
		t.Error("the copy is still there")
	}
	back := "sqlite:" + filepath.Join(t.TempDir(), "back.db")
	if err := Load(ctx, back, bytes.NewReader(copied.Bytes()[:copied.Len()-100])); err == nil {
		t.Error("a cut copy was taken for a database")
	}
	if err := Load(ctx, back, &copied); err != nil {
		t.Fatal(err)
	}
	if err := Load(ctx, back, &copied); err == nil {
		t.Error("a database was written over")
	}
	b, err := Open(ctx, back)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var words string
	if err := b.sql().QueryRow("SELECT words FROM note").Scan(&words); err != nil || words != "Lạc Thủy" {
		t.Errorf("%q, %v", words, err)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestProgramsAreCalledWithoutThePassword(t *testing.T) {
	name, password, err := forTools("postgres://house:s%2Fecret@db.example.vn:5433/nha_san?sslmode=require&pool_max_conns=8&application_name=nh%C3%A0%20s%C3%A0n")
	if err != nil {
		t.Fatal(err)
	}
	if want := "postgres://house@db.example.vn:5433/nha_san?application_name=nh%C3%A0%20s%C3%A0n&sslmode=require"; name != want || password != "s/ecret" {
		t.Errorf("called with %s and %q, want %s", name, password, want)
	}
	if name, password, err = forTools("postgres://db.example.vn/nha_san?user=house&password=secret"); err != nil || password != "secret" || strings.Contains(name, "secret") {
		t.Errorf("called with %s and %q, %v", name, password, err)
	}
}
