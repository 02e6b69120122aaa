package insight

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

type factRow struct {
	bun.BaseModel `bun:"table:insight_fact"`
	DossierID     string         `bun:"dossier_id,pk"`
	Seq           int            `bun:"seq"`
	Code          string         `bun:"code"`
	ReceivingID   string         `bun:"receiving_id"`
	ReceivingPath string         `bun:"receiving_path"`
	ReceivingName string         `bun:"receiving_name"`
	CompetentID   string         `bun:"competent_id"`
	CompetentPath string         `bun:"competent_path"`
	CompetentName string         `bun:"competent_name"`
	ProcedureID   string         `bun:"procedure_id"`
	ProcedureName string         `bun:"procedure_name"`
	VersionID     string         `bun:"version_id"`
	Field         string         `bun:"field"`
	Channel       count.Channel  `bun:"channel"`
	Declared      bool           `bun:"declared"`
	Restricted    bool           `bun:"restricted"`
	SubmittedAt   bun.NullTime   `bun:"submitted_at"`
	ReceivedAt    bun.NullTime   `bun:"received_at"`
	DueAt         bun.NullTime   `bun:"due_at"`
	FirstDueAt    bun.NullTime   `bun:"first_due_at"`
	WarnAt        bun.NullTime   `bun:"warn_at"`
	EndedAt       bun.NullTime   `bun:"ended_at"`
	FellAt        bun.NullTime   `bun:"fell_at"`
	Standing      count.Standing `bun:"standing"`
	EndKind       count.End      `bun:"end_kind"`
	Paused        bool           `bun:"paused"`
	Asked         int            `bun:"asked"`
	SentBack      int            `bun:"sent_back"`
	TookMinutes   int64          `bun:"took_minutes"`
	flagColumns
}

type stepRow struct {
	bun.BaseModel  `bun:"table:insight_step"`
	DossierID      string       `bun:"dossier_id,pk"`
	No             int          `bun:"no,pk"`
	ReceivingPath  string       `bun:"receiving_path"`
	UnitPath       string       `bun:"unit_path"`
	Unit           string       `bun:"unit"`
	ProcedureID    string       `bun:"procedure_id"`
	Role           string       `bun:"role"`
	Name           string       `bun:"name"`
	PersonID       string       `bun:"person_id"`
	Person         string       `bun:"person"`
	Waits          string       `bun:"waits"`
	SinceAt        time.Time    `bun:"since_at"`
	UntilAt        bun.NullTime `bun:"until_at"`
	WorkingMinutes int64        `bun:"working_minutes"`
	QueuedMinutes  int64        `bun:"queued_minutes"`
}

type procedureRow struct {
	bun.BaseModel `bun:"table:insight_procedure"`
	ID            string `bun:"id,pk"`
	Name          string `bun:"name"`
	Field         string `bun:"field"`
}

func null(t time.Time) bun.NullTime { return bun.NullTime{Time: t} }

func rowOf(f *Fact) factRow {
	return factRow{DossierID: f.ID, Seq: f.Seq, Code: f.Code, ReceivingID: f.Receiving, ReceivingPath: f.ReceivingPath, ReceivingName: f.ReceivingName,
		CompetentID: f.Competent, CompetentPath: f.CompetentPath, CompetentName: f.CompetentName, ProcedureID: f.Procedure, ProcedureName: f.ProcedureName,
		VersionID: f.Version, Field: f.Field, Channel: f.Channel, Declared: f.Declared, Restricted: f.Restricted, SubmittedAt: null(f.SubmittedAt),
		ReceivedAt: null(f.ReceivedAt), DueAt: null(f.DueAt), FirstDueAt: null(f.FirstDueAt), WarnAt: null(f.WarnAt), EndedAt: null(f.EndedAt),
		FellAt: null(fellAt(&f.Dossier)), Standing: f.Standing, EndKind: f.End, Paused: f.Paused, Asked: f.Asked, SentBack: f.SentBack,
		TookMinutes: minutes(f.Took), flagColumns: flagsRow(f)}
}

func whole(t bun.NullTime) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return clock.Whole(t.Time)
}

