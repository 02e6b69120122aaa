package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/notify/folder"
	"github.com/nha-san/nhasan/internal/notify/smtp"
)

// Version is set when the program is built.
var Version = "development"

// commands are what the program can do. Every flag can be given as an environment variable.
type commands struct {
	Serve    serveCmd       `cmd:"" help:"Run the house."`
	Demo     demoCmd        `cmd:"" help:"Run the demonstration district: everything is made up, everything works."`
	Migrate  migrateCmd     `cmd:"" help:"Bring the database up to date and stop."`
	Import   importCmd      `cmd:"" help:"Bring in procedures, units, holidays or the dossiers of another system from files."`
	Token    tokenCmd       `cmd:"" help:"Make a bearer token for a program."`
	Admin    adminCmd       `cmd:"" help:"Make the first administrator's account."`
	Stats    statsCmd       `cmd:"" help:"Print the figures of a unit: received, online, early, on time, overdue."`
	Deadline deadlineCmd    `cmd:"" help:"Compute a due date and explain it day by day. Needs no database."`
	Backup   backupCmd      `cmd:"" help:"Copy the house into a folder while it serves; check such copies; make their keys."`
	Restore  restoreCmd     `cmd:"" help:"Bring a house back from a backup, into an empty place."`
	Move     moveCmd        `cmd:"" help:"Carry the house to another database and another place for its files, and prove that all of it arrived."`
	Archive  archiveCmd     `cmd:"" help:"Hand issued papers over to an archive."`
	Doctor   doctorCmd      `cmd:"" help:"Look for what is not as it should be: ledger, events, records."`
	Verify   verifyCmd      `cmd:"" help:"Check what others publish. Needs no database."`
	Witness  witnessCmd     `cmd:"" help:"Sign the ledgers of other houses, so that none can be shown in two versions. Needs no database."`
	Helper   tokenHelperCmd `cmd:"" name:"token-helper" help:"Runs on the PC of whoever signs: between browser and card. Needs no database."`
	Config   configCmd      `cmd:"" help:"Print the settings in force."`
	Version  versionCmd     `cmd:"" help:"Print the version."`
}

// settings are those that every command with a database shares.
type settings struct {
	DB    string       `name:"db" env:"NHASAN_DB" default:"sqlite:nhasan-data/nhasan.db" help:"Database: sqlite:FILE or postgres://…"`
	Files string       `name:"files" env:"NHASAN_FILES" default:"nhasan-data/files" help:"Where uploaded files lie: a folder, or s3://bucket?endpoint=https://… with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."`
	Virus string       `name:"clamd" env:"NHASAN_CLAMD" help:"Virus scanner (clamd) that looks at each file before it is kept: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310; none when empty."`
	Key   string       `name:"key-file" env:"NHASAN_KEY_FILE" default:"nhasan-data/key" help:"File with the key that protects stored secrets; made when missing."`
	Mail  mailSettings `embed:"" prefix:"mail-" envprefix:"NHASAN_MAIL_"`

	Figures figureSettings `embed:"" prefix:"figures-" envprefix:"NHASAN_FIGURES_"`
	Exports exportSettings `embed:"" prefix:"export-" envprefix:"NHASAN_EXPORT_"`

	TSA       string      `name:"ledger-tsa" env:"NHASAN_LEDGER_TSA" help:"Address of a time-stamp authority (RFC 3161) that stamps our ledger once a day."`
	SignTSA   string      `name:"sign-tsa" env:"NHASAN_SIGN_TSA" help:"Address of a time-stamp service (RFC 3161) that stamps each signature; none when empty."`
	SignLong  bool        `name:"sign-archive" env:"NHASAN_SIGN_ARCHIVE" help:"Have the time-stamp service stamp each signed result as a whole too (B-LTA), for decades."`
	CSC       cscSettings `embed:"" prefix:"sign-csc-" envprefix:"NHASAN_SIGN_CSC_"`
	Witnesses []string    `name:"witness" env:"NHASAN_WITNESSES" sep:"," help:"Key and address of a witness that signs our ledger, as nhasan witness prints them; once for each."`
}

// cscSettings are the provider of remote signing (API of the Cloud Signature Consortium, version 2); none when URL is empty.
type cscSettings struct {
	URL          string `name:"url" env:"URL" help:"Provider of remote signing (CSC API v2): https://rsp.example.vn/csc/v2."`
	ClientID     string `name:"client-id" env:"CLIENT_ID" help:"What we are called there."`
	ClientSecret string `name:"client-secret" env:"CLIENT_SECRET" help:"Our client secret there."`
}

// exportSettings bound what one officer takes away of lists of people, in lines.
type exportSettings struct {
	Once      int `env:"ONCE" default:"10000" help:"Most lines of one export."`
	Daily     int `env:"DAILY" default:"30000" help:"Most lines that one officer exports in a day."`
	FullOnce  int `name:"full-once" env:"FULL_ONCE" default:"1000" help:"Most lines of one export with personal data in full."`
	FullDaily int `name:"full-daily" env:"FULL_DAILY" default:"3000" help:"Most such lines that one officer exports in a day."`
}

// figureSettings say which figures everybody may have.
type figureSettings struct {
	Public bool `env:"PUBLIC" help:"Publish sums by unit, field and month as open data at /so-lieu/mo."`
	Least  int  `env:"LEAST" default:"5" help:"Numbers below it are kept back there."`
}

// mailSettings say how letters leave the house. Without a server and a folder notices stand in inboxes only.
type mailSettings struct {
	Folder   string `env:"FOLDER" help:"Folder into which letters are written instead of being sent: .eml files."`
	Host     string `env:"HOST" help:"Mail server (SMTP) that takes our letters."`
	Port     int    `env:"PORT" default:"587" help:"Its port."`
	User     string `env:"USER" help:"Our name there; empty signs in nowhere."`
	Password string `env:"PASSWORD" help:"Our password there."`
	From     string `env:"FROM" default:"Một cửa <mot-cua@localhost>" help:"Sender of letters, such as \"Một cửa xã Phú Nghĩa <mot-cua@example.vn>\"."`
	TLS      string `env:"TLS" default:"starttls" enum:"starttls,tls,none" help:"How the line to the mail server is protected."`
}

// channels are the ways out of the house.
func (m mailSettings) channels() ([]notify.Channel, error) {
	switch {
	case m.Folder != "":
		return []notify.Channel{folder.New(notify.Email, m.Folder, m.From)}, nil
	case m.Host != "":
		mailer, err := smtp.New(smtp.Settings{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password, From: m.From, TLS: m.TLS})
		if err != nil {
			return nil, err
		}
		return []notify.Channel{mailer}, nil
	}
	return nil, nil
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
