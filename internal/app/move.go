package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/queue"
)

// moveCmd carries an installation to another database and another store. The old one is only read.
type moveCmd struct {
	settings
	ToDB    string `name:"to-db" required:"" env:"NHASAN_MOVE_TO_DB" help:"Empty database to carry the house to: sqlite:FILE or postgres://…"`
	ToFiles string `name:"to-files" required:"" env:"NHASAN_MOVE_TO_FILES" help:"Empty folder or s3://bucket?endpoint=… for its files."`
	ToKey   string `name:"to-key-file" required:"" env:"NHASAN_MOVE_TO_KEY_FILE" help:"Where its key is put; the same file as now when it stays on this machine."`
}

// Run carries everything, and says so only when the new house holds what the old one does. Run again after it broke
// off, it goes on.
func (c moveCmd) Run(ctx context.Context, io std) error {
	m := &mover{moveCmd: c, tell: func(says string, args ...any) { fmt.Fprintf(io.out, says+"\n", args...) }}
	if err := m.open(ctx); err != nil {
		return errors.Join(err, m.close())
	}
	err := m.from.Hold(ctx, m.tables, m.carry)
	if err = errors.Join(err, m.close()); err != nil {
		return err
	}
	if err := c.prove(ctx, m.checkpoint, m.tell); err != nil {
		return err
	}
	m.tell("Moved. Start the house with the new settings; keep the old one, switched off, until the first backup of the new.")
	return nil
}

// movingIn is a table that stands in a database while a house is being carried into it.
const movingIn = "nhasan_moving_in"

// whole refuses a database into which a house has not wholly moved.
func whole(ctx context.Context, d *db.DB) error {
	tables, err := d.Tables(ctx)
	if err == nil && slices.Contains(tables, movingIn) {
		err = errors.New("a house is being moved into this database, or its move broke off: nhasan move goes on with it")
	}
	return err
}

// mover is a move under way.
type mover struct {
	moveCmd
	tell       func(says string, args ...any)
	key        []byte
	from, to   *db.DB
	files, too *blob.Store
	tables     []string
	checkpoint string // of the ledger, as the old house signed it; empty when it has none
}

func (m *mover) close() error {
	var err error
	for _, s := range []*blob.Store{m.files, m.too} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	for _, d := range []*db.DB{m.from, m.to} {
		if d != nil {
			d.Close()
		}
	}
	return err
}

// open looks at both ends before anything is written.
func (m *mover) open(ctx context.Context) (err error) {
	if m.DB == m.ToDB {
		return usageError{errors.New("--to-db is where the house is already")}
	}
	if empty, err := db.IsEmpty(ctx, m.DB); err != nil || empty {
		return errors.Join(err, fmt.Errorf("there is no house at %s", withoutPassword(m.DB)))
	}
	if m.key, err = os.ReadFile(m.Key); err != nil {
		return fmt.Errorf("the house's key: %w", err)
	}
	if m.from, err = db.Open(ctx, m.DB); err != nil {
		return err
	}
	if err := whole(ctx, m.from); err != nil {
		return err
	}
	if pending, err := db.Pending(ctx, m.from, schemas); err != nil || pending {
		return errors.Join(err, errors.New("the house is of an older program: nhasan migrate first"))
	}
	old := ledger.New(ledger.Needs{DB: m.from, Clock: clock.System{}, Key: m.key})
	if err := old.Ours(ctx); err != nil {
		return fmt.Errorf("%s is not the key of this house: %w", m.Key, err)
	}
	if m.checkpoint, err = old.Checkpoint(ctx); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if m.files, err = blob.Open(ctx, m.Files); err != nil {
		return err
	}
	if m.tables, err = m.from.Tables(ctx); err != nil {
		return err
	}
	return m.openNew(ctx)
}

