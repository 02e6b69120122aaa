package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// stepUnit is reached from the check page only: the unit was chosen before the form began.
const stepUnit = "noi-nop"

// unitSelect asks where to hand in; a single unit needs no question.
func unitSelect(ctx context.Context, units []org.Unit, chosen, wrong string) ui.Select {
	s := ui.Select{Name: "noi-nop", Label: text.T(ctx, "portal.unit.label"), Hint: text.T(ctx, "portal.unit.hint"),
		Empty: text.T(ctx, "portal.choose"), Value: chosen, Error: wrong, Required: true}
	for _, u := range units {
		s.Options = append(s.Options, ui.Option{Value: u.ID, Text: u.FullName})
	}
	if len(units) == 1 {
		s.Empty, s.Hint = "", ""
	}
	return s
}

// units are those where a procedure can be handed in, by name: of its level, and able to give a
// code. Of two with one name, each is called with the unit above it.
func (p *Pages) units(ctx context.Context, procedureID string) ([]org.Unit, error) {
	all, err := p.Dossiers.ReceivingUnits(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b org.Unit) int { return strings.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	for i := range all {
		twin := slices.ContainsFunc(all, func(u org.Unit) bool { return u.ID != all[i].ID && u.Name == all[i].Name && u.Type == all[i].Type })
		if !twin {
			continue
		}
		above, err := p.Org.Unit(ctx, all[i].ParentID)
		if err != nil {
			return nil, err
		}
		all[i].FullName += ", " + above.FullName
	}
	return all, nil
}

// unitView asks once more where to hand in.
type unitView struct {
	frameView
	Unit ui.Select
}

// unit asks where to hand in, from the check page.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	units, err := p.units(r.Context(), k.ProcedureID)
	if err != nil || k.Of != nil {
		return orSeeOther(w, r, err, k.at(stepCheck))
	}
	held := web.Kept(r)
	v := unitView{frameView: p.frameOf(r, k, stepUnit, text.T(r.Context(), "portal.unit.title"), held),
		Unit: unitSelect(r.Context(), units, held.Value("noi-nop", k.ReceivingID), held.FieldError(r, "noi-nop"))}
	v.Back, v.Form.Action = k.at(stepCheck), k.at(stepUnit)+"?ve="+stepCheck
	return web.Show(w, r, unitPage(v))
}

func orSeeOther(w http.ResponseWriter, r *http.Request, err error, path string) error {
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}

// saveUnit changes where the dossier will be handed in.
func (p *Pages) saveUnit(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	unit, err := p.receiving(r.Context(), k.ProcedureID, r.PostFormValue("noi-nop"))
	if err != nil {
		return again(w, r, err)
	}
	_, err = p.Dossiers.Save(r.Context(), k.ID, 0, func(dr *dossier.DraftWork) error { dr.ReceivingID = unit; return nil })
	return orSeeOther(w, r, err, k.at(stepCheck))
}

// receiving refuses a unit at which the procedure cannot be handed in.
func (p *Pages) receiving(ctx context.Context, procedureID, unitID string) (string, error) {
	units, err := p.units(ctx, procedureID)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(units, func(u org.Unit) bool { return u.ID == unitID }) {
		return "", fault.OnFields([]fault.Field{{Name: "noi-nop", Key: "portal.unit.choose"}})
	}
	return unitID, nil
}
