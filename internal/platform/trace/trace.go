// Package trace tells an operator's collector what a request did and how long each part took (OpenTelemetry). It is off
// until Start; then spans carry routes, kinds of queries and names of messages, never an address, a value or a person.
package trace

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	oteltrace "go.opentelemetry.io/otel/trace"
)

// Start sends traces to a collector that speaks OTLP over HTTP, "http://127.0.0.1:4318", for a share of requests between
// 0 and 1. What it returns sends what is left and ends it. A collector that is away costs nobody anything.
func Start(ctx context.Context, collector string, share float64, version string) (stop func(), err error) {
	u, err := url.Parse(collector)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("the collector of traces %q is not like http://127.0.0.1:4318", collector)
	}
	if share <= 0 || share > 1 {
		return nil, fmt.Errorf("the share of requests to trace is %g, and must lie between 0 and 1", share)
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.JoinPath("v1", "traces").String()))
	if err != nil {
		return nil, err
	}
	p := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithSampler(trace.ParentBased(trace.TraceIDRatioBased(share))),
		trace.WithResource(resource.NewSchemaless(attribute.String("service.name", "nhasan"), attribute.String("service.version", version))))
	otel.SetTracerProvider(p)
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = p.Shutdown(ctx)
	}, nil
}

// Span is one part of what a request did.
type Span struct{ span oteltrace.Span }

// Begin begins a part; words are names and values in turn. End it.
func Begin(ctx context.Context, name string, words ...string) (context.Context, Span) {
	ctx, span := otel.Tracer("nhasan").Start(ctx, name, oteltrace.WithAttributes(pairs(words)...))
	return ctx, Span{span}
}

// Name names the part once more is known of it.
func (s Span) Name(name string, words ...string) {
	s.span.SetName(name)
	s.span.SetAttributes(pairs(words)...)
}

// End ends the part; that it failed is told, and not why: the log knows.
func (s Span) End(failed bool) {
	if failed {
		s.span.SetStatus(codes.Error, "")
	}
	s.span.End()
}

func pairs(words []string) []attribute.KeyValue {
	var out []attribute.KeyValue
	for i := 0; i+1 < len(words); i += 2 {
		out = append(out, attribute.String(words[i], words[i+1]))
	}
	return out
}
