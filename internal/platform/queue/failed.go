package queue

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Failure is a message that could not be heard so far.
type Failure struct {
	ID      int64
	Kind    string // of the message, "notify.send"
	Who     string // the listener
	Body    json.RawMessage
	Tries   int
	Why     string // of the last try; the machine's words, for the operator
	At      time.Time
	NextAt  time.Time // of the next try
	GivenUp bool      // no further try comes by itself
}

// Failed lists messages that failed at least once and are not done, the newest first.
func (q *Queue) Failed(ctx context.Context, limit int) ([]Failure, error) {
	e, err := q.open(ctx)
	if err != nil {
		return nil, err
	}
	jobs, err := e.list(ctx, limit, rivertype.JobStateRetryable, rivertype.JobStateDiscarded, rivertype.JobStateCancelled)
	if err != nil {
		return nil, err
	}
	out := make([]Failure, 0, len(jobs))
	for _, j := range jobs {
		out = append(out, failureOf(j))
	}
	return out, nil
}

func failureOf(j *rivertype.JobRow) Failure {
	f := Failure{ID: j.ID, Tries: len(j.Errors), GivenUp: j.State != rivertype.JobStateRetryable}
	f.Kind, f.Who, _ = strings.Cut(j.Kind, ":")
	var p parcel
	if json.Unmarshal(j.EncodedArgs, &p) == nil {
		f.Body = p.Body
	}
	if n := len(j.Errors); n > 0 {
		f.Why, f.At = j.Errors[n-1].Error, j.Errors[n-1].At
	}
	if !f.GivenUp {
		f.NextAt = j.ScheduledAt
	}
	return f
}

// Again tries a message at once, whatever became of it.
func (q *Queue) Again(ctx context.Context, id int64) error {
	e, err := q.open(ctx)
	if err != nil {
		return err
	}
	return e.again(ctx, id)
}

// Drop throws a message away.
func (q *Queue) Drop(ctx context.Context, id int64) error {
	e, err := q.open(ctx)
	if err != nil {
		return err
	}
	return e.drop(ctx, id)
}

// IsGone tells of an error of Again and Drop that the message is no longer there.
func IsGone(err error) bool { return errors.Is(err, rivertype.ErrNotFound) }

func (e *over[T]) list(ctx context.Context, n int, states ...rivertype.JobState) ([]*rivertype.JobRow, error) {
	r, err := e.client.JobList(ctx, river.NewJobListParams().States(states...).OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(n))
	if err != nil {
		return nil, err
	}
	return r.Jobs, nil
}

func (e *over[T]) again(ctx context.Context, id int64) error {
	_, err := e.client.JobRetry(ctx, id)
	return err
}

func (e *over[T]) drop(ctx context.Context, id int64) error {
	_, err := e.client.JobDelete(ctx, id)
	return err
}
