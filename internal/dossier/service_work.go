package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// HandOver moves a received dossier from the desk to the first step of its internal process.
func (s *Service) HandOver(ctx context.Context, at At, note string) (*Dossier, error) {
	return s.act(ctx, at, HandOver, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		return Facts{Step: 1, Reason: text.Clean(note)}, nil
	})
}

// Take makes the dossier the work of whoever acts.
func (s *Service) Take(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, Take, func(ctx context.Context, _ *db.Tx, _ *Dossier) (Facts, error) {
		a := actor.Of(ctx)
		return Facts{Assignee: &Assignee{PersonID: a.PersonID, Name: a.Name}}, nil
	})
}

// Advance finishes a step and passes the dossier to the next one.
func (s *Service) Advance(ctx context.Context, at At, note string) (*Dossier, error) {
	return s.act(ctx, at, Advance, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		return Facts{Step: d.Step + 1, Reason: text.Clean(note)}, nil
	})
}

// SendBack returns the dossier to the step before, with a reason.
func (s *Service) SendBack(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, SendBack, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		reason, err := needReason(reason)
		return Facts{Step: max(d.Step-1, 0), Reason: reason}, err
	})
}

// Request is what an officer asks an applicant to mend.
type Request struct {
	Asks     []Ask
	Reason   string
	Complete bool       // the officer's word that nothing else will be asked for
	AnswerBy clock.Date // empty: answerDays from today
}

// answerDays is how long an applicant has for an answer when the officer sets no day. [?] Sector laws
// differ; nothing happens by itself when the day has passed.
const answerDays = 30

// AskSupplement asks the applicant for what is missing; the clock stands until the answer. The
// officer confirms that the list is complete: a second request is counted and shown, and under rules
// that say so makes the dossier overdue. law: onestop/ask-more
func (s *Service) AskSupplement(ctx context.Context, at At, r Request) (*Dossier, error) {
	return s.act(ctx, at, AskSupplement, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		return s.requestFacts(r)
	})
}

func (s *Service) requestFacts(r Request) (Facts, error) {
	f, err := askFacts(r.Asks, r.Reason, r.Complete)
	if err != nil {
		return f, err
	}
	today := clock.DateOf(s.Clock.Now())
	if f.AnswerBy = r.AnswerBy; r.AnswerBy == "" {
		f.AnswerBy = today.AddDays(answerDays)
	}
	if f.AnswerBy <= today {
		return f, fault.OnFields([]fault.Field{{Name: "answer-by", Key: "dossier.answer-by-past"}})
	}
	return f, nil
}

// BroughtIn records at the counter that the applicant has brought what was asked for.
func (s *Service) BroughtIn(ctx context.Context, at At, papers []Paper) (*Dossier, error) {
	return s.act(ctx, at, AddSupplement, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		return Facts{Papers: merge(d.Papers, papers)}, nil
	})
}

// merge puts new papers in the place of those with the same key and keeps the others.
func merge(have, brought []Paper) []Paper {
	out := append([]Paper(nil), have...)
next:
	for _, p := range brought {
		for i := range out {
			if p.Key != "" && out[i].Key == p.Key {
				out[i] = p
				continue next
			}
		}
		out = append(out, p)
	}
	return out
}

// Proposal is a result put before whoever decides. A negative one says why the request is not granted.
type Proposal struct {
	Text     string
	Negative bool
	Files    []File
}

// Propose puts a result before whoever decides. law: onestop/internal-process
func (s *Service) Propose(ctx context.Context, at At, p Proposal) (*Dossier, error) {
	return s.act(ctx, at, Propose, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		p.Text = text.Clean(p.Text)
		if p.Text == "" {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "result", Key: "dossier.result-missing"}})
		}
		r := &Result{Text: p.Text, Negative: p.Negative, Files: p.Files}
		return Facts{Step: approvalStep(d.Plan), Result: r}, d.withCopy(r)
	})
}

// Approve decides as proposed.
func (s *Service) Approve(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, Approve, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) { return Facts{}, mustSign(d) })
}

// Reject does not approve: the dossier goes back to whoever proposed, with a reason.
func (s *Service) Reject(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, Reject, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		reason, err := needReason(reason)
		return Facts{Step: max(approvalStep(d.Plan)-1, 1), Reason: reason}, err
	})
}

// Number gives the approved result its number and day; the result is ready, unless agencies
// still have their parts to do: those are sent now. An empty number takes
// the next one of the office and year. What is certified is entered in its book besides, and has the
// number of the book unless another is given.
func (s *Service) Number(ctx context.Context, at At, number string, files []File, certified ...Attested) (*Dossier, error) {
	return s.act(ctx, at, Number, func(ctx context.Context, tx *db.Tx, d *Dossier) (Facts, error) {
		if err := unless(!d.isCopy(), "dossier.copy.must-seal"); err != nil {
			return Facts{}, err
		}
		return s.numberFacts(ctx, tx, d, number, files, certified)
	})
}

func (s *Service) numberFacts(ctx context.Context, tx *db.Tx, d *Dossier, number string, files []File, certified []Attested) (Facts, error) {
	today := clock.DateOf(s.Clock.Now())
	f := Facts{IssuedOn: today, Files: files, replaced: len(files) > 0}
	err := copyNumbering(d, number, files)
	if err != nil {
		return Facts{}, err
	}
	if d.Book != "" && !d.Result.Negative {
		if f.Certified, err = s.attest(ctx, tx, d, string(today[:4]), certified); err != nil {
			return Facts{}, err
		}
	}
	number = text.Clean(number)
	switch {
	case number != "":
	case f.Certified != nil:
		number = f.Certified.Number()
	default:
		n, err := store{tx}.next(ctx, "result/"+d.Office.UnitID, string(today[:4]))
		if err != nil {
			return Facts{}, err
		}
		number = padded(n)
	}
	f.Number = number
	if !d.Result.Negative { // the parts of a joined-up procedure build on what was granted
		numbered := *d
		numbered.Result = &Result{Number: number}
		for _, p := range numbered.partsToSend() {
			f.Errands = append(f.Errands, p.errand())
		}
	}
	return f, nil
}

// Return hands the result over the counter.
func (s *Service) Return(ctx context.Context, at At, recipient string) (*Dossier, error) {
	return s.act(ctx, at, Return, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		recipient = text.Clean(recipient)
		if recipient == "" {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "recipient", Key: "dossier.recipient-missing"}})
		}
		return Facts{Method: "counter", Recipient: recipient}, nil
	})
}

// Fetch records that the applicant took the result online.
func (s *Service) Fetch(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, Fetch, func(ctx context.Context, _ *db.Tx, _ *Dossier) (Facts, error) {
		return Facts{Method: "online", Recipient: actor.Of(ctx).Name}, nil
	})
}
