package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// AskPayment tells the applicant to meet a financial obligation: what for, how much, by which notice.
// The clock stands where the procedure says so. law: onestop/obligation
func (s *Service) AskPayment(ctx context.Context, at At, p Payment) (*Dossier, error) {
	return s.act(ctx, at, AskPayment, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		p.What, p.NoticeNo = text.Clean(p.What), text.Clean(p.NoticeNo)
		var wrong []fault.Field
		if p.What == "" {
			wrong = append(wrong, fault.Field{Name: "what", Key: "dossier.payment-what"})
		}
		if p.AmountDong <= 0 {
			wrong = append(wrong, fault.Field{Name: "amount", Key: "dossier.payment-amount"})
		}
		return Facts{Payment: &p}, fault.OnFields(wrong)
	})
}

// Paid records that the obligation was met, with the receipt that shows it.
func (s *Service) Paid(ctx context.Context, at At, receiptNo string, receipt []File) (*Dossier, error) {
	return s.act(ctx, at, Paid, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		p := Payment{ReceiptNo: text.Clean(receiptNo), Receipt: receipt}
		if p.ReceiptNo == "" && len(receipt) == 0 {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "receipt", Key: "dossier.receipt-missing"}})
		}
		return Facts{Payment: &p}, nil
	})
}
