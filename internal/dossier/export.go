package dossier

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// ExportLimits bound what one person takes away of lists of people, in lines. Full are lines with personal data in
// full. No text sets these numbers. law: pdp/minimise
type ExportLimits struct {
	Once, Daily         int
	FullOnce, FullDaily int
}

// orUsual fills in what was not set.
func (l ExportLimits) orUsual() ExportLimits {
	for _, one := range []struct {
		n     *int
		usual int
	}{{&l.Once, 10_000}, {&l.Daily, 30_000}, {&l.FullOnce, 1_000}, {&l.FullDaily, 3_000}} {
		if *one.n <= 0 {
			*one.n = one.usual
		}
	}
	return l
}

// of are the limits of one export and of a day.
func (l ExportLimits) of(full bool) (once, daily int) {
	if full {
		return l.FullOnce, l.FullDaily
	}
	return l.Once, l.Daily
}

// exportedAction is that of the entry of the trail about an export.
const exportedAction = "dossier.exported"

// Taken is one export: what the trail knows of it stands on the file.
type Taken struct {
	Code         string // by which the trail finds it
	By, Unit     string
	At           time.Time
	Purpose      string
	Kind         string // register, book, bundle, print
	Lines        int
	withPersonal bool
}

// taken is what the trail keeps of an export beside its purpose.
type taken struct {
	Code  string         `json:"code"`
	Kind  string         `json:"kind"`
	Lines int            `json:"lines"`
	Full  bool           `json:"full"`
	Of    map[string]any `json:"of"`
}

// takeAway notes that whoever acts takes lines of a list away, with what stands in of, and refuses when that is more
// than one person may take at once or in a day. A purpose means personal data in full.
func (s *Service) takeAway(ctx context.Context, kind string, lines int, purpose string, of map[string]any) (Taken, error) {
	a, now := actor.Of(ctx), s.Clock.Now()
	t := Taken{Code: "XD-" + newSecret(), By: a.Name, Unit: a.UnitName, At: now, Purpose: purpose, Kind: kind, Lines: lines, withPersonal: purpose != ""}
	once, daily := s.Exports.of(t.withPersonal)
	if lines > once {
		return Taken{}, t.tooMany(ctx, "dossier.export.once", once, 0)
	}
	return t, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		before, err := s.takenToday(ctx, tx, t.withPersonal)
		if err != nil {
			return err
		}
		if before+lines > daily {
			return t.tooMany(ctx, "dossier.export.daily", daily, before)
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: exportedAction, Subject: "org/" + a.UnitID, Purpose: purpose,
			Data: taken{Code: t.Code, Kind: kind, Lines: lines, Full: t.withPersonal, Of: of}})
	})
}

// tooMany says how much may be taken, and what to do.
func (t Taken) tooMany(ctx context.Context, key string, limit, before int) error {
	if t.withPersonal {
		key += "-full"
	}
	n := func(v int) string { return text.Integer(text.LangOf(ctx), int64(v)) }
	return fault.New(fault.Conflict, key, "limit", n(limit), "lines", n(t.Lines), "before", n(before))
}

// takenToday counts the lines that whoever acts has taken away since midnight, all or those in full.
func (s *Service) takenToday(ctx context.Context, tx *db.Tx, full bool) (int, error) {
	a := actor.Of(ctx)
	who := a.PersonID
	if who == "" {
		who = a.AccountID
	}
	entries, err := s.Trail.Since(ctx, tx, exportedAction, who, clock.DateOf(s.Clock.Now()).At(0))
	if err != nil || who == "" {
		return 0, err
	}
	sum := 0
	for _, e := range entries {
		var t taken
		if err := json.Unmarshal([]byte(e.Data), &t); err != nil {
			return 0, fmt.Errorf("entry %s of the trail: %w", e.ID, err)
		}
		if t.Full || !full {
			sum += t.Lines
		}
	}
	return sum, nil
}

// Mark says on the file who took it away, when and what for. Files are in Vietnamese.
func (t Taken) Mark(ctx context.Context) string {
	ctx = text.WithLang(ctx, text.Vi)
	key := "dossier.export.mark"
	if t.Purpose != "" {
		key += "-full"
	}
	return text.T(ctx, key, "code", t.Code, "name", t.By, "unit", t.Unit, "at", text.DateTime(ctx, t.At), "purpose", t.Purpose)
}
