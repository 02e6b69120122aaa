package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/insight/recount"
)

// verify makes the ledger of a province's year, as files, and measures what a stranger does with it: every
// hash, every date, every figure.
func verify(ctx context.Context, dir string, dossiers int) error {
	folder := filepath.Join(dir, "so-cai")
	entries, err := lay(folder, dossiers)
	if err != nil {
		return err
	}
	began := time.Now()
	l, found, err := reader.Open(ctx, reader.Lies(folder), reader.Trust{})
	if err != nil {
		return err
	}
	book := recount.NewBook(nil)
	more, err := l.Walk(ctx, recount.Read, book.Take)
	if err != nil {
		return err
	}
	found = append(append(found, more...), book.Findings()...)
	checked := time.Since(began)
	var f count.Figures
	year := count.Period{From: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	if err := book.Each(book.Latest(), func(_ string, d *count.Dossier) { f.Add(d, year, book.Latest()) }); err != nil {
		return err
	}
	took := time.Since(began)
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	if n := len(found); n > 0 {
		return fmt.Errorf("%d findings in a ledger without fault, the first: %v", n, found[0])
	}
	fmt.Printf("stranger  %d dossiers, %d entries: hashes, events and dates %.1f s, figures %.1f s, together %.1f s = %.0f entries/s; %d MB in use; received %d, on time %d, overdue %d\n",
		dossiers, entries, checked.Seconds(), (took - checked).Seconds(), took.Seconds(), float64(entries)/took.Seconds(), mem.Sys>>20, f.Received, f.Early+f.OnTime, f.Overdue)
	return nil
}
