package queue

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Start begins to work on messages, in this process, until Stop.
func (q *Queue) Start(ctx context.Context) error {
	e, err := q.open(ctx)
	if err != nil {
		return err
	}
	if err := e.start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.working = true
	return nil
}

// Stop lets messages under way be heard to their end, but for no longer than some seconds.
func (q *Queue) Stop() {
	q.mu.Lock()
	e, was := q.engine, q.working
	q.working = false
	q.mu.Unlock()
	if !was {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	e.stop(ctx)
}

// WorkOff works on all messages that are due now, one after the other in the caller, and those that
// they put in turn; it returns how many. Tests move their clock and call it; nothing sleeps. What
// fails waits for its next try. Work by the clock is not done.
func (q *Queue) WorkOff(ctx context.Context) (int, error) {
	e, err := q.open(ctx)
	if err != nil {
		return 0, err
	}
	return e.workOff(ctx)
}

func (e *over[T]) workOff(ctx context.Context) (int, error) {
	exec := e.client.Driver().GetExecutor()
	for n := 0; ; n++ {
		now := e.queue.clock.Now()
		if _, err := exec.JobSchedule(ctx, &riverdriver.JobScheduleParams{Max: 1000, Now: &now}); err != nil {
			return n, err
		}
		jobs, err := e.next(ctx, now)
		if err != nil || len(jobs) == 0 {
			return n, err
		}
		set := e.queue.outcome(ctx, jobs[0])
		_, err = exec.JobSetStateIfRunningMany(ctx, &riverdriver.JobSetStateIfRunningManyParams{
			ID: []int64{set.ID}, Attempt: []*int{set.Attempt}, ErrData: [][]byte{set.ErrData}, FinalizedAt: []*time.Time{set.FinalizedAt},
			MetadataDoMerge: []bool{set.MetadataDoMerge}, MetadataUpdates: [][]byte{set.MetadataUpdates}, Now: &now,
			ScheduledAt: []*time.Time{set.ScheduledAt}, State: []rivertype.JobState{set.State}})
		if err != nil {
			return n, err
		}
	}
}

// next is one message that is due, those that take long last; none when there is none.
func (e *over[T]) next(ctx context.Context, now time.Time) (jobs []*rivertype.JobRow, err error) {
	for _, name := range []string{river.QueueDefault, heavy} {
		jobs, err = e.client.Driver().GetExecutor().JobGetAvailable(ctx, &riverdriver.JobGetAvailableParams{ClientID: "work-off", MaxAttemptedBy: 10,
			MaxToLock: 1, Now: &now, Queue: name})
		if err != nil || len(jobs) > 0 {
			break
		}
	}
	return jobs, err
}

// outcome works on one message and says what becomes of it.
func (q *Queue) outcome(ctx context.Context, job *rivertype.JobRow) *riverdriver.JobSetStateIfRunningParams {
	err := q.hand(ctx, job)
	now := q.clock.Now()
	if err == nil {
		return riverdriver.JobSetStateCompleted(job.ID, now, nil)
	}
	if snooze := (*river.JobSnoozeError)(nil); errors.As(err, &snooze) {
		return riverdriver.JobSetStateSnoozed(job.ID, now.Add(snooze.Duration), job.Attempt-1, nil)
	}
	raw, _ := json.Marshal(rivertype.AttemptError{At: now, Attempt: job.Attempt, Error: err.Error()})
	switch {
	case errors.Is(err, &river.JobCancelError{}):
		return riverdriver.JobSetStateCancelled(job.ID, now, raw, nil)
	case job.Attempt >= job.MaxAttempts:
		return riverdriver.JobSetStateDiscarded(job.ID, now, raw, nil)
	}
	return riverdriver.JobSetStateErrorRetryable(job.ID, clock.Whole(now.Add(pauseAfter(job.Attempt))), raw, nil)
}

func (q *Queue) hand(ctx context.Context, job *rivertype.JobRow) error {
	var p parcel
	if err := json.Unmarshal(job.EncodedArgs, &p); err != nil {
		return Hopeless(err)
	}
	for _, l := range q.listeners {
		if l.name() == job.Kind {
			return listening{listener: l}.Work(ctx, &river.Job[parcel]{JobRow: job, Args: p})
		}
	}
	return &river.UnknownJobKindError{Kind: job.Kind}
}

type tryKey struct{}

// LastTry tells a listener that no try follows the present one.
func LastTry(ctx context.Context) bool {
	last, _ := ctx.Value(tryKey{}).(bool)
	return last
}
