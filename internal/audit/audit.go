package audit

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "audit", Files: schemaFiles}

// ActionLook is the action of an entry that records a look at personal data.
const ActionLook = "audit.look"

// Entry is what a writer says of a change; who, when and from where are filled in.
type Entry struct {
	Action  string // "<room>.<what-happened>", such as "org.day-off-added"
	Subject string // "<room>/<key>", such as "dossier/018f…"
	Why     string // the reason given by the person, where one is asked
	Purpose string // of a look at personal data: what it was needed for
	Data    any    // what changed, as JSON; never a password, token or file content
}

// Record is an entry as it stands in the trail.
type Record struct {
	ID         string
	At         time.Time
	Action     string
	Subject    string
	ActorKind  string
	AccountID  string
	PersonID   string
	PersonName string
	PositionID string
	Position   string
	UnitID     string
	UnitName   string
	OnBehalfOf string
	Why        string
	Purpose    string
	Data       string
	FromAddr   string
	RequestID  string
}

// Log writes the trail.
type Log struct {
	db    *db.DB
	clock clock.Clock
	key   []byte // from which pseudonyms and salts of the ledger are made
}

// New returns the trail kept in d.
func New(d *db.DB, c clock.Clock) *Log { return &Log{db: d, clock: c} }

// Write adds an entry in the caller's transaction: it stands if the change stands.
func (l *Log) Write(ctx context.Context, tx *db.Tx, e Entry) error {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return fmt.Errorf("trail of %s: %w", e.Action, err)
	}
	a := actor.Of(ctx)
	return store{tx}.add(ctx, &Record{
		ID: id.New(), At: l.clock.Now(), Action: e.Action, Subject: e.Subject,
		ActorKind: string(a.Kind), AccountID: a.AccountID, PersonID: a.PersonID, PersonName: a.Name,
		PositionID: a.PositionID, Position: a.Position, UnitID: a.UnitID, UnitName: a.UnitName,
		OnBehalfOf: a.OnBehalfOf, Why: e.Why, Purpose: e.Purpose, Data: string(data),
		FromAddr: a.From, RequestID: a.RequestID,
	})
}

// Look records that whoever acts saw the named personal data of subject, and what for.
func (l *Log) Look(ctx context.Context, tx *db.Tx, subject, purpose string, fields ...string) error {
	return l.Write(ctx, tx, Entry{Action: ActionLook, Subject: subject, Purpose: purpose, Data: fields})
}

// LookNow is Look in a transaction of its own, for reads that change nothing else.
func (l *Log) LookNow(ctx context.Context, subject, purpose string, fields ...string) error {
	return l.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return l.Look(ctx, tx, subject, purpose, fields...)
	})
}

// Of returns the newest entries about a subject, newest first, at most limit.
func (l *Log) Of(ctx context.Context, subject string, limit int) ([]Record, error) {
	return store{l.db.Read()}.of(ctx, subject, limit)
}

// Looks returns who looked at the personal data of a subject, newest first, at most limit.
func (l *Log) Looks(ctx context.Context, subject string, limit int) ([]Record, error) {
	return store{l.db.Read()}.looks(ctx, subject, limit)
}

// Since returns what a person did since an instant, by account or person key, within the caller's transaction.
func (l *Log) Since(ctx context.Context, tx *db.Tx, action, person string, from time.Time) ([]Record, error) {
	return store{tx}.since(ctx, action, person, from)
}

// Search returns entries newest first that stand before the entry with key before ("" = the newest).
func (l *Log) Search(ctx context.Context, q Query) ([]Record, error) {
	return store{l.db.Read()}.search(ctx, q)
}

// Query narrows a search of the trail; empty fields do not narrow.
type Query struct {
	Action  string // a prefix, such as "org."
	Subject string
	Person  string   // account or person key
	Among   []string // subjects, of which the entry is about one; not nil narrows
	People  bool     // only what people did, not the program itself
	Before  string   // key of the entry to go on after
	Limit   int
}
