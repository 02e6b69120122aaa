package dossier

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// slipData is what a slip said on the day. The lookup secret is not in it: it is put on the paper
// when it is printed.
type slipData struct {
	Era        string           `json:"era"`
	Receipt    *slip.Receipt    `json:"receipt,omitempty"`
	Supplement *slip.Supplement `json:"supplement,omitempty"`
	Refusal    *slip.Refusal    `json:"refusal,omitempty"`
	Apology    *slip.Apology    `json:"apology,omitempty"`
	Stop       *slip.Stop       `json:"stop,omitempty"`
	PapersBack *slip.PapersBack `json:"papers_back,omitempty"`
	Negative   *slip.Negative   `json:"negative,omitempty"`
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
	case "04":
		data.Apology, err = s.apologySlip(ctx, head, d, e)
	case "05":
		data.Stop = stopSlip(head, d, e)
	case "papers":
		data.PapersBack = papersBackSlip(head, d, e)
	case "negative":
		data.Negative = negativeSlip(head, d)
	}
	return data, err
}

// slipHead is what all forms say.
func (s *Service) slipHead(ctx context.Context, d *Dossier, e *Event, sl *Slip) (slip.Slip, error) {
	speaks := d.Receiving
	if letters[sl.Form] {
		speaks = d.Office
	}
	u, err := s.Org.Unit(ctx, speaks.UnitID)
	if err != nil {
		return slip.Slip{}, err
	}
	p, err := s.Catalog.ByID(ctx, d.Procedure)
	if err != nil {
		return slip.Slip{}, err
	}
	head := slip.Slip{Era: slip.Era(term.RulesOn(clock.DateOf(e.At)).Era), Number: sl.Number, Agency: u.Authority(), Unit: oneStop,
		Place: u.Name, IssuedAt: e.At, DossierCode: d.Code, ProcedureCode: p.Code, ProcedureName: d.Name,
		OwnerName: d.Owner.Name, OwnerID: d.Owner.PersonalNo, SubmitterName: d.Submitter.Name, CoOwners: ownerNames(d.Owners), Mandate: mandateWords(d), Address: d.Owner.Address,
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

// mandateWords say on paper by what the submitter acts: "ủy quyền bằng văn bản, số 12, ngày 01/08/2023".
func mandateWords(d *Dossier) string {
	m := d.Mandate
	if m == nil {
		return ""
	}
	ctx := context.Background() // slips are in Vietnamese
	words := []string{lowerFirst(text.T(ctx, "dossier.mandate."+m.Kind))}
	if m.Kind == OtherTie {
		words[0] = d.Submitter.Relation
	}
	if m.Number != "" {
		words = append(words, "số "+m.Number)
	}
	if m.On != "" {
		words = append(words, "ngày "+text.Date(m.On))
	}
	return strings.Join(words, ", ")
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
		r.Papers = append(r.Papers, paperOn(p))
	}
	return r
}

// paperOn is a paper as slips list it.
func paperOn(p Paper) slip.Paper {
	return slip.Paper{Name: p.Name, Kind: paperKinds[p.Form], Count: max(p.Count, len(p.Files)), SHA256: hashes(p.Files)}
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

// head is what the paper shares with all others.
func (data *slipData) head() *slip.Slip {
	switch {
	case data.Receipt != nil:
		return &data.Receipt.Slip
	case data.Supplement != nil:
		return &data.Supplement.Slip
	case data.Refusal != nil:
		return &data.Refusal.Slip
	case data.Apology != nil:
		return &data.Apology.Slip
	case data.Stop != nil:
		return &data.Stop.Slip
	case data.Negative != nil:
		return &data.Negative.Slip
	case data.PapersBack != nil:
		return &data.PapersBack.Slip
	}
	return &slip.Slip{}
}

// showSeal puts on the paper where its event stands in the public ledger.
func (s *Service) showSeal(ctx context.Context, sl Slip, data *slipData) error {
	hash, index, err := s.sealLine(ctx, sl)
	if err != nil || hash == "" {
		return err
	}
	head := data.head()
	head.SealHash, head.SealURL = hash, s.BaseURL+ledger.Path
	if index >= 0 {
		head.SealIndex = strconv.FormatInt(index, 10)
	}
	return nil
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
	case data.Apology != nil:
		data.Apology.LookupSecret = secret
		return data.Apology.PDF(ctx)
	case data.Stop != nil:
		data.Stop.LookupSecret = secret
		return data.Stop.PDF(ctx)
	case data.Negative != nil:
		data.Negative.LookupSecret = secret
		return data.Negative.PDF(ctx)
	case data.PapersBack != nil:
		return data.PapersBack.PDF(ctx)
	}
	return nil, fault.New(fault.NotFound, "dossier.slip-damaged")
}

// lowerFirst begins words that stand behind others.
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[n:]
}
