package app

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// healthRoutes are for those who watch the machine.
func (h *house) healthRoutes() []web.Route {
	figures := promhttp.HandlerFor(h.figures.registry, promhttp.HandlerOpts{})
	return []web.Route{
		{Method: "GET", Path: "/healthz", Need: web.Public, Do: func(w http.ResponseWriter, _ *http.Request) error {
			return web.JSON(w, http.StatusOK, map[string]string{"status": "alive"})
		}},
		{Method: "GET", Path: "/readyz", Need: web.Public, Do: h.ready},
		{Method: "GET", Path: "/metrics", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			if !localOrManaged(r) {
				return fault.New(fault.Forbidden, "fault.forbidden")
			}
			figures.ServeHTTP(w, r)
			return nil
		}},
		{Method: "GET", Path: "/static/", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			ui.Static().ServeHTTP(w, r)
			return nil
		}},
	}
}

// ready tells whether requests can be served: the database answers and its schema is current.
func (h *house) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := h.database.Ping(ctx); err != nil {
		return fault.New(fault.Unavailable, "fault.unavailable").Because(err)
	}
	pending, err := db.Pending(ctx, h.database, schemas)
	if err != nil || pending {
		return fault.New(fault.Unavailable, "fault.unavailable").Because(err)
	}
	return web.JSON(w, http.StatusOK, map[string]string{"status": "ready", "version": Version})
}

// localOrManaged lets the machine itself and administrators read the figures. A proxy on the machine
// is not the machine: it asks for somebody.
func localOrManaged(r *http.Request) bool {
	a := actor.Of(r.Context())
	local := a.From == "127.0.0.1" || a.From == "::1"
	return (local && !web.Forwarded(r)) || a.HasAnywhere(identity.CanManage)
}
