package legacy

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// batchSize is how many lines come in with one transaction.
const batchSize = 500

// Wake has Tend look for work at once.
func (s *Service) Wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// Tend carries out what was confirmed until ctx ends, here or in another process: it looks every few
// seconds, and at once when something is confirmed here.
func (s *Service) Tend(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		if err := s.Work(ctx, nil); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "bringing dossiers in", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.kick:
		case <-tick.C:
		}
	}
}

// Work carries out all runs that were confirmed, each as whoever confirmed it. After each batch told hears
// how far the run is.
func (s *Service) Work(ctx context.Context, told func(Run)) error {
	for {
		row, err := s.read().next(ctx)
		if err != nil || row == nil {
			return err
		}
		var who actor.Actor
		if err := json.Unmarshal([]byte(row.Actor), &who); err != nil {
			return err
		}
		if err := s.carryOut(actor.With(ctx, who), row, told); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
}

// carryOut brings in the lines of a run after its checkpoint. A Conflict says that somebody else does.
func (s *Service) carryOut(ctx context.Context, row *runRow, told func(Run)) error {
	run, err := row.run()
	if err != nil {
		return err
	}
	raw, err := s.read().content(ctx, run.ID)
	if err != nil {
		return err
	}
	t, err := Read(raw)
	if err != nil {
		return err
	}
	w, err := s.begin(ctx, run, t)
	if err != nil {
		return err
	}
	for _, past := range t.Rows[:min(run.Done, len(t.Rows))] { // so that a code twice in the file is known as such
		w.reader.Line(past)
	}
	for run.Done < len(t.Rows) {
		next := min(run.Done+batchSize, len(t.Rows))
		if err := s.bring(ctx, w, t.Rows[run.Done:next], next); err != nil {
			return err
		}
		run.Done, run.Counts = next, w.counts
		if told != nil {
			told(*run)
		}
	}
	return s.end(ctx, run)
}

// bring brings one batch in: lines, ratings and the checkpoint, all or nothing.
func (s *Service) bring(ctx context.Context, w *work, rows []Row, next int) error {
	w.problems = nil
	all, err := w.batch(ctx, rows)
	if err != nil {
		return err
	}
	in := make([]dossier.MovedIn, len(all))
	for i := range all {
		in[i] = all[i].moved
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.advance(ctx, w.run.ID, w.run.Done, next, asJSON(w.counts)); err != nil {
			return err
		}
		if err := s.Dossiers.Import(ctx, tx, w.run.ID, in); err != nil {
			return err
		}
		lines := make([]lineRow, len(all))
		var rated []Rated
		for i, r := range all {
			lines[i] = lineRow{Source: w.run.Source, Code: r.Code, DossierID: in[i].ID, RunID: w.run.ID, Line: r.No}
			if w.rated && r.State == dossier.Returned {
				r.rated.Dossier = in[i].ID
				rated = append(rated, r.rated)
			}
		}
		if err := st.addLines(ctx, lines); err != nil {
			return err
		}
		if s.Rate != nil && len(rated) > 0 {
			if err := s.Rate(ctx, tx, rated); err != nil {
				return err
			}
		}
		n, err := st.countProblems(ctx, w.run.ID)
		if err != nil {
			return err
		}
		return st.addProblems(ctx, w.run.ID, n, w.problems[:max(0, min(len(w.problems), mostProblems-n))])
	})
}

func (s *Service) end(ctx context.Context, run *Run) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).over(ctx, run.ID, s.Clock.Now()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "legacy.over", Subject: "legacy/" + run.ID,
			Data: map[string]any{"source": run.Source, "dossiers": run.Counts.Good, "known": run.Counts.Known, "wrong": run.Counts.Wrong}})
	})
}
