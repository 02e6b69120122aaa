package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/riverqueue/river/rivertype"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// mostCarried bounds what is carried in one go.
const mostCarried = 9_000

// Carry puts what still waits in another queue into this one, in one transaction, to be tried from the beginning. What
// this one has already stays alone, so that it can be done twice. Work by the clock begins by itself; what was given up
// stays behind, and is counted.
func (q *Queue) Carry(ctx context.Context, from *Queue) (carried, givenUp int, err error) {
	there, err := from.open(ctx)
	if err != nil {
		return 0, 0, err
	}
	here, err := q.open(ctx)
	if err != nil {
		return 0, 0, err
	}
	waiting, err := unheard(ctx, there)
	if err != nil {
		return 0, 0, err
	}
	lost, err := there.list(ctx, mostCarried, rivertype.JobStateDiscarded, rivertype.JobStateCancelled)
	if err != nil {
		return 0, 0, err
	}
	have, err := unheard(ctx, here)
	if err != nil || len(have) > 0 {
		return 0, len(lost), err
	}
	err = q.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, j := range waiting {
			var p parcel
			if err := json.Unmarshal(j.EncodedArgs, &p); err != nil {
				return fmt.Errorf("message %d of %s: %w", j.ID, j.Kind, err)
			}
			p.kind = j.Kind
			if err := here.put(ctx, tx, p, options{at: j.ScheduledAt, key: p.Key, urgent: j.Priority == 1, tries: j.MaxAttempts, heavy: j.Queue == heavy}); err != nil {
				return err
			}
		}
		return nil
	})
	return len(waiting), len(lost), err
}

// unheard are the messages that wait, the oldest first.
func unheard(ctx context.Context, e engine) ([]*rivertype.JobRow, error) {
	jobs, err := e.list(ctx, mostCarried+1, unworked...)
	if err != nil {
		return nil, err
	}
	if len(jobs) > mostCarried {
		return nil, fmt.Errorf("more than %d messages wait in the queue: let it work them off first", mostCarried)
	}
	slices.Reverse(jobs)
	return slices.DeleteFunc(jobs, func(j *rivertype.JobRow) bool { return strings.HasPrefix(j.Kind, "clock:") }), nil
}
