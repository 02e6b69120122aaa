package archive

import (
	"context"
	"embed"
	"encoding/json"
	"io"
	"time"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Schema is the tables of issued papers.
var Schema = db.Schema{Room: "archive", Files: schemaFiles}

// Needs is what the register stands on.
type Needs struct {
	DB    *db.DB
	Clock clock.Clock
	Trail *audit.Log
	Blobs *blob.Store
	// Ledger tells where events stand in the public ledger; nil tells nothing.
	Ledger *ledger.Ledger
	Key    offline.Key // signs the squares
	// PersonalNo is the personal number of a citizen's account, "" when it has none.
	PersonalNo func(ctx context.Context, accountID string) (string, error)
	// AccountWith is the account of the citizen with a personal number, "" when there is none; nil knows nobody.
	AccountWith func(ctx context.Context, personalNo string) (string, error)
	// Tell sends a notice; nil sends none.
	Tell    func(ctx context.Context, tx *db.Tx, n notify.Notice) error
	BaseURL string // printed in squares; no slash at its end
	// Signatures tells what the signatures in a PDF are worth; nil tells nothing.
	Signatures func(ctx context.Context, file []byte) ([]Signature, error)
	// Report tells the same as XML, for programs; nil for a file that is no PDF.
	Report func(ctx context.Context, file []byte) ([]byte, error)
	// Procedure finds a procedure of the catalogue by what an administrator calls it: key, address or national code.
	Procedure func(ctx context.Context, name string) (key, title string, err error)
	// Named tell of other rooms whether they still name a file of the store, by its hash.
	Named []func(ctx context.Context, sha256 string) (bool, error)
}

// Signature is what one signature in a file is worth.
type Signature struct {
	Worth   string    `json:"worth"` // "valid", "invalid", "cannot tell"
	Signer  string    `json:"signer"`
	At      time.Time `json:"at,omitzero"`
	Stamped bool      `json:"stamped"` // At is by a time stamp, not by the signer's word
	Why     string    `json:"why"`     // in the reader's language
}

// Service is the verbs of the register.
type Service struct {
	Needs
	spelling *db.Spelling
}

// New returns the register.
func New(n Needs) *Service {
	return &Service{n, newSpelling()}
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Clock.Now()) }

// Issue enters a paper in the transaction in which it is decided and numbered. Whoever calls has asked for the
// right to number it.
func (s *Service) Issue(ctx context.Context, tx *db.Tx, o Opening) (*Paper, error) {
	if o.Code == "" { // it stands in the file already where that was sealed with it
		o.Code = NewCode()
	}
	p := &Paper{ID: id.New()}
	if err := s.happen(ctx, tx, p, Issue, Facts{Opening: &o}); err != nil {
		return nil, err
	}
	return p, store{tx}.add(ctx, p)
}

// Digitise puts the signed scan of a paper that was issued on paper in the place of what there was of it, in the transaction in
// which it is made. The scans it had before are known as its own for ever. Whoever calls has asked for the right; a subject without
// a paper that holds is passed over.
func (s *Service) Digitise(ctx context.Context, tx *db.Tx, subject string, scan File, how Digitised) error {
	all, err := store{tx}.ofSubject(ctx, subject)
	if err != nil || len(all) == 0 || all[0].Disposed != nil {
		return err
	}
	p, was := all[0], all[0].Version
	if err := s.happen(ctx, tx, p, Digitise, Facts{Scan: &scan, Digitised: &how}); err != nil {
		return err
	}
	if err := (store{tx}).hold(ctx, p); err != nil {
		return err
	}
	return store{tx}.save(ctx, p, was)
}

// NewCode is a code for a paper that is about to be issued: 50 bits, and it says nothing about paper or person.
func NewCode() string { return id.Code(10) }

// Revoke declares that a paper no longer holds, and why.
func (s *Service) Revoke(ctx context.Context, at At, reason string) (*Paper, error) {
	if reason = text.Clean(reason); reason == "" {
		return nil, fault.OnFields([]fault.Field{{Name: "reason", Key: "archive.reason-missing"}})
	}
	return s.act(ctx, at, CanRevoke, Revoke, func(context.Context, *db.Tx, *Paper) (Facts, error) {
		return Facts{Reason: reason}, nil
	})
}

// Corrected is what stands in the place of an issued paper.
type Corrected struct {
	Number string // "" keeps the number
	Until  clock.Date
	Files  []File
	Reason string
}

