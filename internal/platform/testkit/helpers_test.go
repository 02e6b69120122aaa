package testkit

import (
	"os/exec"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/db"
)

func TestSameColumnsSeesADifference(t *testing.T) {
	uneven := []db.Schema{{Room: "uneven", Files: fstest.MapFS{"schema/001_uneven.sql": {Data: []byte(
		"-- +goose Up\nCREATE TABLE uneven_a (id TEXT PRIMARY KEY, at {{.Time}}, n BIGINT);\n" +
			`{{if eq .Time "TIMESTAMP"}}CREATE TABLE uneven_b (id BIGINT NOT NULL);{{end}}` + "\n")}}}}
	lite := columns(t, SQLite(t, uneven), sqliteColumns)
	pg := columns(t, Postgres(t, uneven), postgresColumns)
	want := []string{"uneven_a.at TIME", "uneven_a.id TEXT NOT NULL", "uneven_a.n BIGINT"}
	if diff := cmp.Diff(want, pg); diff != "" {
		t.Errorf("postgres (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(append(want, "uneven_b.id BIGINT NOT NULL"), lite); diff != "" {
		t.Errorf("sqlite (-want +got):\n%s", diff)
	}
}

func TestDatabasesOfDeadProcessesAreDropped(t *testing.T) {
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	name := "test_" + strconv.Itoa(dead.Process.Pid) + "_1"
	if err := admin(t, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	dropOrphans(t)
	if err := admin(t, "CREATE DATABASE "+name); err != nil {
		t.Errorf("the database of a dead process is still there: %v", err)
	}
	dropOrphans(t)
}
