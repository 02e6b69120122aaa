package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

func logger(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}

// deadlineCmd explains a due date.
type deadlineCmd struct {
	Received string `required:"" help:"When it was received: 2026-02-12T09:00, in the country's time unless a zone is given."`
	Term     string `required:"" help:"How many; half days and hours are fine."`
	Unit     string `default:"working_day" help:"working_day, calendar_day, working_hour or month."`
	JSON     bool   `name:"json" help:"Print JSON."`
	DB       string `name:"db" help:"Take the calendar of this database instead of the demonstration's."`
	At       string `name:"at" help:"With --db: key of the unit whose calendar holds."`
}

// Run computes and prints.
func (c deadlineCmd) Run(ctx context.Context, io std) error {
	cal, err := c.calendar(ctx)
	if err != nil {
		return err
	}
	if err := org.DeadlineCommand(io.out, cal, c.Received, c.Term, c.Unit, c.JSON); err != nil {
		return usageError{err}
	}
	return nil
}

func (c deadlineCmd) calendar(ctx context.Context) (*term.Calendar, error) {
	if c.DB == "" {
		f, err := demo.Files.Open("holidays.json")
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return term.Demonstration(f)
	}
	d, err := openDB(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return org.New(d, nil, clock.System{}).Calendar(ctx, c.At)
}

// withRooms runs do in a house without pages, as the program itself.
func withRooms(ctx context.Context, s settings, io std, do func(context.Context, *house) error) error {
	h, err := rooms(ctx, options{settings: s, clock: clock.System{}, log: logger(io.err, slog.LevelInfo)})
	if err != nil {
		return err
	}
	defer h.close()
	return do(actor.AsSystem(ctx, "command line"), h)
}

// importCmd brings in data files.
type importCmd struct {
	settings
	Kind     string `arg:"" enum:"units,holidays,procedures,dossiers" help:"units, holidays, procedures or dossiers."`
	File     string `arg:"" type:"existingfile" help:"The file."`
	Detailed string `type:"existingfile" help:"With procedures: papers, steps and forms of some of them."`
	From     string `help:"With procedures: first day of the new versions, 2023-01-01; today when left out."`
	Mapping  string `help:"With dossiers: name of a kept matching of columns; the heads of the file suggest one when left out."`
	Source   string `help:"With dossiers: name of the system they come from; the name of the file when left out."`
	DryRun   bool   `name:"dry-run" help:"Tell what would change and change nothing."`
}

// Run imports.
func (c importCmd) Run(ctx context.Context, io std) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	return withRooms(ctx, c.settings, io, func(ctx context.Context, h *house) error {
		report, err := c.bring(ctx, h, f, io)
		if report != nil {
			enc := json.NewEncoder(io.out)
			enc.SetIndent("", "  ")
			enc.SetEscapeHTML(false)
			_ = enc.Encode(report)
		}
		return err
	})
}

func (c importCmd) bring(ctx context.Context, h *house, f io.Reader, out std) (any, error) {
	switch c.Kind {
	case "dossiers":
		return h.bringDossiers(ctx, c, out)
	case "units":
		return h.org.ImportUnits(ctx, f, c.DryRun)
	case "holidays":
		return h.org.ImportHolidays(ctx, f, c.DryRun)
	}
	from, err := c.firstDay(h)
	if err != nil {
		return nil, err
	}
	var detailed io.Reader
	if c.Detailed != "" {
		d, err := os.Open(c.Detailed)
		if err != nil {
			return nil, err
		}
		defer d.Close()
		detailed = d
	}
	return h.importProcedures(ctx, f, detailed, from, c.DryRun)
}

func (c importCmd) firstDay(h *house) (clock.Date, error) {
	if c.From == "" {
		return clock.DateOf(h.clock.Now()), nil
	}
	d, err := clock.ParseDate(c.From)
	if err != nil {
		return "", usageError{err}
	}
	return d, nil
}

// tokenCmd makes a program's token.
type tokenCmd struct {
	settings
	Name  string   `required:"" help:"Whose token it is."`
	Right []string `required:"" help:"A right, such as dossier.view; give it again for more."`
	Unit  string   `required:"" help:"Unit on which, with all below it: kind:code such as district:159, or its key; / is everywhere."`
	Days  int      `default:"90" help:"How long it is valid."`
}

// Run prints the token, once.
func (c tokenCmd) Run(ctx context.Context, io std) error {
	return withRooms(ctx, c.settings, io, func(ctx context.Context, h *house) error {
		path := "/"
		if c.Unit != path {
			u, err := h.unit(ctx, c.Unit)
			if err != nil {
				return err
			}
			path = u.Path
		}
		t, secret, err := h.identity.MakeToken(ctx, identity.NewToken{Name: c.Name, Rights: c.Right, UnitPath: path,
			Expires: h.clock.Now().Add(time.Duration(c.Days) * 24 * time.Hour)})
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s\n", secret)
		fmt.Fprintf(io.err, "Token %s: %s at %s until %s. It is shown only this once.\n", t.ID, strings.Join(t.Rights, ", "),
			t.UnitPath, t.ExpiresAt.In(clock.Zone).Format(time.DateOnly))
		return nil
	})
}

// adminCmd makes the first account.
type adminCmd struct {
	settings
	Login string `required:"" help:"Name to sign in with."`
	Name  string `required:"" help:"Full name of the administrator."`
	Unit  string `required:"" help:"Unit which, with all below it, they administer: kind:code such as district:159, or its key."`
}

// Run makes a person, the post of administrator and the account, and prints a one-time password.
func (c adminCmd) Run(ctx context.Context, io std) error {
	return withRooms(ctx, c.settings, io, func(ctx context.Context, h *house) error {
		u, err := h.unit(ctx, c.Unit)
		if err != nil {
			return err
		}
		person, err := h.appointAdmin(ctx, u.ID, c.Name)
		if err != nil {
			return err
		}
		_, password, err := h.identity.OpenAccount(ctx, c.Login, person)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "login:    %s\npassword: %s   (once; you will be asked for a new one)\n", c.Login, password)
		return nil
	})
}

// configCmd prints the settings.
type configCmd struct{ settings }

// Run prints.
func (c configCmd) Run(io std) error {
	fmt.Fprintf(io.out, "%-27s %s\n%-27s %s\n%-27s %s\n", "db", withoutPassword(c.DB), "files", c.Files, "key-file", c.Key)
	fmt.Fprint(io.out, identity.Settings{}.String())
	for _, r := range term.Eras() {
		fmt.Fprintf(io.out, "term.%-22s from %s, %s; unsure: %s\n", r.Era, r.From, r.Name, strings.Join(r.Unsure, ", "))
	}
	return nil
}

// withoutPassword hides the password of a database address.
func withoutPassword(url string) string {
	scheme, rest, ok := strings.Cut(url, "://")
	at := strings.LastIndexByte(rest, '@')
	if !ok || at < 0 {
		return url
	}
	user, _, _ := strings.Cut(rest[:at], ":")
	return scheme + "://" + user + ":…@" + rest[at+1:]
}
