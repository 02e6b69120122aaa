package legacy

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// index knows units and procedures by the names that files use, on any day, and what dossiers of the same
// kind have in common. It is made for one run and sees no later change.
type index struct {
	dossiers *dossier.Service
	catalog  *catalog.Service

	units      map[string][]org.Unit // by code and by name, marks and case left out
	unitDays   []clock.Date          // on which some unit changes
	procedures map[string][]*catalog.Procedure
	versions   map[string][]*catalog.Version // of a procedure, the oldest first
	days       map[string][]clock.Date       // of a procedure: on which something changes
	bases      map[string]*dossier.Basis
}

// receivers are the kinds of units that take dossiers in.
var receivers = []org.Kind{org.Province, org.District, org.Commune, org.Department}

func newIndex(ctx context.Context, n Needs) (*index, error) {
	x := &index{dossiers: n.Dossiers, catalog: n.Catalog, units: map[string][]org.Unit{}, procedures: map[string][]*catalog.Procedure{},
		versions: map[string][]*catalog.Version{}, days: map[string][]clock.Date{}, bases: map[string]*dossier.Basis{}}
	units, err := n.Org.AllVersions(ctx, receivers...)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		for _, name := range unitNames(u) {
			x.units[name] = append(x.units[name], u)
		}
		x.unitDays = append(x.unitDays, u.From)
		if u.Until != "" {
			x.unitDays = append(x.unitDays, u.Until.AddDays(1))
		}
	}
	for _, r := range term.Eras() {
		x.unitDays = append(x.unitDays, r.From)
	}
	x.unitDays = sorted(x.unitDays)
	procedures, err := n.Catalog.Procedures(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range procedures {
		for _, name := range distinct(p.Code, text.Fold(p.Name)) {
			x.procedures[name] = append(x.procedures[name], p)
		}
	}
	return x, nil
}

// unitNames are what files call a unit: by its code, its name with or without its type, or its authority.
func unitNames(u org.Unit) []string {
	full := text.Fold(u.FullName)
	return distinct(text.Fold(u.Code), text.Fold(u.Name), full, text.Fold(u.Authority()), "ubnd "+full, text.Fold(u.IdentifierCode), text.Fold(u.CodePrefix))
}

func distinct(all ...string) []string {
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

func sorted(days []clock.Date) []clock.Date {
	slices.Sort(days)
	return slices.Compact(days)
}

// unit finds who took a dossier in on a day. A name that several have is that of the one within reach of
// whoever brings it in.
func (x *index) unit(a actor.Actor, name string, on clock.Date) (org.Unit, *Problem) {
	var there, mine []org.Unit
	known := x.units[text.Fold(name)]
	for _, u := range known {
		if !u.In(on) || slices.ContainsFunc(there, func(o org.Unit) bool { return o.ID == u.ID }) {
			continue
		}
		there = append(there, u)
		if a.Has(dossier.CanImport, u.Path) {
			mine = append(mine, u)
		}
	}
	if len(mine) > 1 { // its own name, rather than one that begins or ends like it
		exact := slices.DeleteFunc(slices.Clone(mine), func(u org.Unit) bool { return text.Exact(u.FullName) != text.Exact(name) && u.Code != name })
		if len(exact) == 1 {
			mine = exact
		}
	}
	switch {
	case len(mine) == 1:
		return mine[0], nil
	case len(known) == 0:
		return org.Unit{}, &Problem{Field: Unit, Key: "legacy.wrong.unit", Args: fault.Args("value", short(name))}
	case len(there) == 0:
		return org.Unit{}, &Problem{Field: Unit, Key: "legacy.wrong.unit-then", Args: fault.Args("value", short(name), "on", text.Date(on))}
	case len(mine) == 0:
		return org.Unit{}, &Problem{Field: Unit, Key: "legacy.wrong.unit-right", Args: fault.Args("value", short(name))}
	}
	return org.Unit{}, &Problem{Field: Unit, Key: "legacy.wrong.units", Args: fault.Args("value", short(name))}
}

// procedure finds what a dossier was about. A name or code of several levels is that of the unit's level.
func (x *index) procedure(name string, at org.Kind) (*catalog.Procedure, *Problem) {
	known := x.procedures[name]
	if len(known) == 0 {
		known = x.procedures[text.Fold(name)]
	}
	if at == org.Department {
		at = org.District
	}
	if len(known) > 1 {
		known = slices.DeleteFunc(slices.Clone(known), func(p *catalog.Procedure) bool { return string(p.Level) != string(at) })
	}
	if len(known) > 1 {
		exact := slices.DeleteFunc(slices.Clone(known), func(p *catalog.Procedure) bool { return text.Exact(p.Name) != text.Exact(name) })
		if len(exact) == 1 {
			known = exact
		}
	}
	if len(known) == 1 {
		return known[0], nil
	}
	return nil, &Problem{Field: Procedure, Key: "legacy.wrong.procedure", Args: fault.Args("value", short(name))}
}

// basis finds under which version, rules and units a dossier was handled. Old tells that no version was in
// force yet: the first one stands in for it.
func (x *index) basis(ctx context.Context, p *catalog.Procedure, u org.Unit, kind catalog.ChannelKind, on clock.Date) (b *dossier.Basis, old bool, err error) {
	v, err := x.version(ctx, p.ID, on)
	if err != nil {
		return nil, false, err
	}
	key := strings.Join([]string{v.ID, u.ID, string(kind), string(epoch(x.unitDays, on)), string(epoch(x.days[p.ID], on))}, " ")
	if b = x.bases[key]; b == nil {
		if b, err = x.dossiers.Basis(ctx, v, p.Name, u, kind, on); err != nil {
			return nil, false, err
		}
		x.bases[key] = b
	}
	return b, v.From > on, nil
}

// version is the one in force on the day, else the one that ended last before it, else the first.
func (x *index) version(ctx context.Context, procedureID string, on clock.Date) (*catalog.Version, error) {
	if _, ok := x.versions[procedureID]; !ok {
		if err := x.learn(ctx, procedureID); err != nil {
			return nil, err
		}
	}
	all := x.versions[procedureID]
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "legacy.wrong.no-version")
	}
	best := all[0]
	for _, v := range all {
		if v.From <= on {
			best = v
		}
	}
	return best, nil
}

func (x *index) learn(ctx context.Context, procedureID string) error {
	all, err := x.catalog.Versions(ctx, procedureID)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(v *catalog.Version) bool { return v.Status == catalog.StatusDraft || v.From == "" })
	slices.SortFunc(all, func(a, b *catalog.Version) int { return strings.Compare(string(a.From), string(b.From)) })
	x.versions[procedureID] = all
	days, err := x.catalog.CompetentSince(ctx, procedureID)
	x.days[procedureID] = sorted(days)
	return err
}

// epoch is the last of the days that is not after on: between two of them nothing changes.
func epoch(days []clock.Date, on clock.Date) clock.Date {
	i, found := slices.BinarySearch(days, on)
	switch {
	case found:
		return days[i]
	case i == 0:
		return ""
	}
	return days[i-1]
}
