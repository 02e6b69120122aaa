package org

import "github.com/nha-san/nhasan/internal/platform/clock"

// unitsFile is units.json: a picture of the units on one day, and the operations before and after.
type unitsFile struct {
	Snapshot struct {
		Province struct {
			codedUnit
			Districts []codedUnit `json:"districts"`
		} `json:"province"`
		Districts    []districtIn `json:"districts"`
		CommunePosts []postIn     `json:"commune_posts"`
	} `json:"snapshot_2023"`
	Villages       []villageIn `json:"villages"`
	VillagesSeen   []villageIn `json:"villages_seen_before_2025"`
	Reorganisation struct {
		Before     []operation   `json:"operations_2020"`
		After      []operation   `json:"operations_2025"`
		Successors []successorIn `json:"successor_units_2025"`
	} `json:"reorganisation"`
}

type codedUnit struct {
	Code       string  `json:"code"`
	Name       string  `json:"name"`
	FullName   string  `json:"full_name"`
	Identifier *string `json:"identifier_code"`
}

type districtIn struct {
	codedUnit
	ProvinceCode string         `json:"province_code"`
	Seat         string         `json:"seat"`
	Departments  []departmentIn `json:"departments"`
	Communes     []communeIn    `json:"communes"`
}

type communeIn struct {
	codedUnit
	Type string `json:"type"`
}

type departmentIn struct {
	Key        string   `json:"key"`
	Name       string   `json:"name_vi"`
	NameEn     string   `json:"name_en"`
	Kind       string   `json:"kind"`
	Fields     []string `json:"fields_vi"`
	Identifier *string  `json:"identifier_code"`
	Parent     string   `json:"parent"` // key
	Confidence string   `json:"confidence"`
	Note       string   `json:"note"`
}

type postIn struct {
	Key   string `json:"key"`
	Title string `json:"name_vi"`
	Role  string `json:"role"`
}

type villageIn struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Type       string   `json:"type"`
	FullName   string   `json:"full_name"`
	Commune    string   `json:"commune_code_2023"`
	Candidates []string `json:"commune_code_2023_candidates"`
	Confidence string   `json:"commune_code_2023_confidence"`
	Successor  string   `json:"commune_code_2025"`
}

type successorIn struct {
	codedUnit
	Type    string `json:"type"`
	Seat    string `json:"seat_vi"`
	Website string `json:"website"`
	Note    string `json:"note"`
	Parent  string `json:"parent_code"`
}

// operation is one step of a reorganisation; which fields count depends on Op.
type operation struct {
	ID         string      `json:"id"`
	Op         string      `json:"op"`
	Level      Kind        `json:"level"`
	On         clock.Date  `json:"effective_date"`
	LegalBasis string      `json:"legal_basis"`
	District   string      `json:"district_code"`
	Sources    []codedUnit `json:"sources"`
	Target     struct {
		codedUnit
		Parent string `json:"parent_code"`
	} `json:"target"`
	Kind      string      `json:"kind"` // of a merge: absorb, new_unit, new_unit_keeping_name
	Units     []codedUnit `json:"units"`
	AppliesTo []string    `json:"applies_to"`
	OrganKey  string      `json:"organ_key"`
	Organs    []struct {
		Key  string `json:"key"`
		Name string `json:"name_vi"`
	} `json:"organs"`
	FromOrgan string `json:"from_organ"`
	ToOrgan   string `json:"to_organ"`
	UnitCode  string `json:"unit_code"`
	ToParent  struct {
		Level Kind   `json:"level"`
		Code  string `json:"code"`
	} `json:"to_parent"`
}
