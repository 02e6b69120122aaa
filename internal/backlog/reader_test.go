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
		for range cap(h.hands) {
			h.hands <- struct{}{}
		}
		var snooze *river.JobSnoozeError
		if err := h.readWords(ctx, p.ID); !errors.As(err, &snooze) || snooze.Duration != allHandsBusy {
			t.Errorf("with all hands busy it says %v", err)
		}
		<-h.hands
		h.no(h.readWords(ctx, p.ID))
		if len(h.hands) != cap(h.hands)-1 {
			t.Errorf("%d hands are busy after it", len(h.hands))
		}
	})
}
