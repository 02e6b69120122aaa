package backlog

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

// Batch is a pile of old papers of one kind and one office, worked on together.
type Batch struct {
	ID          string
	UnitID      string // the office that keeps the papers today
	UnitPath    string
	UnitName    string
	ProcedureID string // key in the catalogue
	Kind        string // title of the papers: "Giấy khai sinh"
	Name        string // of the pile: folder, box, years
	Expected    int    // papers that should be in it by the old book, 0 when nobody knows
	Sample      int    // percent that is typed anew
	MadeBy      string
	MadeAt      time.Time
}

// Image is a page of a paper in the store of files.
type Image struct {
	SHA256        string `json:"sha256"`
	Size          int64  `json:"size"` // bytes
	Width, Height int    // pixels
	Grey          bool   `json:"grey,omitempty"`

	Turned float64 `json:"turned,omitempty"` // by how many degrees it lay turned before it was set upright
	Before *Image  `json:"before,omitempty"` // as it was scanned; nil when it is that
}

// DPI is how finely it was scanned, if the sheet is A4.
func (i Image) DPI() int { return scan.Picture{Width: i.Width, Height: i.Height}.DPI() }

// LeastDPI is how fine a scan of an administrative paper must be. law: circular-05-2025/scan
const LeastDPI = 200

// Fields are what the register says of a paper. All of it but number and day is personal data.
type Fields struct {
	Number     string     `json:"number"`
	IssuedOn   clock.Date `json:"issued_on"`
	Holder     string     `json:"holder"`
	PersonalNo string     `json:"personal_no,omitempty"` // old papers often have none
	BirthOn    clock.Date `json:"birth_on,omitempty"`
	Until      clock.Date `json:"until,omitempty"` // last day it is valid
	SignedBy   string     `json:"signed_by,omitempty"`
	OfficeID   string     `json:"office,omitempty"` // the office of that time when it is not the batch's
}

// Guess is a field as it was recognised.
type Guess struct {
	Value string  `json:"value"`
	Sure  float64 `json:"sure"` // 0 to 1, of its least certain word
}

// Paper is one old paper on its way.
type Paper struct {
	ID      string
	BatchID string
	Ord     int // in its batch, from 1
	Version int
	State   State
	Path    string // of the unit

	Fields Fields
	Images []Image
	ScannedBy,
	EnteredBy, CheckedBy string // keys of persons
	Draw  Draw
	Note  string // why it was sent back
	Names Names

	File    *File  // the signed file
	Request string // key of what was asked of the signer
	PaperID string // in the register
}

// Names are the names of those who worked on a paper, for people to read.
type Names struct {
	Scanned string `json:"scanned,omitempty"`
	Entered string `json:"entered,omitempty"`
	Checked string `json:"checked,omitempty"`
	Signed  string `json:"signed,omitempty"`
}

// File is an electronic file of a paper.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	Name   string `json:"name"`
}

// Draw says whether a paper is typed anew to measure the work.
type Draw string

// The draws.
const (
	NotDrawn Draw = ""
	Drawn    Draw = "drawn"
	Typed    Draw = "typed"
)

// Subject names the paper in trail, signatures and register.
func (p *Paper) Subject() string { return subjectPrefix + p.ID }

const subjectPrefix = "backlog/"

func idOf(subject string) string { return strings.TrimPrefix(subject, subjectPrefix) }

// Load is files that were brought in at once and are being taken apart.
type Load struct {
	ID      string
	BatchID string
	Way     scan.Way
	Files   []LoadFile
	Done    int    // files taken apart
	Papers  int    // papers that came of it
	Failed  string // why nothing came of it, in the words of whoever brought it
	By      string // key of a person
	ByName  string
	At      time.Time
}

// LoadFile is one file of a load.
type LoadFile struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
	Name   string `json:"name"`
}
