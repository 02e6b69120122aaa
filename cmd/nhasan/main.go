// Command nhasan is the whole house: the server, the demonstration and the tools around them.
package main

import (
	"os"

	"github.com/nha-san/nhasan/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
