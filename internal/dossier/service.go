package dossier

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/queue"
	paper "github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Schema is the room's tables.
var Schema = db.Schema{Room: "dossier", Files: schemaFiles}

// Needs is what the desk stands on.
type Needs struct {
	DB      *db.DB
	Clock   clock.Clock
	Trail   *audit.Log
	Org     *org.Service
	Catalog *catalog.Service
	Blobs   *blob.Store
	Notify  *notify.Service  // tells applicants and officers
	Ledger  *ledger.Ledger   // tells where events stand in the public ledger; nil tells nothing
	Archive *archive.Service // keeps issued results; nil keeps none
	Sign    *sign.Service    // signs what is approved; nil signs nothing
	Queue   *queue.Queue     // does later what takes long; nil leaves it
	Reader  paper.Reader     // recognises words in pages; nil recognises none

	Scanners Scanners // files that scanners on the network left; nil when there are none
	// BaseURL is where citizens find the house, for the address on slips; no slash at its end.
	BaseURL string
	// MaxFile bounds one uploaded file, in bytes.
	MaxFile int64
	// MaxFiles bounds the files of one draft; 60 when 0.
	MaxFiles int
	// Exports bound what one person takes away of lists; zeros are the usual limits.
	Exports ExportLimits
	// Named tells of other rooms whether they still name a file of the store, by its hash.
	Named []func(ctx context.Context, sha256 string) (bool, error)
}

// Service is the desk's verbs.
type Service struct {
	Needs
	book     *keep.Book // what officers keep beside dossiers
	spelling *db.Spelling
}

// New returns the desk.
func New(n Needs) *Service {
	n.Exports = n.Exports.orUsual()
	if n.MaxFile == 0 {
		n.MaxFile = 20 << 20
	}
	if n.MaxFiles == 0 {
		n.MaxFiles = 60
	}
	return &Service{Needs: n, book: keep.New(n.DB, n.Clock, n.Trail), spelling: newSpelling()}
}

// At names a dossier and the version the person saw, so that the slower of two officers is told.
// Seen 0 accepts whatever is there.
type At struct {
	ID   string
	Seen int
}

// saying produces the facts of an event; it runs inside the transaction.
type saying func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error)

// act is the one way a dossier changes: load, right and rule, event, record, slip, trail.
func (s *Service) act(ctx context.Context, at At, do Action, say saying) (*Dossier, error) {
	var out *Dossier
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := s.forChange(ctx, tx, at)
		if err != nil {
			return err
		}
		st, err := find(ctx, d, do)
		if err != nil {
			return err
		}
		facts, err := say(ctx, tx, d)
		if err != nil {
			return err
		}
		out = d
		facts.StandIn = standIn(ctx, st, d)
		return s.happen(ctx, tx, d, do, facts)
	})
	return out, err
}

// forChange loads a dossier and refuses when somebody was faster than the person who saw it.
func (s *Service) forChange(ctx context.Context, tx *db.Tx, at At) (*Dossier, error) {
	d, err := store{tx}.byID(ctx, at.ID)
	if err != nil || at.Seen == 0 || at.Seen == d.Version {
		return d, err
	}
	events, err := store{tx}.events(ctx, at.ID)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	last := events[len(events)-1]
	return nil, fault.New(fault.Conflict, "dossier.changed-by", "name", last.PersonName, "at", text.DateTime(ctx, last.At))
}

// happen writes one event and all that follows from it.
func (s *Service) happen(ctx context.Context, tx *db.Tx, d *Dossier, do Action, facts Facts) error {
	was, from := d.Version, d.State
	st, ok := row(d, do, facts)
	if !ok {
		return fault.New(fault.Conflict, "dossier.wrong-state")
	}
	ctx = onBehalf(ctx, d, do, facts)
	if st.clock == ends { // the calendar of the end
		cal, err := s.calendar(ctx, d)
		if err != nil {
			return err
		}
		facts.Calendar = cal.Version()
	}
	facts.Flags = s.flagsOf(d, st.do, facts)
	e, err := s.event(ctx, d, st.do, facts)
	if err != nil {
		return err
	}
	var slip *Slip
	if form := st.paper(d); form != "" {
		if slip, err = s.slipFor(ctx, tx, d, form, e); err != nil {
			return err
		}
		facts.Slip = slip.Number
		if err = e.say(facts); err != nil {
			return err
		}
	}
	asked := d.OpenSupplement() != nil
	if err := s.add(ctx, tx, d, e); err != nil {
		return err
	}
	if err := s.derive(ctx, d, e.At); err != nil {
		return err
	}
	if err := s.save(ctx, tx, d, e, was); err != nil {
		return err
	}
	if err := s.seal(ctx, tx, d, e); err != nil {
		return err
	}
	if asked && d.OpenSupplement() == nil { // an answer begun at home would undo what was brought to the counter
		if err := (store{tx}).dropAnswers(ctx, d.ID); err != nil {
			return err
		}
	}
	if slip != nil {
		if err := s.keepSlip(ctx, tx, d, e, slip); err != nil {
			return err
		}
	}
	if err := s.remember(ctx, tx, d); err != nil {
		return err
	}
	if err := s.enter(ctx, tx, d, e); err != nil {
		return err
	}
	if err := s.issued(ctx, tx, d, e); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, d, e); err != nil {
		return err
	}
	if err := s.tellFollowers(ctx, tx, d, e, from); err != nil {
		return err
	}
	if err := stir(ctx, tx, d); err != nil {
		return err
	}
	return s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier." + string(st.do), Subject: d.Subject(),
		Why: facts.Reason, Data: map[string]any{"event": e.ID, "seq": e.Seq, "code": d.Code}})
}

