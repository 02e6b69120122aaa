package recount

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Each tells do of every dossier as of an instant, in the order of their first entries. What cannot be
// computed is an error.
func (b *Book) Each(asOf time.Time, do func(of string, d *count.Dossier)) error {
	type one struct {
		d   count.Dossier
		err error
	}
	b.places.calendarFor("", asOf) // nothing is remembered for the first time by two at once
	for _, unitID := range b.receiving() {
		b.places.calendarFor(unitID, asOf)
	}
	all := each(b.order, func(of *string) (o one) {
		o.d, o.err = b.summary(b.files[*of], asOf)
		return o
	})
	for i, of := range b.order {
		if all[i].err != nil {
			return fmt.Errorf("dossier %s: %w", of, all[i].err)
		}
		do(of, &all[i].d)
	}
	return nil
}

// receiving lists the units that received dossiers.
func (b *Book) receiving() []string {
	seen := map[string]bool{}
	for _, f := range b.files {
		if f.opening != nil {
			seen[f.opening.Receiving] = true
		}
	}
	return slices.Collect(maps.Keys(seen))
}

// each does something with all items on as many processors as there are; what comes out is in their order.
func each[I, O any](items []I, do func(*I) O) []O {
	out := make([]O, len(items))
	var wg sync.WaitGroup
	part := len(items)/runtime.NumCPU() + 1
	for from := 0; from < len(items); from += part {
		wg.Go(func() {
			for i := from; i < min(from+part, len(items)); i++ {
				out[i] = do(&items[i])
			}
		})
	}
	wg.Wait()
	return out
}

// Unit is what the ledger says of a unit on a day: its name, its kind, and what stands above it.
type Unit struct {
	Key, Name, FullName, Kind, Code, Parent string
}

// Unit returns a unit as it was on a day.
func (b *Book) Unit(key string, on clock.Date) (Unit, bool) {
	u := b.places.at(key, on)
	if u == nil {
		return Unit{}, false
	}
	return Unit{u.Unit, u.Name, u.FullName, u.Kind, u.Code, u.Parent}, true
}

// Under tells whether a unit is the other, or below it, on a day.
func (b *Book) Under(key, top string, on clock.Date) bool { return b.places.under(key, top, on) }

// Named finds the units with a name, "Huyện Lạc Thủy", or a code, on a day.
func (b *Book) Named(name string, on clock.Date) []Unit {
	var out []Unit
	for key := range b.places.units {
		if u, _ := b.Unit(key, on); u.Name == name || u.FullName == name || (name != "" && u.Code == name) {
			out = append(out, u)
		}
	}
	return out
}

// Procedure is what the ledger says of a version of a procedure.
type Procedure struct {
	Key, Code, Name, Field, Level string
}

// Procedure returns a version of a procedure by its key.
func (b *Book) Procedure(ver string) (Procedure, bool) {
	v := b.versions[ver]
	if v == nil {
		return Procedure{}, false
	}
	return Procedure{v.Procedure, v.Code, v.Name, v.Field, v.Level}, true
}
