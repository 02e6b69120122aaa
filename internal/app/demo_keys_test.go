package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestTheKeysOfTheStageCanBeEntered(t *testing.T) {
	d := laid(t)
	dir, ctx := t.TempDir(), actor.AsSystem(context.Background(), "test")
	if err := d.keys(ctx, dir, d.clock.Now()); err != nil {
		t.Fatal(err)
	}
	read := func(name string) []byte {
		raw, err := os.ReadFile(filepath.Join(dir, keysFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	officers, err := d.officers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.house.sign.AddRoot(ctx, read(rootFile)); err != nil {
		t.Fatal(err)
	}
	for _, o := range officers {
		if o.login != signerLogin {
			continue
		}
		if _, err := d.house.sign.AddFile(o.act(ctx, roles()), read(signerLogin+".p12"), d.cast.Password, nil); err != nil {
			t.Error(err)
		}
	}
	u, err := d.house.org.ByCode(ctx, org.Commune, "05395", clock.DateOf(d.clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.house.sign.AddSeal(ctx, u, read(sealFile), d.cast.Password, nil); err != nil {
		t.Error(err)
	}
}
