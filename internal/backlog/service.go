package backlog

import (
	"context"
	"embed"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/dropfolder"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Needs is what the station stands on.
type Needs struct {
	DB      *db.DB
	Clock   clock.Clock
	Trail   *audit.Log
	Queue   *queue.Queue
	Org     *org.Service
	Catalog *catalog.Service
	Blobs   *blob.Store
	Sign    *sign.Service
	Archive *archive.Service
	// Reader recognises words in pages; nil recognises none.
	Reader scan.Reader
	// Scanners is where scanners put files; nil is none.
	Scanners *dropfolder.Folder
	// LetGo is told that the room needs a file of the store no longer; nil keeps its bytes.
	LetGo func(ctx context.Context, tx *db.Tx, sha256 string) error
	// Changed is told in the transaction that changed a batch; nil tells nobody.
	Changed func(ctx context.Context, tx *db.Tx, batchID string) error
}

// Service is the verbs of the station.
type Service struct{ Needs }

// New returns the station.
func New(n Needs) *Service { return &Service{n} }

func (s *Service) today() clock.Date { return clock.DateOf(s.Clock.Now()) }

// Sample bounds: a share that nobody draws from proves nothing.
const usualSample = 10

// Begin opens a batch for papers that are the results of a procedure, kept by a unit.
func (s *Service) Begin(ctx context.Context, b Batch) (*Batch, error) {
	var wrong []fault.Field
	u, err := s.Org.Unit(ctx, b.UnitID)
	if err != nil {
		wrong = append(wrong, fault.Field{Name: "unit", Key: "backlog.unit-missing"})
	} else if err := actor.Need(ctx, CanWork, u.Path); err != nil {
		return nil, err
	}
	if b.Name = text.Clean(b.Name); b.Name == "" {
		wrong = append(wrong, fault.Field{Name: "name", Key: "backlog.name-missing"})
	}
	if b.Kind = text.Clean(b.Kind); b.Kind == "" {
		wrong = append(wrong, fault.Field{Name: "kind", Key: "backlog.kind-missing"})
	}
	if b.Sample < 0 || b.Sample > 100 || b.Expected < 0 {
		wrong = append(wrong, fault.Field{Name: "sample", Key: "backlog.sample-bad"})
	}
	if err := fault.OnFields(wrong); err != nil {
		return nil, err
	}
	b.ID, b.UnitPath, b.UnitName, b.MadeBy, b.MadeAt = id.New(), u.Path, u.Authority(), actor.Of(ctx).PersonID, s.Clock.Now()
	return &b, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addBatch(ctx, &b); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.begin", Subject: "backlog-batch/" + b.ID, Data: map[string]any{"name": b.Name, "kind": b.Kind}})
	})
}

func (s *Service) changed(ctx context.Context, tx *db.Tx, batchID string) error {
	if s.Changed == nil {
		return nil
	}
	return s.Changed(ctx, tx, batchID)
}

// batchFor is a batch where whoever acts has a right; without the right to see it, it is not found.
func (s *Service) batchFor(ctx context.Context, id, right string) (*Batch, error) {
	b, err := store{s.DB.Read()}.batch(ctx, id)
	if err != nil {
		return nil, err
	}
	if !actor.Of(ctx).Has(CanView, b.UnitPath) {
		return nil, fault.New(fault.NotFound, "backlog.not-found")
	}
	return b, actor.Need(ctx, right, b.UnitPath)
}

// paperFor is a paper with its batch, where whoever acts has a right.
func (s *Service) paperFor(ctx context.Context, id, right string) (*Paper, *Batch, error) {
	p, err := store{s.DB.Read()}.paper(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	b, err := s.batchFor(ctx, p.BatchID, right)
	return p, b, err
}

// Names tells whether the station names a file of the store: then it is kept.
func (s *Service) Names(ctx context.Context, sha256 string) (bool, error) {
	return store{s.DB.Read()}.names(ctx, sha256)
}
