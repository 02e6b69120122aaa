package dossier

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Party is a person or organisation named in a dossier. All of it is personal data.
type Party struct {
	Name       string     `json:"name"`
	PersonalNo string     `json:"personal_no,omitempty"` // personal identification number, or a paper's number
	BirthOn    clock.Date `json:"birth_on,omitempty"`
	Phone      string     `json:"phone,omitempty"`
	Email      string     `json:"email,omitempty"`
	Address    string     `json:"address,omitempty"`
	Relation   string     `json:"relation,omitempty"` // of a submitter: by which tie or mandate they act for the owner
}

// Place is a unit as it was when the event happened.
type Place struct {
	UnitID string `json:"unit_id"`
	Path   string `json:"path"`
	Name   string `json:"name"`
}

// File is one uploaded file; SHA256 is of the stored bytes and stands on the receipt.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	Type   string `json:"type"` // media type found in the content
	Name   string `json:"name"` // as the person called it

	At time.Time `json:"at,omitzero"` // when it was here, whole
}

// Paper is one component of a dossier: what was handed in for it.
type Paper struct {
	Key   string `json:"key"` // of the procedure's component; "" for a further paper
	Name  string `json:"name"`
	Form  string `json:"form"`  // "original", "copy", "certified", "electronic", "shown"
	Count int    `json:"count"` // sheets of paper handed in, 0 for files only
	Files []File `json:"files,omitempty"`

	Reused    []Reused      `json:"reused,omitempty"`    // files taken from earlier dossiers of the same person
	Digitised *Digitisation `json:"digitised,omitempty"` // made electronic at reception; nil for one that came electronic or stays on paper
}

// Ask is one thing that a supplement request wants corrected: a field or a paper, and what is
// wrong with it in plain words.
type Ask struct {
	On   string `json:"on,omitempty"`   // "field:<name>", "paper:<key>" or "" for something else
	Name string `json:"name,omitempty"` // label of the field or paper
	Text string `json:"text"`
}

// StepPlan is one step of the internal process as it stood in the version received.
type StepPlan struct {
	Role     string  `json:"role"`
	Name     string  `json:"name"`
	RoleName string  `json:"role_name"`
	Hours    float64 `json:"hours"` // working hours
}

// Result is what the competent unit decided.
type Result struct {
	Text       string     `json:"text"`
	Files      []File     `json:"files,omitempty"`
	ProposedBy string     `json:"proposed_by,omitempty"`
	ApprovedBy string     `json:"approved_by,omitempty"`
	ApprovedAt time.Time  `json:"approved_at,omitzero"`
	Number     string     `json:"number,omitempty"`
	IssuedOn   clock.Date `json:"issued_on,omitempty"`
	Negative   bool       `json:"negative,omitempty"`     // the request is not granted, with reasons: a result all the same
	StandInFor string     `json:"stand_in_for,omitempty"` // whose stand-in approved

	Certified *Certified `json:"certified,omitempty"` // the numbers it has in a certification book
	Initials  []Initials `json:"initials,omitempty"`  // of those who looked at it before it was decided, in their order
	Signature *Signature `json:"signature,omitempty"` // by which it was approved; nil when it was approved without
	Seal      *Signature `json:"seal,omitempty"`      // of the agency, with which it was numbered; nil when without

	ElectronicCopy *ElectronicCopy `json:"electronic_copy,omitempty"` // nil unless the result is a certified electronic copy
	Digitised      *Digitisation   `json:"digitised,omitempty"`       // of a result on paper; nil for one that is electronic, or on paper only
}

// Mandate is by what a submitter acts for the owner.
type Mandate struct {
	Kind   string     `json:"kind"` // one of MandateKinds
	Number string     `json:"number,omitempty"`
	On     clock.Date `json:"on,omitempty"`
	Until  clock.Date `json:"until,omitempty"`
	By     string     `json:"by,omitempty"`    // who certified it
	Shown  bool       `json:"shown,omitempty"` // an officer has seen the paper
	Files  []File     `json:"files,omitempty"`
}

// Payment is a financial obligation that the applicant was asked to meet, such as a land tax. The
// money itself goes elsewhere; here stand the amount and the paper. law: onestop/obligation
type Payment struct {
	What       string     `json:"what"`
	AmountDong int64      `json:"amount_dong"`
	NoticeNo   string     `json:"notice_no,omitempty"`
	PayBy      clock.Date `json:"pay_by,omitempty"`
	Files      []File     `json:"files,omitempty"` // the notice
	AskedBy    string     `json:"asked_by,omitempty"`
	AskedAt    time.Time  `json:"asked_at,omitzero"`
	ReceiptNo  string     `json:"receipt_no,omitempty"`
	Receipt    []File     `json:"receipt,omitempty"`
	PaidAt     time.Time  `json:"paid_at,omitzero"`
}

// ExtensionAsk is a specialist's request for more time, which whoever decides may grant.
type ExtensionAsk struct {
	By     term.Term `json:"by"`
	Reason string    `json:"reason"`
	Who    string    `json:"who"`
	At     time.Time `json:"at"`
}

// Posting is a result on its way by the public post.
type Posting struct {
	Carrier  string    `json:"carrier"`
	Tracking string    `json:"tracking"`
	At       time.Time `json:"at"`
}

