package legacy

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Check lays a mapping on a run's file and tries every line, bringing in nothing. Under a name that is not
// empty the mapping is kept for other files.
func (s *Service) Check(ctx context.Context, runID string, m Mapping, keepAs string) (*Run, error) {
	run, err := s.Run(ctx, runID)
	if err != nil {
		return nil, err
	}
	if run.State == Running || run.State == Over {
		return nil, fault.New(fault.Conflict, "legacy.changed")
	}
	t, err := s.Table(ctx, runID)
	if err != nil {
		return nil, err
	}
	var wrong []fault.Field
	for _, f := range m.missing(t) {
		wrong = append(wrong, fault.Field{Name: string(f), Key: "legacy.column-missing", Args: fault.Args("field", text.T(ctx, "legacy.field."+string(f)))})
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	if m.Order == "" {
		m.Order, _ = m.Guess(t)
	}
	run.Mapping, run.Counts = m, Counts{}
	work, err := s.begin(ctx, run, t)
	if err != nil {
		return nil, err
	}
	for at := 0; at < len(t.Rows); at += batchSize {
		if _, err := work.batch(ctx, t.Rows[at:min(at+batchSize, len(t.Rows))]); err != nil {
			return nil, err
		}
	}
	run.State, run.Counts = Checked, work.counts
	return run, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.checked(ctx, runID, asJSON(m), asJSON(run.Counts)); err != nil {
			return err
		}
		if err := st.dropProblems(ctx, runID); err != nil {
			return err
		}
		if keepAs = text.Clean(keepAs); keepAs != "" {
			if err := st.keepMapping(ctx, short(keepAs), asJSON(m), run.By, s.Clock.Now()); err != nil {
				return err
			}
		}
		return st.addProblems(ctx, runID, 0, work.problems)
	})
}

// Bring takes a file that is known to be right and has it carried out without a trial. Its heads must say
// what its columns are.
func (s *Service) Bring(ctx context.Context, name, source string, raw []byte) (*Run, error) {
	run, err := s.Take(ctx, name, source, "", raw)
	if err != nil {
		return nil, err
	}
	for _, f := range Fields() {
		if Needed(f) && run.Mapping.Columns[f] == "" {
			return nil, fault.OnFields([]fault.Field{{Name: string(f), Key: "legacy.column-missing", Args: fault.Args("field", text.T(ctx, "legacy.field."+string(f)))}})
		}
	}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.checked(ctx, run.ID, asJSON(run.Mapping), asJSON(Counts{Lines: run.Counts.Lines, Good: run.Counts.Lines}))
	})
	if err != nil {
		return nil, err
	}
	return run, s.Confirm(ctx, run.ID)
}

// Confirm has a run carried out that was tried out: from now on it goes on by itself, and nothing of what
// comes in can be taken back.
func (s *Service) Confirm(ctx context.Context, runID string) error {
	run, err := s.Run(ctx, runID)
	if err != nil {
		return err
	}
	if run.State == Checked && run.Counts.Good == 0 {
		return fault.New(fault.Conflict, "legacy.nothing")
	}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.confirm(ctx, runID, asJSON(actor.Of(ctx)), asJSON(Counts{Lines: run.Counts.Lines}), s.Clock.Now()); err != nil {
			return err
		}
		if err := st.dropProblems(ctx, runID); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "legacy.confirmed", Subject: "legacy/" + runID,
			Data: map[string]any{"source": run.Source, "file": run.File, "lines": run.Counts.Lines}})
	})
	if err == nil {
		s.Wake()
	}
	return err
}

// work is lines on their way: what they came to so far.
type work struct {
	s        *Service
	run      *Run
	reader   *reader
	index    *index
	counts   Counts
	problems []Problem // those of the last batch while carrying out
	rated    bool      // the file says how content people were: who says nothing was asked all the same
}

func (s *Service) begin(ctx context.Context, run *Run, t Table) (*work, error) {
	x, err := newIndex(ctx, s.Needs)
	if err != nil {
		return nil, err
	}
	w := &work{s: s, run: run, reader: newReader(t, run.Mapping, s.Clock.Now()), index: x, counts: run.Counts, rated: run.Mapping.Columns[Rating] != ""}
	w.counts.Lines = len(t.Rows)
	return w, nil
}

