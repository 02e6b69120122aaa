package rating

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type store struct{ q bun.IDB }

type askedRow struct {
	bun.BaseModel `bun:"table:rating_asked"`
	Subject       string    `bun:"subject,pk"`
	AccountID     string    `bun:"account_id"`
	Code          string    `bun:"code"`
	UnitID        string    `bun:"unit_id"`
	UnitPath      string    `bun:"unit_path"`
	UnitName      string    `bun:"unit_name"`
	ProcedureID   string    `bun:"procedure_id"`
	ProcedureName string    `bun:"procedure_name"`
	Period        string    `bun:"period"`
	ReturnedAt    time.Time `bun:"returned_at"`
	UntilAt       time.Time `bun:"until_at"`
	Answered      bool      `bun:"answered"`
	Declared      bool      `bun:"declared"`
}

func (r *askedRow) asked() Asked {
	return Asked{Subject: r.Subject, AccountID: r.AccountID, Code: r.Code, Unit: Unit{r.UnitID, r.UnitPath, r.UnitName},
		Procedure: Procedure{r.ProcedureID, r.ProcedureName}, Period: r.Period, At: clock.Whole(r.ReturnedAt),
		Until: clock.Whole(r.UntilAt), Answered: r.Answered}
}

// lastReturn is the last return here that was found, zero when none was.
func (s store) lastReturn(ctx context.Context) (time.Time, error) {
	var at bun.NullTime
	err := s.q.NewSelect().Model((*askedRow)(nil)).Column("returned_at").Where("NOT declared").OrderExpr("returned_at DESC").Limit(1).Scan(ctx, &at)
	if db.IsNone(err) {
		return time.Time{}, nil
	}
	return at.Time, err
}

// addAsked notes a dossier once; it tells whether it was new.
func (s store) addAsked(ctx context.Context, a Asked) (bool, error) {
	res, err := s.q.NewInsert().Model(&askedRow{Subject: a.Subject, AccountID: a.AccountID, Code: a.Code, UnitID: a.Unit.ID,
		UnitPath: a.Unit.Path, UnitName: a.Unit.Name, ProcedureID: a.Procedure.ID, ProcedureName: a.Procedure.Name,
		Period: a.Period, ReturnedAt: a.At, UntilAt: a.Until}).On("CONFLICT (subject) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func (s store) asked(ctx context.Context, subject string) (*Asked, error) {
	return s.one(ctx, "subject = ?", subject)
}

func (s store) byLink(ctx context.Context, hash string) (*Asked, error) {
	return s.one(ctx, "subject = (SELECT subject FROM rating_link WHERE hash = ?)", hash)
}

func (s store) one(ctx context.Context, where, arg string) (*Asked, error) {
	var row askedRow
	err := s.q.NewSelect().Model(&row).Where(where, arg).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "portal.rate.no-link")
	}
	a := row.asked()
	return &a, err
}

func (s store) open(ctx context.Context, accountID string, now time.Time) ([]Asked, error) {
	var rows []askedRow
	err := s.q.NewSelect().Model(&rows).Where("account_id = ? AND until_at > ? AND NOT answered", accountID, now).
		Order("until_at", "subject").Limit(50).Scan(ctx)
	out := make([]Asked, len(rows))
	for i := range rows {
		out[i] = rows[i].asked()
	}
	return out, err
}

func (s store) addLink(ctx context.Context, hash, subject string) error {
	_, err := s.q.NewRaw("INSERT INTO rating_link (hash, subject) VALUES (?, ?)", hash, subject).Exec(ctx)
	return err
}

// spend marks a dossier as rated and removes its links; the second of two who answer at once is told.
func (s store) spend(ctx context.Context, subject string) error {
	res, err := s.q.NewUpdate().Model((*askedRow)(nil)).Set("answered = ?", true).Where("subject = ? AND NOT answered", subject).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "portal.rate.answered").Because(err)
	}
	_, err = s.q.NewRaw("DELETE FROM rating_link WHERE subject = ?", subject).Exec(ctx)
	return err
}

type answerRow struct {
	bun.BaseModel `bun:"table:rating_answer"`
	ID            string `bun:"id,pk"`
	UnitID        string `bun:"unit_id"`
	UnitPath      string `bun:"unit_path"`
	UnitName      string `bun:"unit_name"`
	ProcedureID   string `bun:"procedure_id"`
	ProcedureName string `bun:"procedure_name"`
	Period        string `bun:"period"`
	Mark          Mark   `bun:"mark"`
	Reasons       string `bun:"reasons"`
	Words         string `bun:"words"`
	Declared      bool   `bun:"declared"`
}

func (s store) addAnswer(ctx context.Context, id string, of Asked, a Answer) error {
	reasons, err := json.Marshal(a.Reasons)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&answerRow{ID: id, UnitID: of.Unit.ID, UnitPath: of.Unit.Path, UnitName: of.Unit.Name,
		ProcedureID: of.Procedure.ID, ProcedureName: of.Procedure.Name, Period: of.Period, Mark: a.Mark, Reasons: string(reasons),
		Words: a.Words}).Exec(ctx)
	return err
}

