package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type store struct{ q bun.IDB }

type treeRow struct {
	bun.BaseModel `bun:"table:audit_tree"`
	ID            int       `bun:"id,pk"`
	Size          int64     `bun:"size"`
	Origin        string    `bun:"origin"`
	Holder        string    `bun:"holder"`
	HeldUntil     time.Time `bun:"held_until"`
}

type pendingRow struct {
	bun.BaseModel `bun:"table:audit_pending"`
	Seq           int64     `bun:"seq,pk"`
	Key           string    `bun:"key"`
	Subject       string    `bun:"subject"`
	Kind          string    `bun:"kind"`
	At            time.Time `bun:"at"`
	Entry         string    `bun:"entry"`
}

type leafRow struct {
	bun.BaseModel `bun:"table:audit_leaf"`
	Idx           int64     `bun:"idx,pk"`
	Key           string    `bun:"key"`
	Subject       string    `bun:"subject"`
	Kind          string    `bun:"kind"`
	At            time.Time `bun:"at"`
	SealedAt      time.Time `bun:"sealed_at"`
	Hash          string    `bun:"hash"`
	Entry         string    `bun:"entry"`
}

type hashRow struct {
	bun.BaseModel `bun:"table:audit_hash"`
	Idx           int64  `bun:"idx,pk"`
	Hash          []byte `bun:"hash"`
}

type checkpointRow struct {
	bun.BaseModel `bun:"table:audit_checkpoint"`
	Size          int64     `bun:"size,pk"`
	At            time.Time `bun:"at"`
	Note          string    `bun:"note"`
}

type cosignatureRow struct {
	bun.BaseModel `bun:"table:audit_cosignature"`
	Size          int64     `bun:"size,pk"`
	Witness       string    `bun:"witness,pk"`
	At            time.Time `bun:"at"`
	Line          string    `bun:"line"`
}

type anchorRow struct {
	bun.BaseModel `bun:"table:audit_anchor"`
	Size          int64     `bun:"size,pk"`
	At            time.Time `bun:"at"`
	Token         []byte    `bun:"token"`
}

// anchor is the newest time stamp.
func (s store) anchor(ctx context.Context) (a anchorRow, err error) {
	err = s.q.NewSelect().Model(&a).Order("size DESC").Limit(1).Scan(ctx)
	return a, one(err)
}

func (s store) addAnchor(ctx context.Context, a anchorRow) error {
	_, err := s.q.NewInsert().Model(&a).On("CONFLICT (size) DO NOTHING").Exec(ctx)
	return err
}

func (s store) checkpoint(ctx context.Context, size int64) (c checkpointRow, err error) {
	err = s.q.NewSelect().Model(&c).Where("size = ?", size).Scan(ctx)
	return c, one(err)
}

func (s store) tree(ctx context.Context) (t treeRow, err error) {
	err = s.q.NewSelect().Model(&t).Where("id = 1").Scan(ctx)
	return t, err
}

// lease makes the sequencing ours until then, unless another process has it. On PostgreSQL it also
// holds the row until the transaction ends.
func (s store) lease(ctx context.Context, me string, now, until time.Time) (treeRow, bool, error) {
	res, err := s.q.NewUpdate().Model((*treeRow)(nil)).Set("holder = ?, held_until = ?", me, until).
		Where("id = 1 AND (holder = ? OR held_until < ?)", me, now).Exec(ctx)
	if err != nil {
		return treeRow{}, false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return treeRow{}, false, err
	}
	t, err := s.tree(ctx)
	return t, err == nil, err
}

func (s store) waits(ctx context.Context) (bool, error) {
	return s.q.NewSelect().Model((*pendingRow)(nil)).Exists(ctx)
}

func (s store) waiting(ctx context.Context, limit int) ([]pendingRow, error) {
	var rows []pendingRow
	err := s.q.NewSelect().Model(&rows).Order("seq").Limit(int64(limit)).Scan(ctx)
	return rows, err
}

