package dossier

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

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
	Proposed   State = "proposed"
	Approved   State = "approved"
	Done       State = "done"
	Returned   State = "returned"
	Withdrawn  State = "withdrawn"
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
	Take          Action = "take" // make it one's own work
	Advance       Action = "advance"
	SendBack      Action = "send-back"
	AskSupplement Action = "ask-supplement"
	AddSupplement Action = "supplement"
	Propose       Action = "propose"
	Approve       Action = "approve"
	Reject        Action = "reject"
	Number        Action = "number"
	Return        Action = "return"
	Fetch         Action = "fetch" // the applicant takes the result online
	Withdraw      Action = "withdraw"
)

// Where says at which unit a right is asked.
type where string

const (
	atReceiving where = "receiving"
	atCompetent where = "competent"
	byApplicant where = "applicant" // whoever submitted it
)

// Effect is what an action does to the clock.
type effect string

const (
	none    effect = ""
	starts  effect = "starts"
	pauses  effect = "pauses"
	resumes effect = "resumes"
	ends    effect = "ends"
)

// stateInfo is what is always true of a state: the national status code (DOMAIN §2.2), whether the
// clock runs, whether the outcome stands.
type stateInfo struct {
	national int
	running  bool
	ended    bool
}

var flowStates = map[State]stateInfo{
	Draft:      {},
	Submitted:  {national: 1},
	Fixing:     {national: 5},
	Refused:    {national: 3, ended: true},
	Received:   {national: 2, running: true},
	Processing: {national: 4, running: true},
	Waiting:    {national: 5},
	Proposed:   {national: 4, running: true},
	Approved:   {national: 4, running: true},
	Done:       {national: 9, ended: true},
	Returned:   {national: 10, ended: true},
	Withdrawn:  {national: 7, ended: true},
}

// States lists all states in the order of the straight path.
var States = []State{Draft, Submitted, Fixing, Refused, Received, Processing, Waiting, Proposed, Approved, Done, Returned, Withdrawn}

// National is the status code for the national portal, 0 for a draft.
func (s State) National() int { return flowStates[s].national }

// step is one row of the flow.
type step struct {
	from  State
	do    Action
	to    State
	right string // asked at; applicants need none
	at    where
	turn  bool // only whoever's turn it is
	clock effect
	form  string // slip that goes with it: "01", "02", "03"
	rule  rule   // nil, or why it cannot be done yet
	law   string
}

// rule tells why a step cannot be taken now, nil when it can. It decides on the dossier alone.
type rule func(*Dossier) error

var flow = []step{
	{Draft, Submit, Submitted, "", byApplicant, false, none, "", nil, "onestop/submit"},
	{Draft, Submit, Submitted, CanSubmit, atReceiving, false, none, "", nil, "onestop/submit"}, // a portal's program
	{Draft, TakeIn, Received, CanReceive, atReceiving, false, starts, "01", nil, "onestop/receive"},
	{Submitted, Receive, Received, CanReceive, atReceiving, false, starts, "01", nil, "onestop/receive"},
	{Submitted, AskFix, Fixing, CanReceive, atReceiving, false, none, "02", nil, "onestop/ask-more"},
	{Submitted, Refuse, Refused, CanReceive, atReceiving, false, ends, "03", nil, "onestop/refuse"},
	{Fixing, Resubmit, Submitted, "", byApplicant, false, none, "", nil, "onestop/submit"},
	{Fixing, Resubmit, Submitted, CanSubmit, atReceiving, false, none, "", handedInForThem, "onestop/submit"},
	{Fixing, Refuse, Refused, CanReceive, atReceiving, false, ends, "03", nil, "onestop/refuse"},
	{Received, HandOver, Processing, CanReceive, atReceiving, false, none, "", nil, "onestop/hand-over"},
	{Processing, Take, Processing, CanProcess, atCompetent, true, none, "", notTakenYet, ""},
	{Processing, Advance, Processing, CanProcess, atCompetent, true, none, "", moreSteps, "onestop/internal-process"},
	{Processing, Propose, Proposed, CanProcess, atCompetent, true, none, "", lastStep, "onestop/internal-process"},
	{Processing, SendBack, Processing, CanProcess, atCompetent, true, none, "", notFirstStep, "onestop/internal-process"},
	{Processing, SendBack, Received, CanProcess, atCompetent, true, none, "", firstStep, "onestop/internal-process"},
	{Processing, AskSupplement, Waiting, CanProcess, atCompetent, true, pauses, "02", nil, "onestop/ask-more"},
	{Waiting, AddSupplement, Processing, "", byApplicant, false, resumes, "", nil, "onestop/supplement"},
	{Waiting, AddSupplement, Processing, CanReceive, atReceiving, false, resumes, "", nil, "onestop/supplement"},
	{Waiting, AddSupplement, Processing, CanSubmit, atReceiving, false, resumes, "", handedInForThem, "onestop/supplement"},
	{Proposed, Approve, Approved, CanApprove, atCompetent, true, none, "", nil, "onestop/decide"},
	{Proposed, Reject, Processing, CanApprove, atCompetent, true, none, "", nil, "onestop/decide"},
	{Approved, Number, Done, CanNumber, atCompetent, true, ends, "", nil, "onestop/result"},
	{Done, Return, Returned, CanReturn, atReceiving, false, none, "", nil, "onestop/return"},
	{Done, Fetch, Returned, "", byApplicant, false, none, "", hasResultFile, "onestop/return"},
	{Submitted, Withdraw, Withdrawn, "", byApplicant, false, ends, "", nil, "onestop/withdraw"},
	{Fixing, Withdraw, Withdrawn, "", byApplicant, false, ends, "", nil, "onestop/withdraw"},
	{Received, Withdraw, Withdrawn, "", byApplicant, false, ends, "", nil, "onestop/withdraw"},
	{Processing, Withdraw, Withdrawn, "", byApplicant, false, ends, "", nil, "onestop/withdraw"},
	{Waiting, Withdraw, Withdrawn, "", byApplicant, false, ends, "", nil, "onestop/withdraw"},
	{Received, Withdraw, Withdrawn, CanReceive, atReceiving, false, ends, "", nil, "onestop/withdraw"},
	{Processing, Withdraw, Withdrawn, CanReceive, atReceiving, false, ends, "", nil, "onestop/withdraw"},
	{Waiting, Withdraw, Withdrawn, CanReceive, atReceiving, false, ends, "", nil, "onestop/withdraw"},
}

