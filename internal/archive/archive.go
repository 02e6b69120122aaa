package archive

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Place is the office that issued, as it was then.
type Place struct {
	UnitID string `json:"unit_id"`
	Path   string `json:"path"`
	Name   string `json:"name"`
}

// Holder is a person or organisation that a paper speaks of. All of it is personal data.
type Holder struct {
	Name       string     `json:"name"`
	PersonalNo string     `json:"personal_no,omitempty"`
	BirthOn    clock.Date `json:"birth_on,omitempty"`
}

// File is an electronic file of a paper, in the store of files.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	Type   string `json:"type"`
	Name   string `json:"name"`
}

// State is whether a paper holds.
type State string

// The states of a paper.
const (
	Valid    State = "valid"
	Revoked  State = "revoked"
	Replaced State = "replaced" // by a successor
)

// States lists them in the order in which pages offer them.
var States = []State{Valid, Revoked, Replaced}

// Paper is an issued paper as its events have made it.
type Paper struct {
	ID      string
	Code    string // typed to check it: ten letters and digits
	Version int    // number of events so far
	State   State

	Subject   string // from whose work it came: "dossier/<id>"
	From      string // the code of that dossier
	AccountID string // the citizen's, "" without one
	Office    Place
	Procedure string // key in the catalogue
	Title     string // of the paper
	Number    string
	IssuedOn  clock.Date
	Until     clock.Date // last day it is valid; "" without end
	SignedBy  string
	Holders   []Holder
	Files     []File // the first is the paper itself; none when it is on paper only

	EndedAt   time.Time
	Reason    string // why it was revoked or replaced
	Successor string // key of the paper in its place
	Replaces  string // key of the paper in whose place it is
	Prints    int    // how often its slip was printed

	Digitised *Digitised // a paper that was made electronic; nil for one that was issued as a file, or is on paper only
	Disposed  *Disposed  `json:",omitempty"` // its files were destroyed when their time was over
}

// Digitised says how a paper became an electronic one.
type Digitised struct {
	On    clock.Date `json:"on"`
	By    string     `json:"by"`    // who signed that the scan is the paper
	Pages int        `json:"pages"` // as many as the paper has
}

// Disposed is that the files of a paper are kept no longer. The paper itself is as valid as before.
type Disposed struct {
	At      time.Time `json:"at"`
	Minutes string    `json:"minutes"` // number of the minutes, "01/2024"
	Files   int       `json:"files"`   // how many there were
}

// Subject names the paper in the trail and in the ledger.
func (p *Paper) OwnSubject() string { return "archive/" + p.ID }

// Holds tells whether the paper is valid on a day.
func (p *Paper) Holds(on clock.Date) bool {
	return p.State == Valid && (p.Until == "" || p.Until >= on)
}

// HolderNames are the names of the holders as one line.
func (p *Paper) HolderNames() string {
	names := make([]string, len(p.Holders))
	for i, h := range p.Holders {
		names[i] = h.Name
	}
	return strings.Join(names, ", ")
}

// ShownCode is a code as it is printed, in two halves.
func ShownCode(code string) string {
	if len(code) != 10 {
		return code
	}
	return code[:5] + "-" + code[5:]
}

// typedCode is what somebody typed as a code: case, spaces and dashes do not matter.
func typedCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\t", "").Replace(typed))
}
