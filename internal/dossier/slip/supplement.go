package slip

import (
	"context"
	"fmt"
	"time"
)

// Supplement is form 02: what is missing or wrong, all of it at once.
type Supplement struct {
	Slip
	Items       []Item
	Reason      string    // of the whole request, where the items' own do not say it
	Round       int       // the how-manieth request for this dossier; from the second on it is printed
	Complete    bool      // the officer has confirmed that the list is complete
	AnswerBy    time.Time // zero when no day is set
	OfficerName string
	Contact     Contact
}

// Item is one thing to add or to put right.
type Item struct{ What, Why string }

// Contact is whom to ask.
type Contact struct{ Name, Phone, Email string }

type supplementView struct {
	Head       heading
	Desk       string
	Applicant  []line
	Items      []itemView
	Closing    []string
	Lookup     lookup
	Signatures []signature
}

type itemView struct{ No, What, Why string }

// PDF prints the request.
func (s Supplement) PDF(ctx context.Context) ([]byte, error) {
	one, err := s.sheet()
	if err != nil {
		return nil, err
	}
	return s.print(ctx, one)
}

// HTML is what PDF prints.
func (s Supplement) HTML(ctx context.Context) (string, error) {
	one, err := s.sheet()
	if err != nil {
		return "", err
	}
	return s.markup(ctx, one)
}

func (s Supplement) sheet() (sheet, error) {
	v, err := s.view()
	if err != nil {
		return sheet{}, fmt.Errorf("supplement request for %s: %w", s.DossierCode, err)
	}
	return sheet{KindSupplement, supplement(v)}, nil
}

func (s Supplement) view() (supplementView, error) {
	head, err := s.heading(KindSupplement, time.Time{})
	if err != nil {
		return supplementView{}, err
	}
	v := supplementView{Head: head, Desk: s.desk(), Applicant: s.applicant("Hồ sơ của"),
		Closing:    s.closing(),
		Signatures: []signature{{}, {s.layout().guide, s.OfficerName}}}
	if s.Round > 1 {
		v.Head.Further = "(Yêu cầu lần thứ " + two(s.Round) + ")"
	}
	for i, it := range s.Items {
		v.Items = append(v.Items, itemView{fmt.Sprint(i + 1), sentence(it.What), sentence(it.Why)})
	}
	v.Lookup, err = s.lookup()
	return v, err
}

// closing are the sentences after the list.
func (s Supplement) closing() []string {
	var out []string
	if s.Reason != "" {
		out = append(out, "Lý do: "+sentence(s.Reason))
	}
	if s.Complete {
		out = append(out, "Danh mục trên là toàn bộ nội dung cần bổ sung, hoàn thiện tại thời điểm xem xét hồ sơ.")
	}
	if !s.AnswerBy.IsZero() {
		out = append(out, "Đề nghị Ông/Bà bổ sung, hoàn thiện hồ sơ trước "+moment(s.AnswerBy)+".")
	}
	return append(out, "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, đề nghị Ông/Bà "+
		s.Contact.phrase(s.Unit)+" để được hướng dẫn./.")
}

// phrase tells whom to ask and how, the desk when nobody is named.
func (c Contact) phrase(desk string) string {
	who := c.Name
	if who == "" {
		who = desk
	}
	out := "liên hệ với " + who
	if c.Phone != "" {
		out += ", số điện thoại " + c.Phone
	}
	if c.Email != "" {
		out += ", email " + c.Email
	}
	return out
}
