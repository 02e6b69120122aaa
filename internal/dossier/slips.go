package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

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
	Form      string // "01" receipt, "02" supplement request, "03" refusal
	Era       string
	Number    string // number and symbol, "12/TNHS"
	At        time.Time
	Data      string // slipData as JSON
}

// slipSymbols follow the number of each form.
var slipSymbols = map[string]string{"01": "TNHS", "02": "HDHS", "03": "TCHS"}

// slipFor takes the next number of the unit, form and year.
func (s *Service) slipFor(ctx context.Context, tx *db.Tx, d *Dossier, form string, at time.Time) (*Slip, error) {
	year := string(clock.DateOf(at)[:4])
	place := d.Receiving
	if form == "02" && d.State == Processing {
		place = d.Competent
	}
	n, err := store{tx}.next(ctx, "slip/"+form+"/"+place.UnitID, year)
	if err != nil {
		return nil, err
	}
	return &Slip{ID: id.New(), Form: form, Number: padded(n) + "/" + slipSymbols[form], At: at}, nil
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
	var data slipData
	if err := json.Unmarshal([]byte(slip.Data), &data); err != nil {
		return Slip{}, nil, fault.New(fault.NotFound, "dossier.slip-damaged").Because(err)
	}
	pdf, err := data.print(ctx, d.Secret)
	return slip, pdf, err
}