// fresh leaves out facts that stand in the tree already, or twice in the queue: two processes that began a
// house at once may both have announced them.
func (s store) fresh(ctx context.Context, waiting []pendingRow) ([]pendingRow, error) {
	keys := make([]string, len(waiting))
	for i, p := range waiting {
		keys[i] = p.Key
	}
	var there []string
	if err := s.q.NewSelect().Model((*leafRow)(nil)).Column("key").Where("key IN (?)", bun.List(keys)).Scan(ctx, &there); err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(there))
	for _, k := range there {
		known[k] = true
	}
	out := make([]pendingRow, 0, len(waiting))
	for _, p := range waiting {
		if !known[p.Key] {
			known[p.Key], out = true, append(out, p)
		}
	}
	return out, nil
}

// grow writes leaves and hashes, takes them out of the queue and makes the tree as large as they make it.
func (s store) grow(ctx context.Context, was int64, t treeRow, leaves []leafRow, made []hashRow, waiting []pendingRow) error {
	if err := insertAll(ctx, s.q, leaves); err != nil {
		return err
	}
	if err := insertAll(ctx, s.q, made); err != nil {
		return err
	}
	seqs := make([]int64, len(waiting))
	for i, p := range waiting {
		seqs[i] = p.Seq
	}
	res, err := s.q.NewDelete().Model((*pendingRow)(nil)).Where("seq IN (?)", bun.List(seqs)).Exec(ctx)
	if err := exactly(len(seqs), res, err); err != nil {
		return err
	}
	res, err = s.q.NewUpdate().Model((*treeRow)(nil)).Set("size = ?, origin = ?", t.Size, t.Origin).Where("id = 1 AND size = ?", was).Exec(ctx)
	return exactly(1, res, err)
}

// exactly wants a number of rows to have changed.
func exactly(want int, res interface{ RowsAffected() (int64, error) }, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && int(n) != want {
		err = fmt.Errorf("%d rows changed instead of %d: another process was faster", n, want)
	}
	return err
}

func insertAll[T any](ctx context.Context, q bun.IDB, rows []T) error {
	for len(rows) > 0 {
		some := rows[:min(len(rows), 500)]
		if _, err := q.NewInsert().Model(&some).Exec(ctx); err != nil {
			return err
		}
		rows = rows[len(some):]
	}
	return nil
}

// hashes returns those of the tree's hashes that are there, by index.
func (s store) hashes(ctx context.Context, indexes []int64) (map[int64]tlog.Hash, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	return s.readHashes(ctx, s.q.NewSelect().Where("idx IN (?)", bun.List(indexes)))
}

func (s store) readHashes(ctx context.Context, q *bun.SelectQuery) (map[int64]tlog.Hash, error) {
	var rows []hashRow
	if err := q.Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	out := make(map[int64]tlog.Hash, len(rows))
	for _, r := range rows {
		if len(r.Hash) != tlog.HashSize {
			return nil, fmt.Errorf("hash %d of the ledger has %d bytes", r.Idx, len(r.Hash))
		}
		out[r.Idx] = tlog.Hash(r.Hash)
	}
	return out, nil
}

// hashesBetween returns a run of the tree's hashes, by index.
func (s store) hashesBetween(ctx context.Context, from, until int64) (map[int64]tlog.Hash, error) {
	return s.readHashes(ctx, s.q.NewSelect().Where("idx >= ? AND idx < ?", from, until))
}

func (s store) addCheckpoint(ctx context.Context, c checkpointRow) error {
	_, err := s.q.NewInsert().Model(&c).Exec(ctx)
	return err
}

func (s store) newest(ctx context.Context) (c checkpointRow, err error) {
	err = s.q.NewSelect().Model(&c).Order("size DESC").Limit(1).Scan(ctx)
	return c, one(err)
}

func (s store) cosignatures(ctx context.Context, size int64) ([]string, error) {
	var lines []string
	err := s.q.NewSelect().Model((*cosignatureRow)(nil)).Column("line").Where("size = ?", size).Order("witness").Scan(ctx, &lines)
	return lines, err
}

