package dossier

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Consultation is a question to another unit, or to one expert there. An agency without a desk here
// has a name and no unit.
type Consultation struct {
	UnitID   string
	Agency   string // name, when UnitID is empty
	PersonID string // the expert; "" leaves it to the unit
	Question string
	Term     term.Term
}

// Consult asks another unit or an expert for an opinion, with a term of its own. The dossier waits;
// its own clock goes on unless the procedure says otherwise. law: onestop/consult
func (s *Service) Consult(ctx context.Context, at At, c Consultation) (*Dossier, error) {
	return s.act(ctx, at, Consult, func(ctx context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		e, err := s.consultation(ctx, d, c)
		return Facts{Errands: []Errand{e}}, err
	})
}

func (s *Service) consultation(ctx context.Context, d *Dossier, c Consultation) (Errand, error) {
	var wrong []fault.Field
	e := Errand{Key: nextOpinion(d), Kind: ForOpinion, Name: text.Clean(c.Question), Term: c.Term, PersonID: c.PersonID, Agency: Place{Name: text.Clean(c.Agency)}}
	if len([]rune(e.Name)) < 5 {
		wrong = append(wrong, fault.Field{Name: "question", Key: "dossier.question-missing"})
	}
	if c.Term.None() || c.Term.Check() != nil {
		wrong = append(wrong, fault.Field{Name: "days", Key: "dossier.days-missing"})
	}
	if c.UnitID == "" && e.Agency.Name == "" {
		wrong = append(wrong, fault.Field{Name: "unit", Key: "dossier.agency-missing"})
	}
	if c.UnitID != "" {
		u, err := s.Org.Unit(ctx, c.UnitID)
		if err != nil {
			return e, err
		}
		e.Agency = place(u)
		if u.ID == d.Competent.UnitID && c.PersonID == "" {
			wrong = append(wrong, fault.Field{Name: "unit", Key: "dossier.asks-itself"})
		}
	}
	if c.PersonID != "" {
		p, err := s.Org.Person(ctx, c.PersonID)
		if err != nil {
			return e, err
		}
		e.Person = p.Name
	}
	return e, fault.OnFields(wrong)
}

func nextOpinion(d *Dossier) string {
	n := 1
	for _, e := range d.Errands {
		if e.Kind == ForOpinion {
			n++
		}
	}
	return strconv.Itoa(n)
}

// SendPart sends an agency its part of a joined-up procedure; without a key, every part that may be
// sent now. law: joined-up/parts
func (s *Service) SendPart(ctx context.Context, at At, keys ...string) (*Dossier, error) {
	return s.act(ctx, at, SendPart, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		var sent []Errand
		for _, p := range d.partsToSend() {
			if len(keys) == 0 || slices.Contains(keys, p.Key) {
				sent = append(sent, p.errand())
			}
		}
		if len(sent) == 0 {
			return Facts{}, fault.New(fault.Conflict, "dossier.no-part")
		}
		return Facts{Errands: sent}, nil
	})
}

func (p PartPlan) errand() Errand {
	return Errand{Key: p.Key, Kind: ForPart, Name: p.Name, Agency: p.Agency, Term: p.Term}
}

// Reply is what an agency answers.
type Reply struct {
	Key     string // of the errand
	Outcome Outcome
	Text    string
	Number  string // of the letter, or of the part's own result
	Files   []File
}

// Answer gives an agency's answer: by the agency at its own desk, or written down by the competent
// unit for an agency that has none here. Parts that waited for this one are sent at once, and when the
// last one is in after the dossier's own result, the dossier is done.
func (s *Service) Answer(ctx context.Context, at At, r Reply) (*Dossier, error) {
	return s.act(ctx, at, Answer, func(ctx context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		if err := s.mayReply(ctx, d, r); err != nil {
			return Facts{}, err
		}
		f := Facts{Errand: r.Key, Outcome: r.Outcome, Reason: text.Clean(r.Text), Number: text.Clean(r.Number), Files: r.Files}
		f.Errands = following(d, r)
		return f, nil
	})
}

// mayReply checks the very errand: the flow knows only that whoever acts may answer some.
func (s *Service) mayReply(ctx context.Context, d *Dossier, r Reply) error {
	e := d.errand(r.Key)
	if e == nil || !e.open() {
		return fault.New(fault.Conflict, "dossier.errand-over")
	}
	if !e.mayBeAnswered(ctx, d) {
		return fault.New(fault.Forbidden, "dossier.not-asked")
	}
	var wrong []fault.Field
	if !slices.Contains([]Outcome{Agreed, Against, Otherwise}, r.Outcome) {
		wrong = append(wrong, fault.Field{Name: "outcome", Key: "dossier.outcome-missing"})
	}
	if len([]rune(text.Clean(r.Text))) < 2 && len(r.Files) == 0 {
		wrong = append(wrong, fault.Field{Name: "text", Key: "dossier.answer-missing"})
	}
	return fault.OnFields(wrong)
}

// following are the parts that can be sent once the answer is in: those that needed it, and nothing
// else that is still to be done.
func following(d *Dossier, r Reply) []Errand {
	var out []Errand
	if r.Outcome != Agreed {
		return nil
	}
	trial := *d
	trial.Errands = slices.Clone(d.Errands)
	x := trial.errand(r.Key)
	x.AnsweredAt, x.Outcome = x.AskedAt.Add(1), Agreed
	for _, p := range trial.partsToSend() {
		if slices.Contains(p.Needs, r.Key) {
			out = append(out, p.errand())
		}
	}
	return out
}

// Recall waits no longer for an agency, with a reason: it has not answered in time, or is not needed.
func (s *Service) Recall(ctx context.Context, at At, key, reason string) (*Dossier, error) {
	return s.act(ctx, at, Recall, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		if e := d.errand(key); e == nil || !e.open() {
			return Facts{}, fault.New(fault.Conflict, "dossier.errand-over")
		}
		reason, err := needReason(reason)
		return Facts{Errand: key, Outcome: Recalled, Reason: reason}, err
	})
}

// agency finds who does a part of a joined-up procedure for the place of a dossier: the office of that
// name under the receiving unit or under one above it, whichever level the decision names; the bare
// name where the agency has no desk here. A decision says "Công an cấp xã", and the police of the
// district did the work where communes had none.
func (s *Service) agency(ctx context.Context, d *Dossier, name string) (Place, error) {
	on := clock.DateOf(s.Clock.Now())
	for id := d.Receiving.UnitID; id != ""; {
		u, err := s.Org.UnitOn(ctx, id, on)
		if err != nil {
			return Place{}, err
		}
		children, err := s.Org.Children(ctx, u.ID, org.Department, on)
		if err != nil {
			return Place{}, err
		}
		for _, c := range children {
			if strings.HasPrefix(text.Fold(c.Name)+" ", text.Fold(stem(name))+" ") {
				return Place{UnitID: c.ID, Path: c.Path, Name: c.FullName}, nil
			}
		}
		id = u.ParentID
	}
	return Place{Name: name}, nil
}

var levelAtEnd = regexp.MustCompile(`(?i)\s+(cấp\s+)?(xã|phường|thị trấn|huyện|tỉnh|cơ sở)$`)

// stem is an agency's name without its level: "Công an cấp xã" is "Công an".
func stem(name string) string { return levelAtEnd.ReplaceAllString(strings.TrimSpace(name), "") }
