package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/trace"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// serveCmd runs the house.
type serveCmd struct {
	settings
	Addr    string       `env:"NHASAN_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	BaseURL string       `name:"base-url" env:"NHASAN_BASE_URL" help:"Where people find the house, such as https://motcua.example.vn; printed on slips."`
	Proxies []string     `name:"proxy" env:"NHASAN_PROXIES" help:"Address or network of a reverse proxy of yours, such as 127.0.0.1: it is believed when it says who asks."`
	OIDC    oidcSettings `embed:"" prefix:"oidc-" envprefix:"NHASAN_OIDC_"`
	Waits   waits        `embed:"" prefix:"wait-" envprefix:"NHASAN_WAIT_"`
	Traces  string       `env:"NHASAN_TRACES" help:"Collector of traces (OpenTelemetry, OTLP over HTTP), such as http://127.0.0.1:4318; none when empty."`
	Share   float64      `name:"traces-share" env:"NHASAN_TRACES_SHARE" default:"0.1" help:"Share of requests that is traced."`
	Scans   string       `name:"scans" env:"NHASAN_SCANS" help:"Folder into which scanners put files, such as a network share: in it a folder for each office, named by the code with which its dossiers begin."`
	Backups string       `name:"backups" env:"NHASAN_BACKUP_TO" help:"Folder of the backups: the operator's page and the figures say how old the newest is."`
}

// oidcSettings say which provider of electronic identity citizens sign in with.
type oidcSettings struct {
	Issuer       string `env:"ISSUER" help:"Issuer of the citizens' identity provider."`
	ClientID     string `name:"client-id" env:"CLIENT_ID" help:"Our client id there."`
	ClientSecret string `name:"client-secret" env:"CLIENT_SECRET" help:"Our client secret there."`
	Claims       string `env:"CLAIMS" default:"vneid" enum:"vneid,standard" help:"Which claim names it uses."`
}

// waits bound how long a browser may keep a connection to itself. People on weak lines send files in pieces, each a
// request of its own.
type waits struct {
	Header time.Duration `env:"HEADER" default:"10s" help:"Longest wait for the head of a request."`
	Body   time.Duration `env:"BODY" default:"5m" help:"Longest wait for a whole request."`
	Answer time.Duration `env:"ANSWER" default:"5m" help:"Longest time that an answer may take."`
	Idle   time.Duration `env:"IDLE" default:"2m" help:"How long a connection is kept on which nothing is asked."`
	Stop   time.Duration `env:"STOP" default:"20s" help:"How long requests under way are let finish when the house stops."`
}

// usual are the waits when nothing else is said, as the flags have them.
var usual = waits{Header: 10 * time.Second, Body: 5 * time.Minute, Answer: 5 * time.Minute, Idle: 2 * time.Minute, Stop: 20 * time.Second}

// check refuses what would never wait or never end.
func (w waits) check() error {
	for name, d := range map[string]time.Duration{"header": w.Header, "body": w.Body, "answer": w.Answer, "idle": w.Idle, "stop": w.Stop} {
		if d <= 0 {
			return fmt.Errorf("--wait-%s %s: it must be longer than nothing", name, d)
		}
	}
	return nil
}

// Run serves until it is told to stop.
func (c serveCmd) Run(ctx context.Context, io std) error {
	log := logger(io.err, slog.LevelInfo)
	slog.SetDefault(log)
	base, err := baseURL(c.BaseURL)
	if err != nil {
		return usageError{err}
	}
	proxies, err := web.ParseProxies(c.Proxies)
	if err != nil {
		return usageError{err}
	}
	if err := c.Waits.check(); err != nil {
		return usageError{err}
	}
	if c.Traces != "" {
		stop, err := trace.Start(ctx, c.Traces, c.Share, Version)
		if err != nil {
			return usageError{err}
		}
		defer stop()
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	if base == "" {
		base = "http://" + ln.Addr().String()
	}
	h, err := open(ctx, options{settings: c.settings, clock: clock.System{}, log: log, base: base, proxies: proxies, oidc: c.OIDC, backups: c.Backups, scans: c.Scans})
	if err != nil {
		_ = ln.Close()
		return err
	}
	defer h.close()
	if c.Traces != "" {
		h.database.Trace()
	}
	if err := h.found(ctx); err != nil {
		return err
	}
	fmt.Fprintln(io.out, "Nhà Sàn:", base)
	return listen(ctx, ln, h, log, c.Waits)
}

// baseURL checks the address that people use and takes the slash off its end. It is printed on paper.
func baseURL(typed string) (string, error) {
	base := strings.TrimRight(typed, "/")
	u, err := url.Parse(base)
	if base != "" && (err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || base != u.Scheme+"://"+u.Host) {
		return "", fmt.Errorf("--base-url %q is not like https://motcua.example.vn", typed)
	}
	return base, nil
}

// listen serves h on ln until ctx ends, then lets requests under way finish.
func listen(ctx context.Context, ln net.Listener, h *house, log *slog.Logger, w waits) error {
	srv := &http.Server{
		Handler: h.handler, ReadHeaderTimeout: w.Header, ReadTimeout: w.Body,
		WriteTimeout: w.Answer, IdleTimeout: w.Idle, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(h.live.Hang)
	untemp, err := ownTemp()
	if err != nil {
		_ = ln.Close()
		return err
	}
	defer untemp()
	if err := errors.Join(h.queue.Start(ctx), h.live.Start(ctx)); err != nil {
		_ = ln.Close()
		return err
	}
	defer h.queue.Stop()
	ctx, stopTending := context.WithCancel(ctx)
	defer stopTending()
	tended := make(chan struct{})
	go func() {
		var all sync.WaitGroup
		all.Go(func() { h.tend(ctx) })
		all.Go(func() { h.backlog.Watch(actor.AsSystem(ctx, "scanners"), h.log) })
		all.Go(func() { h.respell(ctx) })
		all.Go(func() { h.legacy.Tend(actor.AsSystem(ctx, "moving in")) })
		all.Wait()
		close(tended)
	}()
	defer func() { <-tended }() // before the database is closed
	sequenced := make(chan struct{})
	go func() { h.ledger.Run(ctx, time.Second); close(sequenced) }()
	defer func() { <-sequenced }()
	attested := make(chan struct{})
	go func() { h.ledger.Attest(ctx, 30*time.Second); close(attested) }()
	defer func() { <-attested }()
	heard := make(chan struct{})
	go func() { h.insight.Run(actor.AsSystem(ctx, "insight"), 2*time.Second); close(heard) }()
	defer func() { <-heard }()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		stopTending()
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.Stop)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// migrateCmd brings the database up to date.
type migrateCmd struct{ settings }

// Run applies what is pending.
func (c migrateCmd) Run(ctx context.Context, io std) error {
	d, err := openDB(ctx, c.DB)
	if err != nil {
		return err
	}
	defer d.Close()
	fmt.Fprintln(io.out, "The database is up to date.")
	return nil
}
