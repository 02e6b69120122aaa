package app

import (
	"bytes"
	"container/heap"
	"context"
	"fmt"
	"io/fs"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
)

func samplePaper() ([]byte, error) { return fs.ReadFile(demo.Files, "giay-to-mau.pdf") }

// begin hands a dossier in, mostly online, else at the counter.
func (h *history) begin(ctx context.Context, p *catalog.Procedure, v *catalog.Version, u org.Unit) (*dossier.Dossier, error) {
	c := h.citizens[h.rnd.IntN(len(h.citizens))]
	if h.chance(90) && v.TakesOnline() {
		return h.submit(h.asCitizen(ctx, c), p, v, u, c)
	}
	clerk, ok := h.officer("reception", u.Path, "")
	if !ok {
		return nil, fmt.Errorf("nobody receives at %s", u.FullName)
	}
	ctx = clerk.act(ctx, h.rights)
	dr, err := h.fill(ctx, p, v, u, c)
	if err != nil {
		return nil, err
	}
	return h.house.dossier.TakeIn(ctx, dr.ID)
}

func (h *history) submit(ctx context.Context, p *catalog.Procedure, v *catalog.Version, u org.Unit, c identity.Citizen) (*dossier.Dossier, error) {
	dr, err := h.fill(ctx, p, v, u, c)
	if err != nil {
		return nil, err
	}
	d, err := h.house.dossier.Submit(ctx, dr.ID)
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p.Name, dr.Values, err)
	}
	return d, nil
}

// fill makes a complete draft.
func (h *history) fill(ctx context.Context, p *catalog.Procedure, v *catalog.Version, u org.Unit, c identity.Citizen) (*dossier.DraftWork, error) {
	s := h.house.dossier
	dr, err := s.Start(ctx, p.ID, "", u.ID)
	if err != nil {
		return nil, err
	}
	k, _ := v.Case("")
	for _, comp := range k.Components {
		if !dossier.Needed(comp) {
			continue
		}
		if _, err := s.Attach(ctx, dr.ID, dossier.Paper{Key: comp.Key, Name: comp.Name, Form: "electronic"},
			"giay-to.pdf", bytes.NewReader(h.paper)); err != nil {
			return nil, err
		}
	}
	party := dossier.Party{Name: c.Name, PersonalNo: c.PersonalNumber, BirthOn: c.BornOn, Phone: "0" + c.Phone[3:], Address: "Huyện Lạc Thủy, tỉnh Hòa Bình"}
	return s.Save(ctx, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Submitter = party, party
		dr.Values = h.answers(v.Fields, c)
		return nil
	})
}

// follow puts the next act of a dossier on the stage.
func (h *history) follow(d *dossier.Dossier) {
	at := dossier.At{ID: d.ID}
	s := h.house.dossier
	next := func(hours float64, do func(context.Context) (*dossier.Dossier, error)) {
		heap.Push(&h.queue, act{h.later(hours), do})
	}
	clerk := func(do func(context.Context) (*dossier.Dossier, error)) func(context.Context) (*dossier.Dossier, error) {
		return h.by(d.Turn, do)
	}
	switch d.State {
	case dossier.Submitted:
		next(4, clerk(func(ctx context.Context) (*dossier.Dossier, error) {
			switch {
			case len(d.Supplements) == 0 && h.chance(10):
				return s.AskFix(ctx, at, dossier.Request{Asks: []dossier.Ask{{Name: "Tờ khai", Text: "Chưa ghi đủ nơi cư trú theo giấy tờ tùy thân"}}})
			case h.chance(4):
				return s.Refuse(ctx, at, "Không thuộc thẩm quyền giải quyết: nơi cư trú ở huyện khác")
			}
			return s.Receive(ctx, at)
		}))
	case dossier.Received:
		next(3, clerk(func(ctx context.Context) (*dossier.Dossier, error) { return s.HandOver(ctx, at, "") }))
	case dossier.Processing:
		next(d.Plan[d.Step].Hours, clerk(func(ctx context.Context) (*dossier.Dossier, error) { return h.process(ctx, d) }))
	case dossier.Fixing, dossier.Waiting:
		next(20, func(ctx context.Context) (*dossier.Dossier, error) { return h.answerAsk(ctx, d) })
	case dossier.Proposed:
		next(d.Plan[d.Step].Hours, clerk(func(ctx context.Context) (*dossier.Dossier, error) {
			if h.chance(4) {
				return s.Reject(ctx, at, "Kiểm tra lại họ tên trong dự thảo kết quả")
			}
			return s.Approve(ctx, at)
		}))
	case dossier.Approved:
		next(1, clerk(func(ctx context.Context) (*dossier.Dossier, error) { return s.Number(ctx, at, "", nil, attested(d)...) }))
	case dossier.AtAgency:
		next(24, func(ctx context.Context) (*dossier.Dossier, error) { return h.agencyAnswers(ctx, d) })
	case dossier.Paying:
		next(20, func(ctx context.Context) (*dossier.Dossier, error) { return h.pays(ctx, d) })
	case dossier.Posted:
		next(24, func(ctx context.Context) (*dossier.Dossier, error) { return h.delivered(ctx, d) })
	case dossier.Done:
		next(16, func(ctx context.Context) (*dossier.Dossier, error) { return h.collect(ctx, d) })
	}
}

