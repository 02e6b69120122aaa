package catalog

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Export packs a version for another installation.
func (s *Service) Export(ctx context.Context, procedureID string, number int) (Bundle, error) {
	v, _, err := s.Numbered(ctx, procedureID, number)
	if err != nil {
		return Bundle{}, err
	}
	p, err := s.ByID(ctx, procedureID)
	if err != nil {
		return Bundle{}, err
	}
	return bundleOf(*p, *v, s.Clock.Now()), nil
}

// PutUpBundle keeps a file with one procedure until somebody has seen what it would do.
func (s *Service) PutUpBundle(ctx context.Context, raw []byte) (string, error) {
	if err := may(ctx, CanEdit); err != nil {
		return "", err
	}
	if _, err := ReadBundle(raw); err != nil {
		return "", err
	}
	now := s.Clock.Now()
	row := uploadRow{ID: id.New(), AccountID: actor.Of(ctx).AccountID, Bundle: raw, CreatedAt: now}
	return row.ID, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.dropUploads(ctx, now.Add(-uploadsStay)); err != nil {
			return err
		}
		return st.insertUpload(ctx, row)
	})
}

// BundlePlan is what taking a file over would do.
type BundlePlan struct {
	Bundle
	Into   *Procedure // the procedure that gets a new draft; nil for a new one
	Before *Version   // its newest version
	Same   bool       // that version says the very same
	Draft  *Version   // a draft is open already: it has to be published or thrown away first
	Other  *Procedure // another procedure has the code; somebody must say that it is this one
}

// RehearseBundle tells what taking over a file would do, and changes nothing.
func (s *Service) RehearseBundle(ctx context.Context, uploadID string) (*BundlePlan, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	raw, err := s.read().bundle(ctx, uploadID, actor.Of(ctx).AccountID)
	if err != nil {
		return nil, err
	}
	return s.planBundle(ctx, s.read(), raw, false)
}

// planBundle finds the procedure to which the file belongs: that of its name and level, or, where
// sameCode says so, that of its code.
func (s *Service) planBundle(ctx context.Context, st store, raw []byte, sameCode bool) (*BundlePlan, error) {
	b, err := ReadBundle(raw)
	if err != nil {
		return nil, err
	}
	plan := &BundlePlan{Bundle: b}
	all, err := st.procedures(ctx)
	if err != nil {
		return nil, err
	}
	p := b.procedure()
	for _, one := range all {
		switch {
		case one.Key() == p.Key():
			plan.Into = one
		case one.Level == p.Level && one.Code == p.Code && p.Code != "":
			plan.Other = one
		}
	}
	if plan.Into == nil && plan.Other != nil && sameCode {
		plan.Into, plan.Other = plan.Other, nil
	}
	if plan.Into == nil {
		return plan, s.mayKeep(ctx, CanEdit, p.Level)
	}
	versions, err := st.versions(ctx, plan.Into.ID)
	if err != nil {
		return nil, err
	}
	plan.Before = versions[0]
	plan.Same = plan.Before.digest() == b.Content.digest()
	if i := slices.IndexFunc(versions, func(v *Version) bool { return v.Status == StatusDraft }); i >= 0 {
		plan.Draft = versions[i]
	}
	return plan, s.mayKeep(ctx, CanEdit, p.Level)
}

// TakeBundle makes a draft of a file that was put up, in a new procedure or one that is there.
func (s *Service) TakeBundle(ctx context.Context, uploadID string, sameCode bool, why string) (*Version, error) {
	if err := may(ctx, CanEdit); err != nil {
		return nil, err
	}
	if err := reasonOnly(why); err != nil {
		return nil, err
	}
	var v *Version
	err := s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		raw, err := st.bundle(ctx, uploadID, actor.Of(ctx).AccountID)
		if err != nil {
			return err
		}
		plan, err := s.planBundle(ctx, st, raw, sameCode)
		if err != nil {
			return err
		}
		if v, err = s.carryBundle(ctx, st, plan); err != nil {
			return err
		}
		if err := st.dropUpload(ctx, uploadID); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.taken-over", Subject: subject(v.ProcedureID), Why: text.Clean(why),
			Data: map[string]any{"version": v.ID, "number": v.Number, "file": sum(raw), "from": plan.Version}})
	})
	return v, err
}

func (s *Service) carryBundle(ctx context.Context, st store, plan *BundlePlan) (*Version, error) {
	switch {
	case plan.Other != nil:
		return nil, fault.OnFields([]fault.Field{{Name: "same", Key: "catalog.bundle.code-of-other", Args: fault.Args("name", plan.Other.Name)}})
	case plan.Same:
		return nil, fault.New(fault.Conflict, "catalog.bundle.same")
	case plan.Draft != nil:
		return nil, fault.New(fault.Conflict, "catalog.bundle.draft-open", "n", plan.Draft.Number)
	}
	v := &Version{ID: id.New(), Number: 1, Status: StatusDraft, Content: plan.Content}
	if plan.Into != nil {
		v.ProcedureID, v.Number = plan.Into.ID, plan.Before.Number+1
		return v, st.insertVersions(ctx, []Version{*v}, s.Clock.Now())
	}
	c := carrier{now: s.Clock.Now(), slugs: map[string]bool{}}
	if err := c.know(ctx, st); err != nil {
		return nil, err
	}
	v.ProcedureID = c.add(Draft{Procedure: plan.procedure(), Content: plan.Content})
	c.versions[0].ID = v.ID
	return v, c.write(ctx, st)
}
