package dossier

import "github.com/nha-san/nhasan/internal/org/term"

// take copies the event's facts.
func (d *Dossier) take(e *Event) {
	f := e.Facts
	if f.Opening != nil {
		d.open(e, f.Opening)
	}
	if f.Receipt != nil {
		d.receive(e, f.Receipt)
	}
	if f.Values != nil {
		d.Values = f.Values
	}
	if f.Papers != nil {
		d.Papers = f.Papers
	}
	if f.Calendar != "" {
		d.Calendar = f.Calendar
	}
	d.takeErrands(e)
	if do, ok := takers[e.Kind]; ok {
		do(d, e)
	}
}

// takers copy what each kind of event says of its own.
var takers = map[Action]func(*Dossier, *Event){
	AskFix:        func(d *Dossier, e *Event) { d.asked(e) },
	AskSupplement: func(d *Dossier, e *Event) { d.asked(e) },
	Resubmit:      func(d *Dossier, e *Event) { d.Supplements[len(d.Supplements)-1].AnsweredAt = e.At },
	AddSupplement: func(d *Dossier, e *Event) { d.Supplements[len(d.Supplements)-1].AnsweredAt = e.At },

	HandOver: func(d *Dossier, e *Event) { d.Step, d.Reason = e.Facts.Step, e.Facts.Reason },
	Advance:  func(d *Dossier, e *Event) { d.Step, d.Reason = e.Facts.Step, e.Facts.Reason },
	SendBack: func(d *Dossier, e *Event) { d.Step, d.Reason = e.Facts.Step, e.Facts.Reason },
	Reject:   func(d *Dossier, e *Event) { d.Step, d.Reason = e.Facts.Step, e.Facts.Reason },
	Take: func(d *Dossier, e *Event) {
		d.AssigneeID, d.Assignee = e.Facts.Assignee.PersonID, e.Facts.Assignee.Name
	},
	Assign: func(d *Dossier, e *Event) {
		d.AssigneeID, d.Assignee = e.Facts.Assignee.PersonID, e.Facts.Assignee.Name
	},
	HandBack: func(d *Dossier, _ *Event) { d.AssigneeID, d.Assignee = "", "" },

	Propose: func(d *Dossier, e *Event) {
		d.Step = e.Facts.Step
		d.Result = &Result{Text: e.Facts.Result.Text, Files: e.Facts.Result.Files, Negative: e.Facts.Result.Negative, ProposedBy: e.PersonName,
			ElectronicCopy: e.Facts.Result.ElectronicCopy}
	},
	MakeCopy: func(d *Dossier, e *Event) {
		if d.ElectronicCopy = e.Facts.ElectronicCopy; d.ElectronicCopy.File.SHA256 == "" { // taken back
			d.ElectronicCopy = nil
		}
	},
	Initial: func(d *Dossier, e *Event) { d.initial(e) },
	Approve: func(d *Dossier, e *Event) {
		d.Result.ApprovedBy, d.Result.ApprovedAt, d.Result.StandInFor = e.PersonName, e.At, e.Facts.StandIn
		if d.Result.Signature = e.Facts.Signature; d.Result.Signature != nil {
			d.Result.Files = e.Facts.Files
		}
	},
	Number: func(d *Dossier, e *Event) {
		d.Result.Number, d.Result.IssuedOn, d.Result.Certified = e.Facts.Number, e.Facts.IssuedOn, e.Facts.Certified
		if len(e.Facts.Files) > 0 {
			d.Result.Files = e.Facts.Files
		}
		d.Result.Seal = e.Facts.Signature
	},

	AskPayment: func(d *Dossier, e *Event) {
		p := *e.Facts.Payment
		p.AskedBy, p.AskedAt = e.PersonName, e.At
		d.Payments = append(d.Payments, p)
	},
	Paid: func(d *Dossier, e *Event) {
		p := &d.Payments[len(d.Payments)-1]
		p.PaidAt, p.ReceiptNo, p.Receipt = e.At, e.Facts.Payment.ReceiptNo, e.Facts.Payment.Receipt
	},

	AskExtension: func(d *Dossier, e *Event) {
		d.ExtendAsk = &ExtensionAsk{*e.Facts.By, e.Facts.Reason, e.PersonName, e.At}
	},
	Extend: func(d *Dossier, e *Event) {
		d.Extensions = append(d.Extensions, term.Extension{By: *e.Facts.By, Reason: e.Facts.Reason})
		d.ExtendAsk = nil
	},
	FallDue: func(d *Dossier, e *Event) { d.Fallen = append(d.Fallen, e.Facts.DueAt) },
	Remind:  func(d *Dossier, _ *Event) { d.Reminders++ },

	Refuse:   func(d *Dossier, e *Event) { d.Reason = e.Facts.Reason },
	Stop:     func(d *Dossier, e *Event) { d.Reason = e.Facts.Reason },
	Withdraw: func(d *Dossier, e *Event) { d.Reason = e.Facts.Reason },
	Return:   func(d *Dossier, e *Event) { d.ReturnedAt, d.ReturnedTo = e.At, e.Facts.Recipient },
	Fetch:    func(d *Dossier, e *Event) { d.ReturnedAt, d.ReturnedTo = e.At, e.Facts.Recipient },
	Post:     func(d *Dossier, e *Event) { d.Posting = &Posting{e.Facts.Carrier, e.Facts.Tracking, e.At} },
	GiveBack: func(d *Dossier, e *Event) { d.GivenBack = append(d.GivenBack, e.Facts.GivenBack...) },
	Import:   func(d *Dossier, e *Event) { d.declare(e.Facts) },
	Digitise: func(d *Dossier, e *Event) { d.digitise(e.Facts.Digitised) },
	Classify: func(d *Dossier, e *Event) { d.Level = e.Facts.Level },
}

