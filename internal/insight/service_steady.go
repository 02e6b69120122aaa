package insight

import (
	"context"
	"time"
)

// steady has do read again when facts changed while it was reading: a board or a form takes several queries,
// and all of them must see the same. After some tries it takes what it got; a form that does not add up then
// is refused.
func (s *Service) steady(ctx context.Context, do func() error) error {
	for try := 0; ; try++ {
		was, err := s.read().state(ctx)
		if err != nil {
			return err
		}
		failed := do()
		is, err := s.read().state(ctx)
		if err != nil {
			return err
		}
		if is.Turn == was.Turn || try == 9 {
			return failed
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try*20) * time.Millisecond):
		}
	}
}
