package org

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// ImportUnits brings units, their history and their posts in from a units file, all or nothing.
// A second import of the same file changes nothing. Code prefixes set by hand stay.
func (s *Service) ImportUnits(ctx context.Context, r io.Reader, dryRun bool) (Report, error) {
	report := newReport(dryRun)
	if err := actor.Need(ctx, CanEdit, "/"); err != nil {
		return report, err
	}
	var file unitsFile
	if err := decode(r, &file); err != nil {
		report.Problems = []Problem{*err}
		return report, report.refusal()
	}
	p := planOf(file)
	report.Problems, report.Notes = p.problems, p.notes
	if len(report.Problems) > 0 {
		return report, report.refusal()
	}
	err := s.inImport(ctx, dryRun, func(ctx context.Context, tx *db.Tx) error {
		if err := s.carryOut(ctx, store{tx}, p, &report); err != nil || !report.changes() {
			return err
		}
		if err := (store{tx}).bump(ctx); err != nil {
			return err
		}
		if err := s.sealUnits(ctx, tx); err != nil {
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.units-imported", Subject: "org/units", Data: report})
	})
	return report, err
}

// carryOut writes what of the plan is not there yet: units, their versions, lineage, posts.
func (s *Service) carryOut(ctx context.Context, st store, p *plan, report *Report) error {
	ids, err := s.unitKeys(ctx, st, p, report)
	if err != nil {
		return err
	}
	if err := s.writeVersions(ctx, st, p, ids, report); err != nil {
		return err
	}
	lines := make([]Lineage, len(p.lines))
	for i, l := range p.lines {
		lines[i] = l.Lineage
		lines[i].FromID, lines[i].ToID = ids[l.from.origin], ids[l.to.origin]
	}
	added, err := st.addLineage(ctx, lines)
	if err != nil {
		return err
	}
	report.count("lineage", added, 0, len(lines)-added)
	return s.writePosts(ctx, st, p, ids, report)
}

// unitKeys finds the key of each planned unit and gives new ones theirs.
func (s *Service) unitKeys(ctx context.Context, st store, p *plan, report *Report) (map[string]string, error) {
	ids, err := st.origins(ctx)
	if err != nil {
		return nil, err
	}
	var rows []unitRow
	for _, u := range p.units {
		if ids[u.origin] == "" {
			ids[u.origin] = id.New()
			rows = append(rows, unitRow{ID: ids[u.origin], Origin: u.origin, CreatedAt: s.clock.Now()})
		}
	}
	report.count("units", len(rows), 0, len(p.units)-len(rows))
	return ids, st.addUnits(ctx, rows)
}

func (s *Service) writeVersions(ctx context.Context, st store, p *plan, ids map[string]string, report *Report) error {
	there, err := st.allVersions(ctx)
	if err != nil {
		return err
	}
	var add []versionRow
	changed, same := 0, 0
	for _, u := range p.units {
		for _, v := range u.versions {
			row := versionOf(v.placed(ids, u.origin))
			was, known := there[row.place()]
			row.ID = was.ID
			if was.CodePrefix != "" {
				row.CodePrefix = was.CodePrefix
			}
			switch {
			case !known:
				add = append(add, row)
			case row != was:
				changed++
				if err := st.updateVersion(ctx, row); err != nil {
					return err
				}
			default:
				same++
			}
		}
	}
	report.count("versions", len(add), changed, same)
	return st.addVersions(ctx, add)
}

// placed is the version with its keys: its own, its parent's, the path.
func (v plannedVersion) placed(ids map[string]string, origin string) Unit {
	u := v.Unit
	u.ID = ids[origin]
	u.Path = "/" + u.ID + "/"
	for above := v.parent; above != nil; {
		at := above.at(v.From)
		if u.ParentID == "" {
			u.ParentID = ids[above.origin]
		}
		u.Path = "/" + ids[above.origin] + u.Path
		above = at.parent
	}
	return u
}

// writePosts gives units the planned posts; a post lasts as long as its unit.
func (s *Service) writePosts(ctx context.Context, st store, p *plan, ids map[string]string, report *Report) error {
	there, err := st.allPositions(ctx)
	if err != nil {
		return err
	}
	var add []Position
	changed, same := 0, 0
	for _, post := range p.posts {
		want := post.Position
		want.UnitID, want.From, want.Until = ids[post.unit.origin], post.unit.versions[0].From, post.unit.last().Until
		was, known := there[want.UnitID+" "+want.Key]
		want.ID = was.ID
		switch {
		case !known:
			want.ID = id.New()
			add = append(add, want)
		case want != was:
			changed++
			if err := st.updatePosition(ctx, want); err != nil {
				return err
			}
		default:
			same++
		}
	}
	report.count("posts", len(add), changed, same)
	return st.addPositions(ctx, add)
}
