package tickets

import (
	"context"
	"embed"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "tickets", Files: schemaFiles}

type store struct{ q bun.IDB }

type settingRow struct {
	bun.BaseModel `bun:"table:tickets_setting"`
	UnitID        string `bun:"unit_id,pk"`
	UnitPath      string `bun:"unit_path"`
	IsOn          bool   `bun:"is_on"`
	Version       int    `bun:"version"`
	Body          string `bun:"body"`
}

func (r settingRow) setting() (Setting, error) {
	s := Setting{UnitID: r.UnitID, UnitPath: r.UnitPath, On: r.IsOn, Version: r.Version}
	return s, json.Unmarshal([]byte(r.Body), &s)
}

// setting returns the unit's settings, nil when it never had any.
func (s store) setting(ctx context.Context, unitID string) (*Setting, error) {
	var row settingRow
	err := s.q.NewSelect().Model(&row).Where("unit_id = ?", unitID).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out, err := row.setting()
	return &out, err
}

// switchedOn returns the settings of all units whose counter is on, by unit.
func (s store) switchedOn(ctx context.Context) ([]Setting, error) {
	var rows []settingRow
	if err := s.q.NewSelect().Model(&rows).Where("is_on").Order("unit_path").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Setting, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.setting(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// saveSetting writes the settings over those of the version that was seen, 0 meaning none.
func (s store) saveSetting(ctx context.Context, set Setting, seen int) error {
	body, err := json.Marshal(set)
	if err != nil {
		return err
	}
	row := &settingRow{UnitID: set.UnitID, UnitPath: set.UnitPath, IsOn: set.On, Version: seen + 1, Body: string(body)}
	if seen == 0 {
		_, err := s.q.NewInsert().Model(row).Exec(ctx)
		if db.IsDuplicate(err) {
			return fault.New(fault.Conflict, "tickets.changed-meanwhile").Because(err)
		}
		return err
	}
	return one(s.q.NewUpdate().Model(row).WherePK().Where("version = ?", seen).Exec(ctx))
}

type deviceRow struct {
	bun.BaseModel `bun:"table:tickets_device"`
	ID            string       `bun:"id,pk"`
	UnitID        string       `bun:"unit_id"`
	Name          string       `bun:"name"`
	Digest        string       `bun:"digest"`
	MadeAt        time.Time    `bun:"made_at"`
	RevokedAt     bun.NullTime `bun:"revoked_at"`
}

func (r deviceRow) device() Device {
	return Device{ID: r.ID, UnitID: r.UnitID, Name: r.Name, MadeAt: clock.Whole(r.MadeAt), RevokedAt: instant(r.RevokedAt)}
}

func (s store) addDevice(ctx context.Context, d Device, digest string) error {
	_, err := s.q.NewInsert().Model(&deviceRow{ID: d.ID, UnitID: d.UnitID, Name: d.Name, Digest: digest, MadeAt: d.MadeAt}).Exec(ctx)
	return err
}

// device returns the machine with the digest of its token, if it still may.
func (s store) device(ctx context.Context, digest string) (Device, error) {
	var row deviceRow
	err := s.q.NewSelect().Model(&row).Where("digest = ? AND revoked_at IS NULL", digest).Scan(ctx)
	return row.device(), orNone(err, "tickets.no-device")
}

// devices lists the machines of a unit, the newest first.
func (s store) devices(ctx context.Context, unitID string) ([]Device, error) {
	var rows []deviceRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id = ?", unitID).Order("id DESC").Scan(ctx)
	out := make([]Device, len(rows))
	for i, r := range rows {
		out[i] = r.device()
	}
	return out, err
}

func (s store) revokeDevice(ctx context.Context, unitID, deviceID string, now time.Time) error {
	return one(s.q.NewUpdate().Model((*deviceRow)(nil)).Set("revoked_at = ?", now).
		Where("id = ? AND unit_id = ? AND revoked_at IS NULL", deviceID, unitID).Exec(ctx))
}

// instant reads a time that may be missing.
func instant(t bun.NullTime) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return clock.Whole(t.Time)
}

// orNone turns "no row" into a fault that says what is not there.
func orNone(err error, key string) error {
	if db.IsNone(err) {
		return fault.New(fault.NotFound, key)
	}
	return err
}
