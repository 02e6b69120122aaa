package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// LedgerKind is the kind of the leaves that events of dossiers make.
const LedgerKind = "dossier"

// sealed is what the public ledger says of an event in clear: what is needed to compute every due date
// and every count again, and nothing that tells whose dossier it is or who worked on it. The whole event
// stands behind the leaf's commitment.
type sealed struct {
	Seq      int            `json:"seq"`
	Do       Action         `json:"do"`
	To       State          `json:"to"`
	Opening  *sealedOpening `json:"opening,omitempty"`
	Receipt  *sealedReceipt `json:"receipt,omitempty"`
	By       *term.Term     `json:"by,omitempty"`       // extend: how much more time
	DueAt    time.Time      `json:"due_at,omitzero"`    // fall-due, extend: the date as the house had it
	Calendar string         `json:"calendar,omitempty"` // of an event that ends the clock: the version in force
	Undoes   int            `json:"undoes,omitempty"`   // correct

	Declared *sealedDeclared `json:"declared,omitempty"` // import

	Flags *Flags `json:"flags,omitempty"` // what is electronic of papers and result
}

type sealedOpening struct {
	Channel   catalog.ChannelKind `json:"channel"`
	Procedure string              `json:"procedure"`
	Version   string              `json:"version"`
	Case      string              `json:"case,omitempty"`
	Receiving string              `json:"receiving"` // keys of units
	Competent string              `json:"competent"`
}

type sealedReceipt struct {
	Era       string       `json:"era"` // of the rule set
	Term      term.Term    `json:"term"`
	SameDay   bool         `json:"same_day,omitempty"`
	PausesFor []term.Cause `json:"pauses_for,omitempty"`
	Calendar  string       `json:"calendar"`
	DueAt     time.Time    `json:"due_at,omitzero"` // as printed
}

// sealedDeclared is what another system says of a dossier: nobody here saw it happen, and the ledger
// holds only when it was said.
type sealedDeclared struct {
	SubmittedAt time.Time `json:"submitted_at"`
	ReceivedAt  time.Time `json:"received_at"`
	DueAt       time.Time `json:"due_at,omitzero"`
	EndedAt     time.Time `json:"ended_at,omitzero"`
	End         State     `json:"end,omitempty"` // how it ended, "" while it goes on here
	Asked       int       `json:"asked,omitempty"`
}

func sealedDeclaredOf(c *Declared) *sealedDeclared {
	out := &sealedDeclared{SubmittedAt: c.SubmittedAt, ReceivedAt: c.ReceivedAt, DueAt: c.DueAt, EndedAt: c.EndedAt, Asked: c.Asked}
	if !c.EndedAt.IsZero() {
		out.End = c.State
	}
	return out
}

// seal puts an event into the ledger; d is the dossier after it.
func (s *Service) seal(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	leaf, err := leafOf(d, e)
	if err != nil {
		return err
	}
	return s.Trail.Seal(ctx, tx, leaf)
}

func leafOf(d *Dossier, e *Event) (audit.Leaf, error) {
	whole, err := e.Whole()
	return audit.Leaf{Key: e.ID, Subject: d.Subject(), Kind: LedgerKind, At: e.At, Data: sealedOf(d, e), Secret: whole}, err
}

func sealedOf(d *Dossier, e *Event) sealed {
	f := e.Facts
	out := sealed{Seq: e.Seq, Do: e.Kind, To: d.State, By: f.By, DueAt: f.DueAt, Calendar: f.Calendar, Undoes: f.Undoes, Flags: f.Flags}
	if e.Kind == AskExtension {
		out.By = nil // what was asked for has no effect
	}
	if o := f.Opening; o != nil {
		out.Opening = &sealedOpening{o.Channel, o.Procedure, o.VersionID, o.CaseKey, o.Receiving.UnitID, o.Competent.UnitID}
	}
	if r := f.Receipt; r != nil {
		out.Receipt = &sealedReceipt{r.Era, r.Term, r.SameDay, r.PausesFor, r.Calendar, r.DueAt}
	}
	if f.Declared != nil {
		out.Declared = sealedDeclaredOf(f.Declared)
	}
	return out
}

// Whole is the full text of an event, of which the ledger holds a commitment: whoever is given it and
// the salt can check that nothing in it was changed since.
func (e *Event) Whole() ([]byte, error) {
	return json.Marshal(struct {
		ID         string          `json:"id"`
		Dossier    string          `json:"dossier"`
		Seq        int             `json:"seq"`
		Kind       Action          `json:"kind"`
		At         time.Time       `json:"at"`
		ActorKind  string          `json:"actor_kind"`
		Account    string          `json:"account"`
		Person     string          `json:"person"`
		PersonName string          `json:"person_name"`
		Position   string          `json:"position"`
		Unit       string          `json:"unit"`
		UnitName   string          `json:"unit_name"`
		OnBehalfOf string          `json:"on_behalf_of"`
		From       string          `json:"from"`
		Data       json.RawMessage `json:"data"`
	}{e.ID, e.DossierID, e.Seq, e.Kind, e.At, e.ActorKind, e.AccountID, e.PersonID, e.PersonName, e.Position, e.UnitID,
		e.UnitName, e.OnBehalfOf, e.FromAddr, json.RawMessage(e.Data)})
}

// SealPast puts events into the ledger that happened before there was one, and says that they come late.
// What is sealed already is left alone. It returns how many it sealed.
func (s *Service) SealPast(ctx context.Context) (n int, err error) {
	after := ""
	for {
		ids, err := store{s.DB.Read()}.idsAfter(ctx, after, recountPage)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range ids {
			leaves, err := s.Leaves(ctx, id)
			if err != nil {
				return n, err
			}
			for i := range leaves {
				leaves[i].Late = true
			}
			err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
				added, err := s.Trail.SealMissing(ctx, tx, leaves...)
				n += added
				return err
			})
			if err != nil {
				return n, err
			}
		}
		after = ids[len(ids)-1]
	}
}

// IDs lists the keys of all dossiers in their order, for work that goes through every one.
func (s *Service) IDs(ctx context.Context, after string, limit int) ([]string, error) {
	return store{s.DB.Read()}.idsAfter(ctx, after, limit)
}

// Leaves makes the leaves of all events of a dossier anew: what must stand in the ledger.
func (s *Service) Leaves(ctx context.Context, dossierID string) ([]audit.Leaf, error) {
	events, err := s.history(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	return leavesOf(events)
}

func leavesOf(events []Event) (leaves []audit.Leaf, err error) {
	d := &Dossier{State: Draft}
	leaves = make([]audit.Leaf, len(events))
	for i := range events {
		if err := d.apply(&events[i], events[:i]); err != nil {
			return nil, err
		}
		if leaves[i], err = leafOf(d, &events[i]); err != nil {
			return nil, err
		}
	}
	return leaves, nil
}
