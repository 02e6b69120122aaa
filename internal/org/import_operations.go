package org

import (
	"fmt"
	"slices"
	"strings"
)

// before goes back from the snapshot over one operation: its sources were units until the day before.
func (p *plan) before(op operation, place string) {
	if op.Op != "merge" {
		p.wrong(place, "operation %q before the snapshot is not known", op.Op)
		return
	}
	target := p.then[codeKey(op.Level, op.Target.Code)]
	if target == nil || target.last().FullName != op.Target.FullName {
		p.wrong(place, "its target %s %s is not in the snapshot", op.Target.Code, op.Target.FullName)
		return
	}
	target.last().LegalBasis = op.LegalBasis
	for i, src := range op.Sources {
		if op.Kind == Absorbed && src.Code == op.Target.Code {
			continue // it goes on
		}
		u := coded(op.Level, src)
		u.Until = op.On.AddDays(-1)
		from := p.addCoded(u, target.last().parent, fmt.Sprintf("%s.sources[%d]", place, i))
		p.line(from, target, op, mergeKind(op), 100)
	}
	p.live[codeKey(op.Level, op.Target.Code)] = target
}

func mergeKind(op operation) string {
	if op.Kind == Absorbed {
		return Absorbed
	}
	return Merged
}

// elsewhere are operations that other rooms carry out: who decides what, and dossiers in flight.
var elsewhere = []string{"transfer_competence", "transfer_open_cases", "validity_of_documents", "note_later_change"}

// after goes on from the snapshot over one operation.
func (p *plan) after(op operation, place string) {
	switch {
	case op.Op == "merge":
		p.merge(op, place)
	case op.Op == "abolish_level":
		for i, u := range op.Units {
			p.endCoded(op, u.Code, fmt.Sprintf("%s.units[%d]", place, i))
		}
	case op.Op == "reassign_parent":
		p.checkParent(op, place)
	case op.Op == "create_organ":
		p.createOrgans(op, place)
	case op.Op == "dissolve_organ":
		p.dissolveOrgan(op, place)
	case op.Op == "replace_organ":
		p.replaceOrgan(op, place)
	case slices.Contains(elsewhere, op.Op):
		p.notes = append(p.notes, fmt.Sprintf("%s: %s concerns other registers and is left to them", place, op.Op))
	default:
		p.wrong(place, "operation %q is not known", op.Op)
	}
}

func (p *plan) merge(op operation, place string) {
	u := coded(op.Level, op.Target.codedUnit)
	u.From, u.LegalBasis = op.On, op.LegalBasis
	var parent *planned
	if op.Target.Parent != "" {
		if parent = p.live[codeKey(Province, op.Target.Parent)]; parent == nil {
			p.wrong(place, "the province %q of its target does not exist", op.Target.Parent)
			return
		}
	}
	p.succeed(&u)
	var sources []*planned
	for i, src := range op.Sources {
		from := p.live[codeKey(op.Level, src.Code)]
		switch {
		case from == nil && op.Level == Province: // neighbours that the snapshot does not show
			from = p.addCoded(coded(op.Level, src), nil, fmt.Sprintf("%s.sources[%d]", place, i))
		case from == nil || from.last().FullName != src.FullName:
			p.wrong(fmt.Sprintf("%s.sources[%d]", place, i), "%s %s is not there to be merged", src.Code, src.FullName)
			continue
		}
		p.end(from, op.On.AddDays(-1))
		sources = append(sources, from)
	}
	target := p.addCoded(u, parent, place)
	for _, from := range sources {
		p.line(from, target, op, mergeKind(op), 100)
	}
}

// succeed fills in what the file says of a new unit.
func (p *plan) succeed(u *Unit) {
	for _, s := range p.file.Reorganisation.Successors {
		if u.Kind == Commune && s.Code == u.Code && s.FullName == u.FullName {
			u.Type = s.Type
			u.Details = Details{Seat: s.Seat, Website: s.Website, Note: s.Note}
			u.CodePrefix = temporaryPrefix(s.Parent, s.Code)
			if s.Identifier != nil {
				u.IdentifierCode = *s.Identifier
			}
		}
	}
}

