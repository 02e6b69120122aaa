package app

import (
	"fmt"
	"slices"
	"strings"
)

// booty knows what belongs to others, by kind, and tells when a guess has come through.
type booty struct {
	loot
	kinds    map[string]string // id of anything: the table it is of
	foreign  map[string]string // table: an id of others; "sha": a file of others
	needles  []string          // what may be on no page
	marks    []string          // ids that may be in no new entry of the trail
	dossiers string            // what the dossiers of others were
	laid     string
	last     string // the newest entry of the trail looked at
}

// ofOthers says for each kind of thing how one of another commune is found. The query has one place for a path.
var ofOthers = map[string]string{
	"dossier_record": "SELECT min(id) FROM dossier_record WHERE receiving_path LIKE ? AND state = 'processing'",
	"dossier_slip":   "SELECT min(s.id) FROM dossier_slip s JOIN dossier_record r ON r.id = s.dossier_id WHERE r.receiving_path LIKE ?",
	"org_unit":       "SELECT unit_id FROM org_unit_version WHERE path LIKE ? ORDER BY path LIMIT 1",
	"org_position":   "SELECT min(p.id) FROM org_position p JOIN org_unit_version v ON v.unit_id = p.unit_id WHERE v.path LIKE ?",
	"org_holding":    "SELECT min(h.id) FROM org_holding h JOIN org_position p ON p.id = h.position_id JOIN org_unit_version v ON v.unit_id = p.unit_id WHERE v.path LIKE ?",
	"org_person": "SELECT min(h.person_id) FROM org_holding h JOIN org_position p ON p.id = h.position_id JOIN org_unit_version v ON v.unit_id = p.unit_id " +
		"WHERE v.path LIKE ?",
	"identity_account": "SELECT min(o.account_id) FROM identity_officer o JOIN org_holding h ON h.person_id = o.person_id JOIN org_position p ON p.id = h.position_id " +
		"JOIN org_unit_version v ON v.unit_id = p.unit_id WHERE v.path LIKE ?",
	"archive_paper":  "SELECT min(id) FROM archive_paper WHERE unit_path LIKE ?",
	"tickets_ticket": "SELECT min(id) FROM tickets_ticket WHERE unit_path LIKE ?",
}

func spoils(l loot) *booty {
	s := &booty{loot: l, kinds: map[string]string{}, foreign: map[string]string{}, laid: l.intact()}
	path := l.ids("SELECT min(receiving_path) FROM dossier_record WHERE receiving_path NOT LIKE ? AND ? NOT LIKE receiving_path || '%'", l.home+"%", l.home)[0]
	for _, table := range l.ids("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'id' AND c.type = 'TEXT'") {
		var ids []string
		if err := l.d.house.database.Read().NewRaw("SELECT id FROM "+table).Scan(l.t.Context(), &ids); err != nil {
			l.t.Fatal(err)
		}
		for _, id := range ids {
			s.kinds[id] = table
		}
		if slices.Contains(laidTables, table) {
			s.foreign[table] = laidID
		}
	}
	for table, query := range ofOthers {
		s.foreign[table] = l.ids(query, path+"%")[0]
	}
	one := s.foreign["dossier_record"]
	s.foreign["sha"] = l.fileOf(one)
	s.needles = append(l.ids("SELECT code FROM dossier_record WHERE id = ?", one), "Của người khác", "Của xã khác")
	s.marks = []string{laidID, laidID2, one, s.foreign["org_position"], s.foreign["org_holding"], s.foreign["org_person"], s.foreign["identity_account"], s.foreign["org_unit"]}
	s.dossiers, s.last = s.stand(), s.newest()
	return s
}

// stand writes down how the dossiers of others are.
func (s *booty) stand() string {
	return strings.Join(s.ids("SELECT id || ' ' || version || ' ' || state || ' ' || assignee_id FROM dossier_record WHERE receiving_path NOT LIKE ? AND competent_path NOT LIKE ? ORDER BY id",
		s.home+"%", s.home+"%"), "\n")
}

func (s *booty) newest() string { return s.ids("SELECT max(id) FROM audit_entry")[0] }

// exchanged returns the guesses that a form allows: each field that has, or offers, an id of ours, with one of theirs.
func (s *booty) exchanged(f form) (out []exchange) {
	for field, values := range f.choices {
		for _, v := range values {
			theirs := s.foreign[s.kindOf(v)]
			if theirs != "" && theirs != v {
				out = append(out, exchange{field, theirs})
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b exchange) int { return strings.Compare(a.field, b.field) })
	return out
}

func (s *booty) kindOf(v string) string {
	if len(v) == 64 && strings.Trim(v, "0123456789abcdef") == "" {
		return "sha"
	}
	return s.kinds[v]
}

// send tries a guess and reports what came through.
func (s *booty) send(who string, b browser, f form, g exchange) {
	s.t.Helper()
	route := b.pattern(f.method, f.action)
	said := fmt.Sprintf("%s %s as %s with %s=%s", f.method, f.action, who, g.field, g.value)
	for _, w := range b.post(f.with(g)) {
		for _, needle := range s.needles {
			if strings.Contains(w.Body.String(), needle) {
				s.t.Errorf("%s shows %q", said, needle)
			}
		}
		if w.Code >= 500 {
			s.t.Errorf("%s: %d", said, w.Code)
		}
	}
	var written []string
	if err := s.d.house.database.Read().NewRaw("SELECT action || ' ' || subject || ' ' || data FROM audit_entry WHERE id > ? ORDER BY id", s.last).Scan(s.t.Context(), &written); err != nil {
		s.t.Fatal(err)
	}
	if len(written) == 0 {
		return
	}
	s.last = s.newest()
	for _, line := range written {
		for _, mark := range s.marks {
			if strings.Contains(line, mark) && !allowed(route, g.field) {
				s.t.Errorf("%s did %s", said, line)
			}
		}
	}
}

// unharmed reports what of others has changed.
func (s *booty) unharmed(who string) {
	s.t.Helper()
	if now := s.intact(); now != s.laid {
		s.t.Errorf("as %s, what belongs to others changed:\nwas %s\nis  %s", who, s.laid, now)
		s.laid = now
	}
	if now := s.stand(); now != s.dossiers {
		s.t.Errorf("as %s, dossiers of others changed", who)
		s.dossiers = now
	}
}

// mayName are fields that rightly name what is another unit's, and why.
var mayName = []struct{ route, field, why string }{}

func allowed(route, field string) bool {
	return slices.ContainsFunc(mayName, func(m struct{ route, field, why string }) bool { return m.route == route && m.field == field })
}
