package dossier

import "time"

// Declared is what another system says of a dossier that was brought in from it. Nobody here saw any
// of it happen: it is kept, shown and counted as declared.
type Declared struct {
	Source  string `json:"source"`            // name of the other system
	Run     string `json:"run,omitempty"`     // key of the import
	Line    int    `json:"line"`              // of its file
	Code    string `json:"code"`              // in the other system, and here
	Officer string `json:"officer,omitempty"` // who had it there
	State   State  `json:"state"`             // how it ended, or where it stood

	SubmittedAt time.Time `json:"submitted_at"`
	ReceivedAt  time.Time `json:"received_at"`
	DueAt       time.Time `json:"due_at,omitzero"` // zero: no date was declared
	EndedAt     time.Time `json:"ended_at,omitzero"`
	ReturnedAt  time.Time `json:"returned_at,omitzero"`
	Asked       int       `json:"asked,omitempty"` // requests for supplements after reception
}

// DeclaredStates are the states in which a dossier can be brought in.
var DeclaredStates = []State{Received, Processing, Done, Returned, Stopped, Withdrawn}

// declares tells whether a dossier is brought in as one in the state.
func declares(to State) leads {
	return func(_ *Dossier, f Facts) bool { return f.Declared != nil && f.Declared.State == to }
}

// declare takes over what was declared: from here on the dossier is as if it had been so.
func (d *Dossier) declare(f Facts) {
	c := f.Declared
	d.Declared = c
	d.SubmittedAt, d.ReceivedAt, d.EndedAt, d.ReturnedAt = c.SubmittedAt, c.ReceivedAt, c.EndedAt, c.ReturnedAt
	d.Step = f.Step
}
