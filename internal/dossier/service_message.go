package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// speaks tells on which side whoever acts may write on a dossier: its applicant; the desk of the
// unit that received it; whoever's turn it is, or who has taken it; and while the applicant is
// awaited, or at the end, those who process at the competent unit.
func (s *Service) speaks(ctx context.Context, d *Dossier) (Side, error) {
	if mine(ctx, d) {
		return FromApplicant, nil
	}
	if err := s.maySee(ctx, d); err != nil {
		return "", err
	}
	a := actor.Of(ctx)
	if a.Kind == actor.Citizen {
		return "", fault.New(fault.NotFound, "dossier.not-found")
	}
	nobodysTurn := d.Turn.Role == roleApplicant || d.Turn.Role == ""
	switch {
	case a.Has(CanReceive, d.Receiving.Path),
		d.Turn.Path != "" && a.Holds(d.Turn.Role, d.Turn.Path),
		d.AssigneeID != "" && d.AssigneeID == a.PersonID,
		nobodysTurn && a.Has(CanProcess, d.Competent.Path):
		return FromOffice, nil
	}
	return "", fault.New(fault.Forbidden, "dossier.message-not-yours", "turn", d.Turn.Name)
}

// shut says why nothing can be written on a dossier any more, or why it would reach nobody.
func (s *Service) shut(d *Dossier, by Side) error {
	if by == FromOffice && d.AccountID == "" {
		return fault.New(fault.Conflict, "dossier.message-no-account")
	}
	if at := closesAt(d); !at.IsZero() && s.Clock.Now().After(at) {
		return fault.New(fault.Conflict, "dossier.message-closed")
	}
	return nil
}

// Say writes a message on a dossier. It moves neither state nor clock.
func (s *Service) Say(ctx context.Context, dossierID string, what Saying) (*Message, error) {
	what.Words = text.Clean(what.Words)
	var out *Message
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := store{tx}.byID(ctx, dossierID)
		if err != nil {
			return err
		}
		side, err := s.speaks(ctx, d)
		if err != nil {
			return err
		}
		if err := s.shut(d, side); err != nil {
			return err
		}
		if err := wrongWith(what, side); err != nil {
			return err
		}
		out, err = s.say(ctx, tx, d, side, what)
		return err
	})
	return out, err
}

func (s *Service) say(ctx context.Context, tx *db.Tx, d *Dossier, side Side, what Saying) (*Message, error) {
	st, a, now := store{tx}, actor.Of(ctx), s.Clock.Now()
	t, err := st.holdTalk(ctx, d, now)
	if err != nil {
		return nil, err
	}
	all, err := st.messages(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	m := &Message{ID: id.New(), DossierID: d.ID, Side: side, At: now, AccountID: a.AccountID, Name: a.Name, Position: a.Position,
		Unit: a.UnitName, Words: what.Words, Files: what.Files, Wants: what.Wants && side == FromOffice}
	if before := saidTwice(all, m); before != nil {
		return before, nil
	}
	if side == FromApplicant && saidToday(all, m) >= mostOfADay {
		return nil, fault.New(fault.Conflict, "dossier.message-too-many", "n", mostOfADay)
	}
	if err := st.addMessage(ctx, m); err != nil {
		return nil, err
	}
	if side == FromOffice {
		t.OfficeReadAt = now
	} else {
		t.ApplicantReadAt = now
	}
	if err := st.saveTalk(ctx, talkOf(t, append(all, *m))); err != nil {
		return nil, err
	}
	if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "dossier.message", Subject: d.Subject(),
		Data: map[string]any{"message": m.ID, "side": m.Side, "files": len(m.Files), "code": d.Code}}); err != nil {
		return nil, err
	}
	return m, s.tellOther(ctx, tx, d, m)
}

// tellOther tells the other side that there is a message: the applicant, or whoever has taken the
// dossier; while nobody has, it is marked in the inbox of those whose turn it is.
func (s *Service) tellOther(ctx context.Context, tx *db.Tx, d *Dossier, m *Message) error {
	if s.Notify == nil {
		return nil
	}
	n := notify.Notice{Event: "dossier.message", Subject: d.Subject(), Link: "/ho-so-cua-toi/" + d.ID + "/tin-nhan",
		To: notify.To{Account: d.AccountID}, Vars: map[string]string{"code": d.Code, "procedure": d.Name, "from": m.Unit}}
	if m.Side == FromApplicant {
		n.Link, n.To, n.Vars["from"] = "/lam-viec/ho-so/"+d.ID+"#tin-nhan", notify.To{Person: d.AssigneeID}, m.Name
	}
	return s.Notify.Tell(ctx, tx, n)
}

// saidTwice is the message that the same person sent with the same words a moment ago.
func saidTwice(all []Message, m *Message) *Message {
	for i := range slices.Backward(all) {
		b := &all[i]
		if b.Side != m.Side || m.At.Sub(b.At) > twiceWithin {
			continue
		}
		if b.AccountID == m.AccountID && b.Words == m.Words && slices.Equal(b.Files, m.Files) && b.BackAt.IsZero() {
			return b
		}
	}
	return nil
}

func saidToday(all []Message, m *Message) int {
	n := 0
	for _, b := range all {
		n += tally(b.Side == m.Side && m.At.Sub(b.At) < 24*time.Hour)
	}
	return n
}

// Sent is what became of a message to one of many applicants.
type Sent struct {
	DossierID string
	Err       error // nil when it was written
}

// mostAtOnce bounds how many applicants are written to at once.
const mostAtOnce = 200

// SayToMany writes the same message on many dossiers, each in a transaction of its own: what stands
// against one does not keep it from the others.
func (s *Service) SayToMany(ctx context.Context, dossierIDs []string, what Saying) ([]Sent, error) {
	what.Words = text.Clean(what.Words)
	if len(dossierIDs) > mostAtOnce {
		return nil, fault.New(fault.Invalid, "dossier.message-to-too-many", "n", mostAtOnce)
	}
	if err := wrongWith(what, FromOffice); err != nil {
		return nil, err
	}
	var out []Sent
	for _, one := range dossierIDs {
		_, err := s.Say(ctx, one, what)
		if err != nil && fault.As(err) == nil {
			return out, err
		}
		out = append(out, Sent{one, err})
	}
	return out, nil
}