// openNew opens the new place, which is empty or was left by a move of this house that broke off.
func (m *mover) openNew(ctx context.Context) error {
	empty, err := db.IsEmpty(ctx, m.ToDB)
	if err != nil {
		return err
	}
	if m.to, err = db.Open(ctx, m.ToDB); err != nil {
		return err
	}
	if m.too, err = blob.Open(ctx, m.ToFiles); err != nil {
		return err
	}
	if key, err := os.ReadFile(m.ToKey); err == nil && !bytes.Equal(key, m.key) {
		return fmt.Errorf("%s is the key of another house", m.ToKey)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !empty {
		var whose string
		if err := m.to.Read().NewRaw("SELECT house FROM ?", bun.Ident(movingIn)).Scan(ctx, &whose); err != nil || whose != m.house() {
			return fmt.Errorf("there is a database already at %s, and not one that a move of this house left half", withoutPassword(m.ToDB))
		}
		m.tell("Going on with a move that broke off.")
		return db.Migrate(ctx, m.to, schemas)
	}
	if none, err := m.too.IsEmpty(ctx); err != nil || !none {
		return errors.Join(err, fmt.Errorf("there are files already at %s", m.ToFiles))
	}
	err = m.to.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("CREATE TABLE ? (house TEXT NOT NULL)", bun.Ident(movingIn)).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewRaw("INSERT INTO ? (house) VALUES (?)", bun.Ident(movingIn), m.house()).Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return db.Migrate(ctx, m.to, schemas)
}

// house tells this house from others, without giving its key away.
func (m *mover) house() string {
	sum := sha256.Sum256(append([]byte("nhasan move\n"), m.key...))
	return hex.EncodeToString(sum[:])
}

// carry carries all parts, while nobody writes to the old house.
func (m *mover) carry(ctx context.Context) error {
	if err := m.carryFiles(ctx); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	for _, t := range m.tables {
		if err := m.carryTable(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
	}
	if err := m.carryQueue(ctx); err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(m.ToKey), 0o700); err != nil {
		return err
	}
	if err := writeNew(m.ToKey, m.key); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return m.to.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("DROP TABLE ?", bun.Ident(movingIn)).Exec(ctx)
		return err
	})
}

func (m *mover) carryFiles(ctx context.Context) error {
	brought, there := 0, 0
	err := m.files.Each(ctx, func(ref blob.Ref) error {
		if have, err := m.too.Has(ctx, ref); err != nil || have {
			there++
			return err
		}
		f, err := m.files.Open(ctx, ref)
		if err != nil {
			return fmt.Errorf("%s: %w; nhasan doctor says what is damaged, a backup may have it", ref.SHA256, err)
		}
		if err := errors.Join(m.too.Bring(ctx, ref.SHA256, f), f.Close()); err != nil {
			return err
		}
		if brought++; brought%1000 == 0 {
			m.tell("%d files carried", brought)
		}
		return nil
	})
	if err == nil {
		m.tell("Files: %d carried, %d there already.", brought, there)
	}
	return err
}

// carryTable carries a table unless the new place holds the same already, and compares what lies on both sides.
func (m *mover) carryTable(ctx context.Context, table string) error {
	was, err := m.from.SumOf(ctx, table)
	if err != nil {
		return err
	}
	is, err := m.to.SumOf(ctx, table)
	if err != nil || is == was {
		return err
	}
	if err := m.to.CarryTable(ctx, m.from, table); err != nil {
		return err
	}
	if is, err = m.to.SumOf(ctx, table); err != nil {
		return err
	}
	if is != was {
		return fmt.Errorf("%d rows were read and %d lie there, or not the same ones", was.Rows, is.Rows)
	}
	m.tell("%-28s %d", table, was.Rows)
	return nil
}

func (m *mover) carryQueue(ctx context.Context) error {
	old, fresh := queue.New(m.from, clock.System{}, nil), queue.New(m.to, clock.System{}, nil)
	defer old.Close()
	defer fresh.Close()
	n, givenUp, err := fresh.Carry(ctx, old)
	if err == nil && n > 0 {
		m.tell("Messages that wait: %d carried.", n)
	}
	if err == nil && givenUp > 0 {
		m.tell("Messages that were given up stay behind: %d. They stand on the operator's page of the old house.", givenUp)
	}
	return err
}

// prove examines the new house as the doctor does, every file against its hash, and holds its ledger against what the
// old one signed last.
func (c moveCmd) prove(ctx context.Context, checkpoint string, tell func(string, ...any)) error {
	s := c.settings
	s.DB, s.Files, s.Key = c.ToDB, c.ToFiles, c.ToKey
	h, err := rooms(ctx, options{settings: s, clock: clock.System{}, log: logger(io.Discard, slog.LevelError)})
	if err != nil {
		return err
	}
	defer h.close()
	r := &diagnosis{tell: func(f finding) { tell("%s", f.line()) }}
	h.examineRecords(actor.AsSystem(ctx, "move"), r)
	if checkpoint != "" {
		if err := h.ledger.Continues(ctx, checkpoint); err != nil {
			r.fault("ledger", doCompare, "%v", err)
		}
	}
	if n := r.faults(); n > 0 {
		return fmt.Errorf("carried, but %d faults in the new house; were they in the old one? nhasan doctor there says", n)
	}
	return nil
}
