package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/portal/rating"
)

// rateDeclared tells the ratings what another system says of how content people were.
func (h *house) rateDeclared(ctx context.Context, tx *db.Tx, all []legacy.Rated) error {
	out := make([]rating.Declared, len(all))
	for i, r := range all {
		out[i] = rating.Declared{Subject: "dossier/" + r.Dossier, Code: r.Code, Unit: rating.Unit{ID: r.UnitID, Path: r.UnitPath, Name: r.UnitName},
			Procedure: rating.Procedure{ID: r.Procedure, Name: r.Name}, At: r.ReturnedAt, Mark: rating.MarkOf(r.Score)}
	}
	return h.rating.Declare(ctx, tx, out)
}

// bringDossiers tries a file of dossiers out, and carries it out unless it was only to be tried. The work
// goes on with the next start of the house when it is stopped. Lines that are left out are told and make
// the command fail.
func (h *house) bringDossiers(ctx context.Context, c importCmd, out std) (any, error) {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	source := c.Source
	if source == "" {
		source = filepath.Base(c.File)
	}
	run, err := h.legacy.Take(ctx, filepath.Base(c.File), source, c.Mapping, raw)
	if err != nil {
		return nil, err
	}
	if run, err = h.legacy.Check(ctx, run.ID, run.Mapping, ""); err != nil {
		return nil, err
	}
	if !c.DryRun && run.Counts.Good > 0 {
		if err := h.legacy.Confirm(ctx, run.ID); err != nil {
			return nil, err
		}
		told := func(r legacy.Run) { fmt.Fprintf(out.err, "%d of %d lines\n", r.Done, r.Counts.Lines) }
		if err := h.legacy.Work(ctx, told); err != nil {
			return nil, err
		}
		if run, err = h.legacy.Run(ctx, run.ID); err != nil {
			return nil, err
		}
	}
	return h.reportOf(ctx, run)
}

// movingReport is what the command prints.
type movingReport struct {
	Run     string            `json:"run"`
	Source  string            `json:"source"`
	State   legacy.State      `json:"state"`
	Mapping map[string]string `json:"columns"`
	legacy.Counts
	Problems []movingProblem `json:"problems,omitempty"`
}

type movingProblem struct {
	Line    int    `json:"line"`
	Field   string `json:"field"`
	Warning bool   `json:"warning,omitempty"`
	What    string `json:"what"`
}

// mostTold bounds the problems that the command prints; the page of the run has more.
const mostTold = 1000

func (h *house) reportOf(ctx context.Context, run *legacy.Run) (any, error) {
	problems, err := h.legacy.Problems(ctx, run.ID, true, mostTold)
	if err != nil {
		return nil, err
	}
	r := movingReport{Run: run.ID, Source: run.Source, State: run.State, Mapping: map[string]string{}, Counts: run.Counts}
	for f, head := range run.Mapping.Columns {
		r.Mapping[string(f)] = head
	}
	for _, p := range problems {
		r.Problems = append(r.Problems, movingProblem{Line: p.Line, Field: string(p.Field), Warning: p.Warning, What: legacy.Say(ctx, p)})
	}
	if run.Counts.Wrong > 0 {
		err = fmt.Errorf("%d lines are left out", run.Counts.Wrong)
	}
	return r, err
}
