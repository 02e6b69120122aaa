package dossier_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// BenchmarkLarge opens the page of one dossier with 400 files, over HTTP, as an officer at the counter: bench/README.md.
func BenchmarkLarge(b *testing.B) {
	const files = 400
	for engine, open := range map[string]func(testing.TB, []db.Schema) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		h := newHouse(b, open(b, append(schemas, web.Schema)))
		h.MaxFiles = files
		dr := h.draft(lan)
		paper := dr.Papers[0]
		paper.Files = nil
		for i := len(dr.Papers); i < files; i++ {
			_, err := h.Attach(lan, dr.ID, paper, fmt.Sprintf("trang-%d.pdf", i), strings.NewReader(fmt.Sprintf("%%PDF-1.7\n%% %d\n%%%%EOF\n", i)))
			h.no(err)
		}
		v, err := h.Submit(lan, dr.ID)
		h.no(err)
		if n := len(h.filesOf(v.ID)); n != files {
			b.Fatalf("%d files, want %d", n, files)
		}
		front := deskOf(h).sit("reception")
		b.Run(engine, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if front.open("/lam-viec/ho-so/" + v.ID); front.code != http.StatusOK || !strings.Contains(front.page, "trang-399.pdf") {
					b.Fatal(front.code)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(len(front.raw))/1024, "KB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func (h *house) filesOf(id string) []dossier.File {
	h.t.Helper()
	all, err := h.FilesOf(lan, id)
	h.no(err)
	return all
}
