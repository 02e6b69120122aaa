package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Leaf is a fact for the public ledger.
type Leaf struct {
	Key     string    // of the fact itself, such as the event's: nothing is sealed twice
	Subject string    // "<room>/<key>": stays in the house; what is published is a pseudonym
	Kind    string    // "dossier", "calendar", …: says how Data is read
	At      time.Time // when it became true; zero is now
	Late    bool      // sealed long after it became true, which the ledger says
	Public  bool      // Subject may be published as it is
	Data    any       // published as JSON: what is needed to count again, nothing that tells who
	Secret  []byte    // the whole fact, of which a salted hash is published; nil when Data is all of it
}

// Published is a leaf as strangers read it: one line of JSON, of which the hash is taken.
type Published struct {
	Kind   string          `json:"kind"`
	At     time.Time       `json:"at"`
	Of     string          `json:"of"`               // pseudonym of the subject, or the subject of what is public
	Late   bool            `json:"late,omitempty"`   // see Leaf
	Commit string          `json:"commit,omitempty"` // SHA-256 of salt and whole fact, base64url without padding
	Data   json.RawMessage `json:"data"`
}

// MaxEntry is the largest entry, in bytes: bundles of entries give each length in two bytes.
const MaxEntry = 1<<16 - 1

// Keyed returns the log with the key from which pseudonyms and salts are made. Without it, nobody can
// tell whose leaf is whose, nor find a fact behind its commitment by trying.
func (l *Log) Keyed(key []byte) *Log {
	out := *l
	out.key = derived(key, "nhasan ledger")
	return &out
}

// Seal puts facts into the ledger in the caller's transaction: they are sealed if the change stands.
// Their places in the tree are given in this order, within moments of the commit.
func (l *Log) Seal(ctx context.Context, tx *db.Tx, leaves ...Leaf) error {
	rows := make([]pendingRow, len(leaves))
	for i, f := range leaves {
		if f.At.IsZero() {
			f.At = l.clock.Now()
		}
		f.At = clock.Whole(f.At)
		line, err := l.entry(f)
		if err != nil {
			return fmt.Errorf("sealing %s %s: %w", f.Kind, f.Key, err)
		}
		rows[i] = pendingRow{Key: f.Key, Subject: f.Subject, Kind: f.Kind, At: f.At, Entry: line}
	}
	return store{tx}.await(ctx, rows)
}

// SealMissing is Seal for facts that may be sealed already: those are left alone. It returns how many
// were not.
func (l *Log) SealMissing(ctx context.Context, tx *db.Tx, leaves ...Leaf) (int, error) {
	keys := make([]string, len(leaves))
	for i, f := range leaves {
		keys[i] = f.Key
	}
	there, err := store{tx}.sealed(ctx, keys)
	if err != nil {
		return 0, err
	}
	var missing []Leaf
	for _, f := range leaves {
		if !there[f.Key] {
			missing = append(missing, f)
		}
	}
	return len(missing), l.Seal(ctx, tx, missing...)
}

// Line is the entry of a fact as it is published.
func (l *Log) Line(f Leaf) (string, error) { return l.entry(f) }

// Says tells whether an entry of the ledger says what the fact says now. Whether it was sealed late makes
// no difference.
func (l *Log) Says(entry string, f Leaf) (bool, error) {
	for _, late := range []bool{false, true} {
		f.Late = late
		want, err := l.entry(f)
		if err != nil || want == entry {
			return err == nil, err
		}
	}
	return false, nil
}

// IsSealed tells whether a fact is in the ledger or waits for it.
func (l *Log) IsSealed(ctx context.Context, tx *db.Tx, key string) (bool, error) {
	there, err := store{tx}.sealed(ctx, []string{key})
	return there[key], err
}

// Awaits tells whether a fact is in the ledger or waits for it, asked outside a transaction.
func (l *Log) Awaits(ctx context.Context, key string) (bool, error) {
	there, err := store{l.db.Read()}.sealed(ctx, []string{key})
	return there[key], err
}

func (l *Log) entry(f Leaf) (string, error) {
	data, err := json.Marshal(f.Data)
	if err != nil {
		return "", err
	}
	e := Published{Kind: f.Kind, At: f.At, Of: f.Subject, Late: f.Late, Data: data}
	if !f.Public {
		e.Of = l.Pseudonym(f.Subject)
	}
	if f.Secret != nil {
		e.Commit = Commitment(l.Salt(f.Key), f.Secret)
	}
	line, err := json.Marshal(e)
	if err == nil && len(line) > MaxEntry {
		err = fmt.Errorf("the entry has %d bytes, at most %d fit", len(line), MaxEntry)
	}
	return string(line), err
}

// Pseudonym is the name under which a subject stands in the ledger.
func (l *Log) Pseudonym(subject string) string {
	return base64.RawURLEncoding.EncodeToString(derived(l.key, "subject "+subject)[:15])
}

// Salt opens the commitment of one fact. Whoever holds it and the fact can prove that this is what was
// sealed; it opens no other.
func (l *Log) Salt(key string) []byte { return derived(l.key, "salt "+key)[:16] }

// Commitment is what is published in place of a fact.
func Commitment(salt, fact []byte) string {
	sum := sha256.Sum256(append(salt[:len(salt):len(salt)], fact...))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func derived(key []byte, of string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(of))
	return m.Sum(nil)
}
