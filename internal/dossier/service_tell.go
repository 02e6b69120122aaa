package dossier

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// minePath is where citizens find a dossier of theirs.
const minePath = "/ho-so-cua-toi/"

// news is what the applicant is told of an event: which notice, and what it says beside code,
// procedure and unit.
type news func(d *Dossier, e *Event) (event string, vars map[string]string)

// forApplicant are the events of which the applicant is told.
var forApplicant = map[Action]news{
	Submit:        plainly("dossier.submitted"),
	Receive:       received,
	TakeIn:        received,
	AskFix:        needMore,
	AskSupplement: needMore,
	Refuse:        reasonedNews("dossier.refused"),
	Stop:          reasonedNews("dossier.stopped"),
	Withdraw:      reasonedNews("dossier.withdrawn"),
	Extend: func(_ *Dossier, e *Event) (string, map[string]string) {
		return "dossier.extended", map[string]string{"reason": e.Facts.Reason, "date": text.Date(clock.DateOf(e.Facts.DueAt))}
	},
	FallDue: func(_ *Dossier, e *Event) (string, map[string]string) {
		return "dossier.fallen", map[string]string{"date": text.Date(clock.DateOf(e.Facts.DueAt))}
	},
	AskPayment: payDue,
	Post: func(d *Dossier, _ *Event) (string, map[string]string) {
		return "dossier.posted", map[string]string{"carrier": d.Posting.Carrier, "tracking": d.Posting.Tracking}
	},
	Return: returned,
	Fetch:  returned,
	Remind: func(d *Dossier, _ *Event) (string, map[string]string) {
		return "dossier.unclaimed", map[string]string{"date": text.Date(clock.DateOf(d.EndedAt)), "place": oneStop + ", " + d.Receiving.Name}
	},
}

func plainly(event string) news {
	return func(*Dossier, *Event) (string, map[string]string) { return event, nil }
}

func reasonedNews(event string) news {
	return func(_ *Dossier, e *Event) (string, map[string]string) {
		return event, map[string]string{"reason": e.Facts.Reason}
	}
}

func received(d *Dossier, _ *Event) (string, map[string]string) {
	if d.Due.At.IsZero() {
		return "dossier.received-open", nil
	}
	at := d.Due.At.In(clock.Zone)
	return "dossier.received", map[string]string{"time": at.Format("15") + " giờ " + at.Format("04") + " phút", "date": text.Date(clock.DateOf(d.Due.At))}
}

func needMore(_ *Dossier, e *Event) (string, map[string]string) {
	return "dossier.need-more", map[string]string{"items": "- " + strings.Join(askWords(e.Facts.Asks), "\n- "), "date": text.Date(e.Facts.AnswerBy)}
}

func payDue(d *Dossier, e *Event) (string, map[string]string) {
	by := text.Date(e.Facts.Payment.PayBy)
	if by == "" {
		by = "ghi trên thông báo"
	}
	return "dossier.pay-due", map[string]string{"amount": text.Integer(text.Vi, e.Facts.Payment.AmountDong), "date": by}
}

func returned(_ *Dossier, e *Event) (string, map[string]string) {
	return "dossier.returned", map[string]string{"date": text.Date(clock.DateOf(e.At))}
}

// ready is told when the result is there, whichever step brought it.
func ready(d *Dossier) (string, map[string]string) {
	if d.Channel == "online" && hasResultFile(d) == nil {
		return "dossier.ready-online", nil
	}
	return "dossier.ready", map[string]string{"place": oneStop + ", " + d.Receiving.Name}
}

// tell tells the applicant and the officers concerned of an event, in its own transaction.
func (s *Service) tell(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	if s.Notify == nil { // a desk of tests that asks for no notices
		return nil
	}
	if say, ok := forApplicant[e.Kind]; ok {
		event, vars := say(d, e)
		if err := s.notice(ctx, tx, d, event, d.applicantTo(), minePath+d.ID, vars); err != nil {
			return err
		}
	}
	if d.State == Done && e.Kind != PostBack && !aside[e.Kind] && e.Kind != Correct {
		event, vars := ready(d)
		if err := s.notice(ctx, tx, d, event, d.applicantTo(), minePath+d.ID, vars); err != nil {
			return err
		}
	}
	return s.tellOfficers(ctx, tx, d, e)
}

// applicantTo is whom the office reaches: the account, else the address left with the dossier.
func (d *Dossier) applicantTo() notify.To {
	who := d.Submitter
	if who.Email == "" && who.Phone == "" {
		who = d.Owner
	}
	return notify.To{Account: d.AccountID, Email: who.Email, Phone: who.Phone}
}

func (s *Service) notice(ctx context.Context, tx *db.Tx, d *Dossier, event string, to notify.To, link string, vars map[string]string) error {
	all := map[string]string{"code": d.Code, "procedure": d.Name, "unit": d.Receiving.Name}
	for k, v := range vars {
		all[k] = v
	}
	return s.Notify.Tell(ctx, tx, notify.Notice{Event: event, Subject: d.Subject(), Link: link, To: to, Vars: all})
}

