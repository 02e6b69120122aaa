package insight

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Plan is that somebody gets the figures of a unit after each month or quarter.
type Plan struct {
	ID       string
	UnitID   string
	Months   int  // 1 or 3
	Report   bool // cut as official reports are
	PersonID string
	Person   string
	By       string
	MadeAt   time.Time
	Sent     string // name of the last period that was sent
}

// Readers are the officers of a unit and all below it, to whom its figures can be sent.
func (s *Service) Readers(ctx context.Context, u org.Unit) ([]org.Placed, error) {
	staff, err := s.Org.Staff(ctx, u.Path, clock.DateOf(s.Clock.Now()))
	seen := map[string]bool{}
	return slices.DeleteFunc(staff, func(p org.Placed) bool {
		twice := seen[p.PersonID] || p.UnitID != u.ID
		seen[p.PersonID] = true
		return twice
	}), err
}

// Schedule has the figures of a unit sent to one of its officers, from the period that runs now on.
func (s *Service) Schedule(ctx context.Context, unitID, personID string, months int, report bool) error {
	u, err := s.Org.Unit(ctx, unitID)
	if err != nil {
		return err
	}
	if err := actor.Need(ctx, CanReport, u.Path); err != nil {
		return err
	}
	readers, err := s.Readers(ctx, u)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(readers, func(p org.Placed) bool { return p.PersonID == personID })
	if i < 0 || (months != 1 && months != 3) {
		return fault.OnFields([]fault.Field{{Name: "person", Key: "insight.plan.person-missing"}})
	}
	p := Plan{ID: id.New(), UnitID: u.ID, Months: months, Report: report, PersonID: personID, Person: readers[i].Name, By: actor.Of(ctx).Name, MadeAt: s.Clock.Now()}
	p.Sent = SpanAt(clock.DateOf(p.MadeAt), months, report, ReportCut).Before().Name()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addPlan(ctx, p); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "insight.report-planned", Subject: "org/unit/" + u.ID, Data: map[string]any{"person": personID, "months": months, "report": report}})
	})
}

// Plans are the plans of a unit.
func (s *Service) Plans(ctx context.Context, u org.Unit) ([]Plan, error) {
	return s.read().plans(ctx, u.ID)
}

// StopPlan has a report sent no more.
func (s *Service) StopPlan(ctx context.Context, unitID, planID string) error {
	u, err := s.Org.Unit(ctx, unitID)
	if err != nil {
		return err
	}
	if err := actor.Need(ctx, CanReport, u.Path); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		stopped, err := store{tx}.stopPlan(ctx, planID, u.ID, s.Clock.Now())
		if err != nil {
			return err
		}
		if !stopped {
			return fault.New(fault.NotFound, "insight.plan.none")
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "insight.report-stopped", Subject: "org/unit/" + u.ID, Data: map[string]string{"plan": planID}})
	})
}

// SendDue sends every report whose period is over. It may run as often as one likes, in any number of
// processes: a period is sent once.
func (s *Service) SendDue(ctx context.Context) error {
	plans, err := s.read().plans(ctx, "")
	for _, p := range plans {
		err = errors.Join(err, s.send(ctx, p))
	}
	return err
}

func (s *Service) send(ctx context.Context, p Plan) error {
	span := SpanAt(clock.DateOf(s.Clock.Now()), p.Months, p.Report, ReportCut).Before()
	if span.Name() == p.Sent || s.Notify == nil {
		return nil
	}
	u, err := s.Org.Unit(ctx, p.UnitID)
	if err != nil {
		return err
	}
	found, err := s.figures(ctx, Question{Path: u.Path, Period: span.Period(ReportCut)}, Whole)
	if err != nil {
		return err
	}
	ask := Ask{UnitID: u.ID, Span: span}
	n := notify.Notice{Event: "insight.report", Subject: "org/unit/" + u.ID, Link: ask.at(pathForm), To: notify.To{Person: p.PersonID},
		Vars: reportVars(text.WithLang(ctx, text.Vi), u, span, found[""])}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		mine, err := store{tx}.sending(ctx, p, span.Name())
		if err != nil || !mine {
			return err
		}
		return s.Notify.Tell(ctx, tx, n)
	})
}

func reportVars(ctx context.Context, u org.Unit, span Span, f count.Figures) map[string]string {
	n := func(v int) string { return text.Integer(text.Vi, int64(v)) }
	return map[string]string{"unit": u.FullName, "period": span.Title(ctx, ReportCut), "received": n(f.Received), "online": online(f).In(ctx),
		"on_time": onTime(f).In(ctx), "pending": n(f.Pending), "overdue": n(f.PendingOverdue)}
}

// everyOf names how often a plan sends.
func everyOf(p Plan) string {
	return strconv.Itoa(p.Months) + ifElse(p.Report, "-report", "")
}