// counts are those of all months between two, closed or not, by month, unit and procedure.
func (s store) counts(ctx context.Context, from, until string) ([]Count, error) {
	var asked []struct {
		askedRow `bun:",extend"`
		N        int `bun:"n"`
		Brought  int `bun:"declared_n"`
	}
	err := s.q.NewRaw(`SELECT period, unit_id, max(unit_path) AS unit_path, max(unit_name) AS unit_name, procedure_id,
		max(procedure_name) AS procedure_name, count(*) AS n, count(*) FILTER (WHERE declared) AS declared_n FROM rating_asked WHERE period >= ? AND period <= ?
		GROUP BY period, unit_id, procedure_id ORDER BY period DESC, unit_id, procedure_id`, from, until).Scan(ctx, &asked)
	if err != nil {
		return nil, err
	}
	out, at := make([]Count, len(asked)), map[[3]string]int{}
	for i, r := range asked {
		out[i] = Count{Unit: Unit{r.UnitID, r.UnitPath, r.UnitName}, Procedure: Procedure{r.ProcedureID, r.ProcedureName},
			Period: r.Period, Asked: r.N, Declared: r.Brought, Marks: map[Mark]int{}, Reasons: map[string]int{}}
		at[[3]string{r.Period, r.UnitID, r.ProcedureID}] = i
	}
	var rows []answerRow
	err = s.q.NewSelect().Model(&rows).Column("period", "unit_id", "procedure_id", "mark", "reasons", "declared").
		Where("period >= ? AND period <= ?", from, until).Scan(ctx)
	for _, r := range rows {
		c := out[at[[3]string{r.Period, r.UnitID, r.ProcedureID}]] // every answer was asked for
		c.Marks[r.Mark]++
		for _, reason := range reasonsOf(r.Reasons) {
			c.Reasons[reason]++
		}
	}
	return out, err
}

func reasonsOf(raw string) []string {
	var out []string
	_ = json.Unmarshal([]byte(raw), &out) // written by us
	return out
}

// words are what was written about units under the paths, in the order of their keys, which is none.
func (s store) words(ctx context.Context, paths []string, from string) ([]answerRow, error) {
	var rows []answerRow
	err := s.q.NewSelect().Model(&rows).Column("id", "period", "words").Where("words <> '' AND period >= ?", from).
		WhereGroup(" AND ", under(paths)).Order("id").Limit(200).Scan(ctx)
	return rows, err
}

// under matches units at or below one of the paths.
func under(paths []string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		if len(paths) == 0 {
			sel.Where("1 = 0")
		}
		return sel
	}
}

type followRow struct {
	bun.BaseModel `bun:"table:rating_follow"`
	ID            string       `bun:"id,pk"`
	UnitPath      string       `bun:"unit_path"`
	UnitName      string       `bun:"unit_name"`
	ProcedureName string       `bun:"procedure_name"`
	Subject       string       `bun:"subject"`
	Code          string       `bun:"code"`
	Reasons       string       `bun:"reasons"`
	Words         string       `bun:"words"`
	ShownFrom     time.Time    `bun:"shown_from"`
	DueAt         time.Time    `bun:"due_at"`
	DoneAt        bun.NullTime `bun:"done_at"`
	DoneBy        string       `bun:"done_by"`
	Outcome       string       `bun:"outcome"`
}

func (s store) addFollow(ctx context.Context, f Follow) error {
	reasons, err := json.Marshal(f.Reasons)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&followRow{ID: f.ID, UnitPath: f.UnitPath, UnitName: f.UnitName, ProcedureName: f.Procedure,
		Subject: f.Subject, Code: f.Code, Reasons: string(reasons), Words: f.Words, ShownFrom: f.ShownFrom, DueAt: f.DueAt}).Exec(ctx)
	return err
}

func (r *followRow) follow() Follow {
	f := Follow{ID: r.ID, UnitPath: r.UnitPath, UnitName: r.UnitName, Procedure: r.ProcedureName, Subject: r.Subject, Code: r.Code,
		Reasons: reasonsOf(r.Reasons), Words: r.Words, ShownFrom: clock.Whole(r.ShownFrom), DueAt: clock.Whole(r.DueAt), DoneBy: r.DoneBy, Outcome: r.Outcome}
	if !r.DoneAt.IsZero() {
		f.DoneAt = clock.Whole(r.DoneAt.Time)
	}
	return f
}

func (s store) follows(ctx context.Context, paths []string, now time.Time) ([]Follow, error) {
	var rows []followRow
	err := s.q.NewSelect().Model(&rows).Where("shown_from <= ?", now).WhereGroup(" AND ", under(paths)).
		OrderExpr("CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, due_at, id").Limit(200).Scan(ctx)
	out := make([]Follow, len(rows))
	for i := range rows {
		out[i] = rows[i].follow()
	}
	return out, err
}

func (s store) followByID(ctx context.Context, id string) (*Follow, error) {
	var row followRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "portal.rate.no-follow")
	}
	f := row.follow()
	return &f, err
}

func (s store) saveFollow(ctx context.Context, f *Follow) error {
	_, err := s.q.NewUpdate().Model((*followRow)(nil)).Set("done_at = ?", f.DoneAt).Set("done_by = ?", f.DoneBy).Set("outcome = ?", f.Outcome).
		Where("id = ?", f.ID).Exec(ctx)
	return err
}
