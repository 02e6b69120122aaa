package org

import (
	"fmt"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// plan is the whole history that a units file tells, before anything is written.
type plan struct {
	file     unitsFile
	units    []*planned
	byOrigin map[string]*planned
	live     map[string]*planned // by kind and code: who has the code at this point of the story
	then     map[string]*planned // the same on the day of the snapshot
	lines    []plannedLine
	posts    []plannedPost
	problems []Problem
	notes    []string
}

// planned is a unit with its versions, the oldest first.
type planned struct {
	origin   string // the name under which a later import knows it again
	versions []plannedVersion
}

type plannedVersion struct {
	Unit
	parent *planned
	place  string // in the file
}

type plannedLine struct {
	Lineage
	from, to *planned
}

type plannedPost struct {
	Position
	unit *planned
}

// planOf tells the story of the file: the snapshot, what was before, what comes after.
func planOf(file unitsFile) *plan {
	p := &plan{file: file, byOrigin: map[string]*planned{}, live: map[string]*planned{}}
	if p.checkDays(); len(p.problems) > 0 {
		return p
	}
	p.snapshot()
	p.then = make(map[string]*planned, len(p.live))
	for code, u := range p.live {
		p.then[code] = u
	}
	for i, op := range file.Reorganisation.Before {
		p.before(op, fmt.Sprintf("reorganisation.operations_2020[%d] (%s)", i, op.ID))
	}
	p.snapshotPosts()
	for i, op := range file.Reorganisation.After {
		p.after(op, fmt.Sprintf("reorganisation.operations_2025[%d] (%s)", i, op.ID))
	}
	p.spread()
	p.villages()
	p.check()
	return p
}

// checkDays wants every operation to have a day before anything is counted from it.
func (p *plan) checkDays() {
	for list, ops := range map[string][]operation{"operations_2020": p.file.Reorganisation.Before, "operations_2025": p.file.Reorganisation.After} {
		for i, op := range ops {
			if _, err := clock.ParseDate(string(op.On)); err != nil {
				p.wrong(fmt.Sprintf("reorganisation.%s[%d] (%s)", list, i, op.ID), "%v", err)
			}
		}
	}
}

func (p *plan) wrong(place, format string, args ...any) {
	p.problems = append(p.problems, Problem{place, fmt.Sprintf(format, args...)})
}

// add makes a unit with its first version; who has the same origin already is a fault of the file.
func (p *plan) add(origin string, parent *planned, u Unit, place string) *planned {
	made := &planned{origin: origin, versions: []plannedVersion{{Unit: u, parent: parent, place: place}}}
	if u.FullName == "" {
		p.wrong(place, "the name is missing")
	}
	if p.byOrigin[origin] != nil {
		p.wrong(place, "stands twice")
		return made
	}
	p.units, p.byOrigin[origin] = append(p.units, made), made
	return made
}

// addCoded is add for a unit with a code of the statistics office. The origin holds the first day,
// because codes are used again.
func (p *plan) addCoded(u Unit, parent *planned, place string) *planned {
	if u.Code == "" {
		p.wrong(place, "the code is missing")
	}
	kind, name := nameOf(u.FullName)
	if u.Name == "" {
		u.Name = name
	}
	if u.Type == "" {
		u.Type = kind
	}
	made := p.add(fmt.Sprintf("%s/%s@%s", u.Kind, u.Code, u.From), parent, u, place)
	p.live[codeKey(u.Kind, u.Code)] = made
	return made
}

func codeKey(kind Kind, code string) string { return string(kind) + "/" + code }

func (u *planned) last() *plannedVersion { return &u.versions[len(u.versions)-1] }

// at returns the version in force on the day, nil when there is none.
func (u *planned) at(on clock.Date) *plannedVersion {
	for i := range u.versions {
		if u.versions[i].In(on) {
			return &u.versions[i]
		}
	}
	return nil
}

// end closes a unit and all below it that are still open, with until as their last day.
func (p *plan) end(u *planned, until clock.Date) {
	if v := u.last(); v.Until == "" {
		v.Until = until
	}
	for _, below := range p.units {
		if v := below.last(); v.parent == u && v.Until == "" {
			p.end(below, until)
		}
	}
}

func (p *plan) line(from, to *planned, op operation, kind string, share int) {
	p.lines = append(p.lines, plannedLine{Lineage{Kind: kind, SharePercent: share, Since: op.On, LegalBasis: op.LegalBasis}, from, to})
}

// check wants every version to lie within a version of its parent, so that a path holds throughout.
func (p *plan) check() {
	for _, u := range p.units {
		for _, v := range u.versions {
			if v.Until != "" && v.Until < v.From {
				p.wrong(v.place, "%s ends on %s, before it begins on %s", v.FullName, v.Until, v.From)
			}
			if v.parent == nil {
				continue
			}
			above := v.parent.at(v.From)
			if above == nil || !(above.Until == "" || (v.Until != "" && v.Until <= above.Until)) {
				p.wrong(v.place, "%s is not below %s all the time from %q to %q", v.FullName, v.parent.last().FullName, v.From, v.Until)
			}
		}
	}
}
