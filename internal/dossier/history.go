package dossier

import (
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Event is something that happened to a dossier. It is never edited; a mistake is corrected by a
// further event.
type Event struct {
	ID         string
	DossierID  string
	Seq        int // from 1, without gaps
	Kind       Action
	At         time.Time
	ActorKind  string
	AccountID  string
	PersonID   string
	PersonName string
	Position   string
	UnitID     string
	UnitName   string
	OnBehalfOf string
	FromAddr   string
	Facts      Facts
	Data       string // Facts as they were written; this text is what hashes are taken of
}

// Facts are what an event says beyond who and when. Each kind fills its own.
type Facts struct {
	Opening *Opening `json:"opening,omitempty"` // submit, take-in, import
	Receipt *Receipt `json:"receipt,omitempty"` // receive, take-in, import

	Values    catalog.Values `json:"values,omitzero"` // resubmit, supplement: the form as it now is, an empty one too
	Papers    []Paper        `json:"papers,omitzero"` // the same for papers
	Asks      []Ask          `json:"asks,omitempty"`  // ask-fix, ask-supplement
	Complete  bool           `json:"complete,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Step      int            `json:"step,omitempty"`     // index of the step now at work
	Assignee  *Assignee      `json:"assignee,omitempty"` // take
	Result    *Result        `json:"result,omitempty"`   // propose
	Number    string         `json:"number,omitempty"`   // number
	IssuedOn  clock.Date     `json:"issued_on,omitempty"`
	Files     []File         `json:"files,omitempty"` // initial, approve, number: the signed result
	Method    string         `json:"method,omitempty"`
	Recipient string         `json:"recipient,omitempty"` // return: who took it, and on what paper
	Slip      string         `json:"slip,omitempty"`      // number of the slip that went with it
	Calendar  string         `json:"calendar,omitempty"`  // version in force, of an event that ends the clock

	AnswerBy  clock.Date `json:"answer_by,omitempty"` // ask-supplement, ask-fix
	StandIn   string     `json:"stand_in,omitempty"`  // the absent officer in whose stead it was done
	Errands   []Errand   `json:"errands,omitempty"`   // consult, send-part; number and answer: the parts that follow
	Errand    string     `json:"errand,omitempty"`    // answer, recall: which
	Outcome   Outcome    `json:"outcome,omitempty"`   // answer; Reason is its text
	Payment   *Payment   `json:"payment,omitempty"`   // ask-payment, paid
	By        *term.Term `json:"by,omitempty"`        // ask-extension, extend
	DueAt     time.Time  `json:"due_at,omitzero"`     // extend: the new date; fall-due: the date that passed
	Carrier   string     `json:"carrier,omitempty"`   // post
	Tracking  string     `json:"tracking,omitempty"`  // post
	GivenBack []string   `json:"given_back,omitempty"`
	Level     string     `json:"level,omitempty"`    // classify
	Undoes    int        `json:"undoes,omitempty"`   // correct: the number of the event undone
	Undone    Action     `json:"undone,omitempty"`   // correct: what it was
	Declared  *Declared  `json:"declared,omitempty"` // import

	Certified *Certified `json:"certified,omitempty"` // number: as what it was entered in a certification book

	Signature *Signature `json:"signature,omitempty"` // initial, approve, number: by which Files are signed, or sealed

	Digitised      []Digitised     `json:"digitised,omitempty"`       // digitise
	ElectronicCopy *ElectronicCopy `json:"electronic_copy,omitempty"` // make-copy; without a file it is taken back

	Consents []Consent `json:"consents,omitempty"` // submit, take-in, resubmit, supplement: to using what the house knew

	Flags *Flags `json:"flags,omitempty"` // what is electronic of papers and result

	replaced bool // number: Files are the clerk's own, in place of those approved
}

// Opening is how a dossier began.
type Opening struct {
	Code      string              `json:"code"`
	Channel   catalog.ChannelKind `json:"channel"`
	Procedure string              `json:"procedure"`
	VersionID string              `json:"version"`
	CaseKey   string              `json:"case"`
	Name      string              `json:"name"`
	Receiving Place               `json:"receiving"`
	Competent Place               `json:"competent"`
	Office    Place               `json:"office"`
	Owner     Party               `json:"owner"`
	Submitter Party               `json:"submitter"`
	AccountID string              `json:"account,omitempty"`
	Values    catalog.Values      `json:"values"`
	Papers    []Paper             `json:"papers"`
	Owners    []Party             `json:"owners,omitempty"`
	Mandate   *Mandate            `json:"mandate,omitempty"`
}

// Receipt is what reception fixed: from here the clock runs.
type Receipt struct {
	Era      string     `json:"era"`
	Term     term.Term  `json:"term"`
	Plan     []StepPlan `json:"plan"`
	Calendar string     `json:"calendar"` // version of the calendar that gave the printed date
	DueAt    time.Time  `json:"due_at,omitzero"`

	SameDay      bool         `json:"same_day,omitempty"`
	Book         catalog.Book `json:"book,omitempty"`
	PausesFor    []term.Cause `json:"pauses_for,omitempty"`
	Unextendable bool         `json:"unextendable,omitempty"`
	Parts        []PartPlan   `json:"parts,omitempty"`
}

// Assignee is the person who made the dossier their work.
type Assignee struct {
	PersonID string `json:"person"`
	Name     string `json:"name"`
}

// say writes the facts down. From then on the event holds what was written and nothing else, so that
// whoever reads it later folds the same.
func (e *Event) say(f Facts) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	e.Data, e.Facts = string(raw), Facts{}
	return json.Unmarshal(raw, &e.Facts)
}
