package tickets

import (
	"time"
)

// Event is something that happened to a ticket, a booking or a window, at an instant. Events are
// never changed. They name officers, never citizens.
type Event struct {
	ID        string
	ThingID   string // of a ticket or booking; "<unit>/<number>" of a window
	Seq       int    // of a window 0: its events are told apart by their keys
	Kind      string // an Action, or one of those below
	At        time.Time
	Window    int
	Queue     string // where the ticket waits from now on
	Subject   string // what was done for the holder: "dossier/018f…"
	ActorKind string
	AccountID string // of an officer; "" of citizens
	Officer   string
}

// What happens to bookings and windows.
const (
	eventBook   = "book"
	eventRebook = "rebook"
	eventCancel = "cancel"
	eventArrive = "arrive"
	eventAbsent = "absent" // nobody came for the slot
	eventSit    = "sit"
	eventPause  = "pause"
	eventResume = "resume"
	eventRise   = "rise"
)
