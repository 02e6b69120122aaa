package catalog

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Entry is a procedure as its keeper lists it: with its newest version, a draft too.
type Entry struct {
	Procedure
	Newest    Version // without content
	Drafted   bool    // it has a draft
	Holds     bool    // a version holds today
	Ahead     bool    // a version is to begin
	Abolished bool    // its last day is set, or past
}

// Stands tells whether the entry belongs to the slice.
func (e Entry) Stands(s Standing) bool {
	switch s {
	case HasDraft:
		return e.Drafted
	case InForce:
		return e.Holds
	case IsAhead:
		return e.Ahead
	case IsAbolished:
		return e.Abolished
	}
	return true
}

func (e *Entry) take(v Version, today clock.Date) {
	e.Newest = v
	e.Drafted = e.Drafted || v.Status == StatusDraft
	e.Holds = e.Holds || v.HoldsOn(today)
	e.Ahead = e.Ahead || v.Ahead(today)
	e.Abolished = v.Status == StatusAbolished || e.Abolished && v.Status == StatusDraft
}

// kept lists all procedures with how they stand today.
func (s store) kept(ctx context.Context, today clock.Date) ([]Entry, error) {
	procedures, err := s.procedures(ctx)
	if err != nil {
		return nil, err
	}
	var rows []versionRow
	err = s.q.NewSelect().Model(&rows).Column("v.id", "v.procedure_id", "v.number", "v.status", "v.from_on", "v.until_on", "v.decision_no").
		Order("v.number").Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(procedures))
	at := make(map[string]*Entry, len(procedures))
	for i, p := range procedures {
		out[i] = Entry{Procedure: *p}
		at[p.ID] = &out[i]
	}
	for _, r := range rows {
		at[r.ProcedureID].take(Version{ID: r.ID, ProcedureID: r.ProcedureID, Number: r.Number, Status: Status(r.Status),
			From: r.FromOn, Until: r.UntilOn, DecisionNo: r.DecisionNo}, today)
	}
	return out, nil
}
