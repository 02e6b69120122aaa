package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Slip is a form that went out with an event: number, and what it said. A further print gives the
// same paper. law: circular-01-2018/forms circular-03-2025/forms
type Slip struct {
	ID        string
	DossierID string
	Seq       int    // of the event it went with
	Form      string // which paper, by its number in the annex of 2025 whatever the era: slipKinds
	Era       string
	Number    string // number and symbol, "12/TNHS"
	At        time.Time
	Data      string // slipData as JSON
}

// slipKinds are the kinds of paper by the name that the flow and the records give them.
var slipKinds = map[string]slip.Kind{"01": slip.KindReceipt, "02": slip.KindSupplement, "03": slip.KindRefusal,
	"04": slip.KindApology, "05": slip.KindStop, "negative": slip.KindNegative, "papers": slip.KindPapersBack}

// formOf is the form of a paper on a day. law: circular-01-2018/forms circular-03-2025/forms
func formOf(form string, at time.Time) slip.Form {
	return slip.Era(term.RulesOn(clock.DateOf(at)).Era).Form(slipKinds[form])
}

// paper is the slip that goes with a step: the flow names it, and a request that is not granted gets its
// written answer with the number.
func (st step) paper(d *Dossier) string {
	if st.do == Number && d.Result.Negative {
		return "negative"
	}
	return st.form
}

// letters are the papers that an agency's leader signs; all others are its desk's.
var letters = map[string]bool{"04": true, "05": true, "negative": true}

// slipFor takes the next number of the unit, form and year. The event has not happened yet.
func (s *Service) slipFor(ctx context.Context, tx *db.Tx, d *Dossier, form string, e *Event) (*Slip, error) {
	n, err := store{tx}.next(ctx, "slip/"+form+"/"+numbers(d, e, form).UnitID, string(clock.DateOf(e.At)[:4]))
	if err != nil {
		return nil, err
	}
	return &Slip{ID: id.New(), Form: form, Number: padded(n) + "/" + formOf(form, e.At).Symbol, At: e.At}, nil
}

// numbers is the unit in whose series a paper is numbered.
func numbers(d *Dossier, e *Event, form string) Place {
	switch {
	case e.Facts.Opening != nil: // taken in at the counter: the dossier has no places before this event
		return e.Facts.Opening.Receiving
	case letters[form]:
		return d.Office
	case form == "02" && d.State == Processing:
		return d.Competent
	}
	return d.Receiving
}

// padded writes a number as registers do: two digits at least.
func padded(n int64) string { return fmt.Sprintf("%02d", n) }

// keepSlip stores what the slip says, once the event has made the dossier what it is.
func (s *Service) keepSlip(ctx context.Context, tx *db.Tx, d *Dossier, e *Event, slip *Slip) error {
	data, err := s.slipData(ctx, d, e, slip)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	slip.DossierID, slip.Seq, slip.Era, slip.Data = d.ID, e.Seq, data.Era, string(raw)
	return store{tx}.insertSlip(ctx, slip)
}

// Slips lists the slips of a dossier for whoever may see it, in order.
func (s *Service) Slips(ctx context.Context, dossierID string) ([]Slip, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	return store{s.DB.Read()}.slips(ctx, dossierID)
}

// SlipPDF prints a slip. It names a person, so an officer's print is recorded as a look.
func (s *Service) SlipPDF(ctx context.Context, slipID string) (Slip, []byte, error) {
	slip, err := store{s.DB.Read()}.slip(ctx, slipID)
	if err != nil {
		return Slip{}, nil, err
	}
	d, err := store{s.DB.Read()}.byID(ctx, slip.DossierID)
	if err != nil {
		return Slip{}, nil, err
	}
	if err := s.mayReadPapers(ctx, d); err != nil {
		return Slip{}, nil, err
	}
	if !mine(ctx, d) {
		if err := s.Trail.LookNow(ctx, d.Subject(), "dossier.print-slip", "slip "+slip.Number); err != nil {
			return Slip{}, nil, err
		}
	}
	if raw, err := s.signedSlip(ctx, slipID); err != nil || raw != nil {
		return slip, raw, err
	}
	var data slipData
	if err := json.Unmarshal([]byte(slip.Data), &data); err != nil {
		return Slip{}, nil, fault.New(fault.NotFound, "dossier.slip-damaged").Because(err)
	}
	if err := s.showSeal(ctx, slip, &data); err != nil {
		return Slip{}, nil, err
	}
	pdf, err := data.print(ctx, d.Secret)
	return slip, pdf, err
}
