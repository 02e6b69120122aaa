package org

import (
	"fmt"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// snapshot adds the units of the picture. They stand since ever, but for those that an operation
// before the picture made.
func (p *plan) snapshot() {
	founded := p.founded()
	in := p.file.Snapshot.Province
	province := p.addCoded(coded(Province, in.codedUnit), nil, "snapshot_2023.province")
	for i, d := range in.Districts {
		p.addCoded(coded(District, d), province, fmt.Sprintf("snapshot_2023.province.districts[%d]", i))
	}
	for i, d := range p.file.Snapshot.Districts {
		place := fmt.Sprintf("snapshot_2023.districts[%d]", i)
		district := p.live[codeKey(District, d.Code)]
		if district == nil {
			p.wrong(place, "district %q is not in the list of the province", d.Code)
			continue
		}
		p.describe(district, d)
		p.departments(district, d.Departments, place)
		for j, c := range d.Communes {
			u := coded(Commune, c.codedUnit)
			u.Type, u.From = c.Type, founded[codeKey(Commune, c.Code)]
			u.CodePrefix = temporaryPrefix(in.Code, d.Code, c.Code)
			p.addCoded(u, district, fmt.Sprintf("%s.communes[%d]", place, j))
		}
	}
}

func coded(kind Kind, in codedUnit) Unit {
	u := Unit{Kind: kind, Code: in.Code, Name: in.Name, FullName: in.FullName}
	if in.Identifier != nil {
		u.IdentifierCode = *in.Identifier
	}
	return u
}

// describe fills in what the file says of a district beyond its name.
func (p *plan) describe(district *planned, d districtIn) {
	v := district.last()
	v.Name, v.Details.Seat = d.Name, d.Seat
	v.CodePrefix = temporaryPrefix(p.file.Snapshot.Province.Code, d.Code)
	if d.Identifier != nil {
		v.IdentifierCode = *d.Identifier
	}
}

func (p *plan) departments(district *planned, departments []departmentIn, place string) {
	made := map[string]*planned{}
	for i, d := range departments {
		here := fmt.Sprintf("%s.departments[%d]", place, i)
		parent := district
		if d.Parent != "" {
			if parent = made[d.Parent]; parent == nil {
				p.wrong(here, "its parent %q does not stand above it", d.Parent)
				continue
			}
		}
		u := Unit{Kind: Department, Type: d.Kind, Key: d.Key, Name: d.Name, NameEn: d.NameEn,
			FullName: departmentName(d.Name, district.last().Unit),
			Details:  Details{Fields: d.Fields, Note: d.Note, Confidence: d.Confidence}}
		if d.Identifier != nil {
			u.IdentifierCode = *d.Identifier
		}
		made[d.Key] = p.add(departmentOrigin(district, d.Key), parent, u, here)
	}
}

func departmentOrigin(of *planned, key string) string { return "department/" + of.origin + "/" + key }

// founded finds the first day of the units of the snapshot that came out of a merger.
func (p *plan) founded() map[string]clock.Date {
	days := map[string]clock.Date{}
	for _, op := range p.file.Reorganisation.Before {
		if op.Op == "merge" && op.Kind != Absorbed {
			days[codeKey(op.Level, op.Target.Code)] = op.On
		}
	}
	return days
}

// snapshotPosts gives the units of the snapshot their posts.
func (p *plan) snapshotPosts() {
	for i, d := range p.file.Snapshot.Districts {
		district := p.then[codeKey(District, d.Code)]
		if district == nil {
			continue
		}
		p.addPosts(district, districtPosts, fmt.Sprintf("snapshot_2023.districts[%d]", i))
		for j, dep := range d.Departments {
			if unit := p.byOrigin[departmentOrigin(district, dep.Key)]; unit != nil {
				p.addPosts(unit, departmentPosts(dep.Key), fmt.Sprintf("snapshot_2023.districts[%d].departments[%d]", i, j))
			}
		}
		for _, c := range d.Communes {
			if unit := p.then[codeKey(Commune, c.Code)]; unit != nil {
				p.addPosts(unit, p.communePosts(unit.last().Type), "snapshot_2023.commune_posts")
			}
		}
	}
}

// communePosts are the file's posts of a commune with our roles.
func (p *plan) communePosts(unitType string) []postIn {
	posts := make([]postIn, 0, len(p.file.Snapshot.CommunePosts))
	for i, post := range p.file.Snapshot.CommunePosts {
		role, err := roleOf(post)
		if err != nil {
			p.wrong(fmt.Sprintf("snapshot_2023.commune_posts[%d]", i), "%v", err)
		}
		posts = append(posts, postIn{post.Key, titleIn(post.Title, unitType), role})
	}
	return posts
}

func (p *plan) addPosts(unit *planned, posts []postIn, place string) {
	for i, post := range posts {
		if post.Key == "" || post.Title == "" {
			p.wrong(place, "a post without key or title")
		}
		p.posts = append(p.posts, plannedPost{Position{Key: post.Key, Title: post.Title, Role: post.Role, Rank: i + 1}, unit})
	}
}
