package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Control is the control slip of a dossier: its hand-overs, and the number they go under.
type Control struct {
	*Dossier
	Number   string // that of the receipt, with a symbol of its own
	Hops     []Hop
	Standing Standing
}

// ControlSlip puts a dossier's control slip together for whoever may see the dossier. It names who
// worked on it and the applicant, no other personal data.
func (s *Service) ControlSlip(ctx context.Context, dossierID string) (*Control, error) {
	st := store{s.DB.Read()}
	d, err := st.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	cal, err := s.calendar(ctx, d)
	if err != nil {
		return nil, err
	}
	events, err := st.events(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	c := &Control{Dossier: d, Standing: standing(d.Due, d.EndedAt, s.Clock.Now())}
	if c.Hops, err = hops(events, cal); err != nil {
		return nil, err
	}
	number, err := st.receiptNumber(ctx, d.ID)
	if number != "" {
		c.Number = serialOf(number) + "/" + c.era().Form(slip.KindControl).Symbol
	}
	return c, err
}

// era is that of the day of receipt, or of the newest rules before it.
func (c *Control) era() slip.Era {
	if c.Era != "" {
		return slip.Era(c.Era)
	}
	return slip.Era(term.RulesOn(clock.DateOf(c.SubmittedAt)).Era)
}

// ControlPDF prints the control slip.
func (s *Service) ControlPDF(ctx context.Context, dossierID string) (*Control, []byte, error) {
	c, err := s.ControlSlip(ctx, dossierID)
	if err != nil {
		return nil, nil, err
	}
	if c.Number == "" {
		return nil, nil, fault.New(fault.Conflict, "dossier.control.not-received")
	}
	ctx = text.WithLang(ctx, text.Vi) // official papers are in Vietnamese
	head, err := s.slipHead(ctx, c.Dossier, &Event{At: s.Clock.Now()}, &Slip{Number: c.Number})
	if err != nil {
		return nil, nil, err
	}
	head.Era, head.OwnerID = c.era(), "" // it passes through many hands: the number is not needed on it
	paper := slip.Control{Slip: head, ReceivedAt: c.ReceivedAt, DueAt: c.Due.At}
	if c.Ended() && c.Standing != NoDue {
		paper.Outcome = text.T(ctx, "dossier.standing."+string(c.Standing))
	}
	for _, h := range c.Hops {
		paper.Hops = append(paper.Hops, slip.Hop{From: turnWords(ctx, h.From), To: turnWords(ctx, h.To), At: h.At, Giver: h.Giver,
			Receiver: h.Receiver, Result: hopStanding(ctx, h), Note: hopNote(ctx, h)})
	}
	pdf, err := paper.PDF(ctx)
	return c, pdf, err
}

// turnWords says a place on the control slip: the office and its unit.
func turnWords(ctx context.Context, t Turn) string {
	switch {
	case t.Role == roleApplicant || t.Role == "":
		return text.T(ctx, "dossier.control.applicant")
	case t.Role == roleReception:
		return joined(", ", oneStop, t.Name)
	}
	if !text.Has(text.Vi, "dossier.role."+t.Role) { // not a post's: whoever is named
		return t.Name
	}
	return joined(", ", roleWord(ctx, t.Role), t.Name)
}

func hopStanding(ctx context.Context, h Hop) string {
	if h.Standing == NoDue {
		return ""
	}
	return text.T(ctx, "dossier.control."+string(h.Standing))
}

func hopNote(ctx context.Context, h Hop) string {
	if h.Done {
		return text.T(ctx, "dossier.control.done")
	}
	return text.T(ctx, "dossier.control.at-work")
}