// certifiedPapers are what people of the demonstration have certified, by book.
var certifiedPapers = map[catalog.Book][]string{
	catalog.BookCopies:     {"Bằng tốt nghiệp trung học phổ thông", "Giấy khai sinh", "Căn cước công dân", "Học bạ trung học cơ sở"},
	catalog.BookSignatures: {"Giấy ủy quyền nhận lương hưu", "Sơ yếu lý lịch", "Giấy cam kết"},
	catalog.BookContracts:  {"Hợp đồng tặng cho quyền sử dụng đất", "Văn bản từ chối nhận di sản", "Di chúc"},
}

// attested names what is certified; the same dossier always the same.
func attested(d *dossier.Dossier) []dossier.Attested {
	papers := certifiedPapers[d.Book]
	if len(papers) == 0 {
		return nil
	}
	n := int(d.Code[len(d.Code)-1] - '0')
	return []dossier.Attested{{What: papers[n%len(papers)], Copies: 1 + n%3}}
}

// by runs do as somebody whose turn it is; a step for which nobody of the demonstration stands
// waits for ever.
func (h *history) by(t dossier.Turn, do func(context.Context) (*dossier.Dossier, error)) func(context.Context) (*dossier.Dossier, error) {
	return func(ctx context.Context) (*dossier.Dossier, error) {
		who, ok := h.officer(t.Role, t.Path, t.Name)
		if !ok {
			return nil, nil
		}
		return do(who.act(ctx, h.rights))
	}
}

// process does one internal step: take it, then ask, send back, pass on or propose.
func (h *history) process(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	s, at := h.house.dossier, dossier.At{ID: d.ID}
	if d.AssigneeID == "" && h.chance(60) {
		return s.Take(ctx, at)
	}
	if d.Step == 1 && len(d.Supplements) == 0 && h.chance(12) {
		return s.AskSupplement(ctx, at, dossier.Request{Complete: true,
			Asks: []dossier.Ask{{Name: "Giấy tờ kèm theo", Text: "Bản chụp mờ, đề nghị gửi lại bản rõ đủ bốn góc"}}})
	}
	if d.Step == 1 && len(d.Errands)+len(d.Payments) == 0 {
		if out, err := h.aside(ctx, d); out != nil || err != nil {
			return out, err
		}
	}
	for _, c := range dossier.Choices(ctx, d) {
		switch {
		case c.Why != nil:
		case c.Do == dossier.Advance:
			return s.Advance(ctx, at, "")
		case c.Do == dossier.Propose:
			return s.Propose(ctx, at, dossier.Proposal{Text: "Đủ điều kiện giải quyết, đề nghị ký kết quả.", Files: h.resultFile(ctx)})
		}
	}
	return nil, nil
}

// resultFile is the paper that stands in for a drafted result.
func (h *history) resultFile(ctx context.Context) []dossier.File {
	f, err := h.house.dossier.Store(ctx, "ket-qua.pdf", bytes.NewReader(h.paper))
	if err != nil {
		return nil
	}
	return []dossier.File{f}
}

// answerAsk is the applicant's answer: online, or brought to the counter. Some never answer.
func (h *history) answerAsk(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	s := h.house.dossier
	switch {
	case h.chance(12):
		return nil, nil
	case d.AccountID != "" && h.chance(18):
		return s.Withdraw(h.asCitizen(ctx, h.byID[d.AccountID]), dossier.At{ID: d.ID}, "Chưa có đủ giấy tờ, sẽ nộp lại sau")
	case d.AccountID == "" || (d.State == dossier.Waiting && h.chance(20)):
		who, ok := h.officer("reception", d.Receiving.Path, "")
		if !ok {
			return nil, nil
		}
		return s.BroughtIn(who.act(ctx, h.rights), dossier.At{ID: d.ID}, nil)
	}
	ctx = h.asCitizen(ctx, h.byID[d.AccountID])
	dr, err := s.StartAnswer(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	return s.Submit(ctx, dr.ID)
}

// collect is the result going to its owner.
func (h *history) collect(ctx context.Context, d *dossier.Dossier) (*dossier.Dossier, error) {
	s, at := h.house.dossier, dossier.At{ID: d.ID}
	if h.chance(12) {
		return nil, nil // nobody came for it yet
	}
	if h.chance(8) {
		return h.atDesk(ctx, d, func(ctx context.Context) (*dossier.Dossier, error) {
			return s.Post(ctx, at, "Bưu điện Việt Nam (VNPost)", fmt.Sprintf("RH%09dVN", h.rnd.IntN(1e9)))
		})
	}
	if d.AccountID != "" && h.chance(70) {
		return s.Fetch(h.asCitizen(ctx, h.byID[d.AccountID]), at)
	}
	who, ok := h.officer("reception", d.Receiving.Path, "")
	if !ok {
		return nil, nil
	}
	return s.Return(who.act(ctx, h.rights), at, d.Owner.Name+", căn cước công dân")
}
