package backlog

import (
	"context"
	"errors"
	"testing"

	"github.com/riverqueue/river"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

func TestAPaperWaitsWhileOthersAreRead(t *testing.T) {
	onBoth(t, func(h *house) {
		p := h.scanned(h.begun(0), "1", scan.Way{})[0]
		ctx := actor.AsSystem(context.Background(), "test")
		for range cap(h.ReadingHands) {
			h.ReadingHands.Take()
		}
		var snooze *river.JobSnoozeError
		if err := h.readWords(ctx, p.ID); !errors.As(err, &snooze) || snooze.Duration != scan.AskAgain {
			t.Errorf("with all hands busy it says %v", err)
		}
		<-h.ReadingHands
		h.no(h.readWords(ctx, p.ID))
		if len(h.ReadingHands) != cap(h.ReadingHands)-1 {
			t.Errorf("%d hands are busy after it", len(h.ReadingHands))
		}
	})
}
