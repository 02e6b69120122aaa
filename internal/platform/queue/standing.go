package queue

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Standing is how the queue stands, for those who keep the house. Counting stops at Counted.
type Standing struct {
	Waiting int       // messages whose time has come and that nobody works on yet
	Oldest  time.Time // when the time of the oldest of them came; zero when none waits
	Running int
	Failing int // failed at least once, will be tried again
	GivenUp int // no further try comes by itself
}

// Counted is where counts of a Standing stop.
const Counted = 1000

// Standing tells how the queue stands.
func (q *Queue) Standing(ctx context.Context) (s Standing, err error) {
	e, err := q.open(ctx)
	if err != nil {
		return s, err
	}
	for _, c := range []struct {
		into   *int
		states []rivertype.JobState
	}{{&s.Running, []rivertype.JobState{rivertype.JobStateRunning}}, {&s.Failing, []rivertype.JobState{rivertype.JobStateRetryable}},
		{&s.GivenUp, []rivertype.JobState{rivertype.JobStateDiscarded, rivertype.JobStateCancelled}}} {
		jobs, err := e.list(ctx, Counted, c.states...)
		if err != nil {
			return s, err
		}
		*c.into = len(jobs)
	}
	waiting, err := e.waiting(ctx, Counted)
	if s.Waiting = len(waiting); s.Waiting > 0 {
		s.Oldest = waiting[0].ScheduledAt
	}
	return s, err
}

// waiting are messages whose time has come, the oldest first.
func (e *over[T]) waiting(ctx context.Context, n int) ([]*rivertype.JobRow, error) {
	r, err := e.client.JobList(ctx, river.NewJobListParams().States(rivertype.JobStateAvailable).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(n))
	if err != nil {
		return nil, err
	}
	return r.Jobs, nil
}
