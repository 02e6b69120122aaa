package legacy

import (
	"context"
	"embed"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed text/*.json
var phrases embed.FS

var _ = text.Register(phrases)

// Schema is the tables of moving in.
var Schema = db.Schema{Room: "legacy", Files: schemaFiles}

// Needs is what moving in stands on.
type Needs struct {
	DB       *db.DB
	Clock    clock.Clock
	Trail    *audit.Log
	Log      *slog.Logger
	Org      *org.Service
	Catalog  *catalog.Service
	Dossiers *dossier.Service
	// Rate keeps what the other system says of how content applicants were; nil leaves it out.
	Rate func(ctx context.Context, tx *db.Tx, all []Rated) error
}

// Service is the verbs of moving in.
type Service struct {
	Needs
	kick chan struct{}
}

// New returns the service.
func New(n Needs) *Service { return &Service{Needs: n, kick: make(chan struct{}, 1)} }

// keepFor is how long a file that nobody confirmed is kept.
const keepFor = 3 * 24 * time.Hour

// mostProblems bounds what is kept of what is wrong in one file.
const mostProblems = 10_000

func (s *Service) read() store { return store{s.DB.Read()} }

func may(ctx context.Context) error {
	if !actor.Of(ctx).HasAnywhere(dossier.CanImport) {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", dossier.CanImport)
	}
	return nil
}

// Take keeps a file to be brought in from source. The mapping kept under a name is laid on it, or else
// what its heads suggest.
func (s *Service) Take(ctx context.Context, name, source, mapping string, raw []byte) (*Run, error) {
	if err := may(ctx); err != nil {
		return nil, err
	}
	var wrong []fault.Field
	if source = text.Clean(source); source == "" || len([]rune(source)) > 200 {
		wrong = append(wrong, fault.Field{Name: "nguon", Key: "legacy.source-missing"})
	}
	t, err := Read(raw)
	if f := fault.As(err); f != nil {
		wrong = append(wrong, fault.Field{Name: "tep", Key: f.Key, Args: f.Args})
	} else if err != nil {
		return nil, err
	}
	m, err := s.mapping(ctx, mapping)
	if f := fault.As(err); f != nil {
		wrong = append(wrong, fault.Field{Name: "mau", Key: f.Key, Args: f.Args})
	} else if err != nil {
		return nil, err
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	a := actor.Of(ctx)
	run := &Run{ID: id.New(), File: short(text.Clean(name)), Source: source, UnitPath: a.UnitPath, By: a.Name, State: Taken, Mapping: m.fit(t),
		Counts: Counts{Lines: len(t.Rows)}, CreatedAt: s.Clock.Now()}
	return run, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.add(ctx, &runRow{ID: run.ID, FileName: run.File, Content: raw, Source: source, UnitPath: run.UnitPath, ByName: run.By,
			Actor: "{}", State: Taken, Mapping: asJSON(run.Mapping), Counts: asJSON(run.Counts), CreatedAt: run.CreatedAt})
	})
}

func asJSON(v any) string {
	raw, _ := json.Marshal(v) // plain data: never fails
	return string(raw)
}

func (s *Service) mapping(ctx context.Context, name string) (m Mapping, err error) {
	if name == "" {
		return m, nil
	}
	body, err := s.read().mapping(ctx, name)
	if err == nil && body == "" {
		err = fault.New(fault.NotFound, "legacy.no-mapping", "name", name)
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m)
}

// Mappings are the names under which mappings are kept.
func (s *Service) Mappings(ctx context.Context) ([]string, error) { return s.read().mappings(ctx) }

// Run returns a run that whoever acts may see: of their own unit or one below.
func (s *Service) Run(ctx context.Context, runID string) (*Run, error) {
	if err := may(ctx); err != nil {
		return nil, err
	}
	row, err := s.read().byID(ctx, runID)
	if err != nil {
		return nil, err
	}
	if !mine(ctx, row) {
		return nil, fault.New(fault.NotFound, "legacy.no-run")
	}
	return row.run()
}

func mine(ctx context.Context, row *runRow) bool {
	a := actor.Of(ctx)
	return a.Kind == actor.System || row.UnitPath != "" && a.Has(dossier.CanImport, row.UnitPath)
}

// Runs are the last runs that whoever acts may see, the newest first.
func (s *Service) Runs(ctx context.Context) ([]*Run, error) {
	if err := may(ctx); err != nil {
		return nil, err
	}
	rows, err := s.read().recent(ctx, 100)
	if err != nil {
		return nil, err
	}
	var out []*Run
	for i := range rows {
		if !mine(ctx, &rows[i]) {
			continue
		}
		r, err := rows[i].run()
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Running is the first run under way that whoever acts may see, nil when there is none.
func (s *Service) Running(ctx context.Context) (*Run, error) {
	if may(ctx) != nil {
		return nil, nil
	}
	row, err := s.read().next(ctx)
	if err != nil || row == nil || !mine(ctx, row) {
		return nil, err
	}
	return row.run()
}

// Table is the file of a run that is not over.
func (s *Service) Table(ctx context.Context, runID string) (Table, error) {
	if _, err := s.Run(ctx, runID); err != nil {
		return Table{}, err
	}
	raw, err := s.read().content(ctx, runID)
	if err != nil {
		return Table{}, err
	}
	return Read(raw)
}

// Problems are what was wrong in a run's file, at most limit.
func (s *Service) Problems(ctx context.Context, runID string, errorsFirst bool, limit int) ([]Problem, error) {
	if _, err := s.Run(ctx, runID); err != nil {
		return nil, err
	}
	return s.read().problems(ctx, runID, errorsFirst, limit)
}

// Forget throws away files that nobody confirmed.
func (s *Service) Forget(ctx context.Context) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.forget(ctx, s.Clock.Now().Add(-keepFor))
	})
}
