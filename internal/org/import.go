package org

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Report is what an import did, or in a dry run would do. Counts are by table of the file: units,
// versions, lineage, posts, days.
type Report struct {
	DryRun   bool           `json:"dry_run"`
	Added    map[string]int `json:"added"`
	Changed  map[string]int `json:"changed"`
	Same     map[string]int `json:"same"`
	Problems []Problem      `json:"problems,omitempty"` // nothing was written when there are any
	Notes    []string       `json:"notes,omitempty"`    // what was left out, and why
}

// Problem is a fault of the file and its place.
type Problem struct {
	Place string `json:"place"`
	Text  string `json:"text"`
}

func (p Problem) String() string { return p.Place + ": " + p.Text }

func newReport(dryRun bool) Report {
	return Report{DryRun: dryRun, Added: map[string]int{}, Changed: map[string]int{}, Same: map[string]int{}}
}

// changes tells whether the import has anything to write.
func (r Report) changes() bool { return len(r.Added)+len(r.Changed) > 0 }

// errDry undoes a dry run.
var errDry = errors.New("dry run")

// inImport runs do in a transaction that a dry run undoes.
func (s *Service) inImport(ctx context.Context, dryRun bool, do func(context.Context, *db.Tx) error) error {
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := do(ctx, tx); err != nil {
			return err
		}
		if dryRun {
			return errDry
		}
		return nil
	})
	if dryRun && errors.Is(err, errDry) {
		return nil
	}
	return err
}

func (r *Report) count(what string, added, changed, same int) {
	for counts, n := range map[*map[string]int]int{&r.Added: added, &r.Changed: changed, &r.Same: same} {
		if n > 0 {
			(*counts)[what] += n
		}
	}
}

// refusal says that nothing was written because the file has faults.
func (r Report) refusal() error {
	return fault.New(fault.Invalid, "org.import-refused", "n", len(r.Problems), "first", r.Problems[0].String())
}

// decode reads JSON and says on which line it stops being what it should be.
func decode(r io.Reader, into any) *Problem {
	raw, err := io.ReadAll(io.LimitReader(r, 32<<20))
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		return &Problem{lineOf(raw, syntax.Offset), err.Error()}
	case errors.As(err, &kind):
		return &Problem{lineOf(raw, kind.Offset), err.Error()}
	}
	return &Problem{"file", err.Error()}
}

func lineOf(raw []byte, offset int64) string {
	line := 1
	for _, b := range raw[:min(int(offset), len(raw))] {
		if b == '\n' {
			line++
		}
	}
	return fmt.Sprintf("line %d", line)
}
