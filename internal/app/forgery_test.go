package app

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/insight/recount"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// forged is a copy of the demonstration in the hands of whoever can write to its database: the triggers
// that forbid editing are gone.
type forged struct {
	t    *testing.T
	d    *demonstration
	db   *sql.DB
	dir  string
	was  string // the checkpoint that strangers hold from before
	size int64
}

func forge(t *testing.T) *forged {
	t.Helper()
	from := laid(t)
	ctx := context.Background()
	if _, err := from.house.ledger.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	f := &forged{t: t, dir: t.TempDir()}
	original, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(from.house.DB, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := original.Exec("VACUUM INTO ?", filepath.Join(f.dir, "nhasan.db")); err != nil {
		t.Fatal(err)
	}
	_ = original.Close()
	for name, from := range map[string]string{"key": from.house.Key} {
		raw, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(f.dir, name), string(raw))
	}
	write(t, filepath.Join(f.dir, laidMark), laidText)
	if f.d, err = openDemo(ctx, f.dir, "http://nhasan.test", slog.New(slog.NewJSONHandler(io.Discard, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.d.house.close)
	if f.db, err = sql.Open("sqlite", "file:"+filepath.Join(f.dir, "nhasan.db")+"?_pragma=busy_timeout(10000)"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.db.Close() })
	f.do("UPDATE audit_tree SET held_until = '2000-01-01 00:00:00+00:00'") // the copied process is not there any more
	for _, table := range []string{"audit_leaf", "audit_hash", "audit_checkpoint", "dossier_event", "org_calendar_version"} {
		f.do("DROP TRIGGER IF EXISTS " + table + "_no_UPDATE")
		f.do("DROP TRIGGER IF EXISTS " + table + "_no_DELETE")
	}
	if f.was, err = f.d.house.ledger.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	standing, err := f.d.house.ledger.Standing(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.size = standing.Size
	return f
}

func (f *forged) do(statement string, args ...any) {
	f.t.Helper()
	if _, err := f.db.Exec(statement, args...); err != nil {
		f.t.Fatalf("%s: %v", statement, err)
	}
}

func (f *forged) one(query string, args ...any) (out string) {
	f.t.Helper()
	if err := f.db.QueryRow(query, args...).Scan(&out); err != nil {
		f.t.Fatalf("%s: %v", query, err)
	}
	return out
}

// findings are what a stranger finds who holds the checkpoint from before.
func (f *forged) findings() []reader.Finding {
	f.t.Helper()
	ctx := context.Background()
	if _, err := f.d.house.ledger.Sequence(ctx); err != nil {
		f.t.Fatal(err)
	}
	l, found, err := reader.Open(ctx, overHTTP{f.d.house}, reader.Trust{Older: map[string]string{"kept.txt": f.was}})
	if err != nil {
		return []reader.Finding{{Kind: reader.Unreadable, Index: -1, Says: err.Error()}}
	}
	book := recount.NewBook(nil)
	more, err := l.Walk(ctx, recount.Read, book.Take)
	if err != nil {
		found = append(found, reader.Finding{Kind: reader.Unreadable, Index: -1, Says: err.Error()})
	}
	return slices.Concat(found, more, book.Findings())
}

// wants a finding of the kind that names the entry (-2: any).
func (f *forged) wants(kind reader.Kind, index int64) {
	f.t.Helper()
	found := f.findings()
	for _, x := range found {
		if x.Kind == kind && (index == -2 || x.Index == index) {
			return
		}
	}
	f.t.Errorf("nothing %s was found at entry %d; found %v", kind, index, found)
}

// some is the index of an event of a kind, from the middle of the ledger.
func (f *forged) some(do string) (index int64) {
	f.t.Helper()
	_, err := fmt.Sscan(f.one("SELECT idx FROM audit_leaf WHERE kind = 'dossier' AND idx > 1500 AND entry LIKE ? ORDER BY idx LIMIT 1", `%"do":"`+do+`"%`), &index)
	if err != nil {
		f.t.Fatal(err)
	}
	return index
}

func TestEachForgeryIsFound(t *testing.T) {
	t.Run("nothing was forged", func(t *testing.T) {
		if found := forge(t).findings(); len(found) > 0 {
			t.Errorf("found %v", found)
		}
	})
	t.Run("an event is given an earlier time in the ledger", func(t *testing.T) {
		f := forge(t)
		at := f.some("number")
		f.do(`UPDATE audit_leaf SET entry = replace(entry, '"at":"2023-', '"at":"2022-') WHERE idx = ?`, at)
		f.wants(reader.Altered, at)
		if err := f.d.house.ledger.Check(context.Background()); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("leaf %d ", at)) {
			t.Errorf("the house itself says %v", err)
		}
	})
	t.Run("an entry is removed", func(t *testing.T) {
		f := forge(t)
		at := f.some("ask-supplement")
		f.do("DELETE FROM audit_leaf WHERE idx = ?", at)
		f.wants(reader.Unreadable, -2)
		if err := f.d.house.ledger.Check(context.Background()); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("leaf %d ", at)) {
			t.Errorf("the house itself says %v", err)
		}
	})
	t.Run("two entries change places", func(t *testing.T) {
		f := forge(t)
		at := f.some("receive")
		a, b := f.one("SELECT entry FROM audit_leaf WHERE idx = ?", at), f.one("SELECT entry FROM audit_leaf WHERE idx = ?", at+1)
		f.do("UPDATE audit_leaf SET entry = ? WHERE idx = ?", b, at)
		f.do("UPDATE audit_leaf SET entry = ? WHERE idx = ?", a, at+1)
		f.wants(reader.Altered, at)
		f.wants(reader.Altered, at+1)
	})
	t.Run("the tree is made anew around a changed entry", func(t *testing.T) {
		f := forge(t)
		at := f.some("number")
		f.do(`UPDATE audit_leaf SET entry = replace(entry, '"at":"2023-', '"at":"2022-') WHERE idx = ?`, at)
		f.rebuild()
		f.wants(reader.Forked, f.size-1) // only whoever holds an older checkpoint can tell
		f.wants(recount.Backdated, at)   // and the arithmetic names the entry
	})
	t.Run("an event is put in with a time long past", func(t *testing.T) {
		f := forge(t)
		old := f.one("SELECT entry FROM audit_leaf WHERE idx = ?", f.some("take-in"))
		f.do("INSERT INTO audit_pending (key, subject, kind, at, entry) VALUES ('forged', 'dossier/forged', 'dossier', '2023-06-01 00:00:00+00:00', ?)",
			strings.Replace(old, `"of":"`, `"of":"X`, 1))
		f.wants(recount.Backdated, f.size)
	})
	t.Run("an event is put in twice", func(t *testing.T) {
		f := forge(t)
		old := f.one("SELECT entry FROM audit_leaf WHERE idx = ?", f.some("number"))
		f.do("INSERT INTO audit_pending (key, subject, kind, at, entry) VALUES ('forged', 'dossier/forged', 'dossier', '2023-08-10 00:00:00+00:00', ?)", old)
		f.wants(recount.OutOfOrder, f.size)
	})
	t.Run("a day is made free after it has passed", func(t *testing.T) {
		f := forge(t)
		f.freeDay("2023-08-02")
		f.wants(recount.CalendarMoved, f.size)
	})
	t.Run("the receipt is given a later date", func(t *testing.T) {
		f := forge(t)
		at := f.some("receive")
		entry := f.one("SELECT entry FROM audit_leaf WHERE idx = ?", at)
		before, after, _ := strings.Cut(entry, `"due_at":"2023-0`)
		f.do("UPDATE audit_leaf SET entry = ? WHERE idx = ?", before+`"due_at":"2024-0`+after, at)
		f.rebuild()
		f.wants(recount.DueWrong, at)
	})
	t.Run("the term of a dossier is made longer", func(t *testing.T) {
		f := forge(t)
		at := f.some("receive")
		entry := f.one("SELECT entry FROM audit_leaf WHERE idx = ?", at)
		before, after, _ := strings.Cut(entry, `"term":{"amount":`)
		f.do("UPDATE audit_leaf SET entry = ? WHERE idx = ?", before+`"term":{"amount":9`+after, at)
		f.rebuild()
		f.wants(recount.TermWrong, at)
	})
	t.Run("the end of the ledger is cut off", func(t *testing.T) {
		f := forge(t)
		f.do("DELETE FROM audit_leaf WHERE idx >= ?", f.size-5)
		f.rebuild()
		f.wants(reader.Forked, -2)
	})
}

