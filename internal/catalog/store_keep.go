package catalog

import (
	"context"
)

// Entry is a procedure as its keeper lists it: with its newest version, a draft too.
type Entry struct {
	Procedure
	Newest  Version // without content
	Drafted bool    // the newest version is a draft
}

// kept lists all procedures with their newest version.
func (s store) kept(ctx context.Context) ([]Entry, error) {
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
	newest := make(map[string]Version, len(procedures))
	for _, r := range rows {
		newest[r.ProcedureID] = Version{ID: r.ID, ProcedureID: r.ProcedureID, Number: r.Number, Status: Status(r.Status),
			From: r.FromOn, Until: r.UntilOn, DecisionNo: r.DecisionNo}
	}
	out := make([]Entry, len(procedures))
	for i, p := range procedures {
		v := newest[p.ID]
		out[i] = Entry{Procedure: *p, Newest: v, Drafted: v.Status == StatusDraft}
	}
	return out, nil
}
