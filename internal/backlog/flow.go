package backlog

// State is how far an old paper is.
type State string

// The states, in their order.
const (
	Scanned State = "scanned"
	Entered State = "entered"
	Checked State = "checked"
	Signed  State = "signed"
	Shared  State = "shared"
)

// States lists them in their order.
var States = []State{Scanned, Entered, Checked, Signed, Shared}

// Task is what somebody does to a paper next.
type Task string

// The tasks.
const (
	ToEnter  Task = "enter"
	ToCheck  Task = "check"
	ToRetype Task = "retype"
)

// Tasks lists them in the order of the work.
var Tasks = []Task{ToEnter, ToCheck, ToRetype}

// of is the state a paper must be in for a task.
func (t Task) of() State {
	return map[Task]State{ToEnter: Scanned, ToCheck: Entered, ToRetype: Checked}[t]
}

// fits tells whether somebody may do a task to a paper: whoever entered it does not check it, and whoever looked at it
// last does not type it anew.
func (t Task) fits(p *Paper, personID string) bool {
	switch {
	case t.of() != p.State || t.of() == "":
		return false
	case t == ToCheck:
		return p.EnteredBy != personID
	case t == ToRetype:
		return p.Draw == Drawn && p.CheckedBy != personID
	}
	return true
}

// ready tells whether a paper can be signed.
func (p *Paper) ready() bool { return p.State == Checked && p.Draw != Drawn }
