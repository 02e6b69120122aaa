// Command pgstop stops the PostgreSQL that the tests brought up, unless some test still uses it.
package main

import (
	"fmt"
	"os"

	"github.com/nha-san/nhasan/internal/platform/testkit/pgserver"
)

func main() {
	if err := pgserver.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgstop:", err)
		os.Exit(1)
	}
}
