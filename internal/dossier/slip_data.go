package dossier

import (
	"context"
	"strconv"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// slipData is what a slip said on the day. The lookup secret is not in it: it is put on the paper
// when it is printed.
type slipData struct {
	Era        string           `json:"era"`
	Receipt    *slip.Receipt    `json:"receipt,omitempty"`
	Supplement *slip.Supplement `json:"supplement,omitempty"`
	Refusal    *slip.Refusal    `json:"refusal,omitempty"`
}

// oneStop is the desk that speaks on slips.
const oneStop = "Bộ phận Tiếp nhận và Trả kết quả"

// slipData puts together what the slip of an event says.
func (s *Service) slipData(ctx context.Context, d *Dossier, e *Event, sl *Slip) (*slipData, error) {
	head, err := s.slipHead(ctx, d, e, sl)
	if err != nil {
		return nil, err
	}
	data := &slipData{Era: string(head.Era)}
	switch sl.Form {
	case "01":
		data.Receipt = receiptSlip(head, d, e)
	case "02":
		data.Supplement = supplementSlip(head, d, e)
	case "03":
		data.Refusal = &slip.Refusal{Slip: head, Reason: e.Facts.Reason, OfficerName: e.PersonName}
	}
	return data, nil
}

// slipHead is what all forms say.
func (s *Service) slipHead(ctx context.Context, d *Dossier, e *Event, sl *Slip) (slip.Slip, error) {
	u, err := s.Org.Unit(ctx, d.Receiving.UnitID)
	if err != nil {
		return slip.Slip{}, err
	}
	p, err := s.Catalog.ByID(ctx, d.Procedure)
	if err != nil {
		return slip.Slip{}, err
	}
	head := slip.Slip{Era: slip.Era(term.RulesOn(clock.DateOf(e.At)).Era), Number: sl.Number, Agency: u.Authority(), Unit: oneStop,
		Place: u.Name, IssuedAt: e.At, DossierCode: d.Code, ProcedureCode: p.Code, ProcedureName: d.Name,
		OwnerName: d.Owner.Name, OwnerID: d.Owner.PersonalNo, SubmitterName: d.Submitter.Name, Address: d.Owner.Address,
		Phone: d.Owner.Phone, Email: d.Owner.Email, System: "Nhà Sàn", LookupURL: s.BaseURL + "/tra-cuu",
		LookupLink: s.BaseURL + "/tra-cuu?ma=" + d.Code}
	if u.ParentID != "" && u.Kind == org.Commune {
		parent, err := s.Org.Unit(ctx, u.ParentID)
		if err != nil {
			return slip.Slip{}, err
		}
		head.ParentAgency = parent.Authority()
	}
	return head, nil
}

func receiptSlip(head slip.Slip, d *Dossier, e *Event) *slip.Receipt {
	r := &slip.Receipt{Slip: head, Sets: 1, ReceivedAt: d.ReceivedAt, DueAt: d.Due.At, ReceiverName: e.PersonName,
		ResultPlace: oneStop + ", " + d.Receiving.Name, Book: string(clock.DateOf(e.At)[:4]), Serial: serialOf(head.Number),
		Copies: []slip.Copy{slip.ForSubmitter, slip.ForOffice}}
	if d.Channel == catalog.Online {
		r.ResultPlace = "Tài khoản của Ông/Bà trên hệ thống, hoặc " + r.ResultPlace
	}
	if !d.Term.None() {
		r.Term = d.Term.In(context.Background()) // slips are in Vietnamese
	}
	for _, p := range d.Papers {
		r.Papers = append(r.Papers, slip.Paper{Name: p.Name, Kind: paperKinds[p.Form], Count: max(p.Count, len(p.Files)), SHA256: hashes(p.Files)})
	}
	return r
}

// paperKinds name the forms of a paper as slips do.
var paperKinds = map[string]string{"original": "Bản chính", "copy": "Bản sao", "certified": "Bản sao chứng thực",
	"electronic": "Bản điện tử", "shown": "Xuất trình"}

func hashes(files []File) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.SHA256
	}
	return out
}

// serialOf is the number before the symbol: "12/TNHS" → "12".
func serialOf(number string) string {
	for i := range number {
		if number[i] == '/' {
			return number[:i]
		}
	}
	return number
}

func supplementSlip(head slip.Slip, d *Dossier, e *Event) *slip.Supplement {
	sup := &slip.Supplement{Slip: head, Reason: e.Facts.Reason, Complete: e.Facts.Complete, OfficerName: e.PersonName,
		Contact: slip.Contact{Name: e.PersonName}}
	if n := d.SupplementsAfter(); n > 1 {
		sup.Round = n
	}
	for i, a := range e.Facts.Asks {
		what := a.Name
		if what == "" {
			what = "Nội dung " + strconv.Itoa(i+1)
		}
		sup.Items = append(sup.Items, slip.Item{What: what, Why: a.Text})
	}
	return sup
}

// print makes the paper, with the secret for its owner.
func (data *slipData) print(ctx context.Context, secret string) ([]byte, error) {
	switch {
	case data.Receipt != nil:
		data.Receipt.LookupSecret = secret
		return data.Receipt.PDF(ctx)
	case data.Supplement != nil:
		data.Supplement.LookupSecret = secret
		return data.Supplement.PDF(ctx)
	case data.Refusal != nil:
		return data.Refusal.PDF(ctx)
	}
	return nil, fault.New(fault.NotFound, "dossier.slip-damaged")
}
