package tickets

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// State is where a ticket stands.
type State string

// The states.
const (
	Waiting     State = "waiting"
	Called      State = "called" // to a window, and not there yet
	Serving     State = "serving"
	Transferred State = "transferred" // waits again, for another queue
	Done        State = "done"
	NoShow      State = "no-show"
	Left        State = "left"
)

// States lists all of them in the order of the straight path.
var States = []State{Waiting, Called, Serving, Transferred, Done, NoShow, Left}

// Action is what is done with a ticket; the event it leaves has the same name.
type Action string

// The actions.
const (
	Take     Action = "take" // the number is given out
	Call     Action = "call"
	Recall   Action = "recall"
	Start    Action = "start" // the holder is at the window
	Finish   Action = "finish"
	Miss     Action = "miss"     // nobody came
	Transfer Action = "transfer" // to another queue, with the same number
	Return   Action = "return"   // somebody missed has come after all
	Leave    Action = "leave"    // the holder gives the number back
	Close    Action = "close"    // the day has ended
	Record   Action = "record"   // something was done for the holder: its subject
)

// who may do it.
type who string

const (
	officer who = "officer" // with the right to serve at the unit
	holder  who = "holder"  // whoever has the ticket's secret
	program who = "program" // the program itself, or who may manage the counter
)

// step is one row of the flow.
type step struct {
	from State
	do   Action
	to   State
	by   who
}

var flow = []step{
	{Waiting, Call, Called, officer},
	{Transferred, Call, Called, officer},
	{Called, Recall, Called, officer},
	{Called, Start, Serving, officer},
	{Called, Miss, NoShow, officer},
	{Called, Transfer, Transferred, officer},
	{Serving, Record, Serving, officer},
	{Serving, Transfer, Transferred, officer},
	{Serving, Finish, Done, officer},
	{Done, Record, Done, officer}, // an intake finished after the next was called
	{NoShow, Return, Waiting, officer},
	{Waiting, Leave, Left, holder},
	{Transferred, Leave, Left, holder},
	{Waiting, Close, Left, program},
	{Transferred, Close, Left, program},
	{Called, Close, NoShow, program},
	{Serving, Close, Done, program},
}

// open are the states from which the day's end closes a ticket.
var open = []State{Waiting, Transferred, Called, Serving}

// may refuses unless whoever acts can take the step with a ticket of the unit at path. A holder is
// known by the secret that found the ticket.
func (st step) may(ctx context.Context, path string) error {
	switch st.by {
	case officer:
		return actor.Need(ctx, CanServe, path)
	case program:
		return actor.Need(ctx, CanManage, path)
	}
	return nil
}

// find returns the row for the action on a ticket in its state.
func find(ctx context.Context, t *Ticket, do Action) (step, error) {
	for _, st := range flow {
		if st.from == t.State && st.do == do {
			return st, st.may(ctx, t.UnitPath)
		}
	}
	return step{}, fault.New(fault.Conflict, "tickets.wrong-state", "code", t.Code(), "officer", t.Officer)
}

// Choices lists what can be done with a ticket in its state by an officer, apart from calling it.
func Choices(t Ticket) []Action {
	var out []Action
	for _, st := range flow {
		if st.from == t.State && st.by == officer && st.do != Call && st.do != Record {
			out = append(out, st.do)
		}
	}
	return out
}
