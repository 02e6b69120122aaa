package slip

import (
	"context"
	"time"
)

// Apology is form 04: the appointment cannot be kept, why, and the new one. law: onestop/apology
type Apology struct {
	Slip
	ReceivedAt time.Time
	DueAt      time.Time // the appointment that is not kept
	NewDueAt   time.Time // zero when no day can be promised
	Reason     string
	Round      int  // the how-manieth; from the second on it is printed
	Draft      bool // prepared by the system and not signed yet: it says so
	Signer     Signer
	Contact    Contact
}

// apologyWords are what differs between the eras: one makes a new appointment, the other asks for a
// longer term. [?] Both follow the sense of the annexes, which could not be read.
var apologyWords = map[Era]struct{ promise, open string }{
	Era2022: {
		"xin lỗi Ông/Bà và hẹn lại thời gian trả kết quả giải quyết hồ sơ vào ",
		"xin lỗi Ông/Bà và sẽ thông báo thời gian trả kết quả giải quyết hồ sơ ngay khi xác định được.",
	},
	Era2025: {
		"xin lỗi Ông/Bà và đề nghị gia hạn thời gian giải quyết hồ sơ đến ",
		"xin lỗi Ông/Bà và đề nghị gia hạn thời gian giải quyết hồ sơ; thời gian trả kết quả sẽ được thông báo ngay khi xác định được.",
	},
}

// PDF prints the apology.
func (a Apology) PDF(ctx context.Context) ([]byte, error) { return printLetter(ctx, a) }

// HTML is what PDF prints.
func (a Apology) HTML(ctx context.Context) (string, error) { return letterHTML(ctx, a) }

func (a Apology) kind() Kind { return KindApology }

func (a Apology) view() (letterView, error) {
	head, err := a.asAgency().heading(KindApology, a.NewDueAt)
	if err != nil {
		return letterView{}, err
	}
	v := letterView{Head: head, To: a.addressee(), Before: a.story(), After: a.closing()}
	switch {
	case a.Draft:
		v.Head.Further = "(Dự thảo do hệ thống lập, chưa ký)"
	case a.Round > 1:
		v.Head.Further = "(Lần thứ " + two(a.Round) + ")"
	}
	v.signedBy(a.Slip, a.Signer)
	v.Lookup, err = a.lookup()
	return v, err
}

// story is what happened to the dossier.
func (a Apology) story() []string {
	request := a.Request
	if request == "" {
		request = a.ProcedureName
	}
	late := a.speaker() + " không thể trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời gian đã hẹn."
	if a.IssuedAt.After(a.DueAt) {
		late = "Đến nay, " + a.speaker() + " chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời gian đã hẹn."
	}
	out := []string{
		"Hồ sơ đề nghị giải quyết thủ tục: " + full(request) + ", được tiếp nhận vào " + moment(a.ReceivedAt) +
			"; thời gian hẹn trả kết quả: " + moment(a.DueAt) + ".",
		late,
	}
	if a.Reason != "" {
		out = append(out, "Lý do: "+sentence(a.Reason))
	}
	return out
}

func (a Apology) closing() []string {
	words, ok := apologyWords[a.Era]
	if !ok {
		words = apologyWords[Era2025]
	}
	promise := words.open
	if !a.NewDueAt.IsZero() {
		promise = words.promise + moment(a.NewDueAt) + "."
	}
	out := []string{"Sự chậm trễ này gây khó khăn, tốn kém thời gian, công sức của Ông/Bà. " + a.speaker() + " " + promise}
	if a.Contact != (Contact{}) {
		out = append(out, "Nếu có vướng mắc, đề nghị Ông/Bà "+a.Contact.phrase(a.Unit)+" để được hướng dẫn.")
	}
	return append(out, "Rất mong nhận được sự thông cảm của Ông/Bà./.")
}
