package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type entryRow struct {
	SlipID     string    `bun:"slip_id"`
	Number     string    `bun:"number"`
	ReceivedAt time.Time `bun:"received_at"`
	Body       string    `bun:"body"`
}

// register reads a page of the register in the order of receipt, one line more than the limit.
func (s store) register(ctx context.Context, a actor.Actor, q RegisterQuery) ([]Entry, error) {
	sel := s.received(a, q).ColumnExpr("sl.id AS slip_id, sl.number, sl.at AS received_at, r.body").
		OrderExpr("sl.at, sl.id").Limit(int64(q.Limit + 1))
	if q.After.ID != "" {
		sel.Where("(sl.at > ? OR (sl.at = ? AND sl.id > ?))", q.After.SortAt, q.After.SortAt, q.After.ID)
	}
	var rows []entryRow
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Entry, len(rows))
	for i, r := range rows {
		d, err := dossierOf(&recordRow{Body: r.Body})
		if err != nil {
			return nil, err
		}
		out[i] = Entry{Dossier: d, Serial: serialOf(r.Number), ReceiptID: r.SlipID, ReceivedAt: clock.Whole(r.ReceivedAt)}
	}
	return out, nil
}

// registerSize counts at most limit lines.
func (s store) registerSize(ctx context.Context, a actor.Actor, q RegisterQuery, limit int) (int, error) {
	var n int
	few := s.received(a, q).ColumnExpr("1 AS one").Limit(int64(limit))
	err := s.q.NewSelect().ColumnExpr("count(*)").TableExpr("(?) AS few", few).Scan(ctx, &n)
	return n, err
}

// received are the dossiers with a receipt of the period, within the reach of whoever acts.
func (s store) received(a actor.Actor, q RegisterQuery) *bun.SelectQuery {
	sel := s.q.NewSelect().TableExpr("dossier_slip AS sl").Join("JOIN dossier_record AS r ON r.id = sl.dossier_id").
		Where("sl.form = '01'").Where("sl.at >= ? AND sl.at < ?", q.From.At(0), q.To.AddDays(1).At(0)).
		WhereGroup(" AND ", reach(a.Scope(CanView)))
	if q.Unit != "" {
		sel.Where("r.receiving_path LIKE ? ESCAPE '!'", db.Like(q.Unit)+"%")
	}
	if q.Procedure != "" {
		sel.Where("r.procedure_id = ?", q.Procedure)
	}
	if q.State != "" {
		sel.Where("r.state = ?", q.State)
	}
	return sel
}

// registerChoices are the procedures and receiving units that the period knows.
func (s store) registerChoices(ctx context.Context, a actor.Actor, q RegisterQuery) (procedures map[string]string, paths []string, err error) {
	q.Procedure, q.State, q.Unit = "", "", ""
	var rows []struct {
		ProcedureID string `bun:"procedure_id"`
		Name        string `bun:"name"`
		Path        string `bun:"receiving_path"`
	}
	err = s.received(a, q).ColumnExpr("DISTINCT r.procedure_id, r.name, r.receiving_path").Limit(2000).Scan(ctx, &rows)
	procedures = map[string]string{}
	seen := map[string]bool{}
	for _, r := range rows {
		procedures[r.ProcedureID] = r.Name
		if !seen[r.Path] {
			seen[r.Path], paths = true, append(paths, r.Path)
		}
	}
	return procedures, paths, err
}

// eventsOf reads the events of some kinds of several dossiers, each dossier's in order.
func (s store) eventsOf(ctx context.Context, ids []string, kinds []Action) (map[string][]Event, error) {
	var rows []eventRow
	out := map[string][]Event{}
	if len(ids) == 0 {
		return out, nil
	}
	err := s.q.NewSelect().Model(&rows).Where("dossier_id IN (?)", bun.List(ids)).Where("kind IN (?)", bun.List(kinds)).Order("dossier_id", "seq").Scan(ctx)
	for _, r := range rows {
		e := Event{ID: r.ID, DossierID: r.DossierID, Seq: r.Seq, Kind: r.Kind, At: clock.Whole(r.At), PersonName: r.PersonName, UnitName: r.UnitName}
		if err := json.Unmarshal([]byte(r.Data), &e.Facts); err != nil {
			return nil, err
		}
		out[r.DossierID] = append(out[r.DossierID], e)
	}
	return out, err
}

// receiptNumber is the number of a dossier's receipt, "" before there is one.
func (s store) receiptNumber(ctx context.Context, dossierID string) (string, error) {
	slips, err := s.slips(ctx, dossierID)
	for _, sl := range slips {
		if sl.Form == "01" {
			return sl.Number, err
		}
	}
	return "", err
}
