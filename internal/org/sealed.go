package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Kinds of the leaves that the register makes in the public ledger. All that they say is public.
const (
	LedgerUnit     = "unit"
	LedgerCalendar = "calendar"
	LedgerRules    = "rules"
)

// SealedUnit is what the ledger says of a unit from one day to another.
type SealedUnit struct {
	Unit     string     `json:"unit"`
	Parent   string     `json:"parent,omitempty"`
	Kind     Kind       `json:"kind"`
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	FullName string     `json:"full_name"`
	From     clock.Date `json:"from,omitempty"`
	Until    clock.Date `json:"until,omitempty"`
}

// SealedCalendar is a calendar that comes into force for a unit and those below it that have none of
// their own; for everybody when Unit is empty. From then on it decides about open dossiers; what has
// ended keeps the calendar of its end.
type SealedCalendar struct {
	Unit    string         `json:"unit,omitempty"`
	Version string         `json:"version"`
	Content *term.Calendar `json:"content"`
}

// SealRules puts the rule sets of this program into the ledger, unless they are there: whoever changes
// a rule changes it before everybody's eyes.
func (s *Service) SealRules(ctx context.Context, tx *db.Tx) error {
	var leaves []audit.Leaf
	for _, r := range slices.Backward(term.Eras()) {
		leaves = append(leaves, public(LedgerRules, LedgerRules+"/"+r.Era, LedgerRules+" "+r.Era+" "+digest(r), r))
	}
	_, err := s.trail.SealMissing(ctx, tx, leaves...)
	return err
}

// SealPast puts units and calendars into the ledger as they are, for a house that began before its ledger.
func (s *Service) SealPast(ctx context.Context, tx *db.Tx) error {
	if err := s.sealUnits(ctx, tx); err != nil {
		return err
	}
	own, err := store{tx}.ownCalendars(ctx)
	if err != nil {
		return err
	}
	return s.sealCalendars(ctx, tx, append([]string{""}, own...))
}

// sealUnits puts every version of every unit into the ledger that is not there as it now is.
func (s *Service) sealUnits(ctx context.Context, tx *db.Tx) error {
	all, err := store{tx}.allVersions(ctx)
	if err != nil {
		return err
	}
	rows := make([]versionRow, 0, len(all))
	for _, v := range all {
		rows = append(rows, v)
	}
	slices.SortFunc(rows, func(a, b versionRow) int { return strings.Compare(a.Path+string(a.FromOn), b.Path+string(b.FromOn)) })
	leaves := make([]audit.Leaf, len(rows))
	for i, v := range rows {
		u := SealedUnit{v.UnitID, v.ParentID, Kind(v.Kind), v.Code, v.Name, v.FullName, v.FromOn, v.UntilOn}
		leaves[i] = public(LedgerUnit, "org/unit/"+v.UnitID, LedgerUnit+" "+v.ID+" "+digest(u), u)
	}
	_, err = s.trail.SealMissing(ctx, tx, leaves...)
	return err
}

// sealCalendars puts the calendars of units into the ledger as they come into force.
func (s *Service) sealCalendars(ctx context.Context, tx *db.Tx, units []string) error {
	st := store{tx}
	revision, err := st.revision(ctx)
	if err != nil {
		return err
	}
	slices.Sort(units)
	var leaves []audit.Leaf
	for _, unitID := range slices.Compact(units) {
		u := Unit{}
		if unitID != "" {
			if u, err = unitOn(ctx, st, unitID, s.today()); err != nil {
				return err
			}
		}
		cal, err := calendarOf(ctx, st, u)
		if err != nil {
			return err
		}
		leaves = append(leaves, public(LedgerCalendar, calendarSubject(unitID), fmt.Sprintf("%s %s %d", LedgerCalendar, unitID, revision),
			SealedCalendar{unitID, cal.Version(), cal}))
	}
	_, err = s.trail.SealMissing(ctx, tx, leaves...)
	return err
}

func public(kind, subject, key string, data any) audit.Leaf {
	return audit.Leaf{Key: key, Subject: subject, Kind: kind, Public: true, Data: data}
}

// digest names a content shortly.
func digest(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
