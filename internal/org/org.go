package org

import (
	"strings"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Kind is the sort of a unit. Kinds are data: nothing here counts levels.
type Kind string

// The kinds that the importer knows.
const (
	Province   Kind = "province"
	District   Kind = "district"
	Commune    Kind = "commune"
	Department Kind = "department"
	Village    Kind = "village"
)

// Unit is a unit as it is called and hangs in the tree from From to Until.
type Unit struct {
	ID             string
	ParentID       string // "" at the top
	Path           string // keys from the top down to this one: "/<province>/<district>/"
	Kind           Kind
	Type           string // tinh, huyen, thanh_pho, xa, thi_tran; specialised, one_stop, vertical; thon, xom, khu, khu_pho
	Code           string // of the statistics office; unique only together with a day
	Key            string // of a department among its neighbours: "phong-tu-phap"
	Name           string // "Lạc Thủy"
	FullName       string // "Huyện Lạc Thủy"
	NameEn         string
	IdentifierCode string     // Decision 20/2020; empty until it is issued
	CodePrefix     string     // begins dossier codes while there is no identifier; empty: receives nothing
	From, Until    clock.Date // both included; empty is unbounded
	LegalBasis     string     // of this version
	Details        Details
}

// Details are facts that no rule depends on.
type Details struct {
	Fields     []string `json:"fields,omitempty"` // fields of work of a department
	Seat       string   `json:"seat,omitempty"`
	Website    string   `json:"website,omitempty"`
	Note       string   `json:"note,omitempty"`
	Confidence string   `json:"confidence,omitempty"` // of the source: high, medium, low
	Assumed    bool     `json:"assumed,omitempty"`    // the parent is a guess among Candidates
	Candidates []string `json:"candidates,omitempty"` // codes
}

// In tells whether this version is in force on the day.
func (u Unit) In(on clock.Date) bool { return within(on, u.From, u.Until) }

// Receives tells whether the unit can give codes to dossiers.
func (u Unit) Receives() bool { return u.IdentifierCode != "" || u.CodePrefix != "" }

// Authority is the body that acts for the unit, as slips name it: "Ủy ban nhân dân xã Phú Nghĩa".
func (u Unit) Authority() string {
	switch u.Kind {
	case Province, District, Commune:
		return "Ủy ban nhân dân " + lowerFirst(u.FullName)
	}
	return u.FullName
}

// Above lists the keys of the units above, the topmost first.
func (u Unit) Above() []string {
	keys := strings.Split(strings.Trim(u.Path, "/"), "/")
	return keys[:len(keys)-1]
}

// Lineage is one unit coming out of another.
type Lineage struct {
	FromID, ToID string
	Kind         string // merge, absorb, competence, replace
	SharePercent int    // of the area; 0 where only competence went over
	Since        clock.Date
	LegalBasis   string
}

// The kinds of lineage.
const (
	Merged     = "merge"      // into a new unit
	Absorbed   = "absorb"     // into one that goes on
	Competence = "competence" // the level was abolished, the work went over
	Replaced   = "replace"    // one organ by another
)

// Person is somebody who holds posts.
type Person struct {
	ID    string
	Name  string
	Email string
	Phone string
}

// Position is a post of a unit.
type Position struct {
	ID          string
	UnitID      string
	Key         string // among the posts of the unit: "chu-tich"
	Title       string
	Role        string // reception, specialist, division-head, leader, clerk, admin, supervisor, inspector
	From, Until clock.Date
	Rank        int // order in lists
}

// RoleKeys are the roles a post can have.
var RoleKeys = []string{"reception", "specialist", "division-head", "leader", "clerk", "admin", "supervisor", "inspector"}

// Holding is a person in a position from From to Until.
type Holding struct {
	ID          string
	PositionID  string
	PersonID    string
	PersonName  string
	From, Until clock.Date
	Decision    string // number and date of the decision
}

// Term is a holding with its post and unit, as an officer's page lists them.
type Term struct {
	Holding
	Title, Role      string
	UnitID, UnitName string
	UnitPath         string
}

// Post is a position as its holder has it, or as the stand-in of an absent holder has it.
type Post struct {
	PositionID  string
	Title       string
	Role        string
	UnitID      string
	UnitPath    string
	UnitName    string
	From, Until clock.Date // of a stand-in: the time of standing in
	ForID, For  string     // the absent holder; empty: the post is one's own
}

// Officer is a person as holder of a post in a unit.
type Officer struct {
	PersonID   string
	Name       string
	Title      string
	PositionID string
}

// Seat is a position with whoever holds it.
type Seat struct {
	Position
	Holders []Holding
}

// Day is a day off or make-up day as it was entered for a unit, or for all ("" as UnitID).
type Day struct {
	term.SpecialDay
	ID       string
	UnitID   string
	Decision string
	Reason   string
}

// within tells whether on lies from from until until, both included, empty unbounded.
func within(on, from, until clock.Date) bool {
	return from <= on && (until == "" || on <= until)
}

// lowerFirst writes a name as it stands inside a sentence: "Huyện Lạc Thủy" → "huyện Lạc Thủy".
func lowerFirst(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:n]) + s[n:]
}
