package archive

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// What befalls a paper.
const (
	Issue   = "issue"
	Revoke  = "revoke"
	Replace = "replace"
	Print   = "print"
	Dispose = "dispose"

	Digitise = "digitise" // a paper that was issued on paper gets its signed scan
)

// Event is one thing that befell a paper. Nobody edits it.
type Event struct {
	ID         string
	PaperID    string
	Seq        int // from 1
	Do         string
	At         time.Time
	PersonID   string
	PersonName string
	UnitName   string // of the post of whoever acted
	Data       string // Facts as JSON
}

// Facts are what an event says; each kind fills what it needs.
type Facts struct {
	Opening   *Opening `json:"opening,omitempty"`   // issue
	Reason    string   `json:"reason,omitempty"`    // revoke, replace, dispose
	Successor string   `json:"successor,omitempty"` // replace
	Minutes   string   `json:"minutes,omitempty"`   // dispose

	Scan      *File      `json:"scan,omitempty"` // digitise
	Digitised *Digitised `json:"digitised,omitempty"`
}

// Opening is all of a paper at its issue.
type Opening struct {
	Code      string     `json:"code"`
	Subject   string     `json:"subject"`
	From      string     `json:"from"`
	AccountID string     `json:"account,omitempty"`
	Office    Place      `json:"office"`
	Procedure string     `json:"procedure"`
	Title     string     `json:"title"`
	Number    string     `json:"number"`
	IssuedOn  clock.Date `json:"issued_on"`
	Until     clock.Date `json:"until,omitempty"`
	SignedBy  string     `json:"signed_by,omitempty"`
	Holders   []Holder   `json:"holders"`
	Files     []File     `json:"files,omitempty"`
	Replaces  string     `json:"replaces,omitempty"`
	Digitised *Digitised `json:"digitised,omitempty"`
}

// facts reads what an event says.
func (e *Event) facts() (Facts, error) {
	var f Facts
	if err := json.Unmarshal([]byte(e.Data), &f); err != nil {
		return f, fmt.Errorf("event %d of paper %s: %w", e.Seq, e.PaperID, err)
	}
	return f, nil
}

// apply adds an event to the paper that the ones before it made.
func (p *Paper) apply(e *Event) error {
	f, err := e.facts()
	if err != nil {
		return err
	}
	if e.Seq != p.Version+1 || (e.Do == Issue) != (e.Seq == 1) || e.Do == Issue && f.Opening == nil {
		return fmt.Errorf("event %d of paper %s does not follow on event %d", e.Seq, e.PaperID, p.Version)
	}
	p.Version = e.Seq
	switch e.Do {
	case Issue:
		o := f.Opening
		*p = Paper{ID: e.PaperID, Code: o.Code, Version: e.Seq, State: Valid, Subject: o.Subject, From: o.From, AccountID: o.AccountID,
			Office: o.Office, Procedure: o.Procedure, Title: o.Title, Number: o.Number, IssuedOn: o.IssuedOn, Until: o.Until,
			SignedBy: o.SignedBy, Holders: o.Holders, Files: o.Files, Replaces: o.Replaces, Digitised: o.Digitised}
	case Revoke:
		p.State, p.EndedAt, p.Reason = Revoked, e.At, f.Reason
	case Replace:
		p.State, p.EndedAt, p.Reason, p.Successor = Replaced, e.At, f.Reason, f.Successor
	case Print:
		p.Prints++
	case Dispose:
		p.Disposed, p.Files = &Disposed{e.At, f.Minutes, len(p.Files)}, nil
	case Digitise:
		p.Files, p.Digitised = []File{*f.Scan}, f.Digitised
	default:
		return fmt.Errorf("event %d of paper %s is of a kind that this program does not know: %q", e.Seq, e.PaperID, e.Do)
	}
	return nil
}

// Replay makes a paper out of its events.
func Replay(events []Event) (*Paper, error) {
	p := &Paper{}
	for i := range events {
		if err := p.apply(&events[i]); err != nil {
			return nil, err
		}
	}
	return p, nil
}
