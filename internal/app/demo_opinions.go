package app

import (
	"context"
	"hash/fnv"

	"github.com/nha-san/nhasan/internal/portal/rating"
)

// opinions are what citizens of the demonstration say of how they were served, morning by morning: six in
// ten of those who are asked answer, and most of these are content. Who says what hangs on the dossier's
// code alone, so that the rest of the past stays as it is.
func (h *history) opinions(ctx context.Context) error {
	for _, c := range h.citizens {
		who := h.asCitizen(ctx, c)
		asked, err := h.house.rating.Mine(who)
		if err != nil {
			return err
		}
		for _, a := range asked {
			if h.heard[a.Subject] {
				continue
			}
			h.heard[a.Subject] = true
			if err := h.say(who, a); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *history) say(who context.Context, a rating.Asked) error {
	code := fnv.New32a()
	_, _ = code.Write([]byte(a.Code))
	opinion, ok := opinionOf(code.Sum32() % 20)
	if !ok {
		return nil
	}
	link, err := h.house.rating.Link(who, a.Subject)
	if err != nil {
		return err
	}
	return h.house.rating.Rate(who, link, opinion)
}

// opinionOf is one of twenty; the first eight say nothing.
func opinionOf(n uint32) (rating.Answer, bool) {
	switch {
	case n < 8:
		return rating.Answer{}, false
	case n < 15:
		return rating.Answer{Mark: rating.Very}, true
	case n < 18:
		return rating.Answer{Mark: rating.Yes, Words: "Cán bộ hướng dẫn dễ hiểu, giấy tờ gọn."}, true
	case n == 18:
		return rating.Answer{Mark: rating.No, Reasons: []string{"slow"}, Words: "Hẹn sáng nhưng đến chiều mới có kết quả.", Contact: true}, true
	}
	return rating.Answer{Mark: rating.No, Reasons: []string{"trips", "hard"}, Words: "Phải đi lại hai lần vì thiếu một tờ giấy."}, true
}
