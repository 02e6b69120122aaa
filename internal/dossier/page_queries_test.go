package dossier_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// listPages are the lists whose lines are dossiers, each address with every dossier of the test on it.
var listPages = []string{"/lam-viec", "/lam-viec?o=turn", "/lam-viec?o=unit", "/lam-viec?o=followed", "/lam-viec?o=all", "/lam-viec?o=all&xep=-ma",
	"/lam-viec?o=all&q=bui+thi+lan", "/lam-viec?o=all&trang-thai=received", "/lam-viec/so-theo-doi?tu=01/8/2023&den=31/8/2023"}

func TestAListAsksTheDatabaseNoMoreForFiftyLinesThanForFive(t *testing.T) {
	testkit.OnBoth(t, append(schemas, web.Schema), func(t *testing.T, base *db.DB) {
		d := deskOf(newHouse(t, base))
		book := keep.New(base, d.clock, audit.New(base, d.clock))
		var asked atomic.Int64
		base.Watch(func(string) { asked.Add(1) })
		front := d.sit("reception")
		var all []*dossier.Dossier
		count := func(more int) map[string]int64 {
			for _, one := range d.received(more) {
				all = append(all, one)
				d.no(book.Follow(as("reception", d.commune), one.ID, true))
				d.say(lan, one.ID, "Khi nào có kết quả?")
			}
			out := map[string]int64{}
			for _, page := range listPages {
				front.open(page) // what is remembered between pages is remembered now
				asked.Store(0)
				front.open(page)
				if out[page] = asked.Load(); front.code != http.StatusOK || out[page] == 0 {
					t.Fatalf("%s: %d, %d queries", page, front.code, out[page])
				}
				for _, one := range all {
					if !strings.Contains(front.page, one.Code) {
						t.Fatalf("%s does not list %s of %d dossiers", page, one.Code, len(all))
					}
				}
			}
			return out
		}
		five := count(5)
		for page, n := range count(45) {
			if n != five[page] {
				t.Errorf("%s: %d queries for 50 lines, %d for 5", page, n, five[page])
			}
		}
	})
}
