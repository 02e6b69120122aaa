package archive

import (
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// room begins the names of what is done here, in the trail.
const room = "archive."

// Decision is how far a proposal to dispose of papers has come.
type Decision string

// The states of a proposal.
const (
	Proposed Decision = "proposed"
	Agreed   Decision = "agreed" // the files are gone from the papers
	Refused  Decision = "refused"
)

// Disposal is a proposal to keep some papers no longer, and what a second person decided. Once agreed it is the minutes.
type Disposal struct {
	ID     string
	State  Decision
	Office Place
	Year   int
	Ord    int // number of the minutes in the office's year, 0 while there are none
	Why    string

	ProposerID, Proposer string
	ProposedAt           time.Time
	DeciderID, Decider   string
	DecidedAt            time.Time
	Answer               string // of whoever decided

	Items []DisposalItem
}

// DisposalItem is a paper of a proposal as it stood when it was proposed.
type DisposalItem struct {
	PaperID   string
	Title     string
	Number    string
	Code      string
	IssuedOn  clock.Date
	KeptUntil clock.Date
	Ground    string // of the term
	Files     int
}

// Minutes is the number of the minutes, "" while there are none.
func (d *Disposal) Minutes() string {
	if d.Ord == 0 {
		return ""
	}
	return fmt.Sprintf("%02d/%d", d.Ord, d.Year)
}

// OwnSubject names the proposal in the trail.
func (d *Disposal) OwnSubject() string { return "archive/disposal/" + d.ID }

// DuePaper is a paper that need not be kept any longer.
type DuePaper struct {
	Paper     *Paper
	KeptUntil clock.Date
	Ground    string
}

func (d DuePaper) item() DisposalItem {
	p := d.Paper
	return DisposalItem{PaperID: p.ID, Title: p.Title, Number: p.Number, Code: p.Code, IssuedOn: p.IssuedOn, KeptUntil: d.KeptUntil, Ground: d.Ground, Files: len(p.Files)}
}
