package dossier

// State is where a dossier stands.
type State string

// The states. Draft is before any event.
const (
	Draft      State = "draft"
	Submitted  State = "submitted"
	Fixing     State = "fixing" // sent back before reception: no clock
	Refused    State = "refused"
	Received   State = "received"
	Processing State = "processing"
	Waiting    State = "waiting" // for a supplement
	Paying     State = "paying"  // for the applicant to meet a financial obligation
	AtAgency   State = "agency"  // for other agencies: opinions, or their parts of a joined-up procedure
	Proposed   State = "proposed"
	Approved   State = "approved"
	Done       State = "done"
	Posted     State = "posted" // the result is with the public post
	Returned   State = "returned"
	Stopped    State = "stopped"
	Withdrawn  State = "withdrawn"

	anyState State = "any"    // in the table alone: whatever the state is
	before   State = "before" // in the table alone: the state before the undone step
)

// Action is a verb of the people who handle a dossier; the event it leaves has the same name.
type Action string

// The actions.
const (
	Submit        Action = "submit"
	TakeIn        Action = "take-in" // at the counter: submitted and received in one
	AskFix        Action = "ask-fix"
	Resubmit      Action = "resubmit"
	Refuse        Action = "refuse"
	Receive       Action = "receive"
	HandOver      Action = "hand-over"
	Take          Action = "take"      // make it one's own work
	Assign        Action = "assign"    // make it somebody's work
	HandBack      Action = "hand-back" // make it nobody's again
	Advance       Action = "advance"
	SendBack      Action = "send-back"
	AskSupplement Action = "ask-supplement"
	AddSupplement Action = "supplement"
	AskPayment    Action = "ask-payment"
	Paid          Action = "paid"
	Consult       Action = "consult"   // ask another unit or an expert for an opinion
	SendPart      Action = "send-part" // send an agency its part of a joined-up procedure
	Answer        Action = "answer"    // of an agency that was asked
	Recall        Action = "recall"    // no longer wait for an agency
	AskExtension  Action = "ask-extension"
	Extend        Action = "extend" // more time, with an apology
	FallDue       Action = "fall-due"
	Stop          Action = "stop"
	MakeCopy      Action = "make-copy" // an electronic copy of an original, to be certified
	Propose       Action = "propose"
	Initial       Action = "initial" // a small signature before the decision
	Approve       Action = "approve"
	Reject        Action = "reject"
	Number        Action = "number"
	Return        Action = "return"
	Post          Action = "post"
	PostBack      Action = "post-back" // the post could not deliver
	Fetch         Action = "fetch"     // the applicant takes the result online
	Remind        Action = "remind"    // that a result waits to be fetched
	Withdraw      Action = "withdraw"
	GiveBack      Action = "give-back" // original papers, of what ended without a result
	Digitise      Action = "digitise"  // papers handed in become signed files
	Classify      Action = "classify"  // who may see it
	Import        Action = "import"    // from another system, as that declares it
	Correct       Action = "correct"   // undo the last step, by a further event
)

// where says whose an action is: who holds a right at a unit, or somebody in particular.
type where string

const (
	atReceiving where = "receiving"
	atCompetent where = "competent"
	atTurn      where = "turn"      // at the unit that has to move
	atAgency    where = "agency"    // at an agency that was asked
	byAssignee  where = "assignee"  // whoever took it
	byApplicant where = "applicant" // whoever submitted it
	bySystem    where = "system"    // the house itself, at its time
	byLast      where = "last"      // whoever did the last step, or decides there
	byReviewer  where = "reviewer"  // whoever proposed the result, or leads the competent unit or its office
)

// effect is what an action does to the clock.
type effect string

const (
	none     effect = ""
	starts   effect = "starts"
	pauses   effect = "pauses"
	mayPause effect = "may pause" // where the procedure says so
	resumes  effect = "resumes"
	ends     effect = "ends"
	undoes   effect = "undoes"   // as if the undone step had not been
	declared effect = "declared" // as another system says
)

// stateInfo is what is always true of a state: the national status code (DOMAIN §2.2), whether the
// clock runs, whether the outcome stands.
type stateInfo struct {
	national int
	clock    string
	ended    bool
}

const (
	notYet    = "-"
	runs      = "runs"
	stands    = "stands"
	mayStand  = "may stand" // by the procedure
	clockOver = "over"
)

var flowStates = map[State]stateInfo{
	Draft:      {clock: notYet},
	Submitted:  {national: 1, clock: notYet},
	Fixing:     {national: 5, clock: notYet},
	Refused:    {national: 3, clock: clockOver, ended: true},
	Received:   {national: 2, clock: runs},
	Processing: {national: 4, clock: runs},
	Waiting:    {national: 5, clock: stands},
	Paying:     {national: 6, clock: mayStand},
	AtAgency:   {national: 4, clock: mayStand},
	Proposed:   {national: 4, clock: runs},
	Approved:   {national: 4, clock: runs},
	Done:       {national: 9, clock: clockOver, ended: true},
	Posted:     {national: 9, clock: clockOver, ended: true},
	Returned:   {national: 10, clock: clockOver, ended: true},
	Stopped:    {national: 8, clock: clockOver, ended: true},
	Withdrawn:  {national: 7, clock: clockOver, ended: true},
}

// States lists all states in the order of the straight path.
var States = []State{Draft, Submitted, Fixing, Refused, Received, Processing, Waiting, Paying, AtAgency, Proposed, Approved,
	Done, Posted, Returned, Stopped, Withdrawn}

// National is the status code for the national portal, 0 for a draft.
func (s State) National() int { return flowStates[s].national }

// Final tells whether nothing but papers given back, or a correction, can follow.
func (s State) Final() bool {
	return s == Refused || s == Returned || s == Stopped || s == Withdrawn
}
