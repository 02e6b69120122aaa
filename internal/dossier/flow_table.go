package dossier

import "slices"

// step is one row of the flow.
type step struct {
	from  State
	do    Action
	to    State
	right string // asked at; applicants and the house need none
	at    where
	turn  bool // only whoever's turn it is
	clock effect
	form  string // slip that goes with it, by its number in the set of 2025; "papers" for papers given back
	rule  rule   // nil, or why it cannot be done yet
	leads leads  // nil, or which of several states the act leads to
	law   string
}

// rule tells why a step cannot be taken now, nil when it can. It decides on the dossier alone.
type rule func(*Dossier) error

// leads tells whether the row is the one by which an act with these facts leads on. Rows of one state
// and action that lead to the same state differ in who may act, nothing else.
type leads func(*Dossier, Facts) bool

// rows is a row of the table for several states at once; to "" stays where it is.
type rows struct {
	from []State
	step
}

func in(from ...State) []State { return from }

// inProcess are the states in which the competent unit answers for the dossier and its clock.
var inProcess = in(Processing, AtAgency, Paying, Proposed, Approved)

var flow = expand(
	rows{in(Draft), step{do: Submit, to: Submitted, at: byApplicant, law: "onestop/submit"}},
	rows{in(Draft), step{do: Submit, to: Submitted, right: CanSubmit, at: atReceiving, law: "onestop/submit"}}, // a portal's program
	rows{in(Draft), step{do: TakeIn, to: Received, right: CanReceive, at: atReceiving, clock: starts, form: "01", law: "onestop/receive"}},

	rows{in(Draft), step{do: Import, to: Received, right: CanImport, at: atReceiving, clock: declared, leads: declares(Received)}},
	rows{in(Draft), step{do: Import, to: Processing, right: CanImport, at: atReceiving, clock: declared, leads: declares(Processing)}},
	rows{in(Draft), step{do: Import, to: Done, right: CanImport, at: atReceiving, clock: declared, leads: declares(Done)}},
	rows{in(Draft), step{do: Import, to: Returned, right: CanImport, at: atReceiving, clock: declared, leads: declares(Returned)}},
	rows{in(Draft), step{do: Import, to: Stopped, right: CanImport, at: atReceiving, clock: declared, leads: declares(Stopped)}},
	rows{in(Draft), step{do: Import, to: Withdrawn, right: CanImport, at: atReceiving, clock: declared, leads: declares(Withdrawn)}},

	rows{in(Submitted), step{do: Receive, to: Received, right: CanReceive, at: atReceiving, clock: starts, form: "01", law: "onestop/receive"}},
	rows{in(Submitted), step{do: AskFix, to: Fixing, right: CanReceive, at: atReceiving, form: "02", law: "onestop/ask-more"}},
	rows{in(Submitted, Fixing), step{do: Refuse, to: Refused, right: CanReceive, at: atReceiving, clock: ends, form: "03", law: "onestop/refuse"}},
	rows{in(Fixing), step{do: Resubmit, to: Submitted, at: byApplicant, law: "onestop/submit"}},
	rows{in(Fixing), step{do: Resubmit, to: Submitted, right: CanSubmit, at: atReceiving, rule: handedInForThem, law: "onestop/submit"}},
	rows{in(Received), step{do: HandOver, to: Processing, right: CanReceive, at: atReceiving, law: "onestop/hand-over"}},

	rows{in(Submitted, Received), step{do: Take, right: CanReceive, at: atReceiving, turn: true, rule: notTakenYet}},
	rows{in(Processing), step{do: Take, right: CanProcess, at: atCompetent, turn: true, rule: notTakenYet}},
	rows{in(Proposed), step{do: Take, right: CanApprove, at: atCompetent, turn: true, rule: notTakenYet}},
	rows{in(Submitted, Received, Processing, Proposed, Approved), step{do: Assign, right: CanAssign, at: atTurn, law: "onestop/internal-process"}},
	rows{in(Submitted, Received, Processing, Proposed, Approved), step{do: HandBack, at: byAssignee, law: "onestop/internal-process"}},

	rows{in(Processing), step{do: Advance, right: CanProcess, at: atCompetent, turn: true, rule: moreSteps, law: "onestop/internal-process"}},
	rows{in(Processing), step{do: Propose, to: Proposed, right: CanProcess, at: atCompetent, turn: true, rule: lastStep, law: "onestop/internal-process"}},
	rows{in(Processing), step{do: SendBack, right: CanProcess, at: atCompetent, turn: true, rule: notFirstStep, leads: toAStep, law: "onestop/internal-process"}},
	rows{in(Processing), step{do: SendBack, to: Received, right: CanProcess, at: atCompetent, turn: true, rule: firstStep, leads: toTheDesk, law: "onestop/internal-process"}},

	rows{in(Received), step{do: MakeCopy, right: CanReceive, at: atReceiving, rule: certifiesCopies, law: "certification/electronic-copy"}},
	rows{in(Processing), step{do: MakeCopy, right: CanProcess, at: atCompetent, turn: true, rule: certifiesCopies, law: "certification/electronic-copy"}},

	rows{in(Processing), step{do: AskSupplement, to: Waiting, right: CanProcess, at: atCompetent, turn: true, clock: pauses, form: "02", law: "onestop/ask-more"}},
	rows{in(Waiting), step{do: AddSupplement, to: Processing, at: byApplicant, clock: resumes, law: "onestop/supplement"}},
	rows{in(Waiting), step{do: AddSupplement, to: Processing, right: CanReceive, at: atReceiving, clock: resumes, law: "onestop/supplement"}},
	rows{in(Waiting), step{do: AddSupplement, to: Processing, right: CanSubmit, at: atReceiving, clock: resumes, rule: handedInForThem, law: "onestop/supplement"}},

	rows{in(Processing), step{do: AskPayment, to: Paying, right: CanProcess, at: atCompetent, turn: true, clock: mayPause, law: "onestop/obligation"}},
	rows{in(Paying), step{do: Paid, to: Processing, right: CanReceive, at: atReceiving, clock: resumes, law: "onestop/obligation"}},
	rows{in(Paying), step{do: Paid, to: Processing, right: CanProcess, at: atCompetent, clock: resumes, law: "onestop/obligation"}},

	rows{in(Processing), step{do: Consult, to: AtAgency, right: CanProcess, at: atCompetent, turn: true, clock: mayPause, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Consult, right: CanProcess, at: atCompetent, rule: undecided, law: "onestop/consult"}},
	rows{in(Processing), step{do: SendPart, to: AtAgency, right: CanProcess, at: atCompetent, turn: true, clock: mayPause, rule: partsLeft, law: "joined-up/parts"}},
	rows{in(AtAgency), step{do: SendPart, right: CanProcess, at: atCompetent, rule: partsLeft, law: "joined-up/parts"}},
	rows{in(AtAgency), step{do: Answer, right: CanAdvise, at: atAgency, leads: othersOpen, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Answer, to: Processing, right: CanAdvise, at: atAgency, clock: resumes, leads: backToWork, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Answer, to: Done, right: CanAdvise, at: atAgency, clock: ends, leads: allIn, law: "joined-up/parts"}},
	rows{in(AtAgency), step{do: Answer, right: CanProcess, at: atCompetent, rule: outsideAsked, leads: othersOpen, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Answer, to: Processing, right: CanProcess, at: atCompetent, clock: resumes, rule: outsideAsked, leads: backToWork, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Answer, to: Done, right: CanProcess, at: atCompetent, clock: ends, rule: outsideAsked, leads: allIn, law: "joined-up/parts"}},
	rows{in(AtAgency), step{do: Recall, right: CanProcess, at: atCompetent, leads: othersOpen, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Recall, to: Processing, right: CanProcess, at: atCompetent, clock: resumes, leads: backToWork, law: "onestop/consult"}},
	rows{in(AtAgency), step{do: Recall, to: Done, right: CanProcess, at: atCompetent, clock: ends, leads: allIn, law: "joined-up/parts"}},

	rows{in(Processing), step{do: AskExtension, right: CanProcess, at: atCompetent, turn: true, rule: mayExtend, law: "onestop/extend"}},
	rows{in(AtAgency, Paying), step{do: AskExtension, right: CanProcess, at: atCompetent, rule: mayExtend, law: "onestop/extend"}},
	rows{inProcess, step{do: Extend, right: CanExtend, at: atCompetent, form: "04", rule: mayExtend, law: "onestop/extend"}},
	rows{append(in(Received), inProcess...), step{do: FallDue, at: bySystem, form: "04", rule: notFallen, law: "onestop/apology"}},
	rows{in(Processing, Waiting, Paying, AtAgency, Proposed), step{do: Stop, to: Stopped, right: CanStop, at: atCompetent, clock: ends, form: "05", rule: undecided, law: "onestop/stop"}},

	rows{in(Proposed), step{do: Approve, to: Approved, right: CanApprove, at: atCompetent, turn: true, law: "onestop/decide"}},
	rows{in(Proposed), step{do: Reject, to: Processing, right: CanApprove, at: atCompetent, turn: true, law: "onestop/decide"}},
	rows{in(Proposed), step{do: Initial, right: CanProcess, at: byReviewer, rule: takesInitials, law: "onestop/internal-process"}},
	rows{in(Approved), step{do: Number, to: Done, right: CanNumber, at: atCompetent, turn: true, clock: ends, leads: nothingSent, law: "onestop/result"}},
	rows{in(Approved), step{do: Number, to: AtAgency, right: CanNumber, at: atCompetent, turn: true, clock: mayPause, leads: partsSent, law: "joined-up/parts"}},

	rows{in(Done), step{do: Return, to: Returned, right: CanReturn, at: atReceiving, law: "onestop/return"}},
	rows{in(Done), step{do: Fetch, to: Returned, at: byApplicant, rule: hasResultFile, law: "onestop/return"}},
	rows{in(Done), step{do: Post, to: Posted, right: CanReturn, at: atReceiving, law: "onestop/return-by-post"}},
	rows{in(Posted), step{do: Return, to: Returned, right: CanReturn, at: atReceiving, law: "onestop/return-by-post"}},
	rows{in(Posted), step{do: PostBack, to: Done, right: CanReturn, at: atReceiving, law: "onestop/return-by-post"}},
	rows{in(Done), step{do: Remind, at: bySystem, law: "onestop/unclaimed"}},

	rows{in(Submitted, Fixing, Received, Processing, Waiting, Paying, AtAgency, Proposed, Approved),
		step{do: Withdraw, to: Withdrawn, at: byApplicant, clock: ends, rule: undecided, law: "onestop/withdraw"}},
	rows{in(Received, Processing, Waiting, Paying, AtAgency, Proposed, Approved),
		step{do: Withdraw, to: Withdrawn, right: CanReceive, at: atReceiving, clock: ends, rule: undecided, law: "onestop/withdraw"}},
	rows{in(Refused, Stopped, Withdrawn), step{do: GiveBack, right: CanReturn, at: atReceiving, form: "papers", rule: holdsPapers, law: "onestop/give-back"}},

	rows{append(in(Received, Waiting), inProcess...), step{do: Digitise, right: CanReceive, at: atReceiving, rule: scansWait, law: "circular-01-2023/digitise"}},
	rows{in(Done, Posted, Returned), step{do: Digitise, right: CanReturn, at: atReceiving, rule: resultOnPaper, law: "circular-01-2023/digitise"}},
	rows{in(Done, Posted, Returned), step{do: Digitise, right: CanNumber, at: atCompetent, rule: resultOnPaper, law: "circular-01-2023/digitise"}},
	rows{append(in(Submitted, Fixing, Received, Waiting), inProcess...), step{do: Classify, right: CanClassify, at: atReceiving, law: "pdp/minimise"}},
	rows{in(anyState), step{do: Correct, to: before, at: byLast, clock: undoes, law: "onestop/correct"}},
)

// Actions are all that can be done to a dossier, in the order of the table.
func Actions() []Action {
	var out []Action
	for _, st := range flow {
		if !slices.Contains(out, st.do) {
			out = append(out, st.do)
		}
	}
	return out
}

// expand writes the table out, a row for each state.
func expand(all ...rows) []step {
	var out []step
	for _, r := range all {
		for _, from := range r.from {
			st := r.step
			if st.from = from; st.to == "" {
				st.to = from
			}
			out = append(out, st)
		}
	}
	return out
}
