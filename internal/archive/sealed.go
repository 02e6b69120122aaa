package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// LedgerKind is the kind of the leaves that issued papers make in the public ledger.
const LedgerKind = "paper"

// sealed is what the ledger says of an event in clear: which files an office issued on which day, and that one of
// them no longer holds. Nothing tells whose they are; the whole event stands behind the leaf's commitment. How
// often a slip is printed is nobody's business and is not sealed.
type sealed struct {
	Seq       int        `json:"seq"`
	Do        string     `json:"do"`
	Office    string     `json:"office,omitempty"` // key of the unit
	IssuedOn  clock.Date `json:"issued_on,omitempty"`
	Files     []string   `json:"files,omitempty"`     // SHA-256
	Successor string     `json:"successor,omitempty"` // pseudonym of the paper in its place
	Minutes   string     `json:"minutes,omitempty"`   // number of the minutes under which its files were destroyed
}

// sealedDo are the events that the ledger holds.
func sealedDo(do string) bool { return do != Print }

// leafOf is the leaf of an event; p is the paper after it.
func (s *Service) leafOf(p *Paper, e *Event) (audit.Leaf, error) {
	whole, err := e.Whole()
	if err != nil {
		return audit.Leaf{}, err
	}
	data := sealed{Seq: e.Seq, Do: e.Do}
	if e.Do == Issue || e.Do == Digitise {
		data.Office, data.IssuedOn = p.Office.UnitID, p.IssuedOn
		for _, f := range p.Files {
			data.Files = append(data.Files, f.SHA256)
		}
	}
	if e.Do == Dispose {
		data.Office, data.Minutes = p.Office.UnitID, p.Disposed.Minutes
	}
	if e.Do == Replace {
		data.Successor = s.Trail.Pseudonym((&Paper{ID: p.Successor}).OwnSubject())
	}
	return audit.Leaf{Key: e.ID, Subject: p.OwnSubject(), Kind: LedgerKind, At: e.At, Data: data, Secret: whole}, nil
}

// Whole is the full text of an event, of which the ledger holds a commitment.
func (e *Event) Whole() ([]byte, error) {
	return json.Marshal(struct {
		ID     string          `json:"id"`
		Paper  string          `json:"paper"`
		Seq    int             `json:"seq"`
		Do     string          `json:"do"`
		At     time.Time       `json:"at"`
		Person string          `json:"person"`
		Name   string          `json:"name"`
		Unit   string          `json:"unit"`
		Data   json.RawMessage `json:"data"`
	}{e.ID, e.PaperID, e.Seq, e.Do, e.At, e.PersonID, e.PersonName, e.UnitName, json.RawMessage(e.Data)})
}

// Leaves makes the leaves of all events of a paper anew: what must stand in the ledger.
func (s *Service) Leaves(ctx context.Context, paperID string) ([]audit.Leaf, error) {
	events, err := store{s.DB.Read()}.events(ctx, paperID)
	if err != nil {
		return nil, err
	}
	p, leaves := &Paper{}, []audit.Leaf(nil)
	for i := range events {
		if err := p.apply(&events[i]); err != nil {
			return nil, err
		}
		if !sealedDo(events[i].Do) {
			continue
		}
		leaf, err := s.leafOf(p, &events[i])
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, leaf)
	}
	return leaves, nil
}

// IDs lists the keys of all papers in their order, for work that goes through every one.
func (s *Service) IDs(ctx context.Context, after string, limit int) ([]string, error) {
	return store{s.DB.Read()}.idsAfter(ctx, after, limit)
}

// Check holds the record of a paper against what its events make.
func (s *Service) Check(ctx context.Context, paperID string) error {
	kept, err := store{s.DB.Read()}.byID(ctx, paperID)
	if err != nil {
		return err
	}
	events, err := store{s.DB.Read()}.events(ctx, paperID)
	if err != nil {
		return err
	}
	made, err := Replay(events)
	if err != nil {
		return err
	}
	a, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	b, err := json.Marshal(made)
	if err == nil && string(a) != string(b) {
		err = fmt.Errorf("the record of issued paper %s is not what its events make", paperID)
	}
	return err
}