func TestTheDoctorFindsWhatWasEdited(t *testing.T) {
	f := forge(t)
	wants := func(says string) {
		t.Helper()
		var told []string
		r := &diagnosis{tell: func(f finding) {
			if f.Check != "files" { // the copies on which forgers work have none
				told = append(told, f.line())
			}
		}}
		f.d.house.examineRecords(actor.AsSystem(context.Background(), "doctor"), r)
		if all := strings.Join(told, "\n"); !strings.Contains(all, says) || (says == "ok " && strings.Contains(all, "FAULT")) {
			t.Errorf("the doctor does not say %q but\n%s", says, all)
		}
	}
	wants("ok ")
	at := f.some("number")
	key := f.one("SELECT key FROM audit_leaf WHERE idx = ?", at)
	data := f.one("SELECT data FROM dossier_event WHERE id = ?", key)
	f.do("UPDATE dossier_event SET data = replace(data, '}', ',\"method\":\"x\"}') WHERE id = ?", key)
	wants(fmt.Sprintf("entry %d of the ledger", at))
	f.do("UPDATE dossier_event SET data = ? WHERE id = ?", data, key)
	wants("ok ")
	last := f.one("SELECT id FROM dossier_event WHERE kind = 'return' ORDER BY id DESC LIMIT 1")
	f.do("DELETE FROM dossier_event WHERE id = ?", last)
	wants("is of an event that the house no longer has")
}
