// Package testkit is what tests of rooms stand on: a fresh database of each engine, a clock that
// stands still, somebody to act.
package testkit

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Morning is when Clock stands: Thursday 10 August 2023, 09:00 in the country, an ordinary working day.
var Morning = time.Date(2023, time.August, 10, 9, 0, 0, 0, clock.Zone)

// Clock returns a clock of its own that stands at Morning.
func Clock() *clock.Fake { return clock.NewFake(Morning) }

// OnBoth runs do twice, as the subtests "sqlite" and "postgres", each on a database of its own that
// holds the given schemas and nothing else.
func OnBoth(t *testing.T, schemas []db.Schema, do func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { do(t, SQLite(t, schemas)) })
	t.Run("postgres", func(t *testing.T) { do(t, Postgres(t, schemas)) })
}

// As returns a context in which an officer acts who holds the rights everywhere.
func As(ctx context.Context, rights ...string) context.Context {
	return AsAt(ctx, "/", rights...)
}

// AsAt returns a context in which an officer of the unit at path acts who holds the rights there.
func AsAt(ctx context.Context, path string, rights ...string) context.Context {
	a := actor.Actor{
		Kind: actor.Officer, AccountID: "account-officer", PersonID: "person-officer", Name: "Bùi Thị Thử",
		PositionID: "position-officer", Position: "Công chức một cửa", UnitID: "unit-officer", UnitPath: path,
		UnitName: "Đơn vị thử", From: "192.0.2.1", RequestID: "request-test",
	}
	for _, r := range rights {
		a.Grants = append(a.Grants, actor.Grant{Right: r, Path: path})
	}
	return actor.With(ctx, a)
}

// AsCitizen returns a context in which the citizen with the account acts.
func AsCitizen(ctx context.Context, accountID string) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Citizen, AccountID: accountID, Name: "Quách Văn Dân",
		From: "192.0.2.2", RequestID: "request-test"})
}
