package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Rehearse tells what an import would do, and changes nothing.
func (s *Service) Rehearse(ctx context.Context, in Sources) (*Plan, error) {
	if err := s.mayImport(ctx, in); err != nil {
		return nil, err
	}
	p, err := planOf(ctx, s.read(), in)
	if err != nil {
		return nil, err
	}
	return p, s.mayCarryOut(ctx, *p)
}

// mayCarryOut wants the rights over every level of which the import changes something.
func (s *Service) mayCarryOut(ctx context.Context, p Plan) error {
	asked := map[Level]bool{}
	for _, item := range p.Items {
		if asked[item.Level] || item.Action == Same || item.Action == Kept {
			continue
		}
		asked[item.Level] = true
		if err := s.mayKeep(ctx, CanEdit, item.Level); err != nil {
			return err
		}
	}
	return nil
}

// Import brings both files into the catalogue, all or nothing. The same content makes no new
// version, so importing twice is importing once. A plan with problems comes back with a fault.
func (s *Service) Import(ctx context.Context, in Sources) (*Plan, error) {
	if err := s.mayImport(ctx, in); err != nil {
		return nil, err
	}
	var p *Plan
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		st := store{tx}
		if err := st.changed(ctx); err != nil { // first, so that two imports stand in line
			return err
		}
		if p, err = planOf(ctx, st, in); err != nil {
			return err
		}
		if len(p.Problems) > 0 {
			return fault.New(fault.Invalid, "catalog.import-has-problems", "n", len(p.Problems))
		}
		if err := s.mayCarryOut(ctx, *p); err != nil || !p.Changes() {
			return err
		}
		if err := carryOut(ctx, st, *p, in, s.Clock.Now()); err != nil {
			return err
		}
		if err := s.seal(ctx, tx); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.imported", Subject: "catalog", Why: text.Clean(in.Why), Data: summary(*p, in)})
	})
	return p, err
}

func (s *Service) mayImport(ctx context.Context, in Sources) error {
	if err := may(ctx, CanEdit); err != nil {
		return err
	}
	if in.PublishFrom == "" {
		return nil
	}
	return may(ctx, CanPublish)
}

func planOf(ctx context.Context, st store, in Sources) (*Plan, error) {
	drafts, problems := in.Read()
	if len(problems) > 0 {
		return &Plan{Problems: problems}, nil
	}
	there, err := st.lasts(ctx)
	if err != nil {
		return nil, err
	}
	p := plan(drafts, there, in.PublishFrom)
	return &p, nil
}

// summary is what the trail keeps of an import: what became of how many, and which files they were.
func summary(p Plan, in Sources) map[string]any {
	return map[string]any{
		"added": p.Count(Added), "changed": p.Count(Changed), "amended": p.Count(Amended), "from": in.PublishFrom,
		"decision": in.DecisionNo, FileCSV: sum(in.CSV), FileDetailed: sum(in.Detailed),
	}
}

func sum(file []byte) string {
	if file == nil {
		return ""
	}
	h := sha256.Sum256(file)
	return hex.EncodeToString(h[:])
}

// carrier gathers the rows of an import.
type carrier struct {
	in          Sources
	now         time.Time
	slugs       map[string]bool
	procedures  []procedureRow
	versions    []Version
	competences []competenceRow
}

// carryOut does what the plan says.
func carryOut(ctx context.Context, st store, p Plan, in Sources, now time.Time) error {
	c := carrier{in: in, now: now, slugs: map[string]bool{}}
	if err := c.know(ctx, st); err != nil {
		return err
	}
	for _, item := range p.Items {
		if err := c.take(ctx, st, item); err != nil {
			return err
		}
	}
	return c.write(ctx, st)
}

// know learns the addresses that are given already.
func (c *carrier) know(ctx context.Context, st store) error {
	there, err := st.procedures(ctx)
	for _, one := range there {
		c.slugs[one.Slug] = true
	}
	return err
}

// write writes the rows that were gathered.
func (c *carrier) write(ctx context.Context, st store) error {
	if err := st.insertProcedures(ctx, c.procedures); err != nil {
		return err
	}
	if err := st.insertCompetences(ctx, c.competences); err != nil {
		return err
	}
	return st.insertVersions(ctx, c.versions, c.now)
}

func (c *carrier) take(ctx context.Context, st store, item PlanItem) error {
	switch item.Action {
	case Added:
		c.add(item.Draft)
	case Amended:
		return st.amend(ctx, item.amended())
	case Changed:
		if err := st.amend(ctx, item.amended()); err != nil {
			return err
		}
		return c.change(ctx, st, item)
	}
	return nil
}

// amended is the procedure as it is, with the attributes the draft brings.
func (item PlanItem) amended() Procedure {
	p := item.Draft.Procedure
	p.ID, p.Slug = item.was.ID, item.was.Slug
	return p
}

// add takes a new procedure and returns its key.
func (c *carrier) add(d Draft) string {
	p := d.Procedure
	p.ID = id.New()
	p.Slug = slugOf(p.Name, p.Level, func(slug string) bool { return c.slugs[slug] })
	c.slugs[p.Slug] = true
	c.procedures = append(c.procedures, rowOf(p, c.now))
	who := competenceOf(p.Level, d.HandlingUnit)
	c.competences = append(c.competences, competenceRow{ID: id.New(), ProcedureID: p.ID, UnitKind: who.UnitKind,
		Department: who.Department, CreatedAt: c.now})
	c.versions = append(c.versions, c.version(p.ID, 1, d.Content))
	return p.ID
}

func (c *carrier) change(ctx context.Context, st store, item PlanItem) error {
	d, was := item.Draft, item.was
	c.versions = append(c.versions, c.version(was.ID, item.Number, d.Content))
	if c.in.PublishFrom == "" {
		return nil
	}
	return succeed(ctx, st, was, c.versions[len(c.versions)-1], c.now)
}

// succeed makes room for a version that comes into force: the one before ends the day before, and
// competence moves with the unit that handles the procedure.
func succeed(ctx context.Context, st store, was *last, v Version, now time.Time) error {
	if was.open() {
		if err := st.end(ctx, was.ID, v.From.AddDays(-1), StatusPublished, ""); err != nil {
			return err
		}
	}
	before, after := competenceOf(was.Level, was.HandlingUnit), competenceOf(was.Level, v.HandlingUnit)
	if before == after {
		return nil
	}
	return st.setCompetence(ctx, was.ID, after, v.From, now)
}

func (c *carrier) version(procedureID string, number int, content Content) Version {
	v := Version{ID: id.New(), ProcedureID: procedureID, Number: number, Status: StatusDraft, Content: content}
	if c.in.PublishFrom != "" {
		v.Status, v.From, v.DecisionNo = StatusPublished, c.in.PublishFrom, text.Clean(c.in.DecisionNo)
	}
	return v
}

// dateOnly refuses a day that is none, before it reaches the books.
func dateOnly(day clock.Date) error {
	if _, err := clock.ParseDate(string(day)); err != nil {
		return fault.OnFields([]fault.Field{{Name: "from", Key: "catalog.day-missing"}})
	}
	return nil
}
