package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// obeying does one kind of order.
type obeying func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error)

// orders are the steps that can be asked for by name.
var orders = map[Action]obeying{
	Receive: func(ctx context.Context, s *Service, at At, _ order, _ []File) (*Dossier, error) {
		return s.Receive(ctx, at)
	},
	AskFix: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.AskFix(ctx, at, o.request())
	},
	Refuse: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Refuse(ctx, at, o.Reason)
	},
	HandOver: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.HandOver(ctx, at, o.Reason)
	},
	Take: func(ctx context.Context, s *Service, at At, _ order, _ []File) (*Dossier, error) {
		return s.Take(ctx, at)
	},
	Assign: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Assign(ctx, at, o.Person, o.Reason)
	},
	HandBack: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.HandBack(ctx, at, o.Reason)
	},
	Advance: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Advance(ctx, at, o.Reason)
	},
	SendBack: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.SendBack(ctx, at, o.Reason)
	},
	AskSupplement: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.AskSupplement(ctx, at, o.request())
	},
	Resubmit: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.mend(ctx, at, o)
	},
	AddSupplement: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.mend(ctx, at, o)
	},
	AskPayment: func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error) {
		return s.AskPayment(ctx, at, Payment{What: o.Reason, AmountDong: o.Amount, NoticeNo: o.Number, Files: files})
	},
	Paid: func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error) {
		return s.Paid(ctx, at, o.Number, files)
	},
	Consult: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Consult(ctx, at, Consultation{UnitID: o.Unit, Agency: o.Agency, PersonID: o.Person, Question: o.Question, Term: days(o.Days)})
	},
	SendPart: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		if o.Errand == "" {
			return s.SendPart(ctx, at)
		}
		return s.SendPart(ctx, at, o.Errand)
	},
	Answer: func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error) {
		return s.Answer(ctx, at, Reply{Key: o.Errand, Outcome: Outcome(o.Outcome), Text: o.Reason, Number: o.Number, Files: files})
	},
	Recall: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Recall(ctx, at, o.Errand, o.Reason)
	},
	AskExtension: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.AskExtension(ctx, at, days(o.Days), o.Reason)
	},
	Extend: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Extend(ctx, at, days(o.Days), o.Reason)
	},
	Stop: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Stop(ctx, at, o.Reason)
	},
	Propose: func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error) {
		return s.Propose(ctx, at, Proposal{Text: o.Result, Negative: o.Negative, Files: files})
	},
	Approve: func(ctx context.Context, s *Service, at At, _ order, _ []File) (*Dossier, error) {
		return s.Approve(ctx, at)
	},
	Reject: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Reject(ctx, at, o.Reason)
	},
	Number: func(ctx context.Context, s *Service, at At, o order, files []File) (*Dossier, error) {
		return s.NumberSealed(ctx, at, Numbering{Number: o.Number, Files: files, Certified: attestedIn(o.Certified), Password: o.Password})
	},
	Return: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Return(ctx, at, o.Recipient)
	},
	Post: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Post(ctx, at, o.Carrier, o.Tracking)
	},
	PostBack: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.PostBack(ctx, at, o.Reason)
	},
	Withdraw: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Withdraw(ctx, at, o.Reason)
	},
	GiveBack: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.GiveBack(ctx, at, o.Given, o.Recipient)
	},
	Classify: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Classify(ctx, at, o.Level, o.Reason)
	},
	Correct: func(ctx context.Context, s *Service, at At, o order, _ []File) (*Dossier, error) {
		return s.Correct(ctx, at, o.Reason)
	},
}

func (o order) request() Request {
	return Request{Asks: o.Asks, Reason: o.Reason, Complete: o.Complete, AnswerBy: clock.Date(o.AnswerBy)}
}

// days is a term of working days; none for none.
func days(n int) term.Term { return term.Term{Amount: float64(max(n, 0)), Unit: term.WorkingDay} }