// Last is the last step that moved the dossier: what a correction would undo.
type Last struct {
	Kind     Action    `json:"kind,omitempty"`
	Seq      int       `json:"seq,omitempty"`
	PersonID string    `json:"person,omitempty"`
	Name     string    `json:"name,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// Levels of confidentiality: who may open a dossier that they have no work with.
const (
	Normal     = ""
	Restricted = "restricted" // whose turn it is, those who decide, and inspectors
)

// Supplement is one request for corrections and its answer.
type Supplement struct {
	AskedAt    time.Time  `json:"asked_at"`
	AskedBy    string     `json:"asked_by"`
	Asks       []Ask      `json:"asks"`
	Reason     string     `json:"reason,omitempty"`
	Before     bool       `json:"before"`              // asked before reception: no clock runs yet
	AnswerBy   clock.Date `json:"answer_by,omitempty"` // after which the dossier may be stopped; empty where nothing was set
	AnsweredAt time.Time  `json:"answered_at,omitzero"`
}

// Dossier is a dossier as its events have made it.
type Dossier struct {
	ID         string
	Code       string
	Secret     string // lookup secret printed on the receipt; the code alone tells nothing
	Version    int    // number of events so far; guards against two officers at once
	State      State
	Channel    catalog.ChannelKind
	Procedure  string // key in the catalogue
	VersionID  string // the catalogue version it keeps
	CaseKey    string
	Name       string // of the procedure
	Receiving  Place
	Competent  Place
	Office     Place // whose leader signs and whose desk numbers: Competent itself, or what a department belongs to
	Owner      Party
	Submitter  Party
	AccountID  string // the citizen's account; "" for a counter dossier without one
	Values     catalog.Values
	Papers     []Paper
	Plan       []StepPlan
	Step       int // index into Plan, from 0
	StepSince  time.Time
	Turn       Turn   // whose turn it is
	AssigneeID string // the person who took it, or to whom it was assigned
	Assignee   string
	Workers    map[int]Assignee // who had each internal step last: it goes back to them
	Last       Last

	Owners  []Party  // owners beside Owner
	Mandate *Mandate // nil when nobody acts for the owner
	Level   string   // of confidentiality: Normal, Restricted

	Era          string // rule set chosen by the date of receipt
	Term         term.Term
	SameDay      bool         // due on the day of receipt, as certifications are
	Book         catalog.Book // certification book in which its result is entered; "" for none
	PausesFor    []term.Cause // beside a supplement: what the procedure lets the clock wait for
	Unextendable bool         // the procedure allows no new date
	Parts        []PartPlan   // of a joined-up procedure
	SubmittedAt  time.Time
	ReceivedAt   time.Time
	Pauses       []term.Pause
	Extensions   []term.Extension
	Calendar     string    // version of the calendar at the end: later changes move nothing any more
	EndedAt      time.Time // result ready, refused or withdrawn: the end for on-time figures
	ReturnedAt   time.Time
	Supplements  []Supplement
	Payments     []Payment
	Errands      []Errand
	ExtendAsk    *ExtensionAsk // waits to be granted
	Fallen       []time.Time   // due dates that have passed, each with its apology
	Reminders    int           // how often the applicant was told that the result waits
	Reason       string        // of the last refusal, rejection, stop or withdrawal
	Result       *Result
	Posting      *Posting // the last one
	ReturnedTo   string   // who took the result, and how
	GivenBack    []string // keys of original papers given back
	Undone       []int    // events that a correction has undone

	ElectronicCopy *ElectronicCopy `json:",omitempty"` // made to be proposed; nil when none was, or it was taken back

	Declared *Declared `json:",omitempty"` // nil unless it was brought in from another system
	Due      Due
}

// Subject names the dossier in the trail and to rooms that know no dossiers.
func (d *Dossier) Subject() string { return subjectPrefix + d.ID }

const subjectPrefix = "dossier/"

// SupplementsAfter counts the requests made after reception: the law allows one.
func (d *Dossier) SupplementsAfter() int {
	n := 0
	if d.Declared != nil {
		n = d.Declared.Asked
	}
	for _, s := range d.Supplements {
		if !s.Before {
			n++
		}
	}
	return n
}

// OpenSupplement is the request that waits for an answer, or nil.
func (d *Dossier) OpenSupplement() *Supplement {
	if len(d.Supplements) == 0 {
		return nil
	}
	last := &d.Supplements[len(d.Supplements)-1]
	if !last.AnsweredAt.IsZero() || (d.State != Fixing && d.State != Waiting) {
		return nil
	}
	return last
}

// OpenPayment is the obligation that waits to be met, or nil.
func (d *Dossier) OpenPayment() *Payment {
	if n := len(d.Payments); n > 0 && d.State == Paying {
		return &d.Payments[n-1]
	}
	return nil
}

// PapersHeld are papers on paper that the office still has and the applicant may have back.
func (d *Dossier) PapersHeld() []Paper {
	var out []Paper
	for _, p := range d.Papers {
		if p.Count > 0 && p.Form != "shown" && p.Form != "electronic" && !slices.Contains(d.GivenBack, p.Key+"/"+p.Name) {
			out = append(out, p)
		}
	}
	return out
}

// Overrun tells whether the dossier counts as overdue whatever its date: more supplements were asked
// for than the rules allow. law: index-766/2.1
func (d *Dossier) Overrun() bool {
	r := rulesOf(d)
	return r.SupplementsMakeOverdue && d.SupplementsAfter() > r.MaxSupplements
}

// Ended tells whether nothing more can change the outcome.
func (d *Dossier) Ended() bool { return flowStates[d.State].ended }

// Turn is whose move is awaited: a role in one unit, or the applicant.
type Turn struct {
	Role string // "" when nobody's, "applicant", or a role of posts
	Path string // of the unit whose posts with that role may act
	Name string // in words: "Công chức Tư pháp – Hộ tịch, UBND xã Phú Thành"
}
