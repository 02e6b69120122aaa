package rating

import "time"

// Mark is how content somebody was.
type Mark string

// The marks, the best first.
const (
	Very Mark = "very"
	Yes  Mark = "yes"
	No   Mark = "no"
)

// Marks are all marks in the order of the form.
var Marks = []Mark{Very, Yes, No}

// Reasons are what people can tick, by key.
var Reasons = []string{"slow", "manner", "trips", "papers", "money", "hard"}

// Asked is a dossier whose applicant can be asked.
type Asked struct {
	Subject   string // "dossier/018f…"
	AccountID string
	Code      string
	Unit      Unit
	Procedure Procedure
	Period    string // "2023-08", the month of the return
	At        time.Time
	Until     time.Time // links work until then
	Answered  bool
}

// Unit is the unit that is judged: the one that received and returned.
type Unit struct{ ID, Path, Name string }

// Procedure is what the dossier was about.
type Procedure struct{ ID, Name string }

// Answer is what somebody says of how a dossier was handled.
type Answer struct {
	Mark    Mark
	Reasons []string
	Words   string
	Contact bool // the office may see which dossier it is, and call
}

// Count is how many of a unit, a procedure and a period were asked, and what those who answered said.
type Count struct {
	Unit      Unit
	Procedure Procedure
	Period    string
	Asked     int
	Declared  int // of those asked: by another system, which says so
	Marks     map[Mark]int
	Reasons   map[string]int
}

// Answered is how many answered; those who kept silent are in Asked alone.
func (c Count) Answered() int { return c.Marks[Very] + c.Marks[Yes] + c.Marks[No] }

// Content is how many were content or very content.
func (c Count) Content() int { return c.Marks[Very] + c.Marks[Yes] }

// Follow is a bad mark that somebody has to look into.
type Follow struct {
	ID        string
	UnitPath  string
	UnitName  string
	Procedure string
	Subject   string // "" unless the citizen allowed it
	Code      string
	Reasons   []string
	Words     string
	ShownFrom time.Time
	DueAt     time.Time
	DoneAt    time.Time
	DoneBy    string
	Outcome   string
}
