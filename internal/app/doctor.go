package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// doctorCmd looks for what is not as it should be.
type doctorCmd struct {
	settings
	BaseURL string `name:"base-url" env:"NHASAN_BASE_URL" help:"Where people find the house: its certificate is looked at."`
	Issuer  string `name:"oidc-issuer" env:"NHASAN_OIDC_ISSUER" help:"The citizens' identity provider: whether it answers, and its certificate."`
	Backups string `name:"backups" env:"NHASAN_BACKUP_TO" help:"Folder of the backups: how old the newest is."`
	Quick   bool   `help:"Leave out what reads everything: files, dossiers, the ledger."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Levels of a finding.
const (
	levelOK    = "ok"
	levelWarn  = "warn"
	levelFault = "FAULT"
)

// finding is what a check found, and what to do about it.
type finding struct {
	Check string `json:"check"`
	Level string `json:"level"`
	Says  string `json:"says"`
	Do    string `json:"do,omitempty"`
}

func (f finding) line() string {
	says := fmt.Sprintf("%-5s %s: %s", f.Level, f.Check, f.Says)
	if f.Do != "" {
		says += ". " + f.Do
	}
	return says
}

// diagnosis gathers findings as they come.
type diagnosis struct {
	all     []finding
	tell    func(finding)
	missing map[string]bool // files that are known to be lost, by hash
	told    map[string]bool // files of which it was said already that they are not there
}

func (r *diagnosis) add(level, check, do, says string, args ...any) {
	f := finding{Check: check, Level: level, Says: fmt.Sprintf(says, args...), Do: do}
	r.all = append(r.all, f)
	if r.tell != nil {
		r.tell(f)
	}
}

func (r *diagnosis) ok(check, says string, args ...any) { r.add(levelOK, check, "", says, args...) }

func (r *diagnosis) warn(check, do, says string, args ...any) {
	r.add(levelWarn, check, do, says, args...)
}

func (r *diagnosis) fault(check, do, says string, args ...any) {
	r.add(levelFault, check, do, says, args...)
}

// failed says of a check that it could not be made.
func (r *diagnosis) failed(check string, err error) {
	r.fault(check, "This check could not be made; look at what stands here and run again.", "%v", err)
}

// faults counts those that must be mended.
func (r *diagnosis) faults() (n int) {
	for _, f := range r.all {
		if f.Level == levelFault {
			n++
		}
	}
	return n
}

// Run examines the house and says what was found; a fault ends it with status 1. The house may serve meanwhile.
func (c doctorCmd) Run(ctx context.Context, io std) error {
	r := &diagnosis{}
	if !c.JSON {
		r.tell = func(f finding) { fmt.Fprintln(io.out, f.line()) }
	}
	if err := c.examine(ctx, io, r); err != nil {
		return err
	}
	if c.JSON {
		if err := printed(io.out, r.all); err != nil {
			return err
		}
	}
	if n := r.faults(); n > 0 {
		return fmt.Errorf("%d faults", n)
	}
	return nil
}

func printed(w io.Writer, all []finding) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(all)
}

// examine looks at the schema first and changes nothing: the doctor does not bring the house up to date.
func (c doctorCmd) examine(ctx context.Context, io std, r *diagnosis) error {
	empty, err := db.IsEmpty(ctx, c.DB)
	if err != nil || empty {
		return errors.Join(err, fmt.Errorf("there is no house at %s", withoutPassword(c.DB)))
	}
	d, err := db.Open(ctx, c.DB)
	if err != nil {
		return err
	}
	current := examineSchema(ctx, d, r)
	d.Close()
	if !current {
		return nil
	}
	h, err := rooms(ctx, options{settings: c.settings, clock: clock.System{}, log: logger(io.err, slog.LevelWarn)})
	if err != nil {
		return err
	}
	defer h.close()
	ctx = actor.AsSystem(ctx, "doctor")
	c.examineSettings(r)
	h.examineMachine(ctx, r)
	examineBackups(c.Backups, h.clock.Now(), r)
	examineCertificate(ctx, "base-url", c.BaseURL, h.clock.Now(), nil, r)
	examineCertificate(ctx, "oidc-issuer", c.Issuer, h.clock.Now(), nil, r)
	if !c.Quick {
		h.examineRecords(ctx, r)
	}
	return nil
}

// examineSchema holds the tables against what this program knows. The rest is examined only with tables that the
// program can read.
func examineSchema(ctx context.Context, d *db.DB, r *diagnosis) bool {
	there, err := db.Versions(ctx, d, schemas)
	if err != nil {
		r.failed("schema", err)
		return false
	}
	known, err := db.Known(schemas)
	if err != nil {
		r.failed("schema", err)
		return false
	}
	older, newer := 0, 0
	for room, v := range known {
		switch {
		case there[room] < v:
			older++
		case there[room] > v:
			newer++
		}
	}
	switch {
	case older > 0:
		r.fault("schema", "Make a backup, then run: nhasan migrate. The rest is examined after that.", "the tables of %d rooms are older than this program", older)
		return false
	case newer > 0:
		r.warn("schema", "A newer program has brought the tables up to date; put that one in place of this.", "the tables of %d rooms are newer than this program", newer)
	default:
		r.ok("schema", "%d rooms, all as this program (%s) knows them", len(known), Version)
	}
	return true
}
