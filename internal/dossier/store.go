package dossier

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

type store struct{ q bun.IDB }

type eventRow struct {
	bun.BaseModel `bun:"table:dossier_event"`
	ID            string    `bun:"id,pk"`
	DossierID     string    `bun:"dossier_id"`
	Seq           int       `bun:"seq"`
	Kind          Action    `bun:"kind"`
	At            time.Time `bun:"at"`
	ActorKind     string    `bun:"actor_kind"`
	AccountID     string    `bun:"account_id"`
	PersonID      string    `bun:"person_id"`
	PersonName    string    `bun:"person_name"`
	Position      string    `bun:"position"`
	UnitID        string    `bun:"unit_id"`
	UnitName      string    `bun:"unit_name"`
	OnBehalfOf    string    `bun:"on_behalf_of"`
	FromAddr      string    `bun:"from_addr"`
	Data          string    `bun:"data"`
}

type recordRow struct {
	bun.BaseModel `bun:"table:dossier_record"`
	ID            string       `bun:"id,pk"`
	Code          string       `bun:"code"`
	Secret        string       `bun:"secret"`
	Version       int          `bun:"version"`
	State         State        `bun:"state"`
	Channel       string       `bun:"channel"`
	ProcedureID   string       `bun:"procedure_id"`
	VersionID     string       `bun:"version_id"`
	Name          string       `bun:"name"`
	ReceivingPath string       `bun:"receiving_path"`
	CompetentPath string       `bun:"competent_path"`
	AccountID     string       `bun:"account_id"`
	OwnerName     string       `bun:"owner_name"`
	Search        string       `bun:"search"`
	TurnRole      string       `bun:"turn_role"`
	TurnPath      string       `bun:"turn_path"`
	AssigneeID    string       `bun:"assignee_id"`
	Assignee      string       `bun:"assignee"`
	SubmittedAt   time.Time    `bun:"submitted_at"`
	DueAt         bun.NullTime `bun:"due_at"`
	WarnAt        bun.NullTime `bun:"warn_at"`
	Paused        bool         `bun:"paused"`
	EndedAt       bun.NullTime `bun:"ended_at"`
	SortAt        time.Time    `bun:"sort_at"`
	Body          string       `bun:"body"`
	OwnerNo       string       `bun:"owner_no"`
	Level         string       `bun:"level"`
	Outcome       Standing     `bun:"outcome"`
	Asked         int          `bun:"asked"` // supplements asked for after reception
	FallenAt      bun.NullTime `bun:"fallen_at"`
	ReceivedAt    bun.NullTime `bun:"received_at"`
}

// shelf is where ended dossiers stand in lists: after all open work, the last ended first.
var shelf = time.Date(4000, time.January, 1, 0, 0, 0, 0, time.UTC)

// over are states in which nothing is open any more: such dossiers stand on the shelf.
var over = []State{Refused, Posted, Returned, Withdrawn}

// sortAt is a dossier's place in lists. Open work stands by its due date, or its age while it has none.
func sortAt(d *Dossier) time.Time {
	ended := d.EndedAt
	if ended.IsZero() && slices.Contains(over, d.State) {
		ended = d.SubmittedAt // another system did not say when
	}
	switch {
	case !ended.IsZero():
		return clock.Whole(shelf.Add(-time.Duration(ended.UnixMilli()) * time.Millisecond))
	case !d.Due.At.IsZero():
		return clock.Whole(d.Due.At)
	}
	return clock.Whole(d.SubmittedAt)
}

// rowOf lays a dossier out for lists.
func rowOf(d *Dossier) (*recordRow, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	var fallen time.Time
	if n := len(d.Fallen); n > 0 {
		fallen = d.Fallen[n-1]
	}
	return &recordRow{
		OwnerNo: ownerKey(d.Owner.PersonalNo), Level: d.Level, Outcome: d.Outcome(), Asked: d.SupplementsAfter(),
		FallenAt: bun.NullTime{Time: fallen}, ReceivedAt: bun.NullTime{Time: d.ReceivedAt},
		ID: d.ID, Code: d.Code, Secret: d.Secret, Version: d.Version, State: d.State, Channel: string(d.Channel),
		ProcedureID: d.Procedure, VersionID: d.VersionID, Name: d.Name,
		ReceivingPath: d.Receiving.Path, CompetentPath: d.Competent.Path, AccountID: d.AccountID,
		OwnerName: d.Owner.Name, Search: text.Indexed(d.Code, d.Owner.Name, ownerNames(d.Owners), d.Submitter.Name, d.Name),
		TurnRole: d.Turn.Role, TurnPath: d.Turn.Path, AssigneeID: d.AssigneeID,
		Assignee: d.Assignee, SubmittedAt: clock.Whole(d.SubmittedAt),
		DueAt: bun.NullTime{Time: d.Due.At}, WarnAt: bun.NullTime{Time: d.Due.WarnAt}, Paused: d.Due.Paused, EndedAt: bun.NullTime{Time: d.EndedAt},
		SortAt: sortAt(d), Body: string(body),
	}, nil
}

