package org

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema, Schema}

// then is a day of the demonstration, next a day on the map of 2025.
const then, next = clock.Date("2023-08-10"), clock.Date("2025-07-01")

func system() context.Context { return actor.AsSystem(context.Background(), "test") }

func serviceOn(d *db.DB) *Service {
	c := testkit.Clock()
	return New(d, audit.New(d, c), c)
}

// withUnits runs do on both engines with the demonstration's units and holidays in the register.
func withUnits(t *testing.T, do func(t *testing.T, s *Service)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		if _, err := s.ImportUnits(system(), demoFile(t, "units.json"), false); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ImportHolidays(system(), demoFile(t, "holidays.json"), false); err != nil {
			t.Fatal(err)
		}
		do(t, s)
	})
}

func demoFile(t testing.TB, name string) *bytes.Reader {
	t.Helper()
	raw, err := os.ReadFile("../../demo/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

func byCode(t *testing.T, s *Service, kind Kind, code string, on clock.Date) Unit {
	t.Helper()
	u, err := s.ByCode(system(), kind, code, on)
	if err != nil {
		t.Fatalf("%s %s on %s: %v", kind, code, on, err)
	}
	return u
}

func names(units []Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = u.FullName
	}
	return out
}

func wantFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	f := fault.As(err)
	if f == nil || f.Kind != kind {
		t.Fatalf("got %v, want a fault %s %s", err, kind, key)
	}
	if f.Key == key {
		return
	}
	for _, field := range f.Fields {
		if field.Key == key {
			return
		}
	}
	t.Fatalf("got %v, want a fault %s %s", err, kind, key)
}
