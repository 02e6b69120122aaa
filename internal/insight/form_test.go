package insight_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// get opens one of the room's pages as the district's leader.
func (h *house) get(address string) *httptest.ResponseRecorder {
	h.t.Helper()
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", address, nil).WithContext(h.leader())
	for _, route := range insight.NewPages(h.Service, func(s string) string { return "/" + s }).Routes() {
		if route.Path == r.URL.Path && route.Method == "GET" {
			h.no(route.Do(w, r))
			return w
		}
	}
	h.t.Fatalf("nothing is at %s", address)
	return nil
}

func TestTheFormAddsUpOnScreenAndInFiles(t *testing.T) {
	onBoth(t, func(h *house) {
		h.finished(h.received(h.submitted()))
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		rep, err := h.Report(h.leader(), insight.Ask{UnitID: h.district.ID, Span: insight.Span{Months: 3, Year: 2023, No: 3, Report: true}})
		h.no(err)
		if len(rep.Rows) != 1 || rep.Total.Total() != 2 || rep.Total.Solved != 1 || rep.Total.Pending != 1 || rep.Rows[0].Field != h.proc.Field {
			h.t.Fatalf("%+v", rep.Form)
		}
		for _, r := range rep.Rates {
			if known := r.Key != "full-online" && r.Key != "services-used" && r.Key != "paid-online" && r.Key != "content"; r.Known != known {
				h.t.Errorf("%s: known %v; what there is no data of is no nought", r.Key, r.Known)
			}
		}
		at := "/so-lieu/bieu-06a?ky=bc-2023-Q3&don-vi=" + h.district.ID
		for kind, begins := range map[string]string{"xlsx": "PK", "csv": "\ufeffSTT,", "pdf": "%PDF"} {
			w := h.get(at + "&dang=" + kind)
			if !strings.HasPrefix(w.Body.String(), begins) || !strings.Contains(w.Header().Get("Content-Disposition"), "."+kind) {
				h.t.Errorf("%s: %q, %s", kind, w.Body.String()[:min(20, w.Body.Len())], w.Header())
			}
		}
		if csv := h.get(at + "&dang=csv").Body.String(); !strings.Contains(csv, ",Tổng số,2,2,0,0,1,1,0,0,1,1,0") && !strings.Contains(csv, ",Tổng số,2,2,0,0,1,0,1,0,1,1,0") {
			h.t.Errorf("as a list for programs:\n%s", csv)
		}
		if page := h.get(at).Body.String(); !strings.Contains(page, "chưa có dữ liệu") || !strings.Contains(page, "2/2 = 100%") {
			h.t.Error("the page does not say the rates")
		}
	})
}

// TestUnitsThatAreNoMoreAreMappedOnlyWhenAsked moves to the year in which communes were merged.
func TestUnitsThatAreNoMoreAreMappedOnlyWhenAsked(t *testing.T) {
	onBoth(t, func(h *house) {
		h.finished(h.received(h.submitted()))
		h.no(h.CatchUp(system()))
		h.clock.Set(clock.Date("2025-08-05").At(9 * time.Hour))
		heirs, err := h.org.Successors(system(), h.commune.ID, "2025-08-05")
		if err != nil || len(heirs) != 1 || heirs[0].ID == h.commune.ID {
			h.t.Fatalf("%+v, %v", heirs, err)
		}
		ask := insight.Ask{UnitID: heirs[0].ID, Span: insight.Span{Months: 12, Year: 2023, No: 1}}
		then, err := h.Board(system(), ask)
		h.no(err)
		ask.Mapped = true
		mapped, err := h.Board(system(), ask)
		h.no(err)
		if then.Now.Received != 0 || mapped.Now.Received != 1 || mapped.Left.Received != 0 {
			h.t.Errorf("as recorded %d, mapped %d", then.Now.Received, mapped.Now.Received)
		}
		old, err := h.Board(system(), insight.Ask{UnitID: h.commune.ID, Span: ask.Span})
		if err != nil || old.Now.Received != 1 {
			h.t.Errorf("the commune that was: %+v, %v", old.Now, err)
		}
	})
}
