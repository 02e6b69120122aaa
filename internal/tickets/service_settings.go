package tickets

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Counters lists the settings of all units whose counter is on.
func (s *Service) Counters(ctx context.Context) ([]Setting, error) { return s.read().switchedOn(ctx) }

// Counter returns the settings of a counter that is on, for those who come to it.
func (s *Service) Counter(ctx context.Context, unitID string) (*Setting, error) {
	return s.setting(ctx, s.read(), unitID)
}

// Settings returns a unit's settings, on or off, for whoever manages its counter. Where nothing was
// ever set it returns the usual.
func (s *Service) Settings(ctx context.Context, unitID string) (Setting, org.Unit, error) {
	u, err := s.managed(ctx, unitID)
	if err != nil {
		return Setting{}, u, err
	}
	set, err := s.read().setting(ctx, unitID)
	if err != nil {
		return Setting{}, u, err
	}
	if set == nil {
		fresh := usual()
		set = &fresh
	}
	set.UnitID, set.UnitPath = u.ID, u.Path
	return *set, u, nil
}

func (s *Service) managed(ctx context.Context, unitID string) (org.Unit, error) {
	u, err := s.Org.Unit(ctx, unitID)
	if err != nil {
		return u, err
	}
	return u, actor.Need(ctx, CanManage, u.Path)
}

// SaveSettings puts a unit's counter under new settings. Version is that which was seen.
func (s *Service) SaveSettings(ctx context.Context, set Setting) error {
	u, err := s.managed(ctx, set.UnitID)
	if err != nil {
		return err
	}
	if !u.Receives() {
		return fault.New(fault.Conflict, "tickets.unit-receives-nothing", "unit", u.FullName)
	}
	set = set.clean()
	set.UnitPath = u.Path
	if err := fault.OnFields(set.problems()); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).saveSetting(ctx, set, set.Version); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, u.ID); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "tickets.set", Subject: "org/unit/" + u.ID,
			Data: map[string]any{"on": set.On, "settings": set}})
	})
}

// Devices lists the kiosks of a unit.
func (s *Service) Devices(ctx context.Context, unitID string) ([]Device, error) {
	if _, err := s.managed(ctx, unitID); err != nil {
		return nil, err
	}
	return s.read().devices(ctx, unitID)
}

// AddDevice makes a kiosk of the unit and returns its token, which is kept nowhere.
func (s *Service) AddDevice(ctx context.Context, unitID, name string) (token string, err error) {
	u, err := s.managed(ctx, unitID)
	if err != nil {
		return "", err
	}
	if name = text.Clean(name); name == "" || len([]rune(name)) > longestName {
		return "", fault.OnFields([]fault.Field{{Name: "ten-may", Key: "tickets.field.device-name"}})
	}
	token = id.Code(24)
	d := Device{ID: id.New(), UnitID: u.ID, Name: name, MadeAt: s.Clock.Now()}
	return token, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addDevice(ctx, d, digest(token)); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "tickets.device-added", Subject: "org/unit/" + u.ID,
			Data: map[string]string{"device": d.ID, "name": name}})
	})
}

// RevokeDevice takes a kiosk's token away.
func (s *Service) RevokeDevice(ctx context.Context, unitID, deviceID string) error {
	u, err := s.managed(ctx, unitID)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).revokeDevice(ctx, u.ID, deviceID, s.Clock.Now()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "tickets.device-revoked", Subject: "org/unit/" + u.ID,
			Data: map[string]string{"device": deviceID}})
	})
}

// Device returns the kiosk with the token, if it was not taken away.
func (s *Service) Device(ctx context.Context, token string) (Device, error) {
	return s.read().device(ctx, digest(token))
}
