package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Competent returns the unit that decides the procedure for what the receiving unit takes in on the
// day: of the kind that is competent then, the receiving unit itself or one above it; in it the
// department that the decision names, or else the unit as a whole. law: onestop/competence
func (s *Service) Competent(ctx context.Context, procedureID string, receiving org.Unit, on clock.Date) (org.Unit, error) {
	c, err := s.read().competent(ctx, procedureID, on)
	if err != nil {
		return org.Unit{}, err
	}
	home, err := s.ofKind(ctx, receiving, org.Kind(c.UnitKind), on)
	if err != nil || c.Department == "" {
		return home, err
	}
	departments, err := s.Org.Below(ctx, home.ID, org.Department, on)
	if err != nil {
		return org.Unit{}, err
	}
	if i := slices.IndexFunc(departments, func(u org.Unit) bool { return sameDepartment(u, c.Department) }); i >= 0 {
		return departments[i], nil
	}
	return home, nil
}

// ofKind returns the unit itself or the nearest above it that is of the kind.
func (s *Service) ofKind(ctx context.Context, u org.Unit, kind org.Kind, on clock.Date) (org.Unit, error) {
	if u.Kind == kind {
		return u, nil
	}
	for _, above := range slices.Backward(u.Above()) {
		up, err := s.Org.UnitOn(ctx, above, on)
		if err != nil {
			return org.Unit{}, err
		}
		if up.Kind == kind && up.In(on) {
			return up, nil
		}
	}
	return org.Unit{}, fault.New(fault.Conflict, "catalog.no-competent-unit", "unit", u.FullName)
}

// competenceOf reads who decides from how a decision names the handling unit.
func competenceOf(level Level, handlingUnit string) competence {
	c := competence{UnitKind: string(level), Department: handlingUnit}
	if name := text.Fold(handlingUnit); strings.HasPrefix(name, "ubnd") || strings.HasPrefix(name, "uy ban nhan dan") {
		c.Department = ""
	}
	return c
}

func sameDepartment(u org.Unit, named string) bool {
	want := bareDepartment(named)
	return bareDepartment(u.FullName) == want || bareDepartment(u.Name) == want
}

// bareDepartment leaves out the level, which decisions add and units do not always have in their
// name: Thanh tra huyện, Công an cấp xã.
func bareDepartment(name string) string {
	name = hyphened(name)
	for _, level := range []string{"-cap-huyen", "-cap-xa", "-huyen", "-xa"} {
		name = strings.TrimSuffix(name, level)
	}
	return name
}

// Move is who decides a procedure from a day on.
type Move struct {
	UnitKind   org.Kind
	Department string // as decisions name it; empty: the unit itself
	From       clock.Date
	Why        string
}

// MoveCompetence says who decides a procedure from a day on, such as after a reform of the levels.
// Dossiers received before keep the unit they have.
func (s *Service) MoveCompetence(ctx context.Context, procedureID string, m Move) error {
	if err := may(ctx, CanPublish); err != nil {
		return err
	}
	if err := (Publication{From: m.From, Why: m.Why}).check(); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *db.Tx, st store) error {
		one, err := st.procedure(ctx, "id", procedureID)
		if err == nil {
			err = s.mayKeep(ctx, CanPublish, one.Level)
		}
		if err != nil {
			return err
		}
		to := competence{UnitKind: string(m.UnitKind), Department: text.Clean(m.Department)}
		if err := st.setCompetence(ctx, procedureID, to, m.From, s.Clock.Now()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "catalog.competence-moved", Subject: subject(procedureID), Why: text.Clean(m.Why),
			Data: map[string]any{"to": to, "from": m.From}})
	})
}
