package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// catalogFrom is the first day of the demonstration's procedures.
const catalogFrom clock.Date = "2023-01-01"

// lay fills an empty house: units, holidays, procedures, people, and a past of
// some months; what was before comes out of the former system.
func (d *demonstration) lay(ctx context.Context, start time.Time) error {
	d.clock.Set(start.AddDate(0, -3, 0))
	units, err := d.layOffices(ctx)
	if err != nil {
		return err
	}
	if err := d.switchOn(ctx, units); err != nil {
		return err
	}
	if err := d.past(ctx, units, start); err != nil {
		return err
	}
	if err := d.queueDay(ctx, units[0], start); err != nil {
		return err
	}
	d.clock.Set(start)
	return d.bringHistory(ctx)
}

// layOffices brings in units, holidays and procedures, and puts people into the posts of the district.
func (d *demonstration) layOffices(ctx context.Context) ([]org.Unit, error) {
	if err := d.house.found(ctx); err != nil {
		return nil, err
	}
	for _, bring := range []func(context.Context) error{d.bringUnits, d.bringHolidays, d.bringProcedures, d.bringResults} {
		if err := bring(ctx); err != nil {
			return nil, err
		}
	}
	units, err := d.units(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.closeOthers(ctx, units[0]); err != nil {
		return nil, err
	}
	return units, d.people(ctx, units)
}

// bringHistory hands what the former system knows to the importer, as the district's administrator would.
// It comes in while the house is open already.
func (d *demonstration) bringHistory(ctx context.Context) error {
	raw, err := fs.ReadFile(demo.Files, "history.csv.gz")
	if err != nil {
		return err
	}
	officers, err := d.officers(ctx)
	if err != nil {
		return err
	}
	for _, o := range officers {
		if o.post.Role == "admin" {
			_, err := d.house.legacy.Bring(o.act(ctx, roles()), "ho-so-2022-2023.csv", d.cast.Former, raw)
			return err
		}
	}
	return errors.New("the demonstration has no administrator")
}

// closeOthers lets no unit outside the district receive dossiers: nobody of the demonstration works
// there.
func (d *demonstration) closeOthers(ctx context.Context, district org.Unit) error {
	today := clock.DateOf(d.clock.Now())
	for _, kind := range []org.Kind{org.District, org.Commune} {
		units, err := d.house.org.OfKind(ctx, kind, today)
		if err != nil {
			return err
		}
		for _, u := range units {
			if strings.HasPrefix(u.Path, district.Path) || !u.Receives() {
				continue
			}
			if err := d.house.org.SetCodePrefix(ctx, u.ID, "", "Bản trình diễn chỉ có huyện Lạc Thủy"); err != nil {
				return err
			}
		}
	}
	return nil
}

// with opens one of the data files.
func with(name string, do func(io.Reader) error) error {
	f, err := demo.Files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := do(f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (d *demonstration) bringUnits(ctx context.Context) error {
	return with("units.json", func(r io.Reader) error {
		_, err := d.house.org.ImportUnits(ctx, r, false)
		return err
	})
}

func (d *demonstration) bringHolidays(ctx context.Context) error {
	return with("holidays.json", func(r io.Reader) error {
		_, err := d.house.org.ImportHolidays(ctx, r, false)
		return err
	})
}

func (d *demonstration) bringProcedures(ctx context.Context) error {
	return with("procedures.csv", func(csv io.Reader) error {
		return with("procedures-detailed.json", func(detailed io.Reader) error {
			_, err := d.house.importProcedures(ctx, csv, detailed, catalogFrom, false)
			return err
		})
	})
}
