package trace_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/nha-san/nhasan/internal/platform/trace"
)

func TestACollectorHearsOfPartsAndWhichBelongToWhich(t *testing.T) {
	var mu sync.Mutex
	parent, failed := map[string]string{}, []string{}
	names := map[string]string{} // id of a span → its name
	c := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err := proto.Unmarshal(raw, &sent); err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, of := range sent.ResourceSpans {
			for _, scope := range of.ScopeSpans {
				for _, s := range scope.Spans {
					names[string(s.SpanId)] = s.Name
					parent[s.Name] = string(s.ParentSpanId)
					if s.Status.GetCode() == 2 {
						failed = append(failed, s.Name)
					}
				}
			}
		}
	}))
	defer c.Close()
	stop, err := trace.Start(t.Context(), c.URL, 1, "test")
	if err != nil {
		t.Fatal(err)
	}
	ctx, whole := trace.Begin(context.Background(), "HTTP")
	_, part := trace.Begin(ctx, "SELECT", "db.system", "sqlite")
	part.End(true)
	whole.Name("GET /lam-viec", "http.route", "/lam-viec")
	whole.End(false)
	stop()
	mu.Lock()
	defer mu.Unlock()
	if names[parent["SELECT"]] != "GET /lam-viec" || parent["GET /lam-viec"] != "" || !slices.Equal(failed, []string{"SELECT"}) {
		t.Errorf("%v, %v, failed %v", names, parent, failed)
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	for address, share := range map[string]float64{"localhost:4318": 1, "": 1, "http://": 1, "http://127.0.0.1:4318": 0, "http://127.0.0.1:4319": 2} {
		if stop, err := trace.Start(t.Context(), address, share, "test"); err == nil {
			stop()
			t.Errorf("%q with %g was taken", address, share)
		}
	}
}
