package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// apologySlip says that an appointment is not kept. What the house itself prepares, the moment the
// date has passed, promises no new one and is nobody's signature: a draft until a leader signs.
func (s *Service) apologySlip(ctx context.Context, head slip.Slip, d *Dossier, e *Event) (*slip.Apology, error) {
	a := &slip.Apology{Slip: head, ReceivedAt: d.ReceivedAt, Reason: e.Facts.Reason}
	if e.ActorKind == string(actor.System) {
		a.DueAt, a.Draft = e.Facts.DueAt, true
		return a, nil
	}
	a.NewDueAt, a.Round, a.Signer = e.Facts.DueAt, len(d.Extensions), signerOf(e)
	var err error
	a.DueAt, err = s.dueBefore(ctx, d, e.At)
	return a, err
}

// dueBefore is the appointment that the last extension moved.
func (s *Service) dueBefore(ctx context.Context, d *Dossier, at time.Time) (time.Time, error) {
	cal, err := s.calendar(ctx, d)
	if err != nil {
		return time.Time{}, err
	}
	before := *d
	before.Extensions = d.Extensions[:max(0, len(d.Extensions)-1)]
	due, err := deriveDue(&before, cal, at)
	return due.At, err
}

func signerOf(e *Event) slip.Signer { return slip.Signer{Office: e.Position, Name: e.PersonName} }

// stopSlip lists the papers that the applicant may have back.
func stopSlip(head slip.Slip, d *Dossier, e *Event) *slip.Stop {
	out := &slip.Stop{Ending: slip.Ending{Slip: head, ReceivedAt: d.ReceivedAt, Reason: e.Facts.Reason, Signer: signerOf(e)}}
	if d.Step < len(d.Plan) {
		out.Stage = d.Plan[d.Step].Name
	}
	for _, p := range d.Papers {
		if p.Count > 0 && p.Form != "shown" && p.Form != "electronic" {
			out.Back = append(out.Back, paperOn(p))
		}
	}
	return out
}

// negativeSlip is the written result of a request that is not granted, signed by whoever approved it.
func negativeSlip(head slip.Slip, d *Dossier) *slip.Negative {
	head.Number = d.Result.Number + "/TB"
	return &slip.Negative{Ending: slip.Ending{Slip: head, ReceivedAt: d.ReceivedAt, Reason: d.Result.Text,
		Signer: slip.Signer{Name: d.Result.ApprovedBy}}}
}

func papersBackSlip(head slip.Slip, d *Dossier, e *Event) *slip.PapersBack {
	out := &slip.PapersBack{Slip: head, Reason: d.Reason, GivenAt: e.At, Recipient: e.Facts.Recipient, OfficerName: e.PersonName}
	for _, p := range d.Papers {
		if slices.Contains(e.Facts.GivenBack, p.Key+"/"+p.Name) {
			out.Papers = append(out.Papers, paperOn(p))
		}
	}
	return out
}
