package web

import (
	"context"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// APIPrefix is where programs talk to the house.
const APIPrefix = "/api/v1"

// NewAPI returns the JSON interface of the site. It describes itself at /api/v1/openapi.json.
func (s *Site) NewAPI(title, version string) huma.API {
	setErrors()
	cfg := huma.DefaultConfig(title, version)
	cfg.OpenAPIPath = APIPrefix + "/openapi"
	cfg.DocsPath, cfg.SchemasPath = "", ""
	cfg.CreateHooks = nil
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "A token made with nhasan token; it has rights, a unit and an end."},
	}
	return humago.New(s.mux, cfg)
}

// setErrors makes the library's own refusals (a missing field, a wrong type) look like ours.
var setErrors = sync.OnceFunc(func() {
	plain := huma.NewError
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		e := plain(status, msg, errs...)
		if model, ok := e.(*huma.ErrorModel); ok {
			model.Type = "about:blank"
		}
		return e
	}
})

// Problem turns an error of a service into RFC 9457 problem details for the API. What is not a
// fault is logged here and answered without its words.
func Problem(ctx context.Context, err error) error {
	f, known := faultOf(err, actor.Of(ctx).RequestID)
	if s := siteOf(ctx); s != nil && !known {
		s.cfg.Log.ErrorContext(ctx, "api call failed", "err", err, "request_id", actor.Of(ctx).RequestID)
	}
	model := &huma.ErrorModel{Type: "about:blank", Status: Status(f.Kind),
		Title: text.T(ctx, "fault.title."+string(f.Kind)), Detail: text.TMap(ctx, f.Key, f.Args)}
	for _, field := range f.Fields {
		model.Errors = append(model.Errors, &huma.ErrorDetail{Location: field.Name, Message: text.TMap(ctx, field.Key, field.Args)})
	}
	if f.Kind == fault.Unavailable {
		return huma.ErrorWithHeaders(model, http.Header{"Retry-After": {askAgainAfter}})
	}
	return model
}