// add applies an event; a correction needs all that went before.
func (s *Service) add(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	if e.Kind != Correct {
		return d.apply(e, nil)
	}
	past, err := store{tx}.events(ctx, d.ID)
	if err != nil {
		return err
	}
	return d.apply(e, past)
}

func (s *Service) save(ctx context.Context, tx *db.Tx, d *Dossier, e *Event, was int) error {
	if err := (store{tx}).add(ctx, e); err != nil {
		return err
	}
	if was == 0 {
		return store{tx}.insert(ctx, d)
	}
	return store{tx}.update(ctx, d, was)
}

// event fills in who acts, and when: never before the step that it follows. Where the clock has gone back, the instant of
// that step is nearer to the truth than the clock, and no term runs backwards. The ledger and `nhasan doctor` show the jump.
func (s *Service) event(ctx context.Context, d *Dossier, do Action, facts Facts) (*Event, error) {
	a, at := actor.Of(ctx), s.Clock.Now()
	if at.Before(d.Last.At) {
		at = d.Last.At
	}
	e := &Event{ID: id.New(), DossierID: d.ID, Seq: d.Version + 1, Kind: do, At: at,
		ActorKind: string(a.Kind), AccountID: a.AccountID, PersonID: a.PersonID, PersonName: a.Name,
		Position: a.Position, UnitID: a.UnitID, UnitName: a.UnitName, OnBehalfOf: a.OnBehalfOf, FromAddr: a.From}
	return e, e.say(facts)
}

// derive computes the due date anew.
func (s *Service) derive(ctx context.Context, d *Dossier, asOf time.Time) error {
	cal, err := s.calendar(ctx, d)
	if err != nil {
		return err
	}
	d.Due, err = deriveDue(d, cal, asOf)
	if err == nil {
		err = deriveErrands(d, cal)
	}
	if err != nil {
		return fmt.Errorf("due date of %s: %w", d.Code, err)
	}
	return nil
}

// calendar is that of the unit which made the appointment: as it is now while the dossier is open, as
// it was at the end afterwards, so that no day off added later makes a late dossier timely.
func (s *Service) calendar(ctx context.Context, d *Dossier) (*term.Calendar, error) {
	if d.Calendar != "" {
		cal, err := s.Org.CalendarByVersion(ctx, d.Calendar)
		if !fault.Is(err, fault.NotFound) { // not kept: one that came about by moving a unit
			return cal, err
		}
	}
	return s.Org.Calendar(ctx, d.Receiving.UnitID)
}

// History returns the events of a dossier in order. The caller has opened the dossier by right.
func (s *Service) history(ctx context.Context, dossierID string) ([]Event, error) {
	return store{s.DB.Read()}.events(ctx, dossierID)
}

// Check replays a dossier's events and tells whether the record kept beside them says the same.
func (s *Service) Check(ctx context.Context, dossierID string) error {
	kept, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return err
	}
	events, err := s.history(ctx, dossierID)
	if err != nil {
		return err
	}
	made, err := Replay(events)
	if err != nil {
		return err
	}
	made.Secret = kept.Secret
	if err := s.derive(ctx, made, events[len(events)-1].At); err != nil {
		return err
	}
	if names := differing(kept, made); len(names) > 0 { // the names alone: what differs may be somebody's
		return fmt.Errorf("dossier %s: the record differs from its events in %s", kept.ID, strings.Join(names, ", "))
	}
	return nil
}

// differing names the parts in which two dossiers are not the same.
func differing(a, b *Dossier) []string {
	var out []string
	left, right := parts(a), parts(b)
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if !bytes.Equal(left[name], right[name]) {
			out = append(out, name)
		}
	}
	return out
}

func parts(d *Dossier) map[string]json.RawMessage {
	raw, _ := json.Marshal(d) // plain data: never fails
	var out map[string]json.RawMessage
	_ = json.Unmarshal(raw, &out)
	return out
}
