package org

import "fmt"

// villages adds each village below its commune of the snapshot and, from the day of the new map,
// below the commune it came to. Where the file only names candidates for the former, the first one
// is taken and marked as assumed.
func (p *plan) villages() {
	for i, v := range p.file.Villages {
		place := fmt.Sprintf("villages[%d]", i)
		details := Details{Confidence: v.Confidence, Candidates: v.Candidates}
		code := v.Commune
		if code == "" && len(v.Candidates) > 0 {
			code, details.Assumed = v.Candidates[0], true
		}
		was, is := p.then[codeKey(Commune, code)], p.live[codeKey(Commune, v.Successor)]
		switch {
		case v.ID == "":
			p.wrong(place, "the id is missing")
			continue
		case was == nil:
			p.wrong(place, "its commune %q is not in the snapshot", code)
			continue
		case is == nil || is == was:
			p.wrong(place, "its commune %q does not exist after the reorganisation", v.Successor)
			continue
		}
		u := Unit{Kind: Village, Type: v.Type, Key: v.ID, Name: v.Name, FullName: v.FullName,
			From: was.last().From, Until: was.last().Until, Details: details}
		made := p.add("village/"+v.ID, was, u, place)
		u.From, u.Until, u.Details = is.last().From, is.last().Until, Details{}
		made.versions = append(made.versions, plannedVersion{Unit: u, parent: is, place: place})
	}
	if n := len(p.file.VillagesSeen); n > 0 {
		p.notes = append(p.notes, fmt.Sprintf("villages_seen_before_2025: %d names of low confidence are left out", n))
	}
}