func eventRowOf(e *Event) *eventRow {
	return &eventRow{ID: e.ID, DossierID: e.DossierID, Seq: e.Seq, Kind: e.Kind, At: e.At, ActorKind: e.ActorKind,
		AccountID: e.AccountID, PersonID: e.PersonID, PersonName: e.PersonName, Position: e.Position, UnitID: e.UnitID,
		UnitName: e.UnitName, OnBehalfOf: e.OnBehalfOf, FromAddr: e.FromAddr, Data: e.Data}
}

func (s store) add(ctx context.Context, e *Event) error {
	_, err := s.q.NewInsert().Model(eventRowOf(e)).Exec(ctx)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "dossier.changed").Because(err)
	}
	return err
}

// events returns all events of a dossier in order.
func (s store) events(ctx context.Context, dossierID string) ([]Event, error) {
	var rows []eventRow
	if err := s.q.NewSelect().Model(&rows).Where("dossier_id = ?", dossierID).Order("seq").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Event, len(rows))
	for i, r := range rows {
		out[i] = Event{ID: r.ID, DossierID: r.DossierID, Seq: r.Seq, Kind: r.Kind, At: clock.Whole(r.At), ActorKind: r.ActorKind,
			AccountID: r.AccountID, PersonID: r.PersonID, PersonName: r.PersonName, Position: r.Position,
			UnitID: r.UnitID, UnitName: r.UnitName, OnBehalfOf: r.OnBehalfOf, FromAddr: r.FromAddr, Data: r.Data}
		if err := json.Unmarshal([]byte(r.Data), &out[i].Facts); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s store) insert(ctx context.Context, d *Dossier) error {
	row, err := rowOf(d)
	if err != nil {
		return err
	}
	if _, err = s.q.NewInsert().Model(row).Exec(ctx); err != nil {
		return err
	}
	return s.keepErrands(ctx, d)
}

// update saves d if nobody was faster: its version has grown by one since it was read.
func (s store) update(ctx context.Context, d *Dossier, was int) error {
	row, err := rowOf(d)
	if err != nil {
		return err
	}
	res, err := s.q.NewUpdate().Model(row).WherePK().Where("version = ?", was).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "dossier.changed").Because(err)
	}
	return s.keepErrands(ctx, d)
}

func (s store) byID(ctx context.Context, id string) (*Dossier, error) { return s.by(ctx, "id = ?", id) }

func (s store) byCode(ctx context.Context, code string) (*Dossier, error) {
	return s.by(ctx, "code = ?", code)
}

func (s store) by(ctx context.Context, where string, arg any) (*Dossier, error) {
	var row recordRow
	err := s.q.NewSelect().Model(&row).Where(where, arg).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "dossier.not-found")
	}
	if err != nil {
		return nil, err
	}
	return dossierOf(&row)
}

// ownerKey is a personal number as it is compared: without it there is nothing to compare.
func ownerKey(no string) string { return strings.ToUpper(strings.ReplaceAll(no, " ", "")) }

func dossierOf(row *recordRow) (*Dossier, error) {
	d := &Dossier{}
	return d, json.Unmarshal([]byte(row.Body), d)
}

// next takes the next number of a series in a period; numbers start at 1 and have no gaps, because
// a number that is not used goes back with its transaction.
func (s store) next(ctx context.Context, series, period string) (int64, error) {
	var last int64
	err := s.q.NewRaw(`INSERT INTO dossier_number (series, period, last) VALUES (?, ?, 1)
		ON CONFLICT (series, period) DO UPDATE SET last = dossier_number.last + 1 RETURNING last`,
		series, period).Scan(ctx, &last)
	return last, err
}
