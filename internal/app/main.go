package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Version is set when the program is built.
var Version = "development"

// commands are what the program can do. Every flag can be given as an environment variable.
type commands struct {
	Serve    serveCmd    `cmd:"" help:"Run the house."`
	Demo     demoCmd     `cmd:"" help:"Run the demonstration district: everything is made up, everything works."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database up to date and stop."`
	Import   importCmd   `cmd:"" help:"Bring in procedures, units or holidays from files."`
	Token    tokenCmd    `cmd:"" help:"Make a bearer token for a program."`
	Admin    adminCmd    `cmd:"" help:"Make the first administrator's account."`
	Deadline deadlineCmd `cmd:"" help:"Compute a due date and explain it day by day. Needs no database."`
	Config   configCmd   `cmd:"" help:"Print the settings in force."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// settings are those that every command with a database shares.
type settings struct {
	DB    string `name:"db" env:"NHASAN_DB" default:"sqlite:nhasan-data/nhasan.db" help:"Database: sqlite:FILE or postgres://…"`
	Files string `name:"files" env:"NHASAN_FILES" default:"nhasan-data/files" help:"Folder of uploaded files."`
	Key   string `name:"key-file" env:"NHASAN_KEY_FILE" default:"nhasan-data/key" help:"File with the key that protects stored secrets; made when missing."`
}

// std is where a command writes.
type std struct{ out, err io.Writer }

// Main runs the program and returns its exit status: 0 done, 1 failed, 2 wrong usage.
func Main(args []string, out, errOut io.Writer) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("nhasan"), kong.Writers(out, errOut), kong.UsageOnError(),
		kong.Description("Nhà Sàn: the digital house of a local government."), kong.Exit(func(code int) { panic(exit(code)) }))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	return run(parser, args, std{out, errOut})
}

// exit carries the parser's wish to stop (after --help) up to run.
type exit int

func run(parser *kong.Kong, args []string, io std) (status int) {
	defer func() {
		if p := recover(); p != nil {
			code, ok := p.(exit)
			if !ok {
				panic(p)
			}
			status = int(code)
		}
	}()
	kctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(io.err, "nhasan:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	kctx.BindTo(ctx, (*context.Context)(nil))
	kctx.Bind(io)
	if err := kctx.Run(); err != nil {
		fmt.Fprintln(io.err, "nhasan:", err)
		var u usageError
		if errors.As(err, &u) {
			return 2
		}
		return 1
	}
	return 0
}

// usageError marks a mistake in how a command was called.
type usageError struct{ error }

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(io std) error {
	_, err := fmt.Fprintln(io.out, "nhasan", Version)
	return err
}
