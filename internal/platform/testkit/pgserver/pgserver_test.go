package pgserver

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestStopLeavesAServerThatIsInUse(t *testing.T) {
	address, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	if err := Stop(); err != nil {
		t.Fatalf("Stop: %v", err)
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("this process uses the server, and it was stopped: %v", err)
	}
	_ = conn.Close(ctx)
}

func TestTheNewestVersionIsTaken(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9", "15", "7"} {
		bin := filepath.Join(root, version, "bin")
		if err := os.MkdirAll(bin, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := binaries(filepath.Join(root, "*", "bin", "initdb"))
	if want := filepath.Join(root, "15", "bin"); got != want || err != nil {
		t.Errorf("took %q, %v, want %q", got, err, want)
	}
}

func TestAMissingServerSaysHowToInstallIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := binaries(filepath.Join(t.TempDir(), "*"))
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("without PostgreSQL: %v, want the command that installs it", err)
	}
}
