package dossier

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// eventsOfAll reads all events of several dossiers, each dossier's in order, by key.
func (s store) eventsOfAll(ctx context.Context, ids []string) ([][]Event, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []eventRow
	err := s.q.NewSelect().Model(&rows).Where("dossier_id IN (?)", bun.List(ids)).Order("dossier_id", "seq").Scan(ctx)
	if err != nil {
		return nil, err
	}
	var out [][]Event
	for i, r := range rows {
		e := Event{ID: r.ID, DossierID: r.DossierID, Seq: r.Seq, Kind: r.Kind, At: clock.Whole(r.At), ActorKind: r.ActorKind, AccountID: r.AccountID,
			PersonID: r.PersonID, PersonName: r.PersonName, Position: r.Position, UnitID: r.UnitID, UnitName: r.UnitName, OnBehalfOf: r.OnBehalfOf, Data: r.Data}
		if err := json.Unmarshal([]byte(r.Data), &e.Facts); err != nil {
			return nil, err
		}
		if i == 0 || rows[i-1].DossierID != r.DossierID {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], e)
	}
	return out, nil
}

// keysAfter returns keys of dossiers behind one, in order, at most limit.
func (s store) keysAfter(ctx context.Context, after string, limit int, openOnly bool) ([]string, error) {
	var ids []string
	sel := s.q.NewSelect().TableExpr("dossier_record").Column("id").Where("id > ?", after).Order("id").Limit(int64(limit))
	if openOnly {
		sel.Where("ended_at IS NULL")
	}
	return ids, sel.Scan(ctx, &ids)
}