func (d *Dossier) open(e *Event, o *Opening) {
	d.ID, d.SubmittedAt = e.DossierID, e.At
	d.Code, d.Channel, d.Procedure, d.VersionID, d.CaseKey, d.Name = o.Code, o.Channel, o.Procedure, o.VersionID, o.CaseKey, o.Name
	d.Receiving, d.Competent, d.Office = o.Receiving, o.Competent, o.Office
	d.Owner, d.Submitter, d.AccountID, d.Values, d.Papers = o.Owner, o.Submitter, o.AccountID, o.Values, o.Papers
	d.Owners, d.Mandate = o.Owners, o.Mandate
}

func (d *Dossier) receive(e *Event, r *Receipt) {
	d.Era, d.Term, d.Plan, d.ReceivedAt = r.Era, r.Term, r.Plan, e.At
	d.SameDay, d.PausesFor, d.Unextendable, d.Parts, d.Book = r.SameDay, r.PausesFor, r.Unextendable, r.Parts, r.Book
}

func (d *Dossier) asked(e *Event) {
	d.Supplements = append(d.Supplements, Supplement{AskedAt: e.At, AskedBy: e.PersonName, Asks: e.Facts.Asks,
		Reason: e.Facts.Reason, Before: e.Kind == AskFix, AnswerBy: e.Facts.AnswerBy})
}

// takeErrands ends the errand that was answered or recalled and begins those that were sent.
func (d *Dossier) takeErrands(e *Event) {
	f := e.Facts
	if x := d.errand(f.Errand); f.Errand != "" && x != nil {
		x.AnsweredAt, x.AnsweredBy, x.Outcome, x.Text, x.Number, x.Files = e.At, e.PersonName, f.Outcome, f.Reason, f.Number, f.Files
	}
	for _, x := range f.Errands {
		x.AskedAt, x.AskedBy = e.At, e.PersonName
		d.Errands = append(d.Errands, x)
	}
}