// tellOfficers tells those whose work an event makes.
func (s *Service) tellOfficers(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	due := text.Date(clock.DateOf(d.Due.At))
	if d.Due.At.IsZero() {
		due = "không quy định"
	}
	switch e.Kind {
	case Assign:
		return s.officers(ctx, tx, d, "dossier.assigned", map[string]string{"by": e.PersonName, "date": due}, d.AssigneeID)
	case AddSupplement, Resubmit:
		return s.officers(ctx, tx, d, "dossier.supplemented", nil, d.AssigneeID)
	case Withdraw:
		return s.officers(ctx, tx, d, "dossier.withdrawn", map[string]string{"reason": e.Facts.Reason}, d.Workers[d.Step].PersonID)
	case Answer:
		x := d.errand(e.Facts.Errand)
		return s.officers(ctx, tx, d, "dossier.answered", map[string]string{"unit": x.Agency.Name}, d.AssigneeID)
	case FallDue:
		people, err := s.responsible(ctx, d)
		if err != nil {
			return err
		}
		late := max(clock.DateOf(e.Facts.DueAt).Days(clock.DateOf(e.At)), 1)
		return s.officers(ctx, tx, d, "dossier.overdue", map[string]string{"days": strconv.Itoa(late), "date": text.Date(clock.DateOf(e.Facts.DueAt))}, people...)
	}
	return s.tellAsked(ctx, tx, d, e)
}

// tellFollowers tells those who follow a dossier that it has moved to another state. Whoever moved it knows,
// and whoever has it now finds it among their own work.
func (s *Service) tellFollowers(ctx context.Context, tx *db.Tx, d *Dossier, e *Event, from State) error {
	if s.Notify == nil || d.State == from {
		return nil
	}
	people, err := s.book.Followers(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(p string) bool { return p == d.AssigneeID })
	by := e.PersonName
	if by == "" || e.ActorKind == string(actor.Citizen) {
		by = roleWord(text.WithLang(ctx, text.Vi), roleApplicant)
	}
	if e.ActorKind == string(actor.System) {
		by = text.In(text.Vi, "dossier.house")
	}
	vars := map[string]string{"state": text.In(text.Vi, "dossier.state."+string(d.State)), "by": by}
	return s.officers(ctx, tx, d, "dossier.moved", vars, people...)
}

// tellAsked tells the agencies to which an event sent something.
func (s *Service) tellAsked(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	for _, sent := range e.Facts.Errands {
		x := d.errand(sent.Key)
		if x.Outside() {
			continue
		}
		people := []string{x.PersonID}
		if x.PersonID == "" {
			holders, err := s.Org.HoldersOf(ctx, roleSpecialist, x.Agency.Path, clock.DateOf(e.At))
			if err != nil {
				return err
			}
			people = ids(holders)
		}
		vars := map[string]string{"unit": d.Competent.Name, "question": x.Name, "date": text.Date(clock.DateOf(x.DueAt))}
		if err := s.officers(ctx, tx, d, "dossier.consulted", vars, people...); err != nil {
			return err
		}
	}
	return nil
}

// officers tells each of the people, but not whoever acts: they know.
func (s *Service) officers(ctx context.Context, tx *db.Tx, d *Dossier, event string, vars map[string]string, people ...string) error {
	told := map[string]bool{"": true, actor.Of(ctx).PersonID: true}
	for _, p := range people {
		if told[p] {
			continue
		}
		told[p] = true
		if err := s.notice(ctx, tx, d, event, notify.To{Person: p}, filePath(d.ID), vars); err != nil {
			return err
		}
	}
	return nil
}

// working are the people who have the work now: whoever took it, else all who may take it.
func (s *Service) working(ctx context.Context, d *Dossier) ([]string, error) {
	if d.AssigneeID != "" {
		return []string{d.AssigneeID}, nil
	}
	holders, err := s.Hands(ctx, d)
	return ids(holders), err
}

// responsible are the people who have the work, and the leaders who answer for it.
func (s *Service) responsible(ctx context.Context, d *Dossier) ([]string, error) {
	people, err := s.working(ctx, d)
	if err != nil {
		return nil, err
	}
	leaders, err := s.leaders(ctx, d)
	return append(people, leaders...), err
}

// leaders answer for a dossier: the heads of the unit that decides, and of the office it belongs to.
func (s *Service) leaders(ctx context.Context, d *Dossier) ([]string, error) {
	today := clock.DateOf(s.Clock.Now())
	heads, err := s.Org.HoldersOf(ctx, roleHead, d.Competent.Path, today)
	if err != nil {
		return nil, err
	}
	chairs, err := s.Org.HoldersOf(ctx, roleLeader, d.Office.Path, today)
	return append(ids(heads), ids(chairs)...), err
}

func ids(holders []org.Holder) []string {
	var out []string
	for _, h := range holders {
		out = append(out, h.PersonID)
		if h.StandInID != "" {
			out = append(out, h.StandInID)
		}
	}
	return out
}