func (p *plan) endCoded(op operation, code, place string) {
	u := p.live[codeKey(op.Level, code)]
	if u == nil {
		p.wrong(place, "%s %q is not there to be abolished", op.Level, code)
		return
	}
	p.end(u, op.On.AddDays(-1))
	u.last().Details.Note = "Kết thúc hoạt động theo " + op.LegalBasis
}

func (p *plan) checkParent(op operation, place string) {
	u := p.live[codeKey(op.Level, op.UnitCode)]
	if u == nil || u.last().parent != p.live[codeKey(op.ToParent.Level, op.ToParent.Code)] {
		p.wrong(place, "%s %q is not below %s %q then", op.Level, op.UnitCode, op.ToParent.Level, op.ToParent.Code)
	}
}

func (p *plan) createOrgans(op operation, place string) {
	for _, code := range op.AppliesTo {
		parent := p.live[codeKey(op.Level, code)]
		if parent == nil {
			p.wrong(place, "%s %q does not exist", op.Level, code)
			continue
		}
		for _, o := range op.Organs {
			kind := "specialised"
			if isOneStop(o.Name) {
				kind = "one_stop"
			}
			p.add(departmentOrigin(parent, o.Key), parent, Unit{Kind: Department, Type: kind, Key: o.Key, Name: o.Name,
				FullName: departmentName(o.Name, parent.last().Unit), From: op.On, LegalBasis: op.LegalBasis}, place)
		}
	}
}

func (p *plan) dissolveOrgan(op operation, place string) {
	for _, code := range op.AppliesTo {
		of := p.live[codeKey(op.Level, code)]
		if of == nil || p.byOrigin[departmentOrigin(of, op.OrganKey)] == nil {
			p.wrong(place, "%s %q has no %q to dissolve", op.Level, code, op.OrganKey)
			continue
		}
		p.end(p.byOrigin[departmentOrigin(of, op.OrganKey)], op.On.AddDays(-1))
	}
}

// The one-stop shops of both eras, as their names begin.
const (
	oneStopSection = "Bộ phận Tiếp nhận và Trả kết quả"
	oneStopCentre  = "Trung tâm Phục vụ hành chính công"
)

func isOneStop(name string) bool {
	return strings.HasPrefix(name, oneStopSection) || strings.HasPrefix(name, oneStopCentre)
}

// replaceOrgan leads from the one-stop section of each district to the centres of the communes that
// its communes became.
func (p *plan) replaceOrgan(op operation, place string) {
	if !strings.HasPrefix(op.FromOrgan, oneStopSection) || !strings.HasPrefix(op.ToOrgan, oneStopCentre) {
		p.wrong(place, "replacing %q by %q is not known", op.FromOrgan, op.ToOrgan)
		return
	}
	for _, from := range p.units {
		if v := from.last(); v.Kind == Department && strings.HasPrefix(v.Name, oneStopSection) && v.parent != nil {
			for _, heir := range p.heirs(districtOf(v.parent)) {
				for _, to := range p.units {
					if t := to.last(); t.parent == heir && strings.HasPrefix(t.Name, oneStopCentre) {
						p.line(from, to, op, Replaced, 0)
					}
				}
			}
		}
	}
}

func districtOf(u *planned) *planned {
	for u != nil && u.last().Kind != District {
		u = u.last().parent
	}
	return u
}

// heirs are the units that communes of the district merged into when it was abolished.
func (p *plan) heirs(district *planned) []*planned {
	var out []*planned
	for _, l := range p.lines {
		v := l.from.last()
		went := district != nil && v.Kind == Commune && v.parent == district && v.Until == district.last().Until
		if went && !slices.Contains(out, l.to) {
			out = append(out, l.to)
		}
	}
	return out
}

// spread leads from each abolished district to the communes that its work went to.
func (p *plan) spread() {
	for _, op := range p.file.Reorganisation.After {
		if op.Op != "abolish_level" {
			continue
		}
		for _, u := range op.Units {
			district := p.then[codeKey(op.Level, u.Code)]
			for _, heir := range p.heirs(district) {
				p.line(district, heir, op, Competence, 0)
			}
		}
	}
}
