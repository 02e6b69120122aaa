package catalog

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// View is a procedure as the page and programs see it: what it is, and the version that holds.
type View struct {
	Procedure
	FieldEn     string   `json:"field_en,omitempty"`
	Version     Version  `json:"version"`
	InForce     bool     `json:"in_force"`     // on the day asked for
	TakesOnline bool     `json:"takes_online"` // a dossier can be handed in online
	Page        string   `json:"page"`         // address of the page people read
	Remarks     []string `json:"remarks,omitempty"`
}

// View returns the procedure as it holds on the day. Where none holds then, the version that held
// last is shown, or else the one that will hold first; drafts are never shown.
func (s *Service) View(ctx context.Context, p *Procedure, on clock.Date) (*View, error) {
	v, err := s.Current(ctx, p.ID, on)
	inForce := err == nil
	if fault.Is(err, fault.NotFound) {
		v, err = s.nearest(ctx, p.ID, on)
	}
	if err != nil {
		return nil, err
	}
	view := &View{Procedure: *p, FieldEn: FieldEn(p.Field), Version: *v, InForce: inForce,
		TakesOnline: inForce && v.TakesOnline(), Page: pagePath(p.Slug)}
	for _, key := range remarks(*p, v) {
		view.Remarks = append(view.Remarks, text.T(ctx, key))
	}
	return view, nil
}

// nearest returns the published version that held last before the day, or the first one after it.
func (s *Service) nearest(ctx context.Context, procedureID string, on clock.Date) (*Version, error) {
	versions, err := s.Versions(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	var best *Version
	for _, v := range versions {
		if v.Status == StatusDraft {
			continue
		}
		if best == nil || v.From <= on && (best.From > on || v.From > best.From) || best.From > on && v.From < best.From {
			best = v
		}
	}
	if best == nil {
		return nil, fault.New(fault.NotFound, "catalog.not-found")
	}
	return best, nil
}

func pagePath(slug string) string { return listPath + "/" + slug }
