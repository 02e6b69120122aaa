// Package demo holds the demonstration district as data files: Lạc Thủy as of 2023. Names of people
// are made up; procedures, units and holidays come from the files described in README.md.
package demo

import (
	"embed"
	"encoding/json"
	"io/fs"
)

// Files are the data files.
//
//go:embed *.json *.csv *.pdf *.csv.gz results/*.txt
var Files embed.FS

// Cast is who plays in the demonstration, and what they do.
type Cast struct {
	StartsAt string     `json:"starts_at"` // the instant at which the stage clock begins to run
	Password string     `json:"password"`  // of every account
	District string     `json:"district"`  // statistics code
	Former   string     `json:"former"`    // name of the one-stop system before this one
	Walk     string     `json:"walk"`      // code of the commune of the first walk
	Families []string   `json:"families"`
	Middles  []string   `json:"middles"`
	Givens   []string   `json:"givens"`
	Posts    []Post     `json:"posts"`
	Citizens []Citizen  `json:"citizens"`
	Dossiers []Dossiers `json:"dossiers"`
}

// Post is a post that every unit of a kind has.
type Post struct {
	Kind  string `json:"kind"` // of the unit
	Key   string `json:"key"`
	Title string `json:"title"`
	Role  string `json:"role"`
	Login string `json:"login"` // the unit's short name is put after it
}

// Citizen is somebody with an electronic identity.
type Citizen struct {
	Login      string `json:"login"`
	Name       string `json:"name"`
	PersonalNo string `json:"personal_no"`
	BirthOn    string `json:"birth_on"`
	Phone      string `json:"phone"`
	Address    string `json:"address"`
	Note       string `json:"note"` // why one would want to be this person
}

// Dossiers says how many dossiers of a procedure the past holds.
type Dossiers struct {
	Procedure string `json:"procedure"` // national code or address
	Number    int    `json:"number"`
}

// Load reads the cast.
func Load() (Cast, error) {
	var c Cast
	raw, err := fs.ReadFile(Files, "cast.json")
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(raw, &c)
}
