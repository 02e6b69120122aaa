package insight

import (
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Fact is what the board knows of a dossier.
type Fact struct {
	count.Dossier
	ID, Code      string
	Seq           int
	ReceivingPath string // as recorded at reception
	ReceivingName string
	CompetentPath string
	CompetentName string
	ProcedureName string
	Field         string
	Restricted    bool
	SubmittedAt   time.Time
	FirstDueAt    time.Time
	WarnAt        time.Time
	SentBack      int
	Took          time.Duration // working time from reception to the end, waits outside left out
	Steps         []Step
	Proofs        []string // keys of what was asked of signers for the files of the result
}

// Step is a stretch in which one side had a dossier.
type Step struct {
	No              int
	UnitPath, Unit  string
	Role, Name      string
	PersonID        string
	Person          string
	Waits           string // "" worked on; supplement, payment, agency
	Since, Until    time.Time
	Working, Queued time.Duration
}

// Grain is what a sum is of, beside its unit and half month.
type Grain string

// The grains.
const (
	OfUnit      Grain = "unit" // the unit and all below it
	OfOwn       Grain = "own"  // the unit alone
	OfField     Grain = "field"
	OfProcedure Grain = "procedure"
	OfChannel   Grain = "channel"
)

// Sums is what dossiers add up to in some stretch of time. Figures follow from the sums up to an instant
// and those up to another.
type Sums struct {
	Online, Direct, Post, Supplements, Declared int64 // at reception
	Early, OnTime, Overdue, Stopped, Withdrawn  int64 // at the end
	Fell, Raised                                int64 // became overdue while open; ended after that

	count.Flagged // what is electronic
}

// Place is one sum: what of, where, when.
type Place struct {
	Grain Grain
	Path  string
	Key   string
	Half  clock.Date // first day of the half month
}