// Replace issues a corrected paper in the place of one, in the name of whoever acts; the old one leads to it. The new
// paper is of the same office, holders and kind; another holder is another dossier.
func (s *Service) Replace(ctx context.Context, at At, c Corrected) (*Paper, error) {
	if c.Reason = text.Clean(c.Reason); c.Reason == "" {
		return nil, fault.OnFields([]fault.Field{{Name: "reason", Key: "archive.reason-missing"}})
	}
	var next *Paper
	_, err := s.act(ctx, at, CanReplace, Replace, func(ctx context.Context, tx *db.Tx, old *Paper) (Facts, error) {
		o := Opening{Subject: old.Subject, From: old.From, AccountID: old.AccountID, Office: old.Office, Procedure: old.Procedure, Title: old.Title,
			Number: old.Number, IssuedOn: s.today(), Until: c.Until, SignedBy: actor.Of(ctx).Name, Holders: old.Holders, Files: c.Files, Replaces: old.ID}
		if c.Number = text.Clean(c.Number); c.Number != "" {
			o.Number = c.Number
		}
		var err error
		if next, err = s.Issue(ctx, tx, o); err != nil {
			return Facts{}, err
		}
		return Facts{Reason: c.Reason, Successor: next.ID}, nil
	})
	return next, err
}

// Store keeps a corrected file until it is put in the place of another.
func (s *Service) Store(ctx context.Context, name string, r io.Reader) (File, error) {
	if !actor.Of(ctx).HasAnywhere(CanReplace) {
		return File{}, fault.New(fault.Forbidden, "fault.forbidden", "right", CanReplace)
	}
	ref, err := s.Blobs.Put(ctx, r, 0)
	if err != nil {
		return File{}, err
	}
	if ref.Type != blob.PDF {
		return File{}, fault.OnFields([]fault.Field{{Name: "file", Key: "archive.file-not-pdf"}})
	}
	return File{ref.SHA256, ref.Size, ref.Type, text.Clean(name)}, nil
}

// At names a paper and the version the person saw; Seen 0 accepts whatever is there.
type At struct {
	ID   string
	Seen int
}

// act is the one way an issued paper changes: load, right, rule, event, save guarded.
func (s *Service) act(ctx context.Context, at At, right, do string, say func(context.Context, *db.Tx, *Paper) (Facts, error)) (*Paper, error) {
	var out *Paper
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err := store{tx}.byID(ctx, at.ID)
		if err != nil {
			return err
		}
		if err := mayReach(ctx, p); err != nil {
			return err
		}
		if err := actor.Need(ctx, right, p.Office.Path); err != nil {
			return err
		}
		if at.Seen != 0 && at.Seen != p.Version {
			return fault.New(fault.Conflict, "archive.changed")
		}
		if do != Print && p.State != Valid {
			return fault.New(fault.Conflict, "archive.ended."+string(p.State))
		}
		facts, err := say(ctx, tx, p)
		if err != nil {
			return err
		}
		was := p.Version
		out = p
		if err := s.happen(ctx, tx, p, do, facts); err != nil {
			return err
		}
		return store{tx}.save(ctx, p, was)
	})
	return out, err
}

// mayReach hides papers of offices where one has no right: they are not found.
func mayReach(ctx context.Context, p *Paper) error {
	if !actor.Of(ctx).Has(CanView, p.Office.Path) {
		return fault.New(fault.NotFound, "archive.not-found")
	}
	return nil
}

// happen writes one event and all that follows from it; the record is the caller's to keep.
func (s *Service) happen(ctx context.Context, tx *db.Tx, p *Paper, do string, f Facts) error {
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	a := actor.Of(ctx)
	e := &Event{ID: id.New(), PaperID: p.ID, Seq: p.Version + 1, Do: do, At: s.Clock.Now(), PersonID: a.PersonID, PersonName: a.Name,
		UnitName: a.UnitName, Data: string(data)}
	if err := p.apply(e); err != nil {
		return err
	}
	if err := (store{tx}).addEvent(ctx, e); err != nil {
		return err
	}
	if sealedDo(do) {
		leaf, err := s.leafOf(p, e)
		if err != nil {
			return err
		}
		if err := s.Trail.Seal(ctx, tx, leaf); err != nil {
			return err
		}
	}
	return s.Trail.Write(ctx, tx, audit.Entry{Action: "archive." + do, Subject: p.OwnSubject(), Why: f.Reason,
		Data: map[string]any{"event": e.ID, "seq": e.Seq, "number": p.Number}})
}