// handedInForThem keeps a portal's program away from the dossiers of people with an account here.
func handedInForThem(d *Dossier) error { return unless(d.AccountID == "", "dossier.not-yours") }

func notTakenYet(d *Dossier) error {
	if d.AssigneeID != "" {
		return fault.New(fault.Conflict, "dossier.taken", "name", d.Assignee)
	}
	return nil
}

func moreSteps(d *Dossier) error { return unless(d.Step < approvalStep(d.Plan)-1, "dossier.last-step") }
func lastStep(d *Dossier) error {
	return unless(d.Step >= approvalStep(d.Plan)-1, "dossier.more-steps")
}

func notFirstStep(d *Dossier) error { return unless(d.Step > 1, "dossier.first-step") }
func firstStep(d *Dossier) error    { return unless(d.Step <= 1, "dossier.not-first-step") }

func hasResultFile(d *Dossier) error {
	return unless(d.Result != nil && len(d.Result.Files) > 0, "dossier.result-on-paper")
}

func unless(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.New(fault.Conflict, key)
}

// may refuses unless whoever acts has the row's right at its place and it is their turn.
func (st step) may(ctx context.Context, d *Dossier) error {
	a := actor.Of(ctx)
	if st.at == byApplicant {
		if a.Kind == actor.System || (a.Kind == actor.Citizen && a.AccountID == d.AccountID && d.AccountID != "") {
			return nil
		}
		return fault.New(fault.Forbidden, "dossier.not-yours")
	}
	path := d.Receiving.Path
	if st.at == atCompetent {
		path = d.Competent.Path
	}
	if err := actor.Need(ctx, st.right, path); err != nil {
		return err
	}
	if st.turn && !a.Holds(d.Turn.Role, d.Turn.Path) {
		return fault.New(fault.Forbidden, "dossier.not-your-turn", "turn", d.Turn.Name)
	}
	return nil
}

// find returns the row by which whoever acts may do the action now. When none fits it says why:
// the rule of the row that came nearest.
func find(ctx context.Context, d *Dossier, do Action) (step, error) {
	var refused error
	for _, st := range flow {
		if st.from != d.State || st.do != do {
			continue
		}
		err := st.may(ctx, d)
		if err == nil && st.rule != nil {
			err = st.rule(d)
		}
		if err == nil {
			return st, nil
		}
		if refused == nil || fault.Is(err, fault.Conflict) {
			refused = err
		}
	}
	if refused == nil {
		refused = fault.New(fault.Conflict, "dossier.wrong-state")
	}
	return step{}, refused
}

// Choice is a button: an action, and why it cannot be pressed yet (nil when it can).
type Choice struct {
	Do   Action
	Why  *fault.Error
	Form string
}

// Choices lists what whoever acts could do with the dossier in its state. Actions for which the
// right is missing are left out; those that must wait carry the reason.
func Choices(ctx context.Context, d *Dossier) []Choice {
	var out []Choice
	for _, st := range flow {
		if st.from != d.State || slices.ContainsFunc(out, func(c Choice) bool { return c.Do == st.do }) {
			continue
		}
		row, err := find(ctx, d, st.do)
		switch f := fault.As(err); {
		case err == nil:
			out = append(out, Choice{Do: st.do, Form: row.form})
		case f != nil && f.Kind == fault.Conflict:
			out = append(out, Choice{Do: st.do, Why: f})
		}
	}
	return out
}