// ready is a line that can come in.
type ready struct {
	Line
	moved dossier.MovedIn
	rated Rated
}

// batch reads lines and finds which can come in. What stands against the others is noted.
func (w *work) batch(ctx context.Context, rows []Row) ([]ready, error) {
	var lines []Line
	var codes []string
	for _, row := range rows {
		if row.empty() {
			w.counts.Skipped++
			continue
		}
		line, bad := w.reader.Line(row)
		if w.note(bad) {
			lines, codes = append(lines, line), append(codes, line.Code)
		}
	}
	known, err := w.s.read().known(ctx, w.run.Source, codes)
	if err != nil {
		return nil, err
	}
	taken, err := w.s.Dossiers.Taken(ctx, codes)
	if err != nil {
		return nil, err
	}
	var out []ready
	for _, line := range lines {
		switch {
		case known[line.Code]:
			w.counts.Known++
		case taken[line.Code]:
			w.note([]Problem{{Line: line.No, Field: Code, Key: "legacy.wrong.taken", Args: fault.Args("code", line.Code)}})
		default:
			r, ok, err := w.resolve(ctx, line)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// note keeps problems of one line and tells whether it can come in all the same.
func (w *work) note(bad []Problem) bool {
	if len(bad) == 0 {
		return true
	}
	room := max(mostProblems-len(w.problems), 0)
	w.problems = append(w.problems, bad[:min(room, len(bad))]...)
	for _, p := range bad {
		if !p.Warning {
			w.counts.Wrong++
			return false
		}
	}
	return true
}

// resolve finds unit, procedure and basis of a line.
func (w *work) resolve(ctx context.Context, line Line) (r ready, ok bool, err error) {
	on := clock.DateOf(line.Received)
	fail := func(p *Problem) (ready, bool, error) {
		p.Line = line.No
		w.note([]Problem{*p})
		return ready{}, false, nil
	}
	open := line.Ended.IsZero()
	u, p := w.index.unit(actor.Of(ctx), line.Unit, on)
	if p != nil {
		return fail(p)
	}
	if today := clock.DateOf(w.s.Clock.Now()); open && !u.In(today) {
		return fail(&Problem{Field: Unit, Key: "legacy.wrong.unit-gone", Args: fault.Args("value", u.FullName)})
	}
	procedure, p := w.index.procedure(line.Procedure, u.Kind)
	if p != nil {
		return fail(p)
	}
	b, old, err := w.index.basis(ctx, procedure, u, line.Channel, on)
	if f := fault.As(err); f != nil {
		return fail(&Problem{Field: Procedure, Key: f.Key, Args: f.Args})
	}
	if err != nil {
		return ready{}, false, err
	}
	if line.Due.IsZero() && b.HasTerm() {
		line.odd = true
		w.note([]Problem{{Line: line.No, Field: Due, Warning: true, Key: "legacy.odd.no-due"}})
	}
	w.count(line, open, old)
	return w.ready(line, b, u.ID, u.Path, u.FullName, procedure.ID, procedure.Name), true, nil
}

func (w *work) count(line Line, open, old bool) {
	w.counts.Good++
	if line.odd {
		w.counts.Warned++
	}
	if open {
		w.counts.Open++
	}
	if old {
		w.counts.Early++
	}
	if line.Rating > 0 {
		w.counts.Rated++
	}
}

func (w *work) ready(line Line, b *dossier.Basis, unitID, unitPath, unitName, procedureID, name string) ready {
	submitter := line.Owner
	if line.Submitter != "" && text.Exact(line.Submitter) != text.Exact(line.Owner.Name) {
		submitter = dossier.Party{Name: line.Submitter}
	}
	return ready{Line: line,
		moved: dossier.MovedIn{Basis: b, Owner: line.Owner, Submitter: submitter, Declared: dossier.Declared{Source: w.run.Source, Run: w.run.ID,
			Line: line.No, Code: line.Code, Officer: line.Officer, State: line.State, SubmittedAt: line.Submitted, ReceivedAt: line.Received,
			DueAt: line.Due, EndedAt: line.Ended, ReturnedAt: line.Returned, Asked: line.Asked}},
		rated: Rated{Code: line.Code, UnitID: unitID, UnitPath: unitPath, UnitName: unitName, Procedure: procedureID, Name: name,
			ReturnedAt: line.Returned, Score: line.Rating}}
}
