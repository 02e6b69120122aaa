// Package machine is what the measures share: the name of the computer, and a database of their own.
package machine

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/nha-san/nhasan/internal/platform/testkit/pgserver"
)

// Name says on what a figure was measured: processor, cores, Go.
func Name() string {
	name := runtime.GOARCH
	raw, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			name = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%s, %d cores, %s", name, runtime.NumCPU(), runtime.Version())
}

// Postgres makes an empty database on the server of the tests, and says how it is dropped.
func Postgres(ctx context.Context) (address string, drop func(), err error) {
	server, err := pgserver.Start()
	if err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("bench_%d", os.Getpid())
	do := func(statement string) error {
		c, err := pgx.Connect(ctx, server)
		if err != nil {
			return err
		}
		defer c.Close(ctx)
		_, err = c.Exec(ctx, statement)
		return err
	}
	at, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	at.Path = "/" + name
	drop = func() { _ = do("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") }
	return at.String(), drop, do("CREATE DATABASE " + name + " TEMPLATE template0")
}
