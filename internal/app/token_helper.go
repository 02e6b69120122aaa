package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/tokenhelper"
)

// stamper asks the time-stamp service for signatures; nil when none is set.
func (h *house) stamper() sign.Stamper {
	if h.SignTSA == "" {
		return nil
	}
	return sign.HTTPStamper{URL: h.SignTSA, Client: http.DefaultClient}
}

// provider keeps people's keys for the house; nil when none is set.
func (h *house) provider() *key.Provider {
	if h.CSC.URL == "" {
		return nil
	}
	return &key.Provider{URL: h.CSC.URL, ClientID: h.CSC.ClientID, ClientSecret: h.CSC.ClientSecret, Back: h.base + sign.PathBack, Client: http.DefaultClient, Clock: h.clock}
}

// firstFree listens at the first address that nobody else listens at.
func firstFree(addresses []string) (net.Listener, error) {
	var errs error
	for _, a := range addresses {
		l, err := net.Listen("tcp", strings.TrimPrefix(a, "http://"))
		if err == nil {
			return l, nil
		}
		errs = errors.Join(errs, err)
	}
	return nil, errs
}

// tokenHelperCmd runs on the PC of whoever signs, with the card in it.
type tokenHelperCmd struct {
	Module string   `required:"" type:"existingfile" help:"PKCS#11 library of the card's vendor."`
	Origin []string `required:"" sep:"none" help:"Address of a house that may ask for signatures, https://motcua.example.vn; once for each."`
	Tool   string   `default:"pkcs11-tool" help:"OpenSC's pkcs11-tool."`
}

// Run serves the loopback address until it is told to stop.
func (c tokenHelperCmd) Run(s std) error {
	for _, o := range c.Origin {
		if u, err := url.Parse(o); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" {
			return usageError{fmt.Errorf("--origin %q: scheme and host are wanted, https://motcua.example.vn", o)}
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	h := &tokenhelper.Helper{Cards: key.Cards{Module: c.Module, Tool: c.Tool}, Origins: c.Origin, Log: slog.New(slog.NewTextHandler(s.err, nil))}
	at, err := firstFree(tokenhelper.Addresses)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Close() // a person at the page presses again
	}()
	fmt.Fprintf(s.out, "waits for %v at http://%s\n", c.Origin, at.Addr())
	if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
