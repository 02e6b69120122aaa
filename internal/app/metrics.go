package app

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// figures count what the house answers, by route and status: never by address, which may name a
// dossier; and tell how it stands when they are asked for.
type figures struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newFigures(h *house) *figures {
	f := &figures{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "nhasan_request_seconds", Help: "Time to answer a request, by route and status.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route", "status"})}
	f.registry.MustRegister(f.requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), stands{h})
	return f
}

func (f *figures) answered(_, pattern string, status int, ms float64) {
	f.requests.WithLabelValues(pattern, http.StatusText(status)).Observe(ms / 1000)
}

// stands are the gauges of a house, read when they are asked for.
type stands struct{ h *house }

var (
	gaugeUp       = prometheus.NewDesc("nhasan_up", "1 when database and queue could be asked how they stand.", nil, nil)
	gaugeInfo     = prometheus.NewDesc("nhasan_info", "1, with the version of the program and the kind of database.", []string{"version", "database"}, nil)
	gaugeQueue    = prometheus.NewDesc("nhasan_queue_messages", "Messages of the queue, counted up to 1000.", []string{"state"}, nil)
	gaugeQueueAge = prometheus.NewDesc("nhasan_queue_oldest_seconds", "How long the oldest message whose time has come waits.", nil, nil)
	gaugeLeaves   = prometheus.NewDesc("nhasan_ledger_leaves", "Entries of the public ledger.", nil, nil)
	gaugeWaiting  = prometheus.NewDesc("nhasan_ledger_waiting", "Facts that are not in the ledger yet, counted up to 1000.", nil, nil)
	gaugeLag      = prometheus.NewDesc("nhasan_ledger_oldest_seconds", "How long the oldest of them waits.", nil, nil)
	gaugeFree     = prometheus.NewDesc("nhasan_disk_free_bytes", "Room left where the house writes.", []string{"place"}, nil)
	gaugeSkew     = prometheus.NewDesc("nhasan_clock_skew_seconds", "By how much the clock of the database's machine runs before ours.", nil, nil)
	gaugeBackup   = prometheus.NewDesc("nhasan_backup_age_seconds", "Age of the newest backup; missing when none is known of.", nil, nil)
	gaugeEnding   = prometheus.NewDesc("nhasan_signatures_ending", "Files signed here whose time stamp over the whole ends within half a year, or could not be had.", nil, nil)
	gaugeUnsound  = prometheus.NewDesc("nhasan_signatures_unsound", "Files signed here whose signatures the last look found invalid, or that are gone.", nil, nil)
	gaugePool     = prometheus.NewDesc("nhasan_database_connections", "Connections to the database.", []string{"pool", "state"}, nil)
	gaugePoolWait = prometheus.NewDesc("nhasan_database_waits_total", "How often somebody waited for a connection.", []string{"pool"}, nil)
)

// Describe names nothing: what is there depends on the house.
func (stands) Describe(chan<- *prometheus.Desc) {}

// Collect asks how the house stands, for at most some seconds: a scrape must not hang with the database.
func (s stands) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(gaugeInfo, 1, Version, s.h.database.Engine())
	for pool, st := range s.h.database.Pools() {
		gauge(gaugePool, float64(st.InUse), pool, "used")
		gauge(gaugePool, float64(st.Idle), pool, "idle")
		out <- prometheus.MustNewConstMetric(gaugePoolWait, prometheus.CounterValue, float64(st.WaitCount), pool)
	}
	ctx, cancel := context.WithTimeout(actor.AsSystem(context.Background(), "metrics"), 5*time.Second)
	defer cancel()
	st, err := s.h.standing(ctx)
	if err != nil {
		s.h.log.WarnContext(ctx, "asking how the house stands", "err", err)
		gauge(gaugeUp, 0)
		return
	}
	now := s.h.clock.Now()
	since := func(waiting int, at time.Time) float64 {
		if waiting == 0 {
			return 0
		}
		return max(0, now.Sub(at).Seconds())
	}
	gauge(gaugeUp, 1)
	for state, n := range map[string]int{"waiting": st.Queue.Waiting, "running": st.Queue.Running, "failing": st.Queue.Failing, "given-up": st.Queue.GivenUp} {
		gauge(gaugeQueue, float64(n), state)
	}
	gauge(gaugeQueueAge, since(st.Queue.Waiting, st.Queue.Oldest))
	gauge(gaugeLeaves, float64(st.Ledger.Size))
	gauge(gaugeWaiting, float64(st.Ledger.Waiting))
	gauge(gaugeLag, since(st.Ledger.Waiting, st.Ledger.WaitingSince))
	gauge(gaugeSkew, st.Skew.Seconds())
	for _, d := range st.Disks {
		gauge(gaugeFree, float64(d.Free), d.Place)
	}
	if n, err := s.h.sign.Unsound(ctx); err != nil {
		s.h.log.WarnContext(ctx, "counting signatures", "err", err)
	} else {
		gauge(gaugeUnsound, float64(n))
	}
	if n, err := s.h.sign.Ending(ctx); err != nil {
		s.h.log.WarnContext(ctx, "counting time stamps", "err", err)
	} else {
		gauge(gaugeEnding, float64(n))
	}
	if !st.Backup.IsZero() {
		gauge(gaugeBackup, now.Sub(st.Backup).Seconds())
	}
}
