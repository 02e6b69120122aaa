package dossier

import (
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
}

// Paper is one component of a dossier: what was handed in for it.
type Paper struct {
	Key   string `json:"key"` // of the procedure's component; "" for a further paper
	Name  string `json:"name"`
	Form  string `json:"form"`  // "original", "copy", "certified", "electronic", "shown"
	Count int    `json:"count"` // sheets of paper handed in, 0 for files only
	Files []File `json:"files,omitempty"`
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
}

// Supplement is one request for corrections and its answer.
type Supplement struct {
	AskedAt    time.Time `json:"asked_at"`
	AskedBy    string    `json:"asked_by"`
	Asks       []Ask     `json:"asks"`
	Reason     string    `json:"reason,omitempty"`
	Before     bool      `json:"before"` // asked before reception: no clock runs yet
	AnsweredAt time.Time `json:"answered_at,omitzero"`
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
	AssigneeID string // the person who took it
	Assignee   string

	Era         string // rule set chosen by the date of receipt
	Term        term.Term
	SubmittedAt time.Time
	ReceivedAt  time.Time
	Pauses      []term.Pause
	Extensions  []term.Extension
	Calendar    string    // version of the calendar at the end: later changes move nothing any more
	EndedAt     time.Time // result ready, refused or withdrawn: the end for on-time figures
	ReturnedAt  time.Time
	Supplements []Supplement
	Reason      string // of the last refusal, rejection or withdrawal
	Result      *Result
	ReturnedTo  string // who took the result, and how
	Due         Due
}

// Subject names the dossier in the trail and to rooms that know no dossiers.
func (d *Dossier) Subject() string { return "dossier/" + d.ID }

// SupplementsAfter counts the requests made after reception: the law allows one.
func (d *Dossier) SupplementsAfter() int {
	n := 0
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

// Ended tells whether nothing more can change the outcome.
func (d *Dossier) Ended() bool { return flowStates[d.State].ended }

// Turn is whose move is awaited: a role in one unit, or the applicant.
type Turn struct {
	Role string // "" when nobody's, "applicant", or a role of posts
	Path string // of the unit whose posts with that role may act
	Name string // in words: "Công chức Tư pháp – Hộ tịch, UBND xã Phú Thành"
}
