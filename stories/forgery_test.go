package stories

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the administrator who forges goes round the program
)

// forge edits the ledger behind the program's back, as whoever holds the server can.
func (p *Program) forge(t *testing.T) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+filepath.Join(p.Dir, "nhasan.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, q := range []string{"DROP TRIGGER audit_leaf_no_UPDATE",
		`UPDATE audit_leaf SET entry = replace(entry, '"at":"2023-', '"at":"2022-') WHERE idx = (SELECT max(idx) FROM audit_leaf WHERE entry LIKE '%"do":"number"%')`} {
		if _, err := d.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}