func (r *factRow) fact() *Fact {
	return &Fact{ID: r.DossierID, Seq: r.Seq, Code: r.Code, ReceivingPath: r.ReceivingPath, ReceivingName: r.ReceivingName, CompetentPath: r.CompetentPath,
		CompetentName: r.CompetentName, ProcedureName: r.ProcedureName, Field: r.Field, Restricted: r.Restricted, SubmittedAt: whole(r.SubmittedAt),
		FirstDueAt: whole(r.FirstDueAt), WarnAt: whole(r.WarnAt), SentBack: r.SentBack, Took: time.Duration(r.TookMinutes) * time.Minute,
		Dossier: count.Dossier{Receiving: r.ReceivingID, Competent: r.CompetentID, Procedure: r.ProcedureID, Version: r.VersionID, Channel: r.Channel,
			Declared: r.Declared, ReceivedAt: whole(r.ReceivedAt), DueAt: whole(r.DueAt), EndedAt: whole(r.EndedAt), End: r.EndKind,
			Standing: r.Standing, Paused: r.Paused, Asked: r.Asked, Flags: r.flags()}, Proofs: strings.Fields(r.Proofs)}
}

// facts returns what is known of the dossiers, with their stretches, by key.
func (s store) facts(ctx context.Context, ids []string) (map[string]*Fact, error) {
	var rows []factRow
	out := map[string]*Fact{}
	if len(ids) == 0 {
		return out, nil
	}
	if err := s.q.NewSelect().Model(&rows).Where("dossier_id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, err
	}
	for i := range rows {
		out[rows[i].DossierID] = rows[i].fact()
	}
	var steps []stepRow
	err := s.q.NewSelect().Model(&steps).Where("dossier_id IN (?)", bun.List(ids)).Order("dossier_id", "no").Scan(ctx)
	for _, r := range steps {
		if f := out[r.DossierID]; f != nil {
			f.Steps = append(f.Steps, r.step())
		}
	}
	return out, err
}

func (r *stepRow) step() Step {
	return Step{No: r.No, UnitPath: r.UnitPath, Unit: r.Unit, Role: r.Role, Name: r.Name, PersonID: r.PersonID, Person: r.Person, Waits: r.Waits,
		Since: clock.Whole(r.SinceAt), Until: whole(r.UntilAt), Working: time.Duration(r.WorkingMinutes) * time.Minute,
		Queued: time.Duration(r.QueuedMinutes) * time.Minute}
}

// keysAfter walks the facts by key.
func (s store) keysAfter(ctx context.Context, after string, limit int) ([]string, error) {
	var ids []string
	return ids, s.q.NewSelect().TableExpr("insight_fact").Column("dossier_id").Where("dossier_id > ?", after).Order("dossier_id").
		Limit(int64(limit)).Scan(ctx, &ids)
}

// put writes facts; those that were there have been dropped.
func (s store) put(ctx context.Context, facts []*Fact) error {
	if len(facts) == 0 {
		return nil
	}
	var rows []factRow
	var steps []stepRow
	named := map[string]procedureRow{}
	for _, f := range facts {
		rows = append(rows, rowOf(f))
		named[f.Procedure] = procedureRow{ID: f.Procedure, Name: f.ProcedureName, Field: f.Field}
		for _, x := range f.Steps {
			steps = append(steps, stepRow{DossierID: f.ID, No: x.No, ReceivingPath: f.ReceivingPath, UnitPath: x.UnitPath, Unit: x.Unit,
				ProcedureID: f.Procedure, Role: x.Role, Name: x.Name, PersonID: x.PersonID, Person: x.Person, Waits: x.Waits, SinceAt: x.Since,
				UntilAt: null(x.Until), WorkingMinutes: minutes(x.Working), QueuedMinutes: minutes(x.Queued)})
		}
	}
	plain := func(q *bun.InsertQuery) *bun.InsertQuery { return q }
	if err := insertAll(ctx, s.q, rows, plain); err != nil {
		return err
	}
	if err := insertAll(ctx, s.q, steps, plain); err != nil {
		return err
	}
	var procedures []procedureRow
	for _, p := range named {
		procedures = append(procedures, p)
	}
	return insertAll(ctx, s.q, procedures, func(q *bun.InsertQuery) *bun.InsertQuery {
		return q.On("CONFLICT (id) DO UPDATE").Set("name = EXCLUDED.name").Set("field = EXCLUDED.field")
	})
}

func (s store) drop(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := s.q.NewDelete().Model((*stepRow)(nil)).Where("dossier_id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
		return err
	}
	_, err := s.q.NewDelete().Model((*factRow)(nil)).Where("dossier_id IN (?)", bun.List(ids)).Exec(ctx)
	return err
}

// procedures are all procedures that have facts, by key.
func (s store) procedures(ctx context.Context) (map[string]procedureRow, error) {
	var rows []procedureRow
	out := map[string]procedureRow{}
	err := s.q.NewSelect().Model(&rows).Scan(ctx)
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}
