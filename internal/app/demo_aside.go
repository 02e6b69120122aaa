package app

import (
	"context"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
)

// aside is what now and then happens beside the straight path: another agency is asked, an obligation
// has to be met, a dossier cannot be taken further. Nil when nothing of it does.
func (h *history) aside(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	s, at := h.house.dossier, dossier.At{ID: d.ID}
	switch luck := h.rnd.IntN(100); {
	case luck < 5:
		return s.Consult(ctx, at, dossier.Consultation{Agency: "Công an tỉnh Hòa Bình", Question: "Đề nghị xác minh thông tin cư trú",
			Term: term.Term{Amount: 3, Unit: term.WorkingDay}})
	case luck < 9:
		return s.AskPayment(ctx, at, dossier.Payment{What: "Lệ phí trước bạ", AmountDong: 350_000, NoticeNo: "TB-" + d.Code[len(d.Code)-4:]})
	case luck < 12:
		leader, ok := h.officer("leader", d.Office.Path, "")
		if !ok {
			return nil, nil
		}
		return s.Stop(leader.act(ctx, h.rights), at, "Người nộp không còn cư trú trên địa bàn, hồ sơ không đủ điều kiện giải quyết tiếp")
	}
	return nil, nil
}

// agencyAnswers writes down what an agency outside has answered; some take their time.
func (h *history) agencyAnswers(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	who, ok := h.officer("specialist", d.Competent.Path, "")
	if !ok || h.chance(30) {
		return nil, nil
	}
	return h.house.dossier.Answer(who.act(ctx, h.rights), dossier.At{ID: d.ID}, dossier.Reply{Key: d.OpenErrands()[0].Key,
		Outcome: dossier.Agreed, Text: "Thông tin cư trú khớp với hồ sơ quản lý", Number: "214/CAT-QLHC"})
}

// pays is an obligation met; some are not yet.
func (h *history) pays(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	if h.chance(30) {
		return nil, nil
	}
	return h.atDesk(ctx, d, func(ctx context.Context) (*dossier.Dossier, error) {
		return h.house.dossier.Paid(ctx, dossier.At{ID: d.ID}, "BL-"+d.Code[len(d.Code)-4:], nil)
	})
}

// delivered is a result that the post brought; some are still on their way.
func (h *history) delivered(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	if h.chance(30) {
		return nil, nil
	}
	return h.atDesk(ctx, d, func(ctx context.Context) (*dossier.Dossier, error) {
		return h.house.dossier.Return(ctx, dossier.At{ID: d.ID}, d.Owner.Name+", qua bưu chính")
	})
}

// atDesk runs do as somebody at the counter where the dossier was received.
func (h *history) atDesk(ctx context.Context, d *dossier.Dossier, do func(context.Context) (*dossier.Dossier, error)) (*dossier.Dossier, error) {
	who, ok := h.officer("reception", d.Receiving.Path, "")
	if !ok {
		return nil, nil
	}
	return do(who.act(ctx, h.rights))
}