// cosigned is the largest size that a witness has signed, 0 when it never has.
func (s store) cosigned(ctx context.Context, witness string) (size int64, err error) {
	err = s.q.NewSelect().Model((*cosignatureRow)(nil)).ColumnExpr("coalesce(max(size), 0)").Where("witness = ?", witness).Scan(ctx, &size)
	return size, err
}

func (s store) addCosignature(ctx context.Context, r cosignatureRow) error {
	r.At = r.At.UTC()
	_, err := s.q.NewInsert().Model(&r).On("CONFLICT (size, witness) DO NOTHING").Exec(ctx)
	return err
}

// witnessed is the newest checkpoint below which a witness has signed.
func (s store) witnessed(ctx context.Context) (c checkpointRow, err error) {
	err = s.q.NewSelect().Model(&c).Where("size = (SELECT max(size) FROM audit_cosignature)").Scan(ctx)
	return c, one(err)
}

// witnesses lists the last signature of each witness.
func (s store) witnesses(ctx context.Context) ([]cosignatureRow, error) {
	var rows []cosignatureRow
	err := s.q.NewSelect().Model(&rows).Where("size = (SELECT max(size) FROM audit_cosignature AS b WHERE b.witness = cosignature_row.witness)").Order("witness").Scan(ctx)
	return rows, err
}

func (s store) after(ctx context.Context, index int64, limit int) ([]Sealed, error) {
	return s.leaves(ctx, s.q.NewSelect().Where("idx > ?", index).Limit(int64(limit)))
}

func (s store) between(ctx context.Context, from, until int64) ([]Sealed, error) {
	return s.leaves(ctx, s.q.NewSelect().Where("idx >= ? AND idx < ?", from, until))
}

func (s store) of(ctx context.Context, subject string) ([]Sealed, error) {
	return s.leaves(ctx, s.q.NewSelect().Where("subject = ?", subject))
}

func (s store) leaves(ctx context.Context, q *bun.SelectQuery) ([]Sealed, error) {
	var rows []leafRow
	if err := q.Model(&rows).Order("idx").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Sealed, len(rows))
	for i, r := range rows {
		out[i] = r.sealed()
	}
	return out, nil
}

func (r leafRow) sealed() Sealed {
	return Sealed{Index: r.Idx, Key: r.Key, Subject: r.Subject, Kind: r.Kind, At: r.At, SealedAt: r.SealedAt, Hash: r.Hash, Entry: r.Entry}
}

func (s store) byKey(ctx context.Context, key string) (Sealed, error) {
	return s.leaf(ctx, s.q.NewSelect().Where("key = ?", key))
}

func (s store) byIndex(ctx context.Context, index int64) (Sealed, error) {
	return s.leaf(ctx, s.q.NewSelect().Where("idx = ?", index))
}

func (s store) byHash(ctx context.Context, hash string) (Sealed, error) {
	return s.leaf(ctx, s.q.NewSelect().Where("hash = ?", hash).Limit(1))
}

func (s store) leaf(ctx context.Context, q *bun.SelectQuery) (Sealed, error) {
	var r leafRow
	err := q.Model(&r).Scan(ctx)
	return r.sealed(), one(err)
}

// standing counts what waits up to a thousand: beyond that the number does not matter.
func (s store) standing(ctx context.Context) (out Standing, err error) {
	t, err := s.tree(ctx)
	if err != nil {
		return out, err
	}
	out.Size, out.Origin = t.Size, t.Origin
	var times []time.Time
	if err = s.q.NewSelect().Model((*pendingRow)(nil)).Column("at").Order("seq").Limit(1000).Scan(ctx, &times); err != nil {
		return out, err
	}
	if out.Waiting = len(times); out.Waiting > 0 {
		out.WaitingSince = times[0]
	}
	c, err := s.newest(ctx)
	out.CheckpointAt = c.At
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return out, err
}

func one(err error) error {
	if db.IsNone(err) {
		return fault.New(fault.NotFound, "ledger.not-found")
	}
	return err
}
