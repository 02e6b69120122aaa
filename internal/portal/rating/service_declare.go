package rating

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// Declared is what another system says of a dossier that was brought in from it: that its applicant was
// asked, and what they answered.
type Declared struct {
	Subject   string // "dossier/018f…"
	Code      string
	Unit      Unit
	Procedure Procedure
	At        time.Time // of the return
	Mark      Mark      // "" when nobody answered
}

// MarkOf is the mark of a score from 1 to 5: 5 is very content, 4 content, the rest not; 0 is no answer.
// Who was in the middle was not content. law: onestop/rating
func MarkOf(score int) Mark {
	switch {
	case score >= 5:
		return Very
	case score == 4:
		return Yes
	case score > 0:
		return No
	}
	return ""
}

// Declare takes over, in the caller's transaction, what another system gathered. It counts like what was
// answered here and stays marked; nobody is asked again, and nobody has to look into it.
func (s *Service) Declare(ctx context.Context, tx *db.Tx, all []Declared) error {
	asked, answers := make([]askedRow, len(all)), []answerRow{}
	for i, d := range all {
		asked[i] = askedRow{Subject: d.Subject, Code: d.Code, UnitID: d.Unit.ID, UnitPath: d.Unit.Path, UnitName: d.Unit.Name,
			ProcedureID: d.Procedure.ID, ProcedureName: d.Procedure.Name, Period: periodOf(d.At), ReturnedAt: d.At, UntilAt: d.At,
			Answered: d.Mark != "", Declared: true}
		if d.Mark != "" {
			answers = append(answers, answerRow{ID: lot(), UnitID: d.Unit.ID, UnitPath: d.Unit.Path, UnitName: d.Unit.Name,
				ProcedureID: d.Procedure.ID, ProcedureName: d.Procedure.Name, Period: periodOf(d.At), Mark: d.Mark, Reasons: "[]", Declared: true})
		}
	}
	return store{tx}.declare(ctx, asked, answers)
}
