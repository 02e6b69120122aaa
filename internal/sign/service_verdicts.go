package sign

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Verdicts tells what the last look in the night found of the files that were signed for requests, by key of the
// request. One that nobody has looked at yet is left out.
func (s *Service) Verdicts(ctx context.Context, requests []string) (map[string]pades.Verdict, error) {
	out := make(map[string]pades.Verdict, len(requests))
	for len(requests) > 0 {
		n := min(500, len(requests))
		said, err := store{s.DB.Read()}.verdicts(ctx, requests[:n])
		if err != nil {
			return nil, err
		}
		for id, words := range said {
			verdict, _, _ := strings.Cut(words, ":")
			out[id] = pades.Verdict(verdict)
		}
		requests = requests[n:]
	}
	return out, nil
}
