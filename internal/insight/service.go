package insight

import (
	"context"
	"embed"
	"log/slog"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

//go:embed notice/*.json
var noticeFiles embed.FS

var _ = notify.Register(noticeFiles)

// Schema is the room's tables.
var Schema = db.Schema{Room: "insight", Files: schemaFiles}

// Feed tells which dossiers something happened to, in an order that never changes. Of what was announced
// it leaves out the first after, and returns the keys of the dossiers that at most limit further
// announcements are about, with how many it has told of in all.
type Feed interface {
	Changed(ctx context.Context, after int64, limit int) (ids []string, next int64, err error)
}

// Ratings tells how content people are with the units under a path, in the months from one to another
// ("2023-08"): how many were asked, answered, and were content.
type Ratings interface {
	Satisfaction(ctx context.Context, path, from, until string) (asked, answered, content int, err error)
}

// Needs is what the board stands on.
type Needs struct {
	DB       *db.DB
	Clock    clock.Clock
	Log      *slog.Logger
	Trail    *audit.Log
	Org      *org.Service
	Catalog  *catalog.Service
	Dossiers *dossier.Service
	Feed     Feed    // nil: everything is read again each time
	Ratings  Ratings // nil: nothing is known of it

	Signatures Signatures // nil: nothing is known of them
	OldPapers  OldPapers  // nil: there are none

	Notify   *notify.Service // sends reports; nil sends none
	Settings Settings
}

// Service answers the board's questions.
type Service struct{ Needs }

// New returns the board.
func New(n Needs) *Service { return &Service{n} }

func (s *Service) read() store { return store{s.DB.Read()} }

// batch is how many dossiers are taken over in one transaction; feedBatch how many announcements.
const (
	batch     = 400
	feedBatch = 2000
)

// Hear takes over what was announced since it last listened, to the end, and tells how many dossiers that
// were. Several processes may hear at once: each announcement counts once.
func (s *Service) Hear(ctx context.Context) (heard int, err error) {
	if s.Feed == nil {
		return 0, s.again(ctx, false)
	}
	for {
		n, more, err := s.hearSome(ctx)
		heard += n
		if fault.Is(err, fault.Conflict) {
			continue // another process was faster: go on behind it
		}
		if err != nil || !more {
			return heard, err
		}
	}
}

func (s *Service) hearSome(ctx context.Context) (n int, more bool, err error) {
	was, err := s.read().state(ctx)
	if err != nil {
		return 0, false, err
	}
	ids, next, err := s.Feed.Changed(ctx, was.Heard, feedBatch)
	if err != nil || next == was.Heard {
		return 0, false, err
	}
	is := was
	is.Heard, is.HeardAt = next, s.Clock.Now()
	return len(ids), true, s.take(ctx, was, is, ids)
}

// take derives the facts of the dossiers and puts them, with the sums they change, in place of the old
// ones, in one transaction with the state.
func (s *Service) take(ctx context.Context, was, is state, ids []string) error {
	facts, err := s.derive(ctx, ids)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.advance(ctx, was, is); err != nil {
			return err
		}
		return replace(ctx, st, ids, facts)
	})
}

// replace puts facts in place of those that the dossiers had.
func replace(ctx context.Context, st store, ids []string, facts []*Fact) error {
	old, err := st.facts(ctx, ids)
	if err != nil {
		return err
	}
	cells, paces := map[Place]Sums{}, map[paceKey]paceSum{}
	for _, f := range old {
		addTo(cells, paces, f, -1)
	}
	for _, f := range facts {
		addTo(cells, paces, f, 1)
	}
	for _, write := range []func() error{
		func() error { return st.drop(ctx, ids) }, func() error { return st.put(ctx, facts) },
		func() error { return st.addCells(ctx, cells) }, func() error { return st.addPaces(ctx, paces) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func addTo(cells map[Place]Sums, paces map[paceKey]paceSum, f *Fact, sign int64) {
	for p, x := range cellsOf(f) {
		if sign < 0 {
			cells[p] = cells[p].minus(x)
		} else {
			cells[p] = cells[p].plus(x)
		}
	}
	for k, x := range pacesOf(f) {
		was := paces[k]
		paces[k] = paceSum{was.n + sign*x.n, was.minutes + sign*x.minutes, was.queued + sign*x.queued}
	}
}

// derive makes facts out of the events of dossiers.
func (s *Service) derive(ctx context.Context, ids []string) ([]*Fact, error) {
	stats, err := s.Dossiers.Stats(ctx, ids)
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	out := make([]*Fact, len(stats))
	for i := range stats {
		st := &stats[i]
		field, known := fields[st.Procedure]
		if !known {
			if field, err = s.fieldOf(ctx, st.Procedure); err != nil {
				return nil, err
			}
			fields[st.Procedure] = field
		}
		out[i] = factOf(st, field)
	}
	return out, nil
}

func (s *Service) fieldOf(ctx context.Context, procedureID string) (string, error) {
	p, err := s.Catalog.ByID(ctx, procedureID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return p.Field, nil
}

func factOf(st *dossier.Stat, field string) *Fact {
	f := &Fact{ID: st.ID, Seq: st.Seq, Code: st.Code, ReceivingPath: st.Receiving.Path, ReceivingName: st.Receiving.Name,
		CompetentPath: st.Competent.Path, CompetentName: st.Competent.Name, ProcedureName: st.Name, Field: field,
		Restricted: st.Level != dossier.Normal, SubmittedAt: st.SubmittedAt, FirstDueAt: st.FirstDueAt, WarnAt: st.WarnAt, SentBack: st.SentBack,
		Took: st.Took, Proofs: st.Proofs, Dossier: count.Dossier{Receiving: st.Receiving.UnitID, Competent: st.Competent.UnitID, Procedure: st.Procedure,
			Version: st.VersionID, Channel: count.Channel(st.Channel), Declared: st.Declared, ReceivedAt: st.ReceivedAt, DueAt: st.DueAt,
			EndedAt: st.EndedAt, End: endOf(st), Standing: count.Standing(st.Outcome), Paused: st.Paused, Asked: st.Asked, Flags: countedFlags(st.Flags)}}
	for _, x := range st.Steps {
		f.Steps = append(f.Steps, Step{No: x.No, UnitPath: x.UnitPath, Unit: x.Unit, Role: x.Role, Name: x.Name, PersonID: x.PersonID,
			Person: x.Person, Waits: string(x.Waits), Since: x.Since, Until: x.Until, Working: x.Working, Queued: x.Queued})
	}
	return f
}

func endOf(st *dossier.Stat) count.End {
	switch {
	case st.EndedAt.IsZero():
		return ""
	case st.State == dossier.Stopped:
		return count.Stopped
	case st.State == dossier.Withdrawn:
		return count.Withdrawn
	}
	return count.Done
}
