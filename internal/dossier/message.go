package dossier

import "time"

// Side is who writes: the applicant, or the office.
type Side string

// The two sides of an exchange.
const (
	FromApplicant Side = "applicant"
	FromOffice    Side = "office"
)

// Message is what one side wrote to the other on a dossier. It moves neither state nor clock. It is
// never edited or deleted; its writer may take it back within minutes, and that stays to be seen.
type Message struct {
	ID        string
	DossierID string
	Side      Side
	At        time.Time
	AccountID string // of whoever wrote it
	Name      string
	Position  string // of an officer
	Unit      string
	Words     string
	Files     []File
	Wants     bool      // the office asks for an answer
	BackAt    time.Time // taken back then; Words and Files are empty
	CanTake   bool      // whoever reads may still take it back
}

// Saying is a message being written.
type Saying struct {
	Words string
	Files []File
	Wants bool // by the office: an answer is wanted
	// NoPapers confirms that the office asks for nothing that a supplement request has to ask for.
	NoPapers bool
}

// Talk is how the exchange on a dossier stands.
type Talk struct {
	DossierID       string
	Waits           Side      // who is to answer, "" when nobody is
	Since           time.Time // from when on
	LastAt          time.Time
	ForApplicant    int // messages of the office that the applicant has not opened
	ForOffice       int // messages of the applicant that the office has not opened
	ApplicantReadAt time.Time
	OfficeReadAt    time.Time
	SettledAt       time.Time // the office said that no answer is needed
}

// ReadBy is when the other side of s last opened the exchange.
func (t Talk) ReadBy(s Side) time.Time {
	if s == FromApplicant {
		return t.ApplicantReadAt
	}
	return t.OfficeReadAt
}

// Exchange is all messages of a dossier, the oldest first, and how they stand.
type Exchange struct {
	Talk
	Messages []Message
	Side     Side  // of whoever reads; "" for one who only may read
	Closed   error // why whoever reads cannot write, nil when they can
}
