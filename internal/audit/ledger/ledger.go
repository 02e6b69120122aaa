package ledger

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Needs is what a ledger stands on.
type Needs struct {
	DB    *db.DB
	Clock clock.Clock
	Log   *slog.Logger
	Key   []byte // the house's; the key that signs checkpoints is derived from it
	// Name under which a new ledger is published, such as "motcua.example.vn/so-cai". A ledger keeps the
	// name of its first checkpoint.
	Name string
	// BaseURL is where people find the house; no slash at its end.
	BaseURL string
	// TSA is the address of a time-stamp authority (RFC 3161); none anchors nothing.
	TSA string
	// Lease is how long a process that died while it sequenced is waited for; 10 s when it is not set.
	Lease time.Duration
	// Witnesses are asked to sign each checkpoint. None is fine.
	Witnesses []Witness
}

// Ledger is the tree of this house.
type Ledger struct {
	Needs
	me string // this process, as holder of the sequencer's lease
}

// New returns the ledger.
func New(n Needs) *Ledger {
	if n.Log == nil {
		n.Log = slog.Default()
	}
	if n.Lease == 0 {
		n.Lease = 10 * time.Second
	}
	return &Ledger{Needs: n, me: id.New()}
}

// Sealed is a leaf in the tree.
type Sealed struct {
	Index    int64
	Key      string // of the fact
	Subject  string // stays in the house
	Kind     string
	At       time.Time // when the fact became true
	SealedAt time.Time
	Hash     string // of the leaf, base64
	Entry    string // as published
}

// After returns leaves in order, from the one after index on, at most limit. -1 begins at the first.
func (l *Ledger) After(ctx context.Context, index int64, limit int) ([]Sealed, error) {
	return store{l.DB.Read()}.after(ctx, index, limit)
}

// Of returns the leaves of a subject in order.
func (l *Ledger) Of(ctx context.Context, subject string) ([]Sealed, error) {
	return store{l.DB.Read()}.of(ctx, subject)
}

// ByKey returns the leaf of a fact; NotFound while it waits to be sealed.
func (l *Ledger) ByKey(ctx context.Context, key string) (Sealed, error) {
	return store{l.DB.Read()}.byKey(ctx, key)
}

// Standing is how the ledger stands, for those who keep the house.
type Standing struct {
	Size         int64     // leaves in the tree
	Waiting      int       // facts that are not in it yet, counted up to a thousand
	WaitingSince time.Time // the oldest of them
	CheckpointAt time.Time // of the newest checkpoint
	Origin       string
}

// Standing tells how the ledger stands.
func (l *Ledger) Standing(ctx context.Context) (Standing, error) {
	return store{l.DB.Read()}.standing(ctx)
}

// Checkpoint returns the newest signed checkpoint with what witnesses have put below it; NotFound
// while the ledger is empty.
func (l *Ledger) Checkpoint(ctx context.Context) (string, error) {
	st := store{l.DB.Read()}
	c, err := st.newest(ctx)
	if err != nil {
		return "", err
	}
	return l.signed(ctx, st, c)
}

// Witnessed is the newest checkpoint that a witness has signed; NotFound when none has.
func (l *Ledger) Witnessed(ctx context.Context) (string, error) {
	st := store{l.DB.Read()}
	c, err := st.witnessed(ctx)
	if err != nil {
		return "", err
	}
	return l.signed(ctx, st, c)
}

func (l *Ledger) signed(ctx context.Context, st store, c checkpointRow) (string, error) {
	lines, err := st.cosignatures(ctx, c.Size)
	for _, line := range lines {
		c.Note += line
	}
	return c.Note, err
}

// VerifierKey is what strangers need to check our signature: "name+hash+key".
func (l *Ledger) VerifierKey(ctx context.Context) (string, error) {
	origin, err := l.origin(ctx, store{l.DB.Read()})
	if err != nil {
		return "", err
	}
	_, vkey, err := keyPair(l.Key, origin)
	return vkey, err
}

func (l *Ledger) signer(origin string) (note.Signer, error) {
	skey, _, err := keyPair(l.Key, origin)
	if err != nil {
		return nil, err
	}
	return note.NewSigner(skey)
}

// origin is the name of the first checkpoint, before it the one that is set.
func (l *Ledger) origin(ctx context.Context, st store) (string, error) {
	t, err := st.tree(ctx)
	if err == nil && t.Origin == "" {
		t.Origin = l.Name
	}
	return t.Origin, err
}
