package legacy

import (
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
)

// Field is something that a line can say of a dossier.
type Field string

// The fields, in the order of the form.
const (
	Code      Field = "code"
	Procedure Field = "procedure"
	Unit      Field = "unit"
	Channel   Field = "channel"
	Owner     Field = "owner"
	OwnerNo   Field = "owner-no"
	Phone     Field = "phone"
	Address   Field = "address"
	Submitter Field = "submitter"
	Submitted Field = "submitted"
	Received  Field = "received"
	Due       Field = "due"
	Ended     Field = "ended"
	Returned  Field = "returned"
	Outcome   Field = "outcome"
	Asked     Field = "asked"
	Officer   Field = "officer"
	Rating    Field = "rating"
)

// Mapping says which column of a file is what, and what its words mean.
type Mapping struct {
	Columns map[Field]string            `json:"columns"`          // heads
	Values  map[Field]map[string]string `json:"values,omitempty"` // of channel and outcome: words of the file, folded, to ours
	Order   Order                       `json:"order,omitempty"`  // of days; empty is guessed
}

// Order is how a file writes days with strokes.
type Order string

// The orders. Years first are read whatever the order.
const (
	DayFirst   Order = "dmy"
	MonthFirst Order = "mdy"
)

// Line is what a line of a file says.
type Line struct {
	No        int // in the file, from 1
	Code      string
	Procedure string // code or name
	Unit      string // code or name
	Channel   catalog.ChannelKind
	State     dossier.State
	Owner     dossier.Party
	Submitter string
	Submitted time.Time
	Received  time.Time
	Due       time.Time
	Ended     time.Time
	Returned  time.Time
	Asked     int
	Officer   string
	Rating    int // 1 to 5; 0 says nothing

	odd bool // something about it is
}

// Problem is what is wrong with a line, or odd about it.
type Problem struct {
	Line    int
	Field   Field
	Warning bool // the line comes in all the same
	Key     string
	Args    map[string]any
}

// State is where a run stands.
type State string

// The states of a run.
const (
	Taken   State = "taken"   // its columns are to be matched
	Checked State = "checked" // tried out, nothing brought in
	Running State = "running"
	Over    State = "over"
)

// Counts are how many lines of a run came to what.
type Counts struct {
	Lines   int `json:"lines"`
	Good    int `json:"good"`    // brought in, or would be
	Known   int `json:"known"`   // stand here already from this source
	Wrong   int `json:"wrong"`   // left out
	Warned  int `json:"warned"`  // odd, and brought in
	Open    int `json:"open"`    // of the good ones: not ended, they go on here
	Early   int `json:"early"`   // of the good ones: before the first version of their procedure
	Rated   int `json:"rated"`   // of the good ones
	Skipped int `json:"skipped"` // empty lines
}

// Run is a file on its way in.
type Run struct {
	ID          string
	File        string // its name
	Source      string // name of the other system
	UnitPath    string // of whoever brings it
	By          string
	State       State
	Mapping     Mapping
	Done        int // lines dealt with
	Counts      Counts
	CreatedAt   time.Time
	ConfirmedAt time.Time
	EndedAt     time.Time
}

// Rated is what the other system says of how content an applicant was.
type Rated struct {
	Dossier    string // key
	Code       string
	UnitID     string
	UnitPath   string
	UnitName   string
	Procedure  string // key
	Name       string // of the procedure
	ReturnedAt time.Time
	Score      int // 1 to 5; 0: was asked and kept silent
}
