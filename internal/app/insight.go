package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/portal/rating"
)

// ledgerFeed tells the board of dossiers in the order in which the ledger has sealed what happened to them.
type ledgerFeed struct{ *ledger.Ledger }

// Changed leaves out the first leaves and tells which dossiers those that follow are about.
func (f ledgerFeed) Changed(ctx context.Context, after int64, limit int) (ids []string, next int64, err error) {
	leaves, err := f.After(ctx, after-1, limit)
	if err != nil {
		return nil, after, err
	}
	seen, next := map[string]bool{}, after
	for _, l := range leaves {
		next = l.Index + 1
		if id, ok := strings.CutPrefix(l.Subject, "dossier/"); ok && !seen[id] {
			seen[id], ids = true, append(ids, id)
		}
	}
	return ids, next, nil
}

// ratingSums tells the board how content people are.
type ratingSums struct{ *rating.Service }

// Satisfaction adds up the months that have closed.
func (r ratingSums) Satisfaction(ctx context.Context, path, from, until string) (asked, answered, content int, err error) {
	counts, err := r.Counts(ctx, from, until)
	for _, c := range counts {
		if strings.HasPrefix(c.Unit.Path, path) {
			asked, answered, content = asked+c.Asked, answered+c.Answered(), content+c.Content()
		}
	}
	return asked, answered, content, err
}

// statsCmd prints the figures of a unit.
type statsCmd struct {
	settings
	Dir  string `help:"Folder of a demonstration, or of data laid out like one, in place of --db."`
	Unit string `required:"" help:"Which unit: its name, kind:code such as district:159, or its key."`
	From string `required:"" help:"First day, 2022-01-01."`
	To   string `required:"" help:"Last day, included."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run brings the figures up to date and prints those of the unit and of each receiving unit below.
func (c statsCmd) Run(ctx context.Context, io std) error {
	from, err := clock.ParseDate(c.From)
	if err != nil {
		return usageError{err}
	}
	to, err := clock.ParseDate(c.To)
	if err != nil || to < from {
		return usageError{fmt.Errorf("--to %q is no day on or after --from", c.To)}
	}
	return c.with(ctx, io, func(ctx context.Context, h *house) error {
		u, err := h.unitNamed(ctx, c.Unit, from, to)
		if err != nil {
			return err
		}
		if err := h.catchUp(ctx); err != nil {
			return err
		}
		s, err := h.insight.Statistics(ctx, u, from, to)
		if err != nil {
			return err
		}
		if !c.JSON {
			return s.Write(text.WithLang(ctx, text.Vi), io.out)
		}
		enc := json.NewEncoder(io.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(s)
	})
}

// with opens the house; that of a demonstration with the clock that it has.
func (c statsCmd) with(ctx context.Context, io std, do func(context.Context, *house) error) error {
	if c.Dir == "" {
		return withRooms(ctx, c.settings, io, do)
	}
	file := filepath.Join(c.Dir, "nhasan.db")
	if _, err := os.Stat(file); err != nil {
		return err
	}
	c.DB, c.Files, c.Key = "sqlite:"+file, filepath.Join(c.Dir, "files"), filepath.Join(c.Dir, "key")
	mark, err := os.ReadFile(filepath.Join(c.Dir, laidMark))
	if err != nil || string(mark) != laidText {
		return withRooms(ctx, c.settings, io, do)
	}
	stage := clock.NewStaged(time.Time{})
	h, err := rooms(ctx, options{settings: c.settings, clock: stage, log: logger(io.err, slog.LevelInfo)})
	if err != nil {
		return err
	}
	defer h.close()
	ctx = actor.AsSystem(ctx, "command line")
	at, err := h.stageTime(ctx)
	if err != nil {
		return err
	}
	stage.Set(at)
	return do(ctx, h)
}

// stageTime is where the clock of a demonstration stands: at its beginning, or a minute after the last
// thing that happened there.
func (h *house) stageTime(ctx context.Context) (time.Time, error) {
	cast, err := demo.Load()
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, cast.StartsAt)
	if err != nil {
		return time.Time{}, err
	}
	last, err := h.trail.Search(ctx, audit.Query{Limit: 1})
	if err == nil && len(last) > 0 && last[0].At.After(at) {
		at = last[0].At.Add(time.Minute)
	}
	return at, err
}

// catchUp waits until what happened is in the ledger, and has the board hear it. Where nobody else sequences,
// this process does.
func (h *house) catchUp(ctx context.Context) error {
	for range 10 {
		st, err := h.ledger.Standing(ctx)
		if err != nil {
			return err
		}
		if st.Waiting == 0 {
			break
		}
		if _, err := h.ledger.Sequence(ctx); err != nil {
			return err
		}
		time.Sleep(300 * time.Millisecond)
	}
	return h.insight.CatchUp(ctx)
}

// unitNamed finds a unit that there was in a period by its name, or as unit does.
func (h *house) unitNamed(ctx context.Context, name string, from, to clock.Date) (org.Unit, error) {
	if strings.Contains(name, ":") {
		return h.unit(ctx, name)
	}
	var found []org.Unit
	for _, on := range []clock.Date{to, from} {
		units, err := h.org.Search(ctx, org.Query{Text: name, On: on})
		if err != nil {
			return org.Unit{}, err
		}
		for _, u := range units {
			same := text.Exact(u.FullName) == text.Exact(name) || text.Exact(u.Name) == text.Exact(name)
			if same && !slices.ContainsFunc(found, func(f org.Unit) bool { return f.ID == u.ID }) {
				found = append(found, u)
			}
		}
	}
	if full := slices.DeleteFunc(slices.Clone(found), func(u org.Unit) bool { return text.Exact(u.FullName) != text.Exact(name) }); len(full) > 0 {
		found = full
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		u, err := h.unit(ctx, name)
		if err != nil {
			err = fmt.Errorf("no unit is called %q", name)
		}
		return u, err
	}
	var which []string
	for _, u := range found {
		which = append(which, string(u.Kind)+":"+u.Code)
	}
	return org.Unit{}, errors.New("several units are called so: " + strings.Join(which, ", "))
}
