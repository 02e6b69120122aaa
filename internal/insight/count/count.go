// Package count says how dossiers are counted, and nothing else: it knows no database, no clock and no
// room. The board counts with it what the rooms tell, the verifier of the public ledger what strangers
// can read, and both must come to the same figures.
//
// The columns are those of form II.06a. What is received is counted in the period in which the office
// took it in; what is solved in the period in which it ended; what is in process at the end of the
// period, or at the instant of the question when that is earlier. A dossier refused at reception was
// never received. law: report/ii-06a
package count

import "time"

// Standing is how a dossier that has ended stands to its due date; "" while it is open.
type Standing string

// The standings at the end. NoTerm is of dossiers for which the law sets none: they cannot be late.
const (
	Early  Standing = "early"
	OnTime Standing = "on-time"
	Late   Standing = "late"
	NoTerm Standing = "none"
)

// Channel is how a dossier was submitted.
type Channel string

// The channels.
const (
	Direct Channel = "direct"
	Online Channel = "online"
	Post   Channel = "post"
)

// End is how a dossier ended; "" while it is open.
type End string

// The ends.
const (
	Done      End = "done"
	Stopped   End = "stopped"
	Withdrawn End = "withdrawn"
)

// Dossier is what counting needs to know of one.
type Dossier struct {
	Receiving string // key of the unit that took it in
	Competent string // key of the unit that decides
	Procedure string // key of the procedure
	Version   string // key of its version
	Channel   Channel
	Declared  bool // brought in from another system, which says so: nothing here saw it happen

	ReceivedAt time.Time // zero: not received, and then it is not counted
	DueAt      time.Time // zero: the law sets no term
	EndedAt    time.Time // zero: open
	End        End
	Standing   Standing
	Paused     bool // waits outside the office: it cannot be overdue meanwhile
	Asked      int  // requests for supplements after reception
	Flags      Flags
}

// Period is a span of time, From included, Until not.
type Period struct{ From, Until time.Time }

func (p Period) holds(t time.Time) bool { return !t.IsZero() && !t.Before(p.From) && t.Before(p.Until) }

// Figures are the columns of form II.06a, and what stands behind them.
type Figures struct {
	Received int `json:"received"` // in the period
	Online   int `json:"online"`
	Direct   int `json:"direct"`
	Post     int `json:"post"`
	Carried  int `json:"carried_over"` // from earlier periods, open at its beginning

	Solved  int `json:"solved"`
	Early   int `json:"early"`
	OnTime  int `json:"on_time"`
	Overdue int `json:"overdue"`

	Pending        int `json:"pending"`
	PendingWithin  int `json:"pending_within"`
	PendingOverdue int `json:"pending_overdue"`

	Stopped     int `json:"stopped"`     // among the solved
	Withdrawn   int `json:"withdrawn"`   // among the solved
	Supplements int `json:"supplements"` // requests for supplements to dossiers received in the period
	Declared    int `json:"declared"`    // of those received, carried from another system

	Flagged Flagged `json:"digital"` // what is electronic
}

// Add counts one dossier in a period as seen at asOf.
func (f *Figures) Add(d *Dossier, p Period, asOf time.Time) {
	end := p.Until
	if asOf.Before(end) {
		end = asOf
	}
	if d.ReceivedAt.IsZero() || !d.ReceivedAt.Before(end) {
		return
	}
	if p.holds(d.ReceivedAt) {
		f.receive(d)
	} else if d.EndedAt.IsZero() || !d.EndedAt.Before(p.From) {
		f.Carried++
	}
	switch {
	case !d.EndedAt.IsZero() && d.EndedAt.Before(p.From):
	case !d.EndedAt.IsZero() && d.EndedAt.Before(end):
		f.solve(d)
	default:
		f.await(d, end)
	}
}

func (f *Figures) receive(d *Dossier) {
	f.Received++
	switch d.Channel {
	case Online:
		f.Online++
	case Post:
		f.Post++
	default:
		f.Direct++
	}
	f.Supplements += d.Asked
	if d.Declared {
		f.Declared++
	}
	f.Flagged = f.Flagged.And(d.Flags.Came())
}

// solve counts what was stopped or withdrawn by its due date like everything else. [?] Offices differ.
func (f *Figures) solve(d *Dossier) {
	f.Solved++
	switch d.Standing {
	case Early:
		f.Early++
	case Late:
		f.Overdue++
	default:
		f.OnTime++
	}
	switch d.End {
	case Stopped:
		f.Stopped++
	case Withdrawn:
		f.Withdrawn++
	}
	f.Flagged = f.Flagged.And(d.Flags.Went(d.End))
}

func (f *Figures) await(d *Dossier, end time.Time) {
	f.Pending++
	paused := d.Paused && d.EndedAt.IsZero()
	if !paused && !d.DueAt.IsZero() && d.DueAt.Before(end) {
		f.PendingOverdue++
		return
	}
	f.PendingWithin++
}

// Plus adds other figures.
func (f *Figures) Plus(g Figures) {
	for i, n := range g.columns() {
		*f.columns()[i] += *n
	}
}

// Minus takes other figures away.
func (f *Figures) Minus(g Figures) {
	for i, n := range g.columns() {
		*f.columns()[i] -= *n
	}
}

// columns are all figures, in one order.
func (f *Figures) columns() []*int {
	return append(f.Flagged.flags(), &f.Received, &f.Online, &f.Direct, &f.Post, &f.Carried, &f.Solved, &f.Early, &f.OnTime, &f.Overdue,
		&f.Pending, &f.PendingWithin, &f.PendingOverdue, &f.Stopped, &f.Withdrawn, &f.Supplements, &f.Declared)
}

// Total is column 3: all that the office had to deal with.
func (f Figures) Total() int { return f.Received + f.Carried }

// Holds tells whether the identities of form II.06a hold: nothing is counted twice and nothing is lost.
func (f Figures) Holds() bool {
	return f.Received == f.Online+f.Direct+f.Post && f.Solved == f.Early+f.OnTime+f.Overdue &&
		f.Pending == f.PendingWithin+f.PendingOverdue && f.Total() == f.Solved+f.Pending
}
