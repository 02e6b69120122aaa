package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// importProcedures reads the two files of procedures and brings them into the catalogue, published
// from the day on.
func (h *house) importProcedures(ctx context.Context, csv, detailed io.Reader, from clock.Date, dryRun bool) (any, error) {
	src := catalog.Sources{PublishFrom: from, Why: "nhasan import"}
	var err error
	if src.CSV, err = io.ReadAll(csv); err != nil {
		return nil, err
	}
	if detailed != nil {
		if src.Detailed, err = io.ReadAll(detailed); err != nil {
			return nil, err
		}
	}
	bring := h.catalog.Import
	if dryRun {
		bring = h.catalog.Rehearse
	}
	plan, err := bring(ctx, src)
	if err == nil && len(plan.Problems) > 0 {
		err = fmt.Errorf("%d problems; nothing was changed", len(plan.Problems))
	}
	return plan, err
}

// unit is the unit that a person at the command line names: by kind and code, "district:159", or by key.
func (h *house) unit(ctx context.Context, name string) (org.Unit, error) {
	kind, code, byCode := strings.Cut(name, ":")
	if !byCode {
		return h.org.Unit(ctx, name)
	}
	return h.org.ByCode(ctx, org.Kind(kind), code, clock.DateOf(h.clock.Now()))
}

// appointAdmin makes the post of administrator in a unit, where it is missing, and puts a new person
// into it.
func (h *house) appointAdmin(ctx context.Context, unitID, name string) (string, error) {
	const key, reason = "quan-tri", "nhasan admin"
	today := clock.DateOf(h.clock.Now())
	pos, err := h.org.PositionByKey(ctx, unitID, key)
	if fault.Is(err, fault.NotFound) {
		pos, err = h.org.AddPosition(ctx, org.Position{UnitID: unitID, Key: key, Title: "Quản trị hệ thống", Role: "admin", From: today})
	}
	if err != nil {
		return "", err
	}
	held, err := h.org.Appoint(ctx, org.Appointment{PositionID: pos.ID, Name: name, From: today, Reason: reason})
	if err == nil && held.PersonID == "" {
		err = errors.New("nobody was appointed")
	}
	return held.PersonID, err
}
